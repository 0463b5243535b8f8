import type { FieldError } from '../../platform/field-error.dto.js';
import { whyTargetIsForbidden } from '../../platform/http/target-guard.js';
import { Adapter, fillPlaceholders, isAbsolute, placeholdersOf } from './adapter.js';
import { ErrorDetail, errorDetail } from '../../platform/error-texts.js';

const MAX_HEADERS = 20;
const MAX_HEADER_VALUE = 1_000;
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
/** Visible characters of Latin-1 with single places between them. */
const HEADER_VALUE = /^(?:[\x21-\x7e\xa0-\xff]+(?:[ \t][\x21-\x7e\xa0-\xff]+)*)?$/;
/** Made by the service or by HTTP itself. */
const RESERVED_HEADERS = new Set([
  'idempotency-key',
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'host',
  'connection',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
  'expect',
]);
const SECRET_NAME = /auth|token|secret|passw|api-?key|cookie|signature/i;
/** What a header value may take from the connection's sign-in; never written out in what is stored or shown. */
const SIGN_IN_PLACEHOLDERS = ['login', 'password', 'apiKey'];
/** Shorter secrets would be found in anything. */
const MIN_SECRET_LENGTH = 6;

/** What is wrong with the adapter but for its expressions; paths begin with `adapter.`. */
export function adapterErrors(adapter: Adapter, allowPrivate: boolean): FieldError[] {
  return [
    ...urlErrors('adapter.url', adapter.url, ['externalId'], allowPrivate),
    ...urlErrors('adapter.positionUrl', adapter.positionUrl, ['externalId', 'positionId'], allowPrivate),
    ...headerErrors(adapter.headers),
  ];
}

/** Settings that hold a secret of the connection where a placeholder belongs: they are shown and recorded. */
export function secretErrors(
  adapter: Adapter,
  { password, apiKey }: { password: string; apiKey: string },
): FieldError[] {
  const texts = [
    ...(['inbound', 'outbound', 'url', 'positionUrl'] as const).map((name) => [`adapter.${name}`, adapter[name]]),
    ...Object.entries(adapter.headers).map(([name, value]) => [`adapter.headers.${name}`, value]),
  ] as Array<[string, string]>;
  return Object.entries({ password, apiKey })
    .filter(([, secret]) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap(([name, secret]) =>
      texts
        .filter(([, text]) => text.includes(secret))
        .map(([path]) => ({ path, ...errorDetail('holds_secret', { placeholder: `{${name}}` }) })),
    );
}

function urlErrors(path: string, url: string, known: string[], allowPrivate: boolean): FieldError[] {
  const wrong = url === '' ? undefined : whyUrlIsWrong(url, known, allowPrivate);
  return wrong ? [{ path, ...wrong }] : [];
}

function whyUrlIsWrong(url: string, known: string[], allowPrivate: boolean): ErrorDetail | undefined {
  if (/[\s\0-\x1f\\#]/.test(url)) return errorDetail('url_characters');
  const names = placeholdersOf(url);
  if (!names) return errorDetail('brace_unpaired');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === 'positionId') return errorDetail('position_placeholder');
  if (unknown !== undefined) return errorDetail('unknown_placeholder', { name: `{${unknown}}` });
  if (!isAbsolute(url)) return undefined;
  const filled = ['1', '2'].map((value) => fillPlaceholders(url, { externalId: value, positionId: value }));
  const forbidden = whyTargetIsForbidden(filled[0]!, allowPrivate);
  if (forbidden) return forbidden;
  const [one, two] = filled.map((each) => (URL.canParse(each) ? new URL(each).origin : ''));
  return one === two ? undefined : errorDetail('url_host_placeholder');
}

function headerErrors(headers: Record<string, string>): FieldError[] {
  const entries = Object.entries(headers);
  if (entries.length > MAX_HEADERS) {
    return [{ path: 'adapter.headers', ...errorDetail('too_many', { max: MAX_HEADERS }) }];
  }
  const seen = new Set<string>();
  return entries.flatMap(([name, value]) => {
    const wrong = seen.has(name.toLowerCase()) ? errorDetail('header_repeated') : whyHeaderIsWrong(name, value);
    seen.add(name.toLowerCase());
    return wrong ? [{ path: `adapter.headers.${name}`, ...wrong }] : [];
  });
}

function whyHeaderIsWrong(name: string, value: unknown): ErrorDetail | undefined {
  if (!HEADER_NAME.test(name)) return errorDetail('header_name');
  if (RESERVED_HEADERS.has(name.toLowerCase())) return errorDetail('header_reserved');
  if (typeof value !== 'string') return errorDetail('text');
  if (value.length > MAX_HEADER_VALUE) return errorDetail('too_long', { max: MAX_HEADER_VALUE });
  if (!HEADER_VALUE.test(value)) return errorDetail('header_value');
  const names = placeholdersOf(value);
  if (!names) return errorDetail('brace_unpaired');
  const unknown = names.find((each) => !SIGN_IN_PLACEHOLDERS.includes(each));
  if (unknown !== undefined) return errorDetail('unknown_placeholder', { name: `{${unknown}}` });
  if (SECRET_NAME.test(name) && names.length === 0 && value !== '') {
    return errorDetail('header_secret');
  }
  return undefined;
}

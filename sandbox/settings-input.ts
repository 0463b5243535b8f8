import { InvalidInput } from './errors.js';
import { FORMS } from './forms.js';
import { bodyOf, choiceIn, flagIn, listIn, numberIn, textIn, wholeNumberIn } from './input.js';
import type { Settings } from './marketplace.js';
import { TROUBLE_KINDS, type TroubleSetting } from './trouble.js';

export function troubleFrom(body: unknown): TroubleSetting {
  const fields = bodyOf(body);
  const sequence = listIn(fields, 'sequence')?.map((kind, index) =>
    choiceIn(kind, TROUBLE_KINDS, `sequence[${index}]`),
  );
  if (sequence) {
    for (const name of ['kind', 'count', 'percent']) {
      if (fields[name] !== undefined) throw new InvalidInput(name, `${name}: не сочетается с sequence`);
    }
  }
  const kind = sequence ? 'none' : choiceIn(fields['kind'], TROUBLE_KINDS, 'kind');
  const retryAfter = textIn(fields, 'retryAfter');
  if (retryAfter !== undefined && /[^\x20-\x7e]/.test(retryAfter)) {
    throw new InvalidInput('retryAfter', 'retryAfter: допустимы только знаки ASCII');
  }
  return defined({
    kind,
    sequence,
    count: wholeNumberIn(fields, 'count', 1, 1_000_000),
    percent: numberIn(fields, 'percent', 0, 100),
    retryAfter,
    orderId: textIn(fields, 'orderId'),
  });
}

export function settingsFrom(body: unknown): Partial<Settings> {
  const fields = bodyOf(body);
  const orderLink = textIn(fields, 'orderLink');
  if (orderLink) checkLink(orderLink);
  return defined({
    orderLink,
    login: textIn(fields, 'login'),
    password: textIn(fields, 'password'),
    apiKey: textIn(fields, 'apiKey'),
    strict: flagIn(fields, 'strict'),
    form: fields['form'] === undefined ? undefined : choiceIn(fields['form'], FORMS, 'form'),
    gzip: flagIn(fields, 'gzip'),
  });
}

export interface RawMessage {
  body: string | Buffer;
  contentType: string | undefined;
}

export function rawMessageFrom(value: unknown): RawMessage {
  const fields = bodyOf(value);
  const body = textIn(fields, 'body');
  if (body === undefined) throw new InvalidInput('body', 'body: не заполнено');
  const contentType = textIn(fields, 'contentType');
  if (contentType !== undefined && /[^\x20-\x7e]/.test(contentType)) {
    throw new InvalidInput('contentType', 'contentType: допустимы только знаки ASCII');
  }
  if (fields['encoding'] === undefined) return { body, contentType };
  choiceIn(fields['encoding'], ['base64'], 'encoding');
  return { body: Buffer.from(body, 'base64'), contentType };
}

export function checkLink(link: string): void {
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return;
  throw new InvalidInput('orderLink', 'orderLink: нужен адрес, начинающийся с http:// или https://');
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Fields left out stay left out, so that a change does not overwrite what it does not name. */
function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}

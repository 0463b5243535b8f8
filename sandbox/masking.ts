import type { IncomingHttpHeaders } from 'node:http';

const SECRET_NAME = /auth|cookie|token|secret|passw|api-?key/i;
const SCHEME = /^(basic|bearer|digest|token) /i;
const MASK = '••••';

/**
 * Headers as they may be shown: names in lower case, several values of one name joined by commas, secrets masked.
 * @param secrets masked wherever they stand, since an adapter may put them into a header of any name
 */
export function maskedHeaders(headers: IncomingHttpHeaders, secrets: string[]): Record<string, string> {
  const hidden = secrets.filter((secret) => secret !== '').flatMap((secret) => [secret, asSeenInHeader(secret)]);
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(', ') : value;
    shown[name] = SECRET_NAME.test(name)
      ? (SCHEME.exec(text)?.[0] ?? '') + MASK
      : hidden.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
  }
  return shown;
}

/** Node gives the bytes of a header one character each. */
function asSeenInHeader(secret: string): string {
  return Buffer.from(secret).toString('latin1');
}

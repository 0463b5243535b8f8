const SECRET_HEADERS = new Set([
  'authorization',
  'x-api-key',
  'cookie',
  'set-cookie',
  'proxy-authorization',
  'webhook-signature',
]);

const MASK = '***';
/** To mask what is shorter would leave nothing of a text to read. */
const SHORTEST_MASKED = 4;

/**
 * Headers as they may be shown and stored: secrets replaced by `***`.
 * @param further names of headers that are secret here too
 */
export function maskHeaders(headers: Record<string, unknown>, further: string[] = []): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isSecret(name, further) ? MASK : String(value)]),
  );
}

/** Makes a function that replaces the secrets of a request's headers in whatever the receiver says. */
export function secretMasker(headers: Record<string, string>, further: string[] = []): (text: string) => string {
  const secrets = Object.entries(headers)
    .filter(([name]) => isSecret(name, further))
    .flatMap(([, value]) => [value, Buffer.from(value, 'latin1').toString('utf8'), ...partsOfBasic(value)]);
  return valueMasker(secrets);
}

/** Makes a function that replaces these secrets in a text, also as JSON writes them. */
export function valueMasker(values: string[]): (text: string) => string {
  const secrets = values
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter(({ length }) => length >= SHORTEST_MASKED);
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}

/** Of HTTP Basic: the credentials as they are sent, as they were before, and the password alone. */
function partsOfBasic(authorization: string): string[] {
  const encoded = /^Basic (.+)$/.exec(authorization)?.[1];
  if (!encoded) return [];
  const plain = Buffer.from(encoded, 'base64').toString('utf8');
  return [encoded, plain, plain.slice(plain.indexOf(':') + 1)];
}

function isSecret(header: string, further: string[]): boolean {
  return SECRET_HEADERS.has(header.toLowerCase()) || further.includes(header);
}

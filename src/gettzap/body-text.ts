/** The charsets that the contract takes, by the names they go under. */
const CHARSETS = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['windows-1251', 'windows-1251'],
  ['cp1251', 'windows-1251'],
]);

/** @returns the charset of a Content-Type, `utf-8` without one, undefined for one that is not taken */
export function charsetOf(contentType: string): string | undefined {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)"?/i.exec(contentType)?.[1];
  return charset === undefined ? 'utf-8' : CHARSETS.get(charset.toLowerCase());
}

/**
 * Decodes a body; a byte order mark is left out.
 * @throws TypeError when the bytes are not of the charset
 */
export function decodeBody(body: Buffer, contentType: string): string {
  return new TextDecoder(charsetOf(contentType) ?? 'utf-8', { fatal: true }).decode(body);
}

/** Whatever can be read of a body, to be searched: escapes of JSON undone, a wrong charset read both ways. */
export function readableText(body: Buffer, contentType: string): string {
  let text: string;
  try {
    text = decodeBody(body, contentType);
  } catch {
    text = ['utf-8', 'windows-1251'].map((charset) => new TextDecoder(charset).decode(body)).join('\n');
  }
  return text.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

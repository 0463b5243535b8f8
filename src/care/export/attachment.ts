/**
 * `Content-Disposition` of a download (RFC 6266): the name with all its letters for browsers, an ASCII one for what is older.
 * @param asciiName without quotes and backslashes
 */
export function attachment(name: string, asciiName: string): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${asciiName}"; filename*=UTF-8''${encoded.replace(/%[0-9a-f]{2}/g, (hex) => hex.toUpperCase())}`;
}

import { errorDetail } from '../../platform/error-texts.js';
import { InvalidBodyError } from './tree-bounds.js';

/** The charsets that are taken, by the names they go under. */
const CHARSETS = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['windows-1251', 'windows-1251'],
  ['cp1251', 'windows-1251'],
]);

/** XML may name its charset itself, at its very beginning. */
const XML_DECLARATION = /^<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/;
const LONGEST_DECLARATION = 200;

/** Type and subtype of a Content-Type, in small letters; "" without one. */
export function mediaTypeOf(contentType: string): string {
  return contentType.split(';', 1)[0]!.trim().toLowerCase();
}

export function isXml(contentType: string): boolean {
  return /^(application|text)\/xml$/.test(mediaTypeOf(contentType));
}

/** @returns the charset of a body, `utf-8` where none is named, undefined for one that is not taken */
export function charsetOf(contentType: string, body: Buffer = Buffer.alloc(0)): string | undefined {
  const declared = isXml(contentType) && XML_DECLARATION.exec(body.toString('latin1', 0, LONGEST_DECLARATION))?.[1];
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)"?/i.exec(contentType)?.[1] ?? (declared || undefined);
  return charset === undefined ? 'utf-8' : CHARSETS.get(charset.toLowerCase());
}

/**
 * Decodes a body; a byte order mark is left out.
 * @throws InvalidBodyError
 */
export function decodeBody(body: Buffer, contentType: string): string {
  return decodeBytes(body, charsetOf(contentType, body) ?? 'utf-8');
}

/** @throws InvalidBodyError */
export function decodeBytes(bytes: Buffer, charset: string): string {
  return decoderOf(charset)(bytes);
}

/** To decode many texts: to make one costs more than to decode a short one. @returns throws InvalidBodyError */
export function decoderOf(charset: string): (bytes: Buffer) => string {
  const decoder = new TextDecoder(charset, { fatal: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      throw new InvalidBodyError(errorDetail('not_in_charset'));
    }
  };
}

const [PERCENT, PLUS, SPACE] = [0x25, 0x2b, 0x20];

/** Bytes of a form field; a percent sign that two hexadecimal digits do not follow stands for itself. */
export function percentDecoded(bytes: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    const [high, low] = byte === PERCENT ? [hexValueOf(bytes[at + 1]), hexValueOf(bytes[at + 2])] : [-1, -1];
    const isEscape = high >= 0 && low >= 0;
    decoded[length++] = isEscape ? 16 * high + low : byte === PLUS ? SPACE : byte;
    if (isEscape) at += 2;
  }
  return decoded.subarray(0, length);
}

/** -1 = it is no digit. */
function hexValueOf(code = 0): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Whatever can be read of a body, to be searched: escapes of JSON, forms and XML undone, a wrong charset read both ways. */
export function readableText(body: Buffer, contentType: string): string {
  const bytes = mediaTypeOf(contentType) === 'application/x-www-form-urlencoded' ? percentDecoded(body) : body;
  let text: string;
  try {
    text = decodeBody(bytes, contentType);
  } catch {
    text = ['utf-8', 'windows-1251'].map((charset) => new TextDecoder(charset).decode(bytes)).join('\n');
  }
  return text
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/&#(?:x([0-9a-fA-F]{1,5})|(\d{1,6}));/g, (_, hex?: string, digits?: string) =>
      String.fromCodePoint(hex === undefined ? Number(digits) : parseInt(hex, 16)),
    );
}

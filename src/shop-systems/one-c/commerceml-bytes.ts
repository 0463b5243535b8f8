import { crc32 } from 'node:zlib';
import iconv from 'iconv-lite';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { CommerceMlError } from './commerceml-error.js';
import type { OneCSettings } from './one-c-settings.js';

type Charset = OneCSettings['encoding'];

/** Of XML, packed or not. */
export const MAX_BYTES = 20 * 1024 * 1024;

/** The charsets that are taken, by the names they go under. */
const CHARSETS = new Map<string, Charset>([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['windows-1251', 'windows-1251'],
  ['cp1251', 'windows-1251'],
  ['win-1251', 'windows-1251'],
]);

const XML_DECLARATION = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']/;
const LONGEST_DECLARATION = 200;

const ZIP_MAGIC = Buffer.from('PK');
const UTF_8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF_16_MARKS = [Buffer.from([0xfe, 0xff]), Buffer.from([0xff, 0xfe])];

/** What windows-1251 has no byte for. */
const NOT_IN_1251 = new RegExp(`[^\\0-\\x7f${charactersAbove127()}]`, 'gu');

/**
 * The XML that 1C sent, unpacked where it came as a zip.
 * @throws CommerceMlError
 */
export async function unpack(bytes: Buffer): Promise<Buffer> {
  if (bytes.length > MAX_BYTES) throw tooLarge();
  return startsWith(bytes, ZIP_MAGIC) ? unzip(bytes) : bytes;
}

/**
 * The text in the charset that a byte order mark or else the XML declaration names; utf-8 without either.
 * @throws CommerceMlError
 */
export function decode(bytes: Buffer): string {
  if (bytes.length > MAX_BYTES) throw tooLarge();
  const charset = charsetOf(bytes);
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw new CommerceMlError(
      'wrong_charset',
      `Файл обрезан или не в кодировке ${charset}: настоящую укажите в первой строке, например encoding="windows-1251".`,
    );
  }
}

/** XML in a charset; what windows-1251 cannot hold becomes references, so the names of elements must be ones that it can. */
export function encode(xml: string, charset: Charset): Buffer {
  if (charset === 'utf-8') return Buffer.from(xml);
  return iconv.encode(
    xml.replace(NOT_IN_1251, (character) => `&#${character.codePointAt(0)};`),
    charset,
  );
}

async function unzip(bytes: Buffer): Promise<Buffer> {
  try {
    const zip = await fromBufferPromise(bytes);
    if (zip.entryCount !== 1) throw badZip(`в архиве файлов: ${zip.entryCount}, а нужен ровно один`);
    for await (const entry of zip.eachEntry()) return await contentOf(zip, entry);
    throw badZip('в архиве нет файла');
  } catch (error) {
    throw error instanceof CommerceMlError ? error : badZip((error as Error).message);
  }
}

async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  if (!/^[^/\\:]+\.xml$/i.test(entry.fileName)) {
    throw badZip(`в архиве должен лежать один файл .xml без папок, а лежит «${entry.fileName}»`);
  }
  if (entry.isEncrypted()) throw badZip('архив закрыт паролем');
  if (entry.uncompressedSize > MAX_BYTES) throw tooLarge();
  const pieces: Buffer[] = [];
  // It ends with an error as soon as more comes than the archive says.
  for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
  const content = Buffer.concat(pieces);
  if (crc32(content) !== entry.crc32) throw badZip('контрольная сумма не сходится, файл повреждён');
  return content;
}

/** @throws CommerceMlError for one that is not taken */
export function charsetOf(bytes: Buffer): Charset {
  if (startsWith(bytes, UTF_8_MARK)) return 'utf-8';
  if (UTF_16_MARKS.some((mark) => startsWith(bytes, mark))) throw notTaken('UTF-16');
  const name = XML_DECLARATION.exec(bytes.toString('latin1', 0, LONGEST_DECLARATION))?.[1];
  const charset = name === undefined ? 'utf-8' : CHARSETS.get(name.toLowerCase());
  if (!charset) throw notTaken(name!);
  return charset;
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.length).equals(start);
}

function charactersAbove127(): string {
  const bytes = Buffer.from(Array.from({ length: 128 }, (_, index) => 128 + index));
  return iconv.decode(bytes, 'windows-1251').replaceAll('\ufffd', '');
}

function notTaken(charset: string): CommerceMlError {
  return new CommerceMlError('wrong_charset', `Кодировка ${charset} не принимается: нужна UTF-8 или windows-1251.`);
}

function tooLarge(): CommerceMlError {
  return new CommerceMlError('too_large', 'Файл больше 20 МБ: выгружайте меньше заказов за один раз.');
}

function badZip(reason: string): CommerceMlError {
  return new CommerceMlError('bad_zip', `Архив не прочитан: ${reason}.`);
}

import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { errorDetail } from '../../../platform/error-texts.js';
import { Archive, listIn } from './archives.js';
import { CsvRecords, type ListRecord } from './csv-records.js';
import { likeliestEncoding, markedEncoding, Utf8Check } from './encodings.js';
import type { FileFormat } from './reading-protocol.js';
import { type CsvShape, sniffCsv } from './sniffing.js';
import { isWorkbook, spreadsheetRows } from './spreadsheet-rows.js';
import { UnreadableFile } from './unreadable-file.js';

const HEAD = 4_096;
const SAMPLE = 128 * 1_024;
/** By which an encoding is recognised. */
const LETTERS = 4 * 1_024 * 1_024;
const PIECE = 256 * 1_024;

const ZIP = Buffer.from('PK\u0003\u0004');
const EMPTY_ZIP = Buffer.from('PK\u0005\u0006');
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** Called with what part of the file was read, in percent. */
type OnProgress = (percent: number) => void;

/** A file that is known for what it is, and can be read from its beginning. */
export interface ListFile extends FileFormat {
  records(mostColumns: number, leastColumns?: number): AsyncGenerator<ListRecord[]>;
}

/**
 * Finds out what a file is by what it holds.
 * @param folder for what is unpacked
 * @throws UnreadableFile
 */
export async function openList(
  file: string,
  folder: string,
  onProgress: OnProgress,
  isUnpacked = false,
): Promise<ListFile> {
  const { size } = await stat(file);
  const head = await readHead(file, HEAD);
  if (head.length === 0) throw new UnreadableFile(errorDetail('file_empty'));
  if (head.subarray(0, 4).equals(ZIP) || head.subarray(0, 4).equals(EMPTY_ZIP)) {
    const archive = await Archive.open(file, size);
    if (isWorkbook(archive)) return workbook(archive, folder, size, onProgress);
    if (isUnpacked) throw new UnreadableFile(errorDetail('file_unknown'));
    const unpacked = join(folder, 'unpacked');
    await archive.extract(listIn(archive), unpacked);
    return openList(unpacked, folder, onProgress, true);
  }
  refuseWhatIsNoText(head);
  return text(file, size, onProgress);
}

/** @throws UnreadableFile */
function refuseWhatIsNoText(head: Buffer): void {
  if (head.subarray(0, 4).equals(OLE)) throw new UnreadableFile(errorDetail('file_is_xls'));
  const begin = head
    .toString('latin1')
    .replace(/^\u00EF\u00BB\u00BF/, '')
    .trimStart()
    .slice(0, 100)
    .toLowerCase();
  if (begin.startsWith('<!doctype html') || begin.startsWith('<html'))
    throw new UnreadableFile(errorDetail('file_is_page'));
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const isBinary = !isWide && head.includes(0);
  if (isBinary || begin.startsWith('<?xml') || begin.startsWith('%pdf') || begin.startsWith('rar!'))
    throw new UnreadableFile(errorDetail('file_unknown'));
}

function workbook(archive: Archive, folder: string, size: number, onProgress: OnProgress): ListFile {
  async function* records(mostColumns: number) {
    let lines = 0;
    for await (const rows of spreadsheetRows(archive, folder, mostColumns)) {
      lines += rows.length;
      // How many there are is not known before: it nears the end, and gets there only then.
      onProgress(100 * (1 - 1 / (1 + (lines * 30) / size)));
      yield rows;
    }
  }
  return { encoding: '', separator: '', records };
}

async function text(file: string, size: number, onProgress: OnProgress): Promise<ListFile> {
  const encoding = await detectEncoding(file);
  const shape = sniffCsv(iconv.decode(await readHead(file, SAMPLE), encoding));
  async function* records(mostColumns: number, leastColumns = shape.columns) {
    yield* textRecords(file, encoding, shape, { mostColumns, leastColumns }, (bytes) =>
      onProgress((bytes / size) * 100),
    );
  }
  return { encoding, separator: shape.separator, records };
}

async function* textRecords(
  file: string,
  encoding: string,
  { separator, lineEnd }: CsvShape,
  columns: { mostColumns: number; leastColumns: number },
  onRead: (bytes: number) => void,
): AsyncGenerator<ListRecord[]> {
  const decoder = iconv.getDecoder(encoding);
  const records = new CsvRecords({ separator, lineEnd, ...columns });
  let bytes = 0;
  for await (const piece of createReadStream(file, { highWaterMark: PIECE }) as AsyncIterable<Buffer>) {
    bytes += piece.length;
    yield [...records.add(decoder.write(piece))];
    onRead(bytes);
  }
  yield [...records.add(decoder.end() ?? ''), ...records.end()];
}

async function detectEncoding(file: string): Promise<string> {
  const marked = markedEncoding(await readHead(file, 2));
  if (marked) return marked;
  const check = new Utf8Check();
  for await (const piece of createReadStream(file, { highWaterMark: PIECE }) as AsyncIterable<Buffer>)
    if (!check.isValid(piece)) return likeliestEncoding(await readHead(file, LETTERS));
  return check.isValid() ? 'utf-8' : likeliestEncoding(await readHead(file, LETTERS));
}

async function readHead(file: string, length: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { errorDetail } from '../../../platform/error-texts.js';
import { Archive, listIn } from './archives.js';
import { CsvRecords, type ListRecord } from './csv-records.js';
import { areUtf8, likeliestEncoding, markedEncoding } from './encodings.js';
import type { FileFormat } from './reading-protocol.js';
import { sniffCsv } from './sniffing.js';
import { isOtherWorkbook, isWorkbook, spreadsheetRows } from './spreadsheet-rows.js';
import { FileFailed } from './file-failed.js';

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
 * @throws FileFailed
 */
export async function openList(
  file: string,
  folder: string,
  onProgress: OnProgress,
  isUnpacked = false,
): Promise<ListFile> {
  const { size } = await stat(file);
  const head = await readHead(file, HEAD);
  if (head.length === 0) throw new FileFailed(errorDetail('file_empty'));
  if (head.subarray(0, 4).equals(ZIP) || head.subarray(0, 4).equals(EMPTY_ZIP)) {
    const archive = await Archive.open(file, size);
    if (isWorkbook(archive)) return workbook(archive, folder, size, onProgress);
    if (isOtherWorkbook(archive)) throw new FileFailed(errorDetail('file_is_other_workbook'));
    if (isUnpacked) throw new FileFailed(errorDetail('file_unknown'));
    const unpacked = join(folder, 'unpacked');
    await archive.extract(listIn(archive), unpacked);
    return openList(unpacked, folder, onProgress, true);
  }
  refuseWhatIsNoText(head);
  return text(file, size, onProgress);
}

/** @throws FileFailed */
function refuseWhatIsNoText(head: Buffer): void {
  if (head.subarray(0, 4).equals(OLE)) throw new FileFailed(errorDetail('file_is_xls'));
  const begin = head
    .toString('latin1')
    .replace(/^\u00EF\u00BB\u00BF/, '')
    .trimStart()
    .slice(0, 100)
    .toLowerCase();
  if (begin.startsWith('<!doctype html') || begin.startsWith('<html'))
    throw new FileFailed(errorDetail('file_is_page'));
  const isBinary = !markedEncoding(head) && head.includes(0);
  if (isBinary || begin.startsWith('<?xml') || begin.startsWith('%pdf') || begin.startsWith('rar!'))
    throw new FileFailed(errorDetail('file_unknown'));
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
  const { separator, lineEnd, columns } = sniffCsv(iconv.decode(await readHead(file, SAMPLE), encoding));
  async function* records(mostColumns: number, leastColumns = columns) {
    const decoder = iconv.getDecoder(encoding);
    const cut = new CsvRecords({ separator, lineEnd, mostColumns, leastColumns });
    let bytes = 0;
    for await (const piece of piecesOf(file)) {
      bytes += piece.length;
      yield [...cut.add(decoder.write(piece))];
      onProgress((bytes / size) * 100);
    }
    yield [...cut.add(decoder.end() ?? ''), ...cut.end()];
  }
  return { encoding, separator, records };
}

async function detectEncoding(file: string): Promise<string> {
  const marked = markedEncoding(await readHead(file, 2));
  if (marked) return marked;
  return (await areUtf8(piecesOf(file))) ? 'utf-8' : likeliestEncoding(await readHead(file, LETTERS));
}

function piecesOf(file: string): AsyncIterable<Buffer> {
  return createReadStream(file, { highWaterMark: PIECE });
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

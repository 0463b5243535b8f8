import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { errorDetail } from '../../../platform/error-texts.js';
import { READING_LIMITS } from './reading-limits.js';
import { FileFailed } from './file-failed.js';

const MEGABYTE = 1_000_000;
const MOST_ENTRIES = 10_000;

/** A ZIP archive, of which no more comes out than it may hold. */
export class Archive {
  private unpacked = 0;

  private constructor(
    private readonly zip: ZipFile,
    readonly entries: Entry[],
    private readonly mostBytes: number,
  ) {}

  /** @throws FileFailed */
  static async open(file: string, bytes: number): Promise<Archive> {
    const { unpackedBytes, unpackedRatio, unpackedInAnyCase } = READING_LIMITS;
    const most = Math.min(unpackedBytes, Math.max(unpackedInAnyCase, bytes * unpackedRatio));
    try {
      const zip = await openPromise(file, { autoClose: false });
      return new Archive(zip, await entriesOf(zip), most);
    } catch (error) {
      throw broken(error as Error);
    }
  }

  find(name: string): Entry | undefined {
    const wanted = name.toLowerCase();
    return this.entries.find(({ fileName }) => fileName.toLowerCase() === wanted);
  }

  /** Piece by piece. @throws FileFailed, also at the end where its checksum is another one: it was damaged on its way */
  async *read(entry: Entry): AsyncGenerator<Buffer> {
    let checksum = 0;
    try {
      const stream: AsyncIterable<Buffer> = await this.zip.openReadStreamPromise(entry);
      for await (const piece of stream) {
        this.unpacked += piece.length;
        checksum = crc32(piece, checksum);
        if (this.unpacked > this.mostBytes)
          throw new FileFailed(errorDetail('file_expands', { max: Math.round(this.mostBytes / MEGABYTE) }));
        yield piece;
      }
      if (checksum !== entry.crc32) throw new Error(`the checksum of ${entry.fileName} does not match`);
    } catch (error) {
      throw error instanceof FileFailed ? error : broken(error as Error);
    }
  }

  /** @throws FileFailed */
  async extract(entry: Entry, file: string): Promise<void> {
    await pipeline(this.read(entry), createWriteStream(file, { mode: 0o600 }));
  }
}

/** The one list that lies in an archive. @throws FileFailed */
export function listIn({ entries }: Archive): Entry {
  const files = entries.filter(({ fileName }) => !/\/$|(^|\/)(__MACOSX\/|\.)/.test(fileName));
  const lists = files.filter(({ fileName }) => /\.(csv|txt|tsv|xlsx|xls)$/i.test(fileName));
  const found = lists.length > 0 ? lists : files;
  if (found.length === 0) throw new FileFailed(errorDetail('archive_without_list'));
  if (found.length > 1) throw new FileFailed(errorDetail('archive_with_several'));
  return found[0]!;
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    entries.push(entry);
    if (entries.length > MOST_ENTRIES) throw new Error(`it has more than ${MOST_ENTRIES} files`);
  }
  return entries;
}

function broken({ message }: Error): FileFailed {
  return new FileFailed(errorDetail('file_broken', { reason: message }));
}

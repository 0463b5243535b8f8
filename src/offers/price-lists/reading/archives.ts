import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { type Entry, open, type ZipFile } from 'yauzl';
import { errorDetail } from '../../../platform/error-texts.js';
import { READING_LIMITS } from './reading-limits.js';
import { UnreadableFile } from './unreadable-file.js';

const MEGABYTE = 1_000_000;
const MOST_ENTRIES = 10_000;
const openZip = promisify<string, object, ZipFile>(open);

/** A ZIP archive, of which no more comes out than it may hold. */
export class Archive {
  private unpacked = 0;

  private constructor(
    private readonly zip: ZipFile,
    readonly entries: Entry[],
    private readonly mostBytes: number,
  ) {}

  /** @throws UnreadableFile */
  static async open(file: string, bytes: number): Promise<Archive> {
    const { unpackedBytes, unpackedRatio, unpackedInAnyCase } = READING_LIMITS;
    const most = Math.min(unpackedBytes, Math.max(unpackedInAnyCase, bytes * unpackedRatio));
    try {
      const zip = await openZip(file, { lazyEntries: true, autoClose: false });
      return new Archive(zip, await entriesOf(zip), most);
    } catch (error) {
      throw broken(error as Error);
    }
  }

  find(name: string): Entry | undefined {
    const wanted = name.toLowerCase();
    return this.entries.find(({ fileName }) => fileName.toLowerCase() === wanted);
  }

  /** Piece by piece. @throws UnreadableFile */
  async *read(entry: Entry): AsyncGenerator<Buffer> {
    let stream: Readable | undefined;
    try {
      const opened = (stream = await this.stream(entry));
      for await (const piece of opened as AsyncIterable<Buffer>) {
        this.unpacked += piece.length;
        if (this.unpacked > this.mostBytes)
          throw new UnreadableFile(errorDetail('file_expands', { max: Math.round(this.mostBytes / MEGABYTE) }));
        yield piece;
      }
    } catch (error) {
      throw error instanceof UnreadableFile ? error : broken(error as Error);
    } finally {
      stream?.destroy();
    }
  }

  /** @throws UnreadableFile */
  async extract(entry: Entry, file: string): Promise<void> {
    await pipeline(this.read(entry), createWriteStream(file, { mode: 0o600 }));
  }

  private stream(entry: Entry): Promise<Readable> {
    return new Promise((resolve, reject) => {
      this.zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
    });
  }
}

/** The one list that lies in an archive. @throws UnreadableFile */
export function listIn({ entries }: Archive): Entry {
  const files = entries.filter(({ fileName }) => !/\/$|(^|\/)(__MACOSX\/|\.)/.test(fileName));
  const lists = files.filter(({ fileName }) => /\.(csv|txt|tsv|xlsx|xls)$/i.test(fileName));
  const found = lists.length > 0 ? lists : files;
  if (found.length === 0) throw new UnreadableFile(errorDetail('archive_without_list'));
  if (found.length > 1) throw new UnreadableFile(errorDetail('archive_with_several'));
  return found[0]!;
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > MOST_ENTRIES) return reject(new Error(`it has more than ${MOST_ENTRIES} files`));
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}

function broken({ message }: Error): UnreadableFile {
  return new UnreadableFile(errorDetail('file_broken', { reason: message }));
}

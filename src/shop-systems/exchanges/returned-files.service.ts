import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { type FileOutcome, FilePart, ReturnedFile } from './exchange-session.entity.js';
import type { ReturnedDocument } from './handed-over-order.js';
import { ReturnedDocuments } from './returned-documents.service.js';

/** A file that cannot be read, in the words of who sent it. */
export class UnreadableFileError extends Error {}

/** @throws UnreadableFileError */
export type FileReader = (bytes: Buffer) => Promise<ReadFile>;

export interface ReadFile {
  documents: ReturnedDocument[];
  /** What could not be read of single documents. */
  problems: string[];
}

/** A server takes no statement above 16 MiB, in which a byte is two characters. */
const MOST_IN_A_ROW = 4 * 1024 * 1024;

/** In bytes. */
export interface FileLimits {
  most: number;
  /** A file goes on after a part of this size. */
  ofPart: number;
}

const MOST_PROBLEMS = 100;

/** What a shop system sent: kept as it came, then carried out. */
@Injectable()
export class ReturnedFiles {
  private readonly logger = new Logger(ReturnedFiles.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly returned: ReturnedDocuments,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps a part of a file; a name that is being received in the session goes on, until a smaller part than the others was its last.
   * @returns the file, as `failed` where it gets larger than it may
   */
  keep(
    exchangeId: number,
    sessionId: number,
    name: string,
    body: Buffer,
    { most, ofPart }: FileLimits,
  ): Promise<ReturnedFile> {
    return this.transactions.run(async (tx) => {
      const where = { sessionId, name: name.slice(0, 255), state: 'receiving' as const };
      const latest = await tx.manager.findOne(ReturnedFile, { where, order: { id: 'DESC' } });
      const known = latest && latest.size % ofPart === 0 ? latest : null;
      const file =
        known ?? Object.assign(new ReturnedFile(), { ...NEW, ...where, exchangeId, createdAt: this.clock.now() });
      file.size += body.length;
      const error = `The file has more than ${most} bytes.`;
      if (file.size > most) Object.assign(file, { state: 'failed', error });
      if (known)
        await tx.updateByIds(ReturnedFile, [file.id], { size: file.size, state: file.state, error: file.error });
      else file.id = await tx.insert(ReturnedFile, { ...file, outcome: null });
      if (file.state === 'receiving') await insertParts(tx, file.id, body);
      return file;
    });
  }

  /** The last file of a name in a session; undefined = none came. */
  async latest(sessionId: number, name: string): Promise<ReturnedFile | undefined> {
    const where = { sessionId, name: name.slice(0, 255) };
    const file = await this.transactions.read((manager) =>
      manager.findOne(ReturnedFile, { where, order: { id: 'DESC' } }),
    );
    return file ?? undefined;
  }

  /** Carries out a file of which all parts have come. @returns it, with what became of it */
  async apply(file: ReturnedFile, read: FileReader): Promise<ReturnedFile> {
    const { id, exchangeId } = file;
    try {
      const { documents, problems } = await read(await this.transactions.read((manager) => bytesOf(manager, id)));
      const outcome = await this.returned.apply(exchangeId, id, documents);
      outcome.problems = [...problems, ...outcome.problems].slice(0, MOST_PROBLEMS);
      return await this.end(file, { state: 'applied', outcome });
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      this.logger.warn({ err: error, exchangeId, fileId: id }, `Reading a file failed: ${error.message}`);
      return this.end(file, { state: 'failed', error: error.message.slice(0, 1_000) });
    }
  }

  private async end(
    file: ReturnedFile,
    change: { state: 'applied' | 'failed'; outcome?: FileOutcome; error?: string },
  ) {
    await this.transactions.run((tx) => tx.updateByIds(ReturnedFile, [file.id], change));
    return Object.assign(file, change);
  }
}

export async function bytesOf(manager: EntityManager, fileId: number): Promise<Buffer> {
  const parts = await manager.find(FilePart, { where: { fileId }, order: { id: 'ASC' } });
  return Buffer.concat(parts.map(({ body }) => body));
}

async function insertParts(tx: Transaction, fileId: number, body: Buffer): Promise<void> {
  for (let start = 0; start < body.length; start += MOST_IN_A_ROW)
    await tx.insert(FilePart, { fileId, body: body.subarray(start, start + MOST_IN_A_ROW) });
}

const NEW = { size: 0, error: '', outcome: null, bodyRemovedAt: null };

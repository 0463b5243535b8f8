import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import { InvalidInputError } from '../shared/errors.js';
import { startWorkerThread } from '../shared/worker-thread.js';
import type { Cell, Table } from './table.js';
import type { XlsxAnswer, XlsxRequest, XlsxSheet } from './xlsx-protocol.js';
import { xlsxText } from './xlsx-text.js';

/** 50,000 rows of our widest table need two thirds of it. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

/** Makes XLSX files in a thread apart, one at a time, so that their memory is bounded and nobody waits for their work. */
@Injectable()
export class XlsxWriter {
  private last: Promise<unknown> = Promise.resolve();

  /**
   * @param signal aborts it when nobody waits for the file any more
   * @throws InvalidInputError when the content is too large for one file
   */
  write(table: Table, signal: AbortSignal): Promise<Buffer> {
    const written = this.last.then(() => writeFile(table, signal));
    this.last = written.catch(() => undefined);
    return written;
  }
}

async function writeFile({ pages, ...sheet }: Table, signal: AbortSignal): Promise<Buffer> {
  signal.throwIfAborted();
  const thread = startWorkerThread('export/xlsx.worker', {
    workerData: sheet satisfies XlsxSheet,
    env: {},
    argv: [],
    execArgv: [],
    resourceLimits: RESOURCE_LIMITS,
  });
  let isOver = false;
  const answered = once(thread, 'message', { signal }) as Promise<[XlsxAnswer]>;
  const send = (request: XlsxRequest) => thread.postMessage(request);
  const sendAll = async () => {
    for await (const page of pages) {
      if (isOver) return;
      send({ rows: page.map((row) => row.map(cleaned)) });
    }
    send('end');
  };
  try {
    const [[message]] = await Promise.all([answered, sendAll()]);
    if ('fault' in message) throw new Error(`The XLSX file could not be written: ${message.fault}`);
    return Buffer.from(message.file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    throw InvalidInputError.of('format', 'this is too much text for one XLSX file: choose fewer rows, or csv');
  } finally {
    isOver = true;
    await thread.terminate();
  }
}

function cleaned(cell: Cell): Cell {
  return typeof cell === 'string' ? xlsxText(cell) : cell;
}

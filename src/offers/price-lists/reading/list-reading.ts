import type { ChildProcess } from 'node:child_process';
import { Logger } from '@nestjs/common';
import { errorDetail } from '../../../platform/error-texts.js';
import { startChild, whenEnded } from '../../../platform/programs/start-child.js';
import type { PriceListPreview } from '../price-list-import.dto.js';
import { FileFailed } from './file-failed.js';
import type { ListedRow, ReadFigures, ReadingMessage, ReadingRequest } from './reading-protocol.js';

const PROGRAM = 'offers/price-lists/reading/list-reader.program';
/** Its heap; what it has besides is the file's pieces that are under way. */
const MEMORY = { heapMb: 128, dataMb: 512, niceness: 5 };
/** It says that it is at work several times a second. */
const SILENT_AFTER_MS = 30_000;
/** Others wait for it; one that is made of unclosed quotes would take hours. */
const LONGEST_MINUTES = 15;
const MINUTE_MS = 60_000;

/** One file that is read by a process of its own: whatever it holds, the worst that it can do is to end that process. */
export class ListReading {
  private readonly logger = new Logger(ListReading.name);
  private readonly child: ChildProcess;
  private readonly messages: ReadingMessage[] = [];
  private wake: (() => void) | undefined;
  private failure: Error | undefined;
  private silence: NodeJS.Timeout | undefined;
  private readonly tooLong: NodeJS.Timeout;

  /** @throws Error when the system gives no process */
  constructor(
    request: ReadingRequest,
    private readonly onProgress: (percent: number) => void = () => undefined,
    minutes = LONGEST_MINUTES,
  ) {
    const isTooLong = () => this.end(new FileFailed(errorDetail('reading_too_long', { minutes })));
    this.tooLong = setTimeout(isTooLong, minutes * MINUTE_MS).unref();
    this.child = startChild(PROGRAM, [JSON.stringify(request)], MEMORY);
    this.child.on('message', (message: ReadingMessage) => this.hear(message));
    this.child.on('error', (error) => this.end(error));
    whenEnded(this.child, (how) => this.ended(how));
    this.expectWord();
  }

  /** @throws FileFailed */
  async preview(): Promise<PriceListPreview> {
    return (await this.take('preview')).preview;
  }

  /** Waits until all of it is read. @throws FileFailed */
  async figures(): Promise<ReadFigures> {
    return (await this.take('read')).figures;
  }

  /** Hands the rows out, the next while the former are written. @throws FileFailed */
  async *rows(): AsyncGenerator<ListedRow[]> {
    this.ask();
    for (;;) {
      const { rows } = await this.take('rows');
      if (rows.length === 0) return;
      this.ask();
      yield rows;
    }
  }

  stop(): void {
    this.end(new FileFailed(errorDetail('import_interrupted')));
  }

  private ask(): void {
    if (this.child.connected) this.child.send('next', () => undefined);
  }

  private hear(message: ReadingMessage): void {
    this.expectWord();
    if (message.kind === 'progress') return this.onProgress(message.percent);
    if (message.kind === 'failed') return this.end(new FileFailed(message.error));
    clearTimeout(this.tooLong);
    this.messages.push(message);
    this.wake?.();
  }

  private async take<Kind extends ReadingMessage['kind']>(
    kind: Kind,
  ): Promise<Extract<ReadingMessage, { kind: Kind }>> {
    while (this.messages.length === 0) {
      if (this.failure) throw this.failure;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    const message = this.messages.shift()!;
    if (message.kind !== kind) throw new Error(`The reading process said ${message.kind} in the place of ${kind}.`);
    return message as Extract<ReadingMessage, { kind: Kind }>;
  }

  /** While it is asked for nothing it is silent, and that is our doing. */
  private expectWord(): void {
    clearTimeout(this.silence);
    const isStuck = () => this.end(new FileFailed(errorDetail('reading_silent')));
    this.silence = setTimeout(isStuck, SILENT_AFTER_MS).unref();
  }

  private ended(how: string): void {
    if (!this.failure) this.logger.error(`Reading a price list failed: ${how}`);
    this.end(new FileFailed(errorDetail('reading_crashed')));
  }

  private end(failure: Error): void {
    clearTimeout(this.silence);
    clearTimeout(this.tooLong);
    this.failure ??= failure;
    this.wake?.();
    this.child.kill('SIGKILL');
  }
}

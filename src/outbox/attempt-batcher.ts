import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { RowsHeldError, UnavailableError } from '../platform/errors.js';
import type { AttemptRecorder, Recorded } from './attempt-recorder.service.js';
import { LEASE_MS } from './claims.service.js';
import type { FinishedAttempt } from './finished-attempt.js';
import type { UnrecordedAttempts } from './unrecorded-attempts.service.js';

const RECORDED_AT_ONCE = 200;
const RETRY_MS = 500;
/** What fails alone so often is not written by being tried further. */
const UNWRITABLE_AFTER = 3;
/** Worth waiting while most are still being sent: to record 32 attempts costs little more than to record one. */
const GATHERING_MS = 5;

/** A finished attempt, and whom to tell that it is recorded. */
interface Outstanding {
  finished: FinishedAttempt;
  done: () => void;
}

/** What the one who sends says and hears. */
export interface Sender {
  /** Messages under way, those that wait here among them. */
  inFlight(): number;
  /** Endpoints that have room, so that what comes next there may be claimed with the record. */
  roomyEndpoints(attempts: FinishedAttempt[]): Set<number>;
  recorded(result: Recorded): void;
  /** No more wait than are recorded at once: all that were not let claim may, also those of which nothing is under way. */
  caughtUp(): void;
  /** Something may be due at the endpoint. */
  notify(endpointId: number): void;
}

/** Records finished attempts: while one transaction is under way the next ones gather, and those that cannot go together go alone. */
export class AttemptBatcher {
  private readonly logger = new Logger(AttemptBatcher.name);
  private waiting: Outstanding[] = [];
  private isRecording = false;

  constructor(
    private readonly recorder: AttemptRecorder,
    private readonly unrecorded: UnrecordedAttempts,
    private readonly sender: Sender,
  ) {}

  /** More wait than are recorded at once: whoever sends on now sends what will be sent again, since the claims run out unrecorded. */
  get isBehind(): boolean {
    return this.waiting.length >= RECORDED_AT_ONCE;
  }

  /** Resolves when the attempt is recorded, or its lease is over without that. */
  record(finished: FinishedAttempt): Promise<void> {
    return new Promise((done) => {
      this.waiting.push({ finished, done });
      if (!this.isRecording) void this.recordAll();
    });
  }

  private async recordAll(): Promise<void> {
    this.isRecording = true;
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const areMostUnderWay = this.sender.inFlight() > 2 * this.waiting.length;
      if (areMostUnderWay) await new Promise((resolve) => setTimeout(resolve, GATHERING_MS));
      const batch = this.nextBatch();
      if (!this.isBehind) this.sender.caughtUp();
      await this.recordBatch(batch);
    }
    this.isRecording = false;
  }

  /**
   * Of one channel: ordering keys of two would be taken in another sequence than by those who add messages. Those of the others stay in
   * their places, else two channels that take turns would be recorded one by one.
   */
  private nextBatch(): Outstanding[] {
    const { channel } = this.waiting[0]!.finished.message;
    const batch: Outstanding[] = [];
    const rest: Outstanding[] = [];
    for (const each of this.waiting) {
      const isTaken = each.finished.message.channel === channel && batch.length < RECORDED_AT_ONCE;
      (isTaken ? batch : rest).push(each);
    }
    this.waiting = rest;
    return batch;
  }

  /** What cannot be written together goes each by itself, so that a bad one costs the others nothing and keeps nobody waiting. */
  private async recordBatch(batch: Outstanding[]): Promise<void> {
    const finished = batch.map((each) => each.finished);
    const leaseToken = randomUUID();
    const isWritten = await this.untilRecorded(false, () => this.write(finished, leaseToken)).catch((error: Error) => {
      this.logger.warn(
        { err: error },
        `Recording ${batch.length} outcomes together failed, each goes alone: ${error.message}`,
      );
      return false;
    });
    for (const each of batch) {
      if (isWritten) each.done();
      else void this.recordAlone(each.finished).then(each.done);
    }
  }

  private async recordAlone(finished: FinishedAttempt): Promise<void> {
    const failures: Error[] = [];
    const leaseToken = randomUUID();
    const write = async () => {
      try {
        if (failures.length < UNWRITABLE_AFTER) return await this.write([finished], leaseToken);
        await this.unrecorded.recordInShort(finished, failures[0]!);
      } catch (error) {
        if (!(error instanceof UnavailableError)) failures.push(error as Error);
        throw error;
      }
    };
    await this.untilRecorded(true, write);
    this.sender.notify(finished.message.endpointId);
  }

  /** @param leaseToken of what goes on, the same each time: what was claimed by a record whose answer was lost is found by it */
  private async write(attempts: FinishedAttempt[], leaseToken: string): Promise<void> {
    const goOnAt = this.sender.roomyEndpoints(attempts);
    this.sender.recorded(await this.recorder.record(attempts, { goOnAt, leaseToken }));
  }

  /**
   * Tries again while the database is away, and one alone whatever is the matter, until the leases are over: then the messages will be
   * sent again.
   * @returns true; also when it was given up
   * @throws what keeps several from being written together
   */
  private async untilRecorded(isAlone: boolean, write: () => Promise<void>): Promise<true> {
    const giveUpAt = performance.now() + LEASE_MS;
    for (;;) {
      try {
        await write();
        return true;
      } catch (error) {
        const isAway = error instanceof UnavailableError && !(error instanceof RowsHeldError);
        if (!isAlone && !isAway) throw error;
        this.logger.error({ err: error }, `Recording outcomes failed: ${(error as Error).message}`);
        if (performance.now() > giveUpAt) return true;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

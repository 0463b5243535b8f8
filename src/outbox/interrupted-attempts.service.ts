import { Injectable, Logger } from '@nestjs/common';
import { FindOptionsWhere, LessThan, LessThanOrEqual, MoreThan } from 'typeorm';
import { ClockSynchronization } from '../platform/database/clock-synchronization.service.js';
import { Clock } from '../platform/clock.js';
import { groupBy } from '../platform/group-by.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { LEASE_MS } from './claims.service.js';
import type { AttemptOutcome } from './channel.js';
import { OutboxMessage } from './outbox-message.entity.js';
import type { FinishedAttempt } from './finished-attempts.js';
import { AttemptRecorder } from './attempt-recorder.service.js';

const AT_ONCE = 50;

/** What an attempt is listed with whose sender did not come to record it. */
const INTERRUPTED = 'interrupted: the sender ended before it could record what came of it';

/**
 * Ends attempts whose sender did not come to record them. Such an attempt counts and the message waits as after any failure: what kills its sender
 * is not sent again at once, and not for ever.
 */
@Injectable()
export class InterruptedAttempts {
  private readonly logger = new Logger(InterruptedAttempts.name);
  private readonly startedAt: Date;

  constructor(
    private readonly transactions: Transactions,
    private readonly recorder: AttemptRecorder,
    private readonly clock: Clock,
    private readonly synchronization: ClockSynchronization,
  ) {
    this.startedAt = clock.now();
  }

  /** Claims that ran out. */
  async endExpired(): Promise<void> {
    const expired = { dueAt: LessThanOrEqual(this.clock.now()) };
    const isAny = await this.transactions.read((manager) =>
      manager.existsBy(OutboxMessage, { ...expired, state: 'sending' }),
    );
    if (!isAny) return;
    // By a clock that was put forward, or is put back already elsewhere, the leases of what is being sent would be over.
    await this.synchronization.resynchronize();
    if (!this.synchronization.hasSteppedLately) await this.end(expired);
  }

  /** With one process over the database, what was claimed before it started was left by its predecessor. */
  endLeftovers(): Promise<void> {
    return this.end({ dueAt: LessThan(new Date(this.startedAt.getTime() + LEASE_MS)) });
  }

  private async end(which: FindOptionsWhere<OutboxMessage>): Promise<void> {
    let count = 0;
    for (let after = 0, isMore = true; isMore;) {
      const claimed = await this.transactions.read((manager) =>
        manager.find(OutboxMessage, {
          where: { ...which, state: 'sending', id: MoreThan(after) },
          order: { id: 'ASC' },
          take: AT_ONCE,
        }),
      );
      for (const ofChannel of groupBy(claimed, ({ channel }) => channel).values()) {
        count += await this.record(ofChannel.map((message) => this.interrupted(message)));
      }
      after = claimed.at(-1)?.id ?? after;
      isMore = claimed.length === AT_ONCE;
    }
    if (count > 0) this.logger.warn(`${count} messages were taken back from a sender that did not finish.`);
  }

  /** What somebody else holds is left for the next time, and what fails together is tried one by one. @returns how many were ended */
  private async record(attempts: FinishedAttempt[]): Promise<number> {
    try {
      const { lost } = await this.recorder.record(attempts, { onlyFree: true });
      return attempts.length - lost.length;
    } catch (error) {
      if (attempts.length === 1) {
        const { id } = attempts[0]!.message;
        this.logger.error({ err: error }, `Taking message ${id} back failed: ${(error as Error).message}`);
        return 0;
      }
    }
    let count = 0;
    for (const each of attempts) count += await this.record([each]);
    return count;
  }

  private interrupted(message: OutboxMessage): FinishedAttempt {
    const request = { method: '', url: '', headers: {}, body: '' };
    const startedAt = new Date(message.dueAt.getTime() - LEASE_MS);
    const outcome: AttemptOutcome = {
      ...{ class: 'retry', isOutage: false, durationMs: 0, request, response: null },
      error: INTERRUPTED,
    };
    return { message, outcome, startedAt, isProbe: false };
  }
}

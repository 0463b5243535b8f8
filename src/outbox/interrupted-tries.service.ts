import { Injectable, Logger } from '@nestjs/common';
import { FindOptionsWhere, LessThan, LessThanOrEqual, MoreThan } from 'typeorm';
import { ClockSynchronization } from '../platform/database/clock-synchronization.service.js';
import { Clock } from '../platform/clock.js';
import { groupBy } from '../platform/group-by.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { LEASE_MS } from './claims.service.js';
import type { AttemptOutcome } from './delivery-channel.js';
import { Delivery } from './delivery.entity.js';
import type { FinishedTry } from './finished-tries.js';
import { Recorder } from './recorder.service.js';

const AT_ONCE = 50;

/** What a try is listed with whose sender did not come to record it. */
const INTERRUPTED = 'interrupted: the sender ended before it could record what came of it';

/**
 * Ends tries whose sender did not come to record them. Such a try counts and the delivery waits as after any failure: what kills its sender
 * is not sent again at once, and not for ever.
 */
@Injectable()
export class InterruptedTries {
  private readonly logger = new Logger(InterruptedTries.name);
  private readonly startedAt: Date;

  constructor(
    private readonly transactions: Transactions,
    private readonly recorder: Recorder,
    private readonly clock: Clock,
    private readonly synchronization: ClockSynchronization,
  ) {
    this.startedAt = clock.now();
  }

  /** Claims that ran out. */
  async endExpired(): Promise<void> {
    const expired = { dueAt: LessThanOrEqual(this.clock.now()) };
    const isAny = await this.transactions.read((manager) =>
      manager.existsBy(Delivery, { ...expired, state: 'sending' }),
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

  private async end(which: FindOptionsWhere<Delivery>): Promise<void> {
    let count = 0;
    for (let after = 0, isMore = true; isMore;) {
      const claimed = await this.transactions.read((manager) =>
        manager.find(Delivery, {
          where: { ...which, state: 'sending', id: MoreThan(after) },
          order: { id: 'ASC' },
          take: AT_ONCE,
        }),
      );
      for (const ofChannel of groupBy(claimed, ({ channel }) => channel).values()) {
        count += await this.record(ofChannel.map((delivery) => this.interrupted(delivery)));
      }
      after = claimed.at(-1)?.id ?? after;
      isMore = claimed.length === AT_ONCE;
    }
    if (count > 0) this.logger.warn(`${count} deliveries were taken back from a sender that did not finish.`);
  }

  /** What somebody else holds is left for the next time, and what fails together is tried one by one. @returns how many were ended */
  private async record(tries: FinishedTry[]): Promise<number> {
    try {
      const { lost } = await this.recorder.record(tries, { onlyFree: true });
      return tries.length - lost.length;
    } catch (error) {
      if (tries.length === 1) {
        const { id } = tries[0]!.delivery;
        this.logger.error({ err: error }, `Taking delivery ${id} back failed: ${(error as Error).message}`);
        return 0;
      }
    }
    let count = 0;
    for (const each of tries) count += await this.record([each]);
    return count;
  }

  private interrupted(delivery: Delivery): FinishedTry {
    const request = { method: '', url: '', headers: {}, body: '' };
    const startedAt = new Date(delivery.dueAt.getTime() - LEASE_MS);
    const outcome: AttemptOutcome = {
      ...{ class: 'retry', isOutage: false, durationMs: 0, request, response: null },
      error: INTERRUPTED,
    };
    return { delivery, outcome, startedAt, isProbe: false };
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { FindOptionsWhere, LessThan, LessThanOrEqual, MoreThan } from 'typeorm';
import { ClockSynchronization } from '../platform/database/clock-synchronization.service.js';
import { Clock, earlier, later } from '../platform/clock.js';
import { groupBy } from '../platform/collections.js';
import { errorDetail } from '../platform/error-texts.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { AttemptRecorder } from './attempt-recorder.service.js';
import type { AttemptOutcome } from './channel.js';
import { LEASE_MS } from './claims.service.js';
import { Endpoint, OutboxAttempt, OutboxMessage } from './outbox-message.entity.js';
import { FinishedAttempt, lockLeases, saveMessages } from './finished-attempt.js';
import { OrderingKeys } from './ordering-keys.service.js';
import { MessageDied, MessagesChanged } from './outbox.events.js';

const AT_ONCE = 50;

/** Why a message ended whose outcome could not be recorded. */
const NOT_RECORDED = 'not_recorded';

/** Ends attempts that are not recorded in the ordinary way: their sender is gone, or the outcome cannot be written as it is. */
@Injectable()
export class UnrecordedAttempts {
  private readonly logger = new Logger(UnrecordedAttempts.name);
  private readonly startedAt: Date;

  constructor(
    private readonly transactions: Transactions,
    private readonly recorder: AttemptRecorder,
    private readonly orderingKeys: OrderingKeys,
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
    if (!this.synchronization.hasSteppedLately) await this.endInterrupted(expired);
  }

  /** With one process over the database, what was claimed before it started was left by its predecessor. */
  endLeftovers(): Promise<void> {
    return this.endInterrupted({ dueAt: LessThan(later(this.startedAt, LEASE_MS)) });
  }

  /**
   * The last resort for an outcome that cannot be written as it is (what it sets off fails, it is too large): the message ends, for people
   * to see why, and is not sent for ever. One that arrived has arrived.
   */
  async recordInShort({ message: claimed, outcome, startedAt }: FinishedAttempt, error: Error): Promise<void> {
    const hasArrived = outcome.class === 'delivered';
    const message = Object.assign(new OutboxMessage(), claimed, {
      ...(hasArrived ? { state: 'delivered', deliveredAt: this.clock.now() } : { state: 'dead' }),
      reason: hasArrived ? '' : NOT_RECORDED,
      notBefore: null,
      countedAttempts: claimed.countedAttempts + 1,
      attempts: claimed.attempts + 1,
    });
    const isWritten = await this.transactions.run(
      async (tx) => {
        await this.orderingKeys.lock(tx, [message.orderingKeyId]);
        const leases = await lockLeases(tx, [message.id]);
        if (leases.get(message.id) !== claimed.leaseToken) return false;
        await saveMessages(tx, [message]);
        await tx.insertMany(OutboxAttempt, [attemptInShort(message, outcome, startedAt, error)]);
        await this.orderingKeys.promote(tx, [message.orderingKeyId]);
        tx.afterCommit(() => this.recorder.count(message, outcome));
        return true;
      },
      { repeatable: true },
    );
    if (isWritten) await this.publish(message);
  }

  /** Apart from the outcome, since what failed may be one of those that hear of it. */
  private async publish(message: OutboxMessage): Promise<void> {
    const { id, channel, orderingKeyId, endpointId, state, reason, subject } = message;
    try {
      await this.transactions.run(async (tx) => {
        const orderingKeys = await this.orderingKeys.lock(tx, [orderingKeyId]);
        await tx.publish(MessagesChanged.of([message], orderingKeys));
        if (state !== 'dead') return;
        const { key } = await tx.manager.findOneByOrFail(Endpoint, { id: endpointId });
        await tx.publish(new MessageDied(id, channel, reason, key, orderingKeys.get(orderingKeyId) ?? '', subject));
      });
    } catch (error) {
      this.logger.error({ err: error, messageId: id }, `Publishing message ${id} failed: ${(error as Error).message}`);
    }
  }

  /**
   * Such an attempt counts and the message waits as after any failure: what kills its sender is not sent again at once, and not for
   * ever.
   */
  private async endInterrupted(which: FindOptionsWhere<OutboxMessage>): Promise<void> {
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
        count += await this.recordInterrupted(ofChannel.map(interrupted));
      }
      after = claimed.at(-1)?.id ?? after;
      isMore = claimed.length === AT_ONCE;
    }
    if (count > 0) this.logger.warn(`${count} messages were taken back from a sender that did not finish.`);
  }

  /** What somebody else holds is left for the next time, and what fails together goes one by one. @returns how many were ended */
  private async recordInterrupted(attempts: FinishedAttempt[]): Promise<number> {
    try {
      const { lost } = await this.recorder.record(attempts, { skipLocked: true });
      return attempts.length - lost.length;
    } catch (error) {
      if (attempts.length === 1) {
        const { id } = attempts[0]!.message;
        this.logger.error(
          { err: error, messageId: id },
          `Taking message ${id} back failed: ${(error as Error).message}`,
        );
        return 0;
      }
    }
    let count = 0;
    for (const each of attempts) count += await this.recordInterrupted([each]);
    return count;
  }
}

function interrupted(message: OutboxMessage): FinishedAttempt {
  const request = { method: '', url: '', headers: {}, body: '' };
  const startedAt = earlier(message.dueAt, LEASE_MS);
  const outcome: AttemptOutcome = {
    ...{ class: 'retry', isOutage: false, durationMs: 0, request, response: null },
    error: errorDetail('interrupted'),
  };
  return { message, outcome, startedAt, isProbe: false };
}

/** Without what may have been too much of it. */
function attemptInShort(
  { id: messageId, attempts: number, isManual }: OutboxMessage,
  { durationMs, request, response }: AttemptOutcome,
  at: Date,
  { message }: Error,
): Omit<OutboxAttempt, 'id'> {
  const url = request.url.slice(0, 2_000);
  return {
    ...{ messageId, number, at, durationMs, isManual, isSpent: true, bodyRemovedAt: null },
    request: { method: request.method, url, headers: {}, body: '' },
    response: response && { status: response.status, headers: {}, body: '' },
    error: errorDetail('not_recorded', { reason: message }),
  };
}

import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { AttemptLog } from './attempt-log.service.js';
import { MessagesChanged } from './messages-changed.event.js';
import { AttemptOutcome } from './channel.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { OutboxAttempt } from './outbox-attempt.entity.js';
import { MessageGivenUp } from './message-given-up.event.js';
import { Endpoint } from './endpoint.entity.js';
import { FinishedAttempt, saveMessages, splitByLease } from './finished-attempts.js';
import { OrderingKeys } from './ordering-keys.service.js';

/** Why a message ended whose outcome could not be written. */
const NOT_RECORDED = 'not_recorded';

/** The last resort for attempts that the recorder cannot write down. */
@Injectable()
export class UnwritableOutcomes {
  private readonly logger = new Logger(UnwritableOutcomes.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly orderingKeys: OrderingKeys,
    private readonly clock: Clock,
    private readonly log: AttemptLog,
  ) {}

  /**
   * Writes down an attempt whose outcome cannot be written as it is (what it sets off fails, it is too large): the message ends, for people
   * to see why, and is not sent for ever. One that arrived has arrived.
   */
  async record({ message: claimed, outcome, startedAt }: FinishedAttempt, error: Error): Promise<void> {
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
        const orderingKeys = await this.orderingKeys.lock(tx, [message.orderingKeyId]);
        const attempts = [{ message: claimed, outcome, startedAt, isProbe: false }];
        const { owned } = await splitByLease(tx, attempts, { orderingKeys });
        if (owned.length === 0) return false;
        await saveMessages(tx, [message]);
        await tx.insertMany(OutboxAttempt, [unwritableAttempt(message, outcome, startedAt, error)]);
        await this.orderingKeys.promote(tx, [message.orderingKeyId]);
        tx.afterCommit(() => this.log.count(message, outcome));
        return true;
      },
      { repeatable: true },
    );
    if (isWritten) await this.tell(message);
  }

  /** Apart from the outcome, since what failed may be the telling. */
  private async tell(message: OutboxMessage): Promise<void> {
    try {
      await this.transactions.run(async (tx) => {
        const { id, channel, orderingKeyId, endpointId, state, reason, subject } = message;
        const orderingKey = (await this.orderingKeys.lock(tx, [orderingKeyId])).get(orderingKeyId) ?? '';
        await tx.publish(new MessagesChanged([{ id, channel, orderingKey, state }]));
        if (state !== 'dead') return;
        const { key } = await tx.manager.findOneByOrFail(Endpoint, { id: endpointId });
        await tx.publish(new MessageGivenUp(id, channel, reason, key, orderingKey, subject));
      });
    } catch (error) {
      this.logger.error({ err: error }, `Telling of message ${message.id} failed: ${(error as Error).message}`);
    }
  }
}

/** Without what may have been too much of it. */
function unwritableAttempt(
  { id: deliveryId, attempts: number, isManual }: OutboxMessage,
  { durationMs, request, response, error: ofSending }: AttemptOutcome,
  at: Date,
  { message }: Error,
): Omit<OutboxAttempt, 'id'> {
  const url = request.url.slice(0, 2_000);
  const error = [ofSending.slice(0, 200), `The outcome could not be recorded: ${message}`].filter(Boolean).join('. ');
  return {
    ...{ deliveryId, number, at, durationMs, isManual, isSpent: true, bodyRemovedAt: null },
    request: { method: request.method, url, headers: {}, body: '' },
    response: response && { status: response.status, headers: {}, body: '' },
    error: error.slice(0, 500),
  };
}

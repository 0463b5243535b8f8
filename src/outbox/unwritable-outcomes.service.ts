import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { AttemptLog } from './attempt-log.service.js';
import { DeliveriesChanged } from './deliveries-changed.event.js';
import { AttemptOutcome } from './delivery-channel.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryAttempt } from './delivery-attempt.entity.js';
import { DeliveryGivenUp } from './delivery-given-up.event.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { FinishedTry, saveDeliveries, splitByOwner } from './finished-tries.js';
import { Lanes } from './lanes.service.js';

/** Why a delivery ended whose outcome could not be written. */
const NOT_RECORDED = 'not_recorded';

/** The last resort for tries that the recorder cannot write down. */
@Injectable()
export class UnwritableOutcomes {
  private readonly logger = new Logger(UnwritableOutcomes.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly lanes: Lanes,
    private readonly clock: Clock,
    private readonly log: AttemptLog,
  ) {}

  /**
   * Writes down a try whose outcome cannot be written as it is (what it sets off fails, it is too large): the delivery ends, for people
   * to see why, and is not sent for ever. One that arrived has arrived.
   */
  async record({ delivery: claimed, outcome, startedAt }: FinishedTry, error: Error): Promise<void> {
    const hasArrived = outcome.class === 'delivered';
    const delivery = Object.assign(new Delivery(), claimed, {
      ...(hasArrived ? { state: 'delivered', deliveredAt: this.clock.now() } : { state: 'dead' }),
      reason: hasArrived ? '' : NOT_RECORDED,
      heldUntil: null,
      attemptCount: claimed.attemptCount + 1,
      triesMade: claimed.triesMade + 1,
    });
    const isWritten = await this.transactions.run(
      async (tx) => {
        const laneKeys = await this.lanes.lock(tx, [delivery.laneId]);
        const tries = [{ delivery: claimed, outcome, startedAt, isProbe: false }];
        const { owned } = await splitByOwner(tx, tries, { laneKeys });
        if (owned.length === 0) return false;
        await saveDeliveries(tx, [delivery]);
        await tx.insertMany(DeliveryAttempt, [unwritableAttempt(delivery, outcome, startedAt, error)]);
        await this.lanes.promote(tx, [delivery.laneId]);
        tx.afterCommit(() => this.log.count(delivery, outcome));
        return true;
      },
      { repeatable: true },
    );
    if (isWritten) await this.tell(delivery);
  }

  /** Apart from the outcome, since what failed may be the telling. */
  private async tell(delivery: Delivery): Promise<void> {
    try {
      await this.transactions.run(async (tx) => {
        const { id, channel, laneId, targetId, state, reason, subject } = delivery;
        const laneKey = (await this.lanes.lock(tx, [laneId])).get(laneId) ?? '';
        await tx.publish(new DeliveriesChanged([{ id, channel, laneKey, state }]));
        if (state !== 'dead') return;
        const { key } = await tx.manager.findOneByOrFail(DeliveryTarget, { id: targetId });
        await tx.publish(new DeliveryGivenUp(id, channel, reason, key, laneKey, subject));
      });
    } catch (error) {
      this.logger.error({ err: error }, `Telling of delivery ${delivery.id} failed: ${(error as Error).message}`);
    }
  }
}

/** Without what may have been too much of it. */
function unwritableAttempt(
  { id: deliveryId, triesMade: number, isManual }: Delivery,
  { durationMs, request, response, error: ofSending }: AttemptOutcome,
  at: Date,
  { message }: Error,
): Omit<DeliveryAttempt, 'id'> {
  const url = request.url.slice(0, 2_000);
  const error = [ofSending.slice(0, 200), `The outcome could not be recorded: ${message}`].filter(Boolean).join('. ');
  return {
    ...{ deliveryId, number, at, durationMs, isManual, isSpent: true, bodyRemovedAt: null },
    request: { method: request.method, url, headers: {}, body: '' },
    response: response && { status: response.status, headers: {}, body: '' },
    error: error.slice(0, 500),
  };
}

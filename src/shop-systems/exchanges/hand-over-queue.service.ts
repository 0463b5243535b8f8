import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type NewMessage, Outbox } from '../../outbox/outbox.service.js';
import { Clock } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Job } from '../../platform/jobs/job.js';
import type { Hold } from '../../platform/transactions/hold.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { type Exchange, EXCHANGES, isPushed } from './exchange.entity.js';
import { needsHandingOver, readHandedOver } from './handed-over-orders.js';
import { dueBy, HandOver, IS_DUE } from './hand-over.entity.js';

const EVERY_MS = 5_000;
/** Rows of a transaction. */
const AT_ONCE = 200;

/** What a message that pushes an order says: only which, since it is read when it is sent. */
export interface PushPayload {
  exchangeId: number;
  orderId: number;
}

type Subject = Pick<HandOver, 'orderId' | 'externalId' | 'regionId'>;

/** Messages about one order reach one exchange in the order in which they were made. */
export function pushKeyOf(exchangeId: number, orderId: number): string {
  return `${exchangeId}:${orderId}`;
}

/** Has the outbox push orders to the exchanges that do not come for them. */
@Injectable()
export class HandOverQueue {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** To be called before their hand-overs are held, since whoever records an attempt holds the ordering key first. */
  async add(tx: Transaction, exchange: Exchange, subjects: Array<Subject & { hold: Hold | null }>): Promise<void> {
    const messages = subjects.map(({ orderId, externalId: subject, regionId, hold }): NewMessage => {
      const payload: PushPayload = { exchangeId: exchange.id, orderId };
      const keys = { endpointKey: String(exchange.id), orderingKey: pushKeyOf(exchange.id, orderId) };
      return { ...keys, kind: 'order', regionId, subject, payload, hold };
    });
    await this.outbox.add(tx, exchange.kind, messages);
  }

  /** What waits without a message: it was there before the exchange was switched on. */
  @Job({ name: 'hand-over-queue', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    const snapshot = await this.configuration.refresh();
    const pushed = [...snapshot.get(EXCHANGES).values()].filter((each) => each.isActive && isPushed(each));
    for (const { id } of pushed) {
      for (let isMore = true; isMore && !signal?.aborted;) {
        const { found, due } = await this.settleSome(id);
        await this.addSome(id, due);
        isMore = found === AT_ONCE;
      }
    }
  }

  /** Takes off what the other side has as it is: whoever switches an exchange on has all that it ever handed over looked at. */
  private settleSome(exchangeId: number): Promise<{ found: number; due: HandOver[] }> {
    return this.transactions.run(async (tx) => {
      const snapshot = await this.configuration.of(tx);
      const exchange = snapshot.get(EXCHANGES).get(exchangeId)!;
      if (!exchange.isActive) return { found: 0, due: [] };
      const rows = await tx.lockForUpdate(this.waiting(tx, exchangeId), { skipLocked: true }).getMany();
      const orderIds = rows.map(({ orderId }) => orderId);
      const orders = await readHandedOver(tx.manager, snapshot, exchange, orderIds);
      const due = rows.filter((row) => needsHandingOver(exchange, row, orders.get(row.orderId)));
      const settled = rows.filter((row) => !due.includes(row));
      const [never, known] = [true, false].map((is) => settled.filter(({ revision }) => (revision === 0) === is));
      if (never!.length > 0) await tx.manager.delete(HandOver, { id: In(idsOf(never!)) });
      await tx.updateByIds(HandOver, idsOf(known!), { isWaiting: false, error: '' });
      return { found: rows.length, due };
    });
  }

  private waiting({ manager }: Transaction, exchangeId: number) {
    return manager
      .createQueryBuilder(HandOver, 'handOver')
      .where({ exchangeId, isWaiting: true, pushState: '' })
      .andWhere(IS_DUE, dueBy(this.clock.now()))
      .orderBy('handOver.id')
      .limit(AT_ONCE);
  }

  private async addSome(exchangeId: number, rows: HandOver[]): Promise<void> {
    if (rows.length === 0) return;
    const subjects = rows.map((row) => ({ ...row, hold: null }));
    await this.transactions.run(async (tx) => {
      const exchange = (await this.configuration.of(tx)).get(EXCHANGES).get(exchangeId)!;
      await this.add(tx, exchange, subjects);
      const still = { id: In(idsOf(rows)), isWaiting: true, pushState: '' as const };
      await tx.manager.update(HandOver, still, { pushState: 'queued' });
    });
  }
}

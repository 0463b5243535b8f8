import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { MessageDied, MessagesChanged } from '../../outbox/outbox.events.js';
import { CANCELLED_BY_USER, OutboxMessage } from '../../outbox/outbox-message.entity.js';
import { Outbox } from '../../outbox/outbox.service.js';
import { OrderHandOversChanged } from '../../orders/orders/orders.events.js';
import { Clock } from '../../platform/clock.js';
import { type ErrorDetail, type StoredError } from '../../platform/error-texts.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { type Exchange, EXCHANGES, isPushChannel } from './exchange.entity.js';
import { HandOversRefused } from './exchanges.events.js';
import { ExchangeFollows } from './exchange-follows.service.js';
import { CANCELLED, EXCHANGE_DELETED, failureOf, GIVEN_UP, HandOver, type KnownContent } from './hand-over.entity.js';
import type { HandedOverOrder, KnownLine } from './handed-over-order.js';
import { contentHashOf, knownContentOf, needsHandingOver, readHandedOver } from './handed-over-orders.js';
import type { PushPayload } from './hand-over-queue.service.js';

/** Of a message: another one of the same order was cancelled by a person. */
const HAND_OVER_CANCELLED = 'hand_over_cancelled';

/** An order as it is being pushed. */
export interface PushedOrder {
  exchange: Exchange;
  handOverId: number;
  order: HandedOverOrder;
  /** SHA-256 of the content, hex. */
  contentHash: string;
  /** What the other side was told last; null = nothing, or it is to be told all of it once more. */
  known: KnownLine[] | null;
  /** Lines over there that are known, whatever was told of them. */
  lines: KnownLine[];
  /** How it ended the last time, unless a person has it handed over once more; null = well. */
  problem: StoredError | null;
}

/** What is known of an order once the other side has it. */
export interface TakenOrder {
  /** What it is called there. */
  number: string;
  lines: KnownLine[];
  /** When it was changed last, in the words of the other side. */
  changedThere: string;
}

/** Orders on their way to systems that do not come for them; what is sent is the order as it is at that moment. */
@Injectable()
export class PushedOrders {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly follows: ExchangeFollows,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** @returns what is to be sent now; undefined = nothing is, since the other side has it or it can still be undone */
  begin(exchangeId: number, orderId: number): Promise<PushedOrder | undefined> {
    return this.transactions.run(async (tx) => {
      const snapshot = await this.configuration.of(tx);
      const exchange = snapshot.get(EXCHANGES).get(exchangeId)!;
      const row = await tx.lockOne(HandOver, { exchangeId, orderId });
      // Whoever switches it on looks at all that waits.
      if (!row || !exchange.isActive) return undefined;
      if (row.isHeldAt(this.clock.now())) {
        // What is undone leaves no message: the queue finds what waits then.
        await tx.updateByIds(HandOver, [row.id], { pushState: '' });
        return undefined;
      }
      // From then on whoever changes the order has it sent once more.
      await tx.updateByIds(HandOver, [row.id], { isWaiting: false, notBefore: null, pushState: 'sending' });
      const order = (await readHandedOver(tx.manager, snapshot, exchange, [orderId])).get(orderId);
      await tx.publish(new OrderHandOversChanged([{ id: orderId, regionId: row.regionId }]));
      if (!needsHandingOver(exchange, row, order)) {
        if (row.revision === 0) await tx.manager.delete(HandOver, { id: row.id });
        else await tx.updateByIds(HandOver, [row.id], { pushState: '', error: '' });
        return undefined;
      }
      const lines = row.confirmedContent?.lines ?? [];
      const known = row.confirmedHash === '' ? null : lines;
      const problem = row.error === '' ? null : row.problem;
      return {
        exchange,
        handOverId: row.id,
        order,
        contentHash: contentHashOf(exchange, order),
        known,
        lines,
        problem,
      };
    });
  }

  /** The other side has it. Where the order was changed meanwhile it waits, with a message or to be found by the queue. */
  confirm(
    { handOverId, order, contentHash: confirmedHash }: PushedOrder,
    { number, lines, changedThere }: TakenOrder,
  ): Promise<void> {
    return this.end(handOverId, async (tx, row, exchange) => {
      const confirmedContent = { ...knownContentOf(order), lines };
      const known = { confirmedHash, confirmedContent, confirmedAt: this.clock.now(), number };
      // What came of lines that were not known by then has to be looked at once more.
      const hasNewLines = lines.some(
        ({ keyThere }) => keyThere !== undefined && !hasLine(row.confirmedContent, keyThere),
      );
      if (hasNewLines) await this.follows.recheck(tx, exchange.id, changedThere);
      const returned = hasNewLines ? null : row.returned;
      return { ...known, revision: row.revision + 1, returned, error: '', pushState: '' };
    });
  }

  /** It was cancelled before the other side heard of it. */
  drop({ handOverId }: PushedOrder): Promise<void> {
    return this.end(handOverId, async (_, { isWaiting }) => (isWaiting ? { pushState: '' } : null));
  }

  /** It was not taken this time. */
  release({ handOverId }: PushedOrder, why: ErrorDetail): Promise<void> {
    return this.end(handOverId, async (_, __, { deletedAt }) =>
      deletedAt
        ? { isWaiting: false, pushState: '', ...failureOf(EXCHANGE_DELETED) }
        : { isWaiting: true, pushState: 'queued', ...failureOf(why) },
    );
  }

  /** It is given up: people are told, and may hand it over once more. */
  @OnDomainEvent(MessageDied)
  async onDied({ messageId, channel }: MessageDied, tx: Transaction): Promise<void> {
    if (isPushChannel(channel)) await this.giveUp(tx, [messageId], GIVEN_UP);
  }

  @OnDomainEvent(MessagesChanged)
  async onChanged({ messages }: MessagesChanged, tx: Transaction): Promise<void> {
    const cancelled = messages.filter(({ channel, state }) => state === 'cancelled' && isPushChannel(channel));
    if (cancelled.length === 0) return;
    const where = { id: In(cancelled.map(({ id }) => id)), reason: CANCELLED_BY_USER };
    const byPeople = await tx.manager.find(OutboxMessage, { select: { id: true, orderingKeyId: true }, where });
    // Others would hand over what a person has just stopped.
    for (const { orderingKeyId } of byPeople) await this.outbox.cancelWaiting(tx, orderingKeyId, HAND_OVER_CANCELLED);
    await this.giveUp(
      tx,
      byPeople.map(({ id }) => id),
      CANCELLED,
    );
  }

  private async giveUp(tx: Transaction, messageIds: number[], why: ErrorDetail): Promise<void> {
    const exchanges = (await this.configuration.of(tx)).get(EXCHANGES);
    const messages = await tx.manager.findBy(OutboxMessage, { id: In(messageIds) });
    for (const { payload } of messages) {
      const { exchangeId, orderId } = payload as PushPayload;
      const row = await tx.manager.findOneBy(HandOver, { exchangeId, orderId });
      if (!row) continue;
      // What the other side said of the last attempt says more.
      const failure = row.error === '' ? failureOf(why) : {};
      const change = { isWaiting: false, notBefore: null, pushState: '' as const, ...failure };
      await tx.updateByIds(HandOver, [row.id], change);
      const order = { id: orderId, regionId: row.regionId };
      await tx.publish(new OrderHandOversChanged([order]));
      const exchange = exchanges.get(exchangeId)!;
      if (!exchange.deletedAt) await tx.publish(new HandOversRefused(exchange, [order]));
    }
  }

  /** @param changeOf of the row as it is then, unless it is gone; null takes it away */
  private end(
    handOverId: number,
    changeOf: (tx: Transaction, row: HandOver, exchange: Exchange) => Promise<Partial<HandOver> | null>,
  ): Promise<void> {
    return this.transactions.run(async (tx) => {
      const exchanges = (await this.configuration.of(tx)).get(EXCHANGES);
      const row = await tx.lockOne(HandOver, { id: handOverId });
      if (!row) return;
      const change = await changeOf(tx, row, exchanges.get(row.exchangeId)!);
      if (change) await tx.updateByIds(HandOver, [row.id], change as object);
      else await tx.manager.delete(HandOver, { id: row.id });
      await tx.publish(new OrderHandOversChanged([{ id: row.orderId, regionId: row.regionId }]));
    });
  }
}

function hasLine(content: KnownContent | null, key: string): boolean {
  return content?.lines.some(({ keyThere }) => keyThere === key) ?? false;
}

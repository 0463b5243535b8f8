import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ExternalOrderDecided } from '../../orders/external-orders/external-orders.events.js';
import { Order } from '../../orders/orders/order.entity.js';
import { OrderItemsStatusChanged, OrdersChanged } from '../../orders/orders/orders.events.js';
import { Clock, laterOf } from '../../platform/clock.js';
import { groupBy, idsOf } from '../../platform/collections.js';
import { Configuration, type ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { type Hold, HoldsUndone, tooLateToUndo } from '../../platform/transactions/hold.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { coversRegion, Exchange, EXCHANGES, isPushed } from './exchange.entity.js';
import { HandOver, type PushState } from './hand-over.entity.js';
import { HandOverQueue } from './hand-over-queue.service.js';
import { contentHashOf, knownContentOf, readHandedOver } from './handed-over-orders.js';

/** Of whom it is, and what its state follows from. */
const STATE_COLUMNS = {
  id: true,
  exchangeId: true,
  orderId: true,
  isWaiting: true,
  batchId: true,
  pushState: true,
  error: true,
} as const;

/** Orders that a transaction changed. */
interface Marked {
  /** By what the change is held back, by order; null = it cannot be undone. */
  holds: Map<number, Hold | null>;
  /** Of which other pieces are to be delivered. */
  otherPieces: Set<number>;
  /** The exchange that caused the changes, which has no need to be told of them. */
  causedBy: number | undefined;
  /** They undo what was done since then; null = they undo nothing. */
  undoneSince: Date | null;
}

/** Notes, in the transaction of the change, which orders are to be handed over, for the first time or once more. */
@Injectable()
export class HandOverMarker {
  private readonly pending = new WeakMap<Transaction, Marked>();

  constructor(
    private readonly configuration: Configuration,
    private readonly handOvers: HandOverQueue,
    private readonly clock: Clock,
  ) {}

  @OnDomainEvent(OrdersChanged)
  async onChanged({ orders, hasOtherPieces }: OrdersChanged, tx: Transaction): Promise<void> {
    await this.note(tx, idsOf(orders), null);
    const marked = hasOtherPieces ? this.pending.get(tx) : undefined;
    for (const { id } of orders) marked?.otherPieces.add(id);
  }

  @OnDomainEvent(ExternalOrderDecided)
  async onDecided({ orderId, hold }: ExternalOrderDecided, tx: Transaction): Promise<void> {
    if (orderId !== null && hold) await this.note(tx, [orderId], hold);
  }

  @OnDomainEvent(OrderItemsStatusChanged)
  async onStatusChanged({ changes }: OrderItemsStatusChanged, tx: Transaction): Promise<void> {
    for (const { order, hold } of changes) if (hold) await this.note(tx, [order.id], hold);
  }

  @OnDomainEvent(HoldsUndone)
  onUndone({ since }: HoldsUndone, tx: Transaction): void {
    const marked = this.pending.get(tx);
    if (marked) marked.undoneSince = since;
  }

  /** What the transaction changes comes from this exchange. To be called before the first change. */
  causedBy(tx: Transaction, exchangeId: number): void {
    this.markedBy(tx).causedBy = exchangeId;
  }

  private async note(tx: Transaction, orderIds: number[], hold: Hold | null): Promise<void> {
    if (keptOf(await this.configuration.of(tx)).length === 0) return;
    const marked = this.markedBy(tx);
    for (const id of orderIds) marked.holds.set(id, longerOf(marked.holds.get(id) ?? null, hold));
  }

  private markedBy(tx: Transaction): Marked {
    const known = this.pending.get(tx);
    if (known) return known;
    const marked: Marked = { holds: new Map(), otherPieces: new Set(), causedBy: undefined, undoneSince: null };
    this.pending.set(tx, marked);
    tx.beforeCommit(() => this.write(tx, marked));
    return marked;
  }

  private async write(tx: Transaction, marked: Marked): Promise<void> {
    const { holds, causedBy, undoneSince } = marked;
    const orderIds = [...holds.keys()].sort((one, other) => one - other);
    if (orderIds.length === 0) return;
    const snapshot = await this.configuration.of(tx);
    await this.queue(tx, snapshot, orderIds, marked);
    const handOvers = tx.manager
      .createQueryBuilder(HandOver, 'handOver')
      .where({ orderId: In(orderIds) })
      .orderBy('handOver.id');
    const [orders, rows] = await tx.inOrder(
      () => tx.manager.findBy(Order, { id: In(orderIds) }),
      () => tx.lockForUpdate(handOvers).getMany(),
    );
    await this.dropUndone(tx, orders, rows);
    await this.markRefused(tx, snapshot, rows, marked);
    const rowsOf = groupBy(rows, ({ orderId }) => orderId);
    for (const exchange of activeOf(snapshot)) {
      const concerned = orders.filter(({ regionId }) => coversRegion(exchange, regionId));
      let known = concerned.flatMap(({ id }) => (rowsOf.get(id) ?? []).filter((row) => row.exchangeId === exchange.id));
      if (undoneSince) known = await this.dropUnready(tx, exchange, concerned, known, undoneSince);
      if (exchange.id === causedBy) await this.follow(tx, snapshot, exchange, known);
      else
        for (const row of known.filter((each) => isTold(exchange, each, marked)))
          await this.markAgain(tx, exchange, row, holds.get(row.orderId) ?? null);
      const unknown = concerned.filter(({ id }) => !known.some(({ orderId }) => orderId === id));
      await this.markNew(tx, exchange, unknown, holds);
    }
  }

  /** While an exchange that pushes is off: whoever switches it on leaves alone what was refused, unless it is another order by then. */
  private async markRefused(
    tx: Transaction,
    snapshot: ConfigurationSnapshot,
    rows: HandOver[],
    { holds, otherPieces }: Marked,
  ): Promise<void> {
    const off = keptOf(snapshot).filter((each) => !each.isActive && isPushed(each));
    for (const row of rows) {
      const isOff = off.some((each) => each.id === row.exchangeId && coversRegion(each, row.regionId));
      if (!isOff || row.state !== 'failed' || !otherPieces.has(row.orderId)) continue;
      const notBefore = laterOf(row.notBefore, holds.get(row.orderId)?.until ?? null);
      await tx.updateByIds(HandOver, [row.id], { isWaiting: true, notBefore });
    }
  }

  /** An order whose acceptance was undone is gone. @throws ConflictError `too_late` where it was handed over meanwhile */
  private async dropUndone(tx: Transaction, orders: Order[], rows: HandOver[]): Promise<void> {
    const left = new Set(idsOf(orders));
    const gone = rows.filter(({ orderId }) => !left.has(orderId));
    if (gone.some(({ revision, state }) => revision > 0 || state === 'sent')) throw tooLateToUndo();
    if (gone.length > 0) await tx.manager.delete(HandOver, { id: In(idsOf(gone)) });
  }

  /** For those that are pushed; an order that is not ready finds nothing to be pushed by its message. */
  private async queue(
    tx: Transaction,
    snapshot: ConfigurationSnapshot,
    orderIds: number[],
    marked: Marked,
  ): Promise<void> {
    const { holds, causedBy } = marked;
    const pushed = activeOf(snapshot).filter((each) => each.id !== causedBy && isPushed(each));
    if (pushed.length === 0) return;
    const [orders, known] = await tx.inOrder(
      () => tx.manager.findBy(Order, { id: In(orderIds) }),
      () => tx.manager.find(HandOver, { select: STATE_COLUMNS, where: { orderId: In(orderIds) } }),
    );
    for (const exchange of pushed) {
      const ofExchange = known.filter(({ exchangeId }) => exchangeId === exchange.id);
      const rowOf = new Map(ofExchange.map((row) => [row.orderId, row]));
      const isToBeTold = (order: Order) => {
        const row = rowOf.get(order.id);
        return row ? isTold(exchange, row, marked) : isReady(exchange, order);
      };
      const concerned = orders.filter((order) => coversRegion(exchange, order.regionId) && isToBeTold(order));
      const subjects = concerned.map((order) => ({ ...subjectOf(order), hold: holds.get(order.id) ?? null }));
      await this.handOvers.add(tx, exchange, subjects);
    }
  }

  /** What made orders ready was undone before the other side heard of them. @returns the hand-overs that are left */
  private async dropUnready(tx: Transaction, exchange: Exchange, orders: Order[], known: HandOver[], since: Date) {
    const unready = new Set(idsOf(orders.filter((order) => !isReady(exchange, order))));
    const isDropped = ({ orderId, revision, createdAt }: HandOver) =>
      revision === 0 && createdAt >= since && unready.has(orderId);
    const dropped = known.filter(isDropped);
    if (dropped.length > 0) await tx.manager.delete(HandOver, { id: In(idsOf(dropped)) });
    return known.filter((row) => !isDropped(row));
  }

  private async markAgain(
    tx: Transaction,
    exchange: Exchange,
    { id, notBefore, pushState, isLeftOut }: HandOver,
    hold: Hold | null,
  ) {
    if (isLeftOut && !isPushed(exchange)) return;
    const queued = isPushed(exchange) && pushState === '' && { pushState: 'queued' as const };
    const change = { isWaiting: true, notBefore: laterOf(notBefore, hold?.until ?? null), ...queued };
    await tx.updateByIds(HandOver, [id], change);
  }

  private async markNew(tx: Transaction, exchange: Exchange, orders: Order[], holds: Map<number, Hold | null>) {
    const pushState: PushState = isPushed(exchange) ? 'queued' : '';
    const ready = orders.filter((order) => isReady(exchange, order));
    const createdAt = this.clock.now();
    await tx.insertMany(
      HandOver,
      ready.map((order) => ({
        exchangeId: exchange.id,
        ...subjectOf(order),
        isWaiting: true,
        notBefore: holds.get(order.id)?.until ?? null,
        pushState,
        createdAt,
      })),
    );
  }

  /**
   * The other side has what it caused, so that is not handed over again; what waits is, and what it is being handed is older by then. What
   * it did not take it has not got by that.
   */
  private async follow(tx: Transaction, snapshot: ConfigurationSnapshot, exchange: Exchange, rows: HandOver[]) {
    for (const row of rows) if (row.state === 'sent') await tx.updateByIds(HandOver, [row.id], { isWaiting: true });
    const upToDate = rows.filter(({ state }) => state === 'confirmed');
    const orderIds = upToDate.map(({ orderId }) => orderId);
    const orders = await readHandedOver(tx.manager, snapshot, exchange, orderIds);
    for (const { id, orderId, confirmedContent: before } of upToDate) {
      const order = orders.get(orderId)!;
      const confirmedContent = knownContentOf(order, before?.lines);
      await tx.updateByIds(HandOver, [id], { confirmedHash: contentHashOf(exchange, order), confirmedContent });
    }
  }
}

function activeOf(snapshot: ConfigurationSnapshot): Exchange[] {
  return keptOf(snapshot).filter(({ isActive }) => isActive);
}

function keptOf(snapshot: ConfigurationSnapshot): Exchange[] {
  return [...snapshot.get(EXCHANGES).values()].filter(({ deletedAt }) => !deletedAt);
}

/** What was refused where orders are pushed may have been made there by hand: it goes once more only where it is another order. */
function isTold(exchange: Exchange, row: HandOver, { otherPieces }: Marked): boolean {
  return !isPushed(exchange) || row.state !== 'failed' || otherPieces.has(row.orderId);
}

function isReady({ since, readyStatusIds }: Exchange, { createdAt, statusId }: Order): boolean {
  if (createdAt < since) return false;
  return readyStatusIds.length === 0 || (statusId !== null && readyStatusIds.includes(statusId));
}

function subjectOf({ id: orderId, externalOrderId, externalId, regionId }: Order) {
  return { orderId, externalOrderId, externalId, regionId };
}

function longerOf(one: Hold | null, other: Hold | null): Hold | null {
  if (one === null || other === null) return one ?? other;
  return one.until > other.until ? one : other;
}

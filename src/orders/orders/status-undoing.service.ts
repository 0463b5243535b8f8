import { setImmediate as othersTurn } from 'node:timers/promises';
import { Injectable, OnModuleInit } from '@nestjs/common';
import { In } from 'typeorm';
import type { Actor } from '../../access/actor.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { AuditService } from '../../access/audit.service.js';
import { Clock } from '../../platform/clock.js';
import { groupBy, idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import {
  changesDelivery,
  OrderStatus,
  STATUS_DIRECTORY,
  StatusDirectory,
} from '../order-statuses/order-status.entity.js';
import type { UndoStep } from '../undo/undo-step.entity.js';
import { Undo } from '../undo/undo.service.js';
import { auditedPieces, type Division, namedQuantity } from './item-division.js';
import { type OrderMove, sinceOf } from './item-move.js';
import { leavingOf } from './item-leaving.js';
import { itemsOf, statusOfItems } from './order-items.js';
import { Order, OrderHistoryEntry, OrderItem } from './order.entity.js';
import { OrdersChanged } from './orders.events.js';
import { OrderStore } from './order-store.service.js';

interface ChangedItem {
  id: number;
  fromStatusId: number;
  /** When it had come into that one (ISO). */
  fromSince?: string;
  /** When it was to leave that one (ISO); null = there was no limit. */
  fromLeaveBy?: string | null;
  /** Pieces that it had then. */
  quantity: number;
  /** What it was divided off by the change, with the pieces that were left there. */
  dividedFrom?: { id: number; quantity: number };
}

/** Items of one order that passed into a status, as it is remembered to be undone; optional is what 0.2.0 did not remember. */
interface StatusChange {
  items: ChangedItem[];
  statusId: number;
  /** When they passed into it (ISO). */
  since?: string;
  /** The status that the order was in before; null = no single one. */
  orderStatusId: number | null;
  /** The one that it was in since. */
  newOrderStatusId?: number | null;
}

export function statusChange(
  { items, since, fromStatusId: orderStatusId, statusId: newOrderStatusId }: OrderMove,
  { id: statusId }: OrderStatus,
  divisions: Division[],
): StatusChange {
  const moved = items.map(({ item, fromStatusId, fromSince, fromLeaveBy, quantity }) => {
    const division = divisions.find(({ part }) => part === item);
    const dividedFrom = division && { id: division.from.id, quantity: division.left };
    return {
      id: item.id,
      fromStatusId,
      fromSince: fromSince.toISOString(),
      fromLeaveBy: fromLeaveBy?.toISOString() ?? null,
      quantity,
      ...(dividedFrom && { dividedFrom }),
    };
  });
  return { items: moved, statusId, since: since.toISOString(), orderStatusId, newOrderStatusId };
}

/** Puts items back into the statuses that they came from, before anybody was told. */
@Injectable()
export class StatusUndoing implements OnModuleInit {
  constructor(
    private readonly configuration: Configuration,
    private readonly orders: OrderStore,
    private readonly audit: AuditService,
    private readonly undo: Undo,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.undo.register('item_status', (tx, steps, actor) => this.undoAll(tx, steps, actor));
  }

  private async undoAll(tx: Transaction, steps: UndoStep[], actor: Actor): Promise<UndoStep[]> {
    const directory = (await this.configuration.of(tx)).get(STATUS_DIRECTORY);
    const orderIds = steps.map(({ subjectId }) => subjectId);
    const [orders, items, cancellations] = await tx.inOrder(
      () => this.orders.lockAll(tx, orderIds),
      () => itemsOf(tx.manager, orderIds),
      () => tx.manager.findBy(OrderHistoryEntry, { orderId: In(orderIds), kind: 'cancelled_by_client' }),
    );
    const byId = new Map(orders.map((order) => [order.id, order]));
    const undone = steps.filter(({ subjectId, change, createdAt }) => {
      const order = byId.get(subjectId);
      if (!order) return false;
      const [ofOrder, changed] = [items.get(subjectId) ?? [], change as StatusChange];
      const isCancelled = cancellations.some(
        ({ itemId, at }) => at >= createdAt && changed.items.some(({ id }) => id === itemId),
      );
      return !isCancelled && isAsLeft(ofOrder, changed, directory) && canReturn(order, ofOrder, changed, directory);
    });
    for (const { subjectId, change } of undone) {
      await this.putBack(tx, byId.get(subjectId)!, items.get(subjectId)!, change as StatusChange, directory, actor);
      // Of hundreds of orders, on the embedded database nobody else would have a turn in between.
      await othersTurn();
    }
    const changed = undone.map(({ subjectId: id, change }) => {
      const { items: moved, statusId } = change as StatusChange;
      const hasOtherPieces = moved.some(({ fromStatusId }) => changesDelivery(directory, fromStatusId, statusId));
      return { id, regionId: byId.get(id)!.regionId, hasOtherPieces };
    });
    for (const event of OrdersChanged.byPieces(changed)) await tx.publish(event);
    return undone;
  }

  private async putBack(
    tx: Transaction,
    order: Order,
    items: OrderItem[],
    change: StatusChange,
    directory: StatusDirectory,
    actor: Actor,
  ): Promise<void> {
    const regions = (await this.configuration.of(tx)).get(REGIONS);
    const nameOf = (id: number) => directory.get(id)?.name ?? '';
    const entry = { orderId: order.id, comment: '', actor: actor.name, at: this.clock.now() };
    const lines = change.items.map(({ id, fromStatusId, dividedFrom }) => {
      const [fromStatus, toStatus] = [nameOf(change.statusId), nameOf(fromStatusId)];
      const quantity = namedQuantity(items.find((item) => item.id === id)!) ?? null;
      const itemId = dividedFrom?.id ?? id;
      return { ...entry, itemId, kind: 'item_status_undone' as const, fromStatus, toStatus, quantity };
    });
    const whole = change.items.filter(({ dividedFrom }) => !dividedFrom);
    const cameFrom = (item: ChangedItem) => `${item.fromStatusId} ${item.fromSince} ${item.fromLeaveBy}`;
    for (const alike of groupBy(whole, cameFrom).values()) {
      const { fromStatusId: statusId, fromSince = entry.at, fromLeaveBy } = alike[0]!;
      const leavingFrom = (noticedTill: Date) =>
        leavingOf(directory.get(statusId), regions.get(order.regionId), new Date(fromSince), noticedTill);
      const former = leavingFrom(new Date(change.since ?? entry.at));
      // What fell due meanwhile is acted on; not by a limit that was changed since.
      const isSame = fromLeaveBy === undefined || fromLeaveBy === (former.leaveBy?.toISOString() ?? null);
      await tx.updateByIds(OrderItem, idsOf(alike), { statusId, ...(isSame ? former : leavingFrom(entry.at)) });
    }
    const statusId = statusAfter(items, change, directory);
    await this.joinAgain(tx, order.id, change);
    await tx.updateByIds(Order, [order.id], { statusId, updatedAt: entry.at });
    await tx.insertMany(OrderHistoryEntry, lines);
    const pieces = change.items.flatMap(({ id, quantity, dividedFrom }) =>
      dividedFrom ? [auditedPieces(dividedFrom.id, dividedFrom.quantity, id, quantity)] : [],
    );
    const statuses = (side: 'fromStatus' | 'toStatus') =>
      Object.fromEntries(lines.map((line, index) => [`item ${change.items[index]!.id}`, line[side]]));
    await this.audit.record(tx, 'undo', 'order', order.id, {
      before: Object.assign(statuses('fromStatus'), ...pieces.map(({ divided }) => divided)),
      after: Object.assign(statuses('toStatus'), ...pieces.map(({ whole }) => whole)),
    });
  }

  /** What was divided is one item once more, and has all that was written of its part. */
  private async joinAgain(tx: Transaction, orderId: number, change: StatusChange): Promise<void> {
    const parts = change.items.flatMap(({ id, quantity, dividedFrom }) =>
      dividedFrom ? [{ id, quantity, dividedFrom }] : [],
    );
    if (parts.length === 0) return;
    const fromOf = new Map(parts.map(({ id, dividedFrom }) => [id, dividedFrom.id]));
    const itemId = In(idsOf(parts));
    const written = await tx.manager.find(OrderHistoryEntry, {
      select: { id: true, itemId: true },
      where: { orderId, itemId },
    });
    for (const [partId, ofPart] of groupBy(written, (entry) => entry.itemId!))
      await tx.updateByIds(OrderHistoryEntry, idsOf(ofPart), { itemId: fromOf.get(partId)! });
    for (const { quantity, dividedFrom } of parts)
      await tx.updateByIds(OrderItem, [dividedFrom.id], { quantity: dividedFrom.quantity + quantity });
    await tx.manager.delete(OrderItem, { id: itemId });
  }
}

/** Nothing has become of the items since, not even something that ended where they are, and they can go back. */
function isAsLeft(items: OrderItem[], change: StatusChange, directory: StatusDirectory): boolean {
  const byId = new Map(items.map((item) => [item.id, item]));
  const has = (id: number, statusId: number, since: string | undefined, quantity: number | undefined) => {
    const item = byId.get(id);
    return (
      item?.statusId === statusId &&
      (since === undefined || sinceOf(item).toISOString() === since) &&
      (quantity === undefined || item.quantity === quantity)
    );
  };
  return change.items.every(
    ({ id, fromStatusId, fromSince, quantity, dividedFrom }) =>
      has(id, change.statusId, change.since, quantity) &&
      directory.has(fromStatusId) &&
      (!dividedFrom || has(dividedFrom.id, fromStatusId, fromSince, dividedFrom.quantity)),
  );
}

/**
 * What was told of the order as a whole, or will be, stays true: undoing tells nothing, so the order may neither leave a status that a
 * later change brought it into, nor come into one that it was not in before.
 */
function canReturn(order: Order, items: OrderItem[], change: StatusChange, directory: StatusDirectory): boolean {
  const { orderStatusId: before, newOrderStatusId: since } = change;
  const after = statusAfter(items, change, directory);
  if (after !== null && !directory.has(after)) return false;
  if (since === undefined) return true;
  if (after === order.statusId) return since === null || since === before || since !== order.statusId;
  const moved = new Set(change.items.flatMap(({ id, dividedFrom }) => [id, dividedFrom?.id]));
  const isLatest = items.every((item) => moved.has(item.id) || sinceOf(item) <= new Date(change.since!));
  return after === before && order.statusId === since && (since === null || isLatest);
}

/** The order's status once the items are back. */
function statusAfter(items: OrderItem[], change: StatusChange, directory: StatusDirectory): number | null {
  const changed = new Map(change.items.map((item) => [item.id, item]));
  const back = items.flatMap((item) => {
    const { fromStatusId: statusId = item.statusId, dividedFrom } = changed.get(item.id) ?? {};
    return dividedFrom ? [] : [{ statusId }];
  });
  return statusOfItems(back, directory, change.orderStatusId);
}

import { Injectable, OnModuleInit } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { AuditService } from '../../access/audit.service.js';
import { Clock } from '../../platform/clock.js';
import { groupBy, idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { OrderStatus, STATUS_DIRECTORY, StatusDirectory } from '../order-statuses/order-status.entity.js';
import type { UndoStep } from '../undo/undo-step.entity.js';
import { Undo } from '../undo/undo.service.js';
import { auditedPieces, type Division, namedQuantity } from './item-division.js';
import type { OrderMove } from './item-move.js';
import { leavingOf } from './item-leaving.js';
import { itemsOf, statusOfItems } from './order-items.js';
import { Order, OrderHistoryEntry, OrderItem } from './order.entity.js';
import { OrdersChanged } from './orders.events.js';
import { OrderStore } from './order-store.service.js';

interface ChangedItem {
  id: number;
  fromStatusId: number;
  /** Pieces that it had then. */
  quantity: number;
  /** What it was divided off by the change, with the pieces that were left there. */
  dividedFrom?: { id: number; quantity: number };
}

/** Items of one order that passed into a status, as it is remembered to be undone. */
interface StatusChange {
  items: ChangedItem[];
  statusId: number;
  /** The status that the order was in before; null = no single one. */
  orderStatusId: number | null;
  /** What the client had cancelled of the order before. */
  flags: Pick<Order, 'cancelledByClient' | 'cancelConflict'>;
}

export function statusChange(
  { order, items, fromStatusId: orderStatusId }: OrderMove,
  { id: statusId }: OrderStatus,
  divisions: Division[],
): StatusChange {
  const { cancelledByClient, cancelConflict } = order;
  const moved = items.map(({ item, fromStatusId, quantity }) => {
    const division = divisions.find(({ part }) => part === item);
    const dividedFrom = division && { id: division.from.id, quantity: division.left };
    return { id: item.id, fromStatusId, quantity, ...(dividedFrom && { dividedFrom }) };
  });
  return { items: moved, statusId, orderStatusId, flags: { cancelledByClient, cancelConflict } };
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
    const [orders, items] = await tx.inOrder(
      () => this.orders.lockAll(tx, orderIds),
      () => itemsOf(tx.manager, orderIds),
    );
    const byId = new Map(orders.map((order) => [order.id, order]));
    const undone = steps.filter(({ subjectId, change }) => {
      const order = byId.get(subjectId);
      return order && isAsLeft(order, items.get(subjectId) ?? [], change as StatusChange, directory);
    });
    for (const { subjectId, change } of undone)
      await this.putBack(tx, byId.get(subjectId)!, items.get(subjectId)!, change as StatusChange, directory, actor);
    if (undone.length > 0) {
      const changed = undone.map(({ subjectId }) => ({ id: subjectId, regionId: byId.get(subjectId)!.regionId }));
      await tx.publish(new OrdersChanged(changed));
    }
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
    for (const [statusId, ofStatus] of groupBy(whole, ({ fromStatusId }) => fromStatusId)) {
      const leaving = leavingOf(directory.get(statusId), regions.get(order.regionId), entry.at);
      await tx.updateByIds(OrderItem, idsOf(ofStatus), { statusId, ...leaving });
      for (const { id } of ofStatus) items.find((item) => item.id === id)!.statusId = statusId;
    }
    const left = await this.joinAgain(tx, order.id, items, change);
    const statusId = statusOfItems(left, directory, change.orderStatusId);
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

  /** What was divided is one item once more, and has all that was written of its part. @returns the items that are left */
  private async joinAgain(
    tx: Transaction,
    orderId: number,
    items: OrderItem[],
    change: StatusChange,
  ): Promise<OrderItem[]> {
    const parts = new Set<number>();
    for (const { id, quantity, dividedFrom } of change.items) {
      if (!dividedFrom) continue;
      parts.add(id);
      await tx.manager.update(OrderHistoryEntry, { orderId, itemId: id }, { itemId: dividedFrom.id });
      await tx.manager.delete(OrderItem, { id });
      await tx.updateByIds(OrderItem, [dividedFrom.id], { quantity: dividedFrom.quantity + quantity });
    }
    return items.filter(({ id }) => !parts.has(id));
  }
}

/** Nothing has become of the items since, and they can go back. */
function isAsLeft(order: Order, items: OrderItem[], change: StatusChange, directory: StatusDirectory): boolean {
  const { cancelledByClient, cancelConflict } = change.flags;
  if (order.cancelledByClient !== cancelledByClient || order.cancelConflict !== cancelConflict) return false;
  const byId = new Map(items.map((item) => [item.id, item]));
  const has = (id: number, statusId: number, quantity: number | undefined) => {
    const item = byId.get(id);
    return item?.statusId === statusId && item.quantity === (quantity ?? item.quantity); // a step of 0.2.0 knows no quantity
  };
  return change.items.every(
    ({ id, fromStatusId, quantity, dividedFrom }) =>
      has(id, change.statusId, quantity) &&
      directory.has(fromStatusId) &&
      (!dividedFrom || has(dividedFrom.id, fromStatusId, dividedFrom.quantity)),
  );
}

import { Injectable } from '@nestjs/common';
import { EntityManager, In, SelectQueryBuilder } from 'typeorm';
import { Actor, limitToRegions } from '../access/actor.js';
import { AuditService } from '../access/audit.service.js';
import { OrderStatus } from '../order-statuses/order-status.entity.js';
import { isGivenUp } from '../order-statuses/status-group.js';
import { OrderStatusesService } from '../order-statuses/order-statuses.service.js';
import { Clock } from '../shared/clock.js';
import { InvalidInputError } from '../shared/errors.js';
import { groupBy } from '../shared/group-by.js';
import type { Transaction } from '../shared/transaction.js';
import { Transactions } from '../shared/transactions.service.js';
import { ItemStatusResult, presentStatusOf, SetItemStatus } from './order.dto.js';
import { Order } from './order.entity.js';
import { OrderHistoryEntry } from './order-history-entry.entity.js';
import { OrderItem } from './order-item.entity.js';
import { itemsOf } from './order-items.js';
import { orderChangeOf, planMove } from './item-move.js';
import { OrdersChanged } from './orders-changed.event.js';
import { OrdersService } from './orders.service.js';
import { OrderItemsStatusChanged } from './order-items-status-changed.event.js';

export interface ClientCancellation {
  externalOrderId: number;
  /** The cancelled positions of the external order. */
  positionIds: number[];
  /** The client cancelled the whole, not single positions. */
  whole: boolean;
  /** The status that the items pass into; null = they stay where they are. */
  statusId: number | null;
  reason: string;
}

interface Move {
  status: OrderStatus;
  cause: 'user' | 'client';
  comment: string;
  actor: string;
}

/** What is to be set, with all that it concerns. */
interface Setting {
  orders: Map<number, Order>;
  /** All of these orders, by order, in item order. */
  items: Map<number, OrderItem[]>;
  moving: OrderItem[];
  /** How many of the chosen items are in the status already. */
  unchanged: number;
  status: OrderStatus;
  directory: Map<number, OrderStatus>;
}

/** Puts items into statuses; the orders' own statuses follow by the whole-order rule. */
@Injectable()
export class ItemStatusesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly statuses: OrderStatusesService,
    private readonly orders: OrdersService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts items, possibly of several orders, into a status. Those already in it are not changed.
   * @throws InvalidInputError naming unknown items or an unknown status
   */
  async set(input: SetItemStatus, actor: Actor): Promise<ItemStatusResult> {
    return this.transactions.run(async (tx) => {
      const setting = await this.settingOf(tx.manager, input, actor, (orders) => tx.lock(orders));
      const { orders, items, moving, directory, status } = setting;
      const { comment = '' } = input;
      await this.move(tx, orders, items, moving, directory, { status, cause: 'user', comment, actor: actor.name });
      return resultOf(setting);
    });
  }

  /**
   * What `set` would change now and tell; nothing is changed or held.
   * @throws InvalidInputError as `set` does
   */
  async foresee(
    manager: EntityManager,
    input: SetItemStatus,
    actor: Actor,
  ): Promise<{ result: ItemStatusResult; told: OrderItemsStatusChanged }> {
    const setting = await this.settingOf(manager, input, actor, (orders) => orders);
    const { orders, items, moving, directory, status } = setting;
    const moves = planMove(orders.values(), items, moving, status.id, directory);
    for (const { order, statusId } of moves) order.statusId = statusId;
    const changes = moves.map(orderChangeOf);
    const told = new OrderItemsStatusChanged(
      status.id,
      directory,
      changes,
      'user',
      input.comment ?? '',
      this.clock.now(),
    );
    return { result: resultOf(setting), told };
  }

  /**
   * Follows the client's cancellation: items still in work pass into the status; an issued item stays, and so does each one
   * where no status is set: that is a conflict for a person to settle. The caller holds the external order's row.
   * @returns whether there is such a conflict
   */
  async cancelByClient(tx: Transaction, cancellation: ClientCancellation): Promise<boolean> {
    const { externalOrderId, positionIds, whole, statusId, reason } = cancellation;
    const order = await this.orders.hold(tx, externalOrderId);
    if (!order) return false;
    const directory = await this.statuses.directory(tx.manager);
    const items = await itemsOf(tx.manager, [order.id]);
    const cancelled = (items.get(order.id) ?? []).filter((item) => positionIds.includes(item.positionId));
    const status = statusId === null ? undefined : directory.get(statusId);
    const groupOf = (item: OrderItem) => directory.get(item.statusId)!.group;
    const open = cancelled.filter((item) => !isGivenUp(groupOf(item)));
    const moving = status ? open.filter((item) => groupOf(item) !== 'issued' && item.statusId !== status.id) : [];
    const conflict = open.some((item) => groupOf(item) === 'issued' || !status);
    order.cancelledByClient ||= whole;
    order.cancelConflict ||= conflict;
    const { cancelledByClient, cancelConflict } = order;
    await tx.manager.update(Order, { id: order.id }, { cancelledByClient, cancelConflict });
    await this.tell(tx, order, cancelled, conflict, reason);
    await tx.publish(new OrdersChanged([{ id: order.id, regionId: order.regionId }]));
    if (status) {
      const move: Move = { status, cause: 'client', comment: reason, actor: '' };
      await this.move(tx, new Map([[order.id, order]]), items, moving, directory, move);
    }
    return conflict;
  }

  /** Keeps statuses from being replaced or deleted until the end of the transaction. */
  async holdStatuses(tx: Transaction): Promise<void> {
    await this.statuses.holdAll(tx);
  }

  private async tell(tx: Transaction, order: Order, cancelled: OrderItem[], conflict: boolean, reason: string) {
    const entry = { orderId: order.id, fromStatus: '', toStatus: '', actor: '', at: this.clock.now() };
    await tx.insertMany(OrderHistoryEntry, [
      ...cancelled.map(({ id }) => ({ ...entry, itemId: id, kind: 'cancelled_by_client' as const, comment: reason })),
      ...(conflict ? [{ ...entry, itemId: null, kind: 'cancel_conflict' as const, comment: '' }] : []),
    ]);
  }

  /** @param take how the orders are read: held, or just looked at */
  private async settingOf(
    manager: EntityManager,
    { itemIds, statusId }: SetItemStatus,
    actor: Actor,
    take: (orders: SelectQueryBuilder<Order>) => SelectQueryBuilder<Order>,
  ): Promise<Setting> {
    const orders = await this.ordersOf(manager, itemIds, actor, take);
    // Read once the orders are held: no item of theirs can be in a status that is made after it.
    const directory = await this.statuses.directory(manager);
    const status = directory.get(Number(statusId));
    if (!status) throw InvalidInputError.of('statusId', 'there is no such status');
    const items = await itemsOf(manager, [...orders.keys()]);
    const chosen = new Set(itemIds.map(Number));
    const moving = [...items.values()].flat().filter((item) => chosen.has(item.id) && item.statusId !== status.id);
    return { orders, directory, status, items, moving, unchanged: chosen.size - moving.length };
  }

  private async ordersOf(
    manager: EntityManager,
    itemIds: string[],
    actor: Actor,
    take: (orders: SelectQueryBuilder<Order>) => SelectQueryBuilder<Order>,
  ): Promise<Map<number, Order>> {
    const ids = itemIds.map(Number);
    const items = await manager.find(OrderItem, { select: { id: true, orderId: true }, where: { id: In(ids) } });
    const orderIds = [...new Set(items.map(({ orderId }) => orderId))];
    const query = manager
      .createQueryBuilder(Order, 'order')
      .where({ id: In(orderIds) })
      .orderBy('order.id');
    const found = await take(limitToRegions(query, 'order.regionId', actor)).getMany();
    const orders = new Map(found.map((order) => [order.id, order]));
    const known = new Set(items.filter(({ orderId }) => orders.has(orderId)).map(({ id }) => id));
    const errors = ids.flatMap((id, index) =>
      known.has(id) ? [] : [{ path: `itemIds[${index}]`, message: 'there is no such order item' }],
    );
    if (errors.length > 0) throw new InvalidInputError(errors);
    return orders;
  }

  /** Moves the items, writes the history, evaluates the whole-order rule once for each order, and tells the listeners. */
  private async move(
    tx: Transaction,
    orders: Map<number, Order>,
    items: Map<number, OrderItem[]>,
    moving: OrderItem[],
    directory: Map<number, OrderStatus>,
    { status, cause, comment, actor }: Move,
  ): Promise<void> {
    if (moving.length === 0) return;
    if (!(await this.statuses.hold(tx, status.id))) throw InvalidInputError.of('statusId', 'there is no such status');
    const at = this.clock.now();
    const nameOf = (id: number | null) => (id === null ? '' : (directory.get(id)?.name ?? ''));
    const base = { toStatus: status.name, comment, actor, at };
    const history: Array<Omit<OrderHistoryEntry, 'id'>> = moving.map((item) => ({
      ...base,
      orderId: item.orderId,
      itemId: item.id,
      kind: 'item_status',
      fromStatus: nameOf(item.statusId),
    }));
    await tx.manager.update(OrderItem, { id: In(moving.map(({ id }) => id)) }, { statusId: status.id });
    const moves = planMove(orders.values(), items, moving, status.id, directory);
    for (const [statusId, ofStatus] of groupBy(
      moves.filter(({ isChanged }) => isChanged),
      (each) => each.statusId,
    )) {
      await tx.manager.update(Order, { id: In(ofStatus.map(({ order }) => order.id)) }, { statusId });
      for (const { order } of ofStatus) {
        const [fromStatus, toStatus] = [nameOf(order.statusId), nameOf(statusId)];
        history.push({ ...base, orderId: order.id, itemId: null, kind: 'order_status', fromStatus, toStatus });
        order.statusId = statusId;
      }
    }
    const changes = moves.map(orderChangeOf);
    await tx.insertMany(OrderHistoryEntry, history);
    await this.audit.record(tx, ...auditOf(history));
    await tx.publish(new OrderItemsStatusChanged(status.id, directory, changes, cause, comment, at));
    await tx.publish(new OrdersChanged(changes.map(({ order: { id, regionId } }) => ({ id, regionId }))));
  }
}

/** One entry an order, with the status of each moved item before and after. */
function auditOf(history: Array<Omit<OrderHistoryEntry, 'id'>>) {
  const moves = history.filter(({ itemId }) => itemId !== null);
  return [...groupBy(moves, ({ orderId }) => orderId)].map(([subjectId, ofOrder]) => ({
    action: 'set_item_status',
    subject: 'order',
    subjectId,
    before: Object.fromEntries(ofOrder.map(({ itemId, fromStatus }) => [`item ${itemId}`, fromStatus])),
    after: Object.fromEntries(ofOrder.map(({ itemId, toStatus }) => [`item ${itemId}`, toStatus])),
  }));
}

function resultOf({ orders, directory, moving, unchanged }: Setting): ItemStatusResult {
  return {
    changed: moving.length,
    unchanged,
    orders: [...orders.values()].map(({ id, statusId }) => ({
      id: String(id),
      status: presentStatusOf(statusId, directory),
    })),
  };
}

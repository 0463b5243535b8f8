import { Injectable } from '@nestjs/common';
import { currentRequest } from '../../access/request-context.js';
import { isGivenUp, STATUS_DIRECTORY } from '../order-statuses/order-status.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { moveItems } from './item-move.js';
import { ItemMoves } from './item-moves.service.js';
import { Order, OrderItem, OrderHistoryEntry } from './order.entity.js';
import { itemsOf } from './order-items.js';
import { BesideOrdersChanged, OrdersChanged } from './orders.events.js';
import { OrderStore } from './order-store.service.js';

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

/** What the client's cancellation means for the shop's order. */
@Injectable()
export class ClientCancellations {
  constructor(
    private readonly configuration: Configuration,
    private readonly orders: OrderStore,
    private readonly moves: ItemMoves,
    private readonly clock: Clock,
  ) {}

  /**
   * Follows the client's cancellation: items still in work pass into the status; an issued item stays, and so does each one
   * where no status is set: that is a conflict for a person to settle. The caller holds the external order's row.
   * @returns whether there is such a conflict
   */
  async follow(tx: Transaction, cancellation: ClientCancellation): Promise<boolean> {
    const { externalOrderId, positionIds, whole, statusId, reason } = cancellation;
    const directory = (await this.configuration.of(tx)).get(STATUS_DIRECTORY);
    const order = await this.orders.lock(tx, externalOrderId);
    if (!order) return false;
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
    const at = this.clock.now();
    await tx.manager.update(Order, { id: order.id }, { cancelledByClient, cancelConflict, updatedAt: at });
    await this.publish(tx, order, cancelled, conflict, reason);
    await tx.publish(new OrdersChanged([{ id: order.id, regionId: order.regionId }]));
    if (status) {
      const moved = moveItems([order], items, moving, status.id, directory, at);
      const statusChange = { cause: 'client' as const, comment: reason, actor: '', request: currentRequest() };
      await this.moves.write(tx, directory, [{ ...statusChange, status, orders: moved }], at);
    }
    return conflict;
  }

  /** Nothing that the client cancelled is left with the shop. The caller holds the row, and that of the external order. */
  async settle(tx: Transaction, { id, regionId }: Order): Promise<void> {
    await tx.updateByIds(Order, [id], { cancelConflict: false, updatedAt: this.clock.now() });
    await tx.publish(new BesideOrdersChanged([{ id, regionId }]));
  }

  private async publish(tx: Transaction, order: Order, cancelled: OrderItem[], conflict: boolean, reason: string) {
    const entry = { orderId: order.id, fromStatus: '', toStatus: '', actor: '', at: this.clock.now() };
    await tx.insertMany(OrderHistoryEntry, [
      ...cancelled.map(({ id }) => ({ ...entry, itemId: id, kind: 'cancelled_by_client' as const, comment: reason })),
      ...(conflict ? [{ ...entry, itemId: null, kind: 'cancel_conflict' as const, comment: '' }] : []),
    ]);
  }
}

import { Injectable } from '@nestjs/common';
import { type EntityManager, In, Not } from 'typeorm';
import { REGIONS } from '../../access/regions/regions.service.js';
import {
  initialStatus,
  OrderStatus,
  STATUS_DIRECTORY,
  StatusDirectory,
} from '../order-statuses/order-status.entity.js';
import { Clock } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Order, OrderHistoryEntry, OrderItem } from './order.entity.js';
import { leavingOf } from './item-leaving.js';
import { sinceOf } from './item-move.js';
import { itemsOf, statusOfItems, totalOf } from './order-items.js';
import { OrdersChanged, OrderTakenBack } from './orders.events.js';
import type { ChosenOffer, OfferedLine } from './offered-line.js';

/** A position as it was accepted; the quantity is the accepted one. */
export interface AcceptedPosition extends OfferedLine {
  positionId: number;
  positionExternalId: string;
  orderedQuantity: number;
}

export interface AcceptedExternalOrder {
  externalOrderId: number;
  externalId: string;
  connectionId: number;
  regionId: number;
  customerName: string;
  positions: AcceptedPosition[];
  /** Name of who accepted. */
  actor: string;
  /** Who looks after it; null = nobody. */
  assigneeId: number | null;
  /** Its buyer changed it since it was first decided, and nobody has seen that yet. */
  changedAfterDecision: boolean;
  /** The order that was made of it before, which is held; null = none. */
  existing: Order | null;
}

/** Rows of orders and their items, as deciding, cancelling and setting statuses need them. */
@Injectable()
export class OrderStore {
  constructor(
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the order of an external order, or extends the one that it has; its items start in the directory's initial status.
   * The caller holds the external order's row.
   */
  async createFrom(
    tx: Transaction,
    accepted: AcceptedExternalOrder,
  ): Promise<{ orderId: number; initial: OrderStatus }> {
    const { existing, positions, actor } = accepted;
    const now = this.clock.now();
    const snapshot = await this.configuration.of(tx);
    const directory = snapshot.get(STATUS_DIRECTORY);
    const initial = initialStatus(directory);
    const leaving = leavingOf(initial, snapshot.get(REGIONS).get(accepted.regionId), now);
    const orderId = existing?.id ?? (await this.insertOrder(tx, accepted, initial.id, now));
    await tx.insertMany(
      OrderItem,
      positions.map((position) => ({
        ...position,
        ...offerColumns(position.offer),
        orderId,
        statusId: initial.id,
        ...leaving,
        createdAt: now,
      })),
    );
    if (existing) await this.followExtension(tx, existing, initial.id, directory, now);
    await tx.insertMany(OrderHistoryEntry, [
      {
        orderId,
        itemId: null,
        kind: existing ? 'extended' : 'created',
        fromStatus: '',
        toStatus: initial.name,
        comment: '',
        actor,
        at: now,
      },
    ]);
    await tx.publish(new OrdersChanged([{ id: orderId, regionId: accepted.regionId }]));
    return { orderId, initial };
  }

  /**
   * Takes items out again that were just made of positions; an order that is left without any goes, too. The caller holds the external
   * order's row.
   * @param made.itemStatusId the status that they started in
   * @param made.orderStatusId the one that the order was in before; null = no single one, or there was no order
   * @returns false where one of them was elsewhere since, or where the order would come into a status that nobody is told of or that is not
   * there any more; then nothing is done
   */
  async takeBack(
    tx: Transaction,
    externalOrderId: number,
    positionIds: number[],
    { itemStatusId, orderStatusId }: { itemStatusId: number; orderStatusId: number | null | undefined },
    actor: string,
  ): Promise<boolean> {
    const order = await this.lock(tx, externalOrderId);
    const items = (order && (await itemsOf(tx.manager, [order.id])).get(order.id)) ?? [];
    const made = items.filter(({ positionId }) => positionIds.includes(positionId));
    const isAsMade = made.every(
      (item) => item.statusId === itemStatusId && item.part === 0 && +sinceOf(item) === +item.createdAt,
    );
    if (!order || made.length < positionIds.length || !isAsMade) return false;
    const { id: orderId, regionId } = order;
    const directory = (await this.configuration.of(tx)).get(STATUS_DIRECTORY);
    const left = items.filter((item) => !made.includes(item));
    const statusId = statusOfItems(left, directory, orderStatusId ?? order.statusId);
    if (statusId !== null && !directory.has(statusId)) return false;
    const isTold = statusId === null || statusId === order.statusId || statusId === orderStatusId;
    if (left.length > 0 && orderStatusId !== undefined && !isTold) return false;
    await tx.manager.delete(OrderItem, { id: In(idsOf(made)) });
    if (left.length === 0) {
      await tx.manager.delete(OrderHistoryEntry, { orderId });
      await tx.manager.delete(Order, { id: orderId });
      await tx.publish(new OrderTakenBack(orderId, order.createdAt));
    } else {
      const at = this.clock.now();
      await tx.updateByIds(Order, [orderId], { statusId, totalMinor: totalOf(left), updatedAt: at });
      const entry = {
        itemId: null,
        kind: 'extension_undone' as const,
        fromStatus: '',
        toStatus: '',
        comment: '',
        actor,
      };
      await tx.insertMany(OrderHistoryEntry, [{ ...entry, orderId, at }]);
    }
    await tx.publish(new OrdersChanged([{ id: orderId, regionId }]));
    return true;
  }

  /** Takes the order of an external order for this transaction, if there is one: always after the external order's own row. */
  lock(tx: Transaction, externalOrderId: number): Promise<Order | null> {
    return tx.lockOne(Order, { externalOrderId });
  }

  /** Takes orders by id, always in the same sequence; those that are not there are left out. */
  lockAll(tx: Transaction, ids: number[]): Promise<Order[]> {
    const query = tx.manager.createQueryBuilder(Order, 'order').where({ id: In(ids) });
    return tx.lockForUpdate(query.orderBy('order.id')).getMany();
  }

  /** What was said when items of these external orders' orders passed into another status. */
  commentsOf(
    manager: EntityManager,
    externalOrderIds: number[],
  ): Promise<Array<{ externalOrderId: number; comment: string }>> {
    return manager
      .createQueryBuilder(OrderHistoryEntry, 'entry')
      .innerJoin(Order, 'order', 'order.id = entry.orderId')
      .select(['order.externalOrderId AS externalOrderId', 'entry.comment AS comment'])
      .where({ comment: Not('') })
      .andWhere('order.externalOrderId IN (:...externalOrderIds)', { externalOrderIds })
      .orderBy('entry.id')
      .getRawMany();
  }

  /**
   * Erases the buyer's name of an order, and its comments, which may be about them. The caller holds the external order's row.
   * @returns the order's id; null = none was made
   */
  async eraseBuyer(tx: Transaction, externalOrderId: number): Promise<number | null> {
    const order = await this.lock(tx, externalOrderId);
    if (!order) return null;
    await tx.manager.update(Order, { id: order.id }, { customerName: '', updatedAt: this.clock.now() });
    await tx.manager.update(OrderItem, { orderId: order.id }, { comment: '' });
    await tx.manager.update(OrderHistoryEntry, { orderId: order.id }, { comment: '' });
    return order.id;
  }

  private insertOrder(tx: Transaction, accepted: AcceptedExternalOrder, statusId: number, createdAt: Date) {
    const { externalOrderId, externalId, connectionId, regionId, assigneeId, customerName, changedAfterDecision } =
      accepted;
    return tx.insert(Order, {
      externalOrderId,
      externalId,
      connectionId,
      regionId,
      statusId,
      assigneeId,
      totalMinor: totalOf(accepted.positions),
      customerName,
      cancelledByClient: false,
      cancelConflict: false,
      changedAfterDecision,
      createdAt,
      updatedAt: createdAt,
    });
  }

  /** A new live item leaves the order in the initial status only if no other live item is elsewhere; nobody is told. */
  private async followExtension(
    tx: Transaction,
    order: Order,
    initialStatusId: number,
    directory: StatusDirectory,
    updatedAt: Date,
  ): Promise<void> {
    const items = (await itemsOf(tx.manager, [order.id])).get(order.id) ?? [];
    const statusId = statusOfItems(items, directory, initialStatusId);
    await tx.updateByIds(Order, [order.id], { statusId, totalMinor: totalOf(items), updatedAt });
  }
}

function offerColumns(offer: ChosenOffer | null) {
  const { priceListId = null, articleKey = null, brandKey = null } = offer ?? {};
  return { offerListId: priceListId, offerArticleKey: articleKey, offerBrandKey: brandKey };
}

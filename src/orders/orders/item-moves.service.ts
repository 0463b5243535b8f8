import { Injectable } from '@nestjs/common';
import { idsOf, groupBy } from '../../platform/collections.js';
import { AuditService, Change } from '../../access/audit.service.js';
import type { RequestContext } from '../../access/request-context.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { changesDelivery, OrderStatus, type StatusDirectory } from '../order-statuses/order-status.entity.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { auditedPieces, type Division, namedQuantity } from './item-division.js';
import { type Leaving, leavingOf } from './item-leaving.js';
import { inOneStep, isChanged, OrderMove, sinceOf } from './item-move.js';
import { Order, OrderItem, OrderHistoryEntry } from './order.entity.js';
import { OrderChange, OrderItemsStatusChanged, OrdersChanged } from './orders.events.js';
import { offeredLineOf } from './offered-line.js';

/** Items passed into a status by one change of status, in one order or several. */
export interface Move {
  status: OrderStatus;
  cause: 'user' | 'client';
  comment: string;
  /** Whose name stands in the history; "" for the client. */
  actor: string;
  /** The request that asked for it; undefined for the client. */
  request: RequestContext | undefined;
  orders: OrderMove[];
  /** What of the items was divided off others by it; the parts are not written yet. */
  divisions?: Division[];
}

/** Moves whose rows are written, and of which nobody was told yet. */
interface Untold {
  directory: StatusDirectory;
  moves: Move[];
  at: Date;
}

type LeavingOf = (item: OrderItem) => Leaving;
type HistoryRow = Omit<OrderHistoryEntry, 'id'>;

/** Writes down what moved, change after change, and tells the listeners. The orders' rows and the statuses are held by the caller. */
@Injectable()
export class ItemMoves {
  private readonly untold = new WeakMap<Transaction, Untold[]>();

  constructor(
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
  ) {}

  /** All that the work moves is one change: the whole-order rule is asked once, after it, and the listeners are told then. */
  async asOneChange<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
    if (this.untold.has(tx)) return work();
    const untold: Untold[] = [];
    this.untold.set(tx, untold);
    let result: T;
    try {
      result = await work();
    } finally {
      this.untold.delete(tx);
    }
    await this.tellTogether(tx, untold);
    return result;
  }

  /** @param at when the items passed into their statuses */
  async write(tx: Transaction, directory: StatusDirectory, moves: Move[], at: Date): Promise<void> {
    const all = moves.flatMap(({ orders }) => orders);
    if (all.length === 0) return;
    const divisions = moves.flatMap((move) => move.divisions ?? []);
    const regions = (await this.configuration.of(tx)).get(REGIONS);
    const regionIds = new Map(all.map(({ order: { id, regionId } }) => [id, regionId]));
    const leaving = (item: OrderItem) =>
      leavingOf(directory.get(item.statusId), regions.get(regionIds.get(item.orderId)!), sinceOf(item));
    await this.saveDivisions(tx, divisions, leaving);
    await this.saveStatuses(tx, all, leaving, new Set(divisions.map(({ part }) => part)), at);
    const untold = this.untold.get(tx);
    const ofItems = moves.map((move) => historyOfItems(move, directory, at));
    const histories = moves.map((move, index) => [
      ...ofItems[index]!,
      ...(untold ? [] : historyOfOrders(move, directory, at)),
    ]);
    await tx.insertMany(OrderHistoryEntry, histories.flat());
    const changes = moves.flatMap((move, index) => auditOf(move, ofItems[index]!));
    await this.audit.recordAll(tx, changes);
    if (untold) untold.push({ directory, moves, at });
    else await tx.publish(new OrderItemsStatusChanged(directory, moves.flatMap(changesOf), at));
    const changed = moves.flatMap(({ status, orders }) =>
      orders.map(({ order: { id, regionId }, items }) => {
        const hasOtherPieces = items.some((item) => changesDelivery(directory, item.fromStatusId, status.id));
        return { id, regionId, hasOtherPieces };
      }),
    );
    for (const event of OrdersChanged.byPieces(changed)) await tx.publish(event);
  }

  private async tellTogether(tx: Transaction, untold: Untold[]): Promise<void> {
    const last = untold.at(-1);
    if (!last) return;
    inOneStep(untold.flatMap(({ moves }) => moves.flatMap(({ orders }) => orders)));
    const histories = untold.flatMap(({ moves, directory, at }) =>
      moves.flatMap((move) => historyOfOrders(move, directory, at)),
    );
    await tx.insertMany(OrderHistoryEntry, histories);
    const changes = untold.flatMap(({ moves }) => moves.flatMap(changesOf));
    await tx.publish(new OrderItemsStatusChanged(last.directory, changes, last.at));
  }

  /** The parts with the status where they are, and what is left of the items. */
  private async saveDivisions(tx: Transaction, divisions: Division[], leaving: LeavingOf): Promise<void> {
    for (const { part } of divisions) {
      const { id: _, ...row } = Object.assign(part, leaving(part));
      part.id = await tx.insert(OrderItem, row);
    }
    for (const from of new Set(divisions.map((division) => division.from)))
      await tx.updateByIds(OrderItem, [from.id], { quantity: from.quantity });
  }

  /** Each row once, into the status where it ended. @param made rows that have it already */
  private async saveStatuses(
    tx: Transaction,
    moves: OrderMove[],
    leaving: LeavingOf,
    made: Set<OrderItem>,
    updatedAt: Date,
  ): Promise<void> {
    const items = new Set(
      moves.flatMap((move) => move.items.map(({ item }) => item).filter((item) => !made.has(item))),
    );
    for (const item of items) Object.assign(item, leaving(item));
    const alikeBy = ({ statusId, inStatusSince, leaveBy, leaveNoticeAt }: OrderItem) =>
      JSON.stringify([statusId, inStatusSince, leaveBy, leaveNoticeAt]);
    for (const alike of groupBy(items, alikeBy).values()) {
      const { statusId, inStatusSince, leaveBy, leaveNoticeAt } = alike[0]!;
      await tx.updateByIds(OrderItem, idsOf(alike), { statusId, inStatusSince, leaveBy, leaveNoticeAt });
    }
    const orders = new Set(moves.filter(isChanged).map(({ order }) => order));
    for (const [statusId, inStatus] of groupBy(orders, (order) => order.statusId)) {
      await tx.updateByIds(Order, idsOf(inStatus), { statusId, updatedAt });
    }
    const others = new Set(moves.map(({ order }) => order).filter((order) => !orders.has(order)));
    await tx.updateByIds(Order, idsOf(others), { updatedAt });
  }
}

/** The moves as they are told. */
export function changesOf({ status, cause, comment, orders }: Omit<Move, 'actor' | 'request'>): OrderChange[] {
  return orders.map((move) => {
    const { id, externalOrderId, externalId, connectionId, regionId } = move.order;
    return {
      order: { id, externalOrderId, externalId, connectionId, regionId },
      items: move.items.map(({ item, quantity }) => {
        const { id, positionId, positionExternalId } = item;
        const pieces = { quantity, namedQuantity: namedQuantity({ ...item, quantity }) };
        return { id, positionId, positionExternalId, ...offeredLineOf(item), ...pieces };
      }),
      statusId: status.id,
      reachedStatusId: isChanged(move) ? move.statusId : null,
      cause,
      comment,
      hold: move.hold ?? null,
    };
  });
}

function historyOfItems({ status, comment, actor, orders }: Move, directory: StatusDirectory, at: Date): HistoryRow[] {
  return orders.flatMap(({ order, items }) =>
    items.map(({ item, fromStatusId, ...moved }): HistoryRow => {
      const [fromStatus, toStatus] = [nameOf(directory, fromStatusId), status.name];
      const quantity = namedQuantity({ ...item, ...moved }) ?? null;
      const entry = { orderId: order.id, itemId: item.id, kind: 'item_status' as const, quantity };
      return { ...entry, fromStatus, toStatus, comment, actor, at };
    }),
  );
}

/** Of those that came into another status. */
function historyOfOrders({ comment, actor, orders }: Move, directory: StatusDirectory, at: Date): HistoryRow[] {
  return orders.filter(isChanged).map((move) => {
    const [fromStatus, toStatus] = [nameOf(directory, move.fromStatusId), nameOf(directory, move.statusId)];
    const entry = { orderId: move.order.id, itemId: null, kind: 'order_status' as const, quantity: null };
    return { ...entry, fromStatus, toStatus, comment, actor, at };
  });
}

function nameOf(directory: StatusDirectory, id: number | null): string {
  return id === null ? '' : (directory.get(id)?.name ?? '');
}

/** One entry an order, with the status of each moved item before and after, and the pieces of those that were divided. */
function auditOf({ request, divisions = [] }: Move, history: HistoryRow[]): Change[] {
  return [...groupBy(history, ({ orderId }) => orderId)].map(([subjectId, ofOrder]) => {
    const pieces = divisions
      .filter(({ from }) => from.orderId === subjectId)
      .map(({ part, from, left }) => auditedPieces(from.id, left, part.id, part.quantity));
    const statuses = (side: 'fromStatus' | 'toStatus') =>
      Object.fromEntries(ofOrder.map((entry) => [`item ${entry.itemId}`, entry[side]]));
    return {
      action: 'set_item_status',
      subject: 'order',
      subjectId,
      before: Object.assign(statuses('fromStatus'), ...pieces.map(({ whole }) => whole)),
      after: Object.assign(statuses('toStatus'), ...pieces.map(({ divided }) => divided)),
      request,
    };
  });
}

import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { REGIONS } from '../../access/regions/regions.service.js';
import { Clock } from '../../platform/clock.js';
import { groupBy, idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Job } from '../../platform/jobs/job.js';
import { Metrics } from '../../platform/observation/metrics.js';
import { eachByItself } from '../../platform/transactions/each-by-itself.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { STATUS_DIRECTORY, type StatusDirectory } from '../order-statuses/order-status.entity.js';
import { renewedLeaving } from '../orders/item-leaving.js';
import type { SetItemStatus } from '../orders/item-status.dto.js';
import { ItemStatusesService } from '../orders/item-statuses.service.js';
import { type Order, OrderItem } from '../orders/order.entity.js';
import { itemsOf } from '../orders/order-items.js';
import { OrderStore } from '../orders/order-store.service.js';
import { DEADLINE_ACTOR } from './deadline-actor.js';
import { ItemsDue } from './deadlines.events.js';
import { postponedFrom } from './postponed.js';

const EVERY_MS = 15_000;
const AT_ONCE = 500;

/** Has managers told of items that are to leave their status, and puts what did not into another one, where that is set up. */
@Injectable()
export class ItemDeadlines {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly orders: OrderStore,
    private readonly statuses: ItemStatusesService,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'item-deadlines', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    await this.configuration.refresh();
    const due = await this.transactions.read((manager) =>
      manager.find(OrderItem, {
        select: { id: true, orderId: true, leaveNoticeAt: true },
        where: { leaveNoticeAt: LessThanOrEqual(this.clock.now()) },
        order: { leaveNoticeAt: 'ASC' },
        take: AT_ONCE,
      }),
    );
    const orderIds = [...new Set(due.map(({ orderId }) => orderId))];
    await eachByItself(
      this.transactions,
      orderIds,
      {
        work: (tx, id) => this.takeTurn(tx, id),
        postpone: (tx, id) => this.postpone(tx, id),
        what: 'acting on the deadline of order',
      },
      signal,
    );
  }

  /** What its items are by now counts: another replica may have been here, a manager or the client. */
  private async takeTurn(tx: Transaction, orderId: number): Promise<void> {
    const snapshot = await this.configuration.of(tx);
    const directory = snapshot.get(STATUS_DIRECTORY);
    const now = this.clock.now();
    const [order] = await this.orders.lockAll(tx, [orderId]);
    if (!order) return;
    const items = (await itemsOf(tx.manager, [orderId])).get(orderId) ?? [];
    const isDue = ({ leaveBy, leaveNoticeAt }: OrderItem) => leaveBy && leaveNoticeAt && leaveNoticeAt <= now;
    const due: OrderItem[] = [];
    for (const item of items.filter(isDue)) {
      // A limit that was changed a moment ago holds already.
      const renewed = renewedLeaving(
        item,
        directory.get(item.statusId),
        snapshot.get(REGIONS).get(order.regionId),
        now,
      );
      if (renewed) await tx.updateByIds(OrderItem, [item.id], renewed);
      if (isDue(Object.assign(item, renewed))) due.push(item);
    }
    const byTurn = groupBy(due, ({ statusId, leaveBy }) => `${statusId} ${leaveBy! <= now}`);
    const moves: SetItemStatus[] = [];
    for (const alike of byTurn.values()) moves.push(...(await this.tell(tx, order, alike, directory, now)));
    if (moves.length === 0) return;
    await this.statuses.setWithin(tx, moves, DEADLINE_ACTOR);
    const moved = moves.flatMap(({ itemIds = [] }) => itemIds).length;
    tx.afterCommit(() => this.metrics.deadlineActions.inc({ action: 'moved' }, moved));
  }

  /** @returns what is to be done with the items */
  private async tell(
    tx: Transaction,
    order: Order,
    items: OrderItem[],
    directory: StatusDirectory,
    now: Date,
  ): Promise<SetItemStatus[]> {
    const [{ statusId, leaveBy }] = items as [OrderItem];
    const status = directory.get(statusId);
    const isOverdue = leaveBy! <= now;
    for (const alike of groupBy(items, (item) => item.leaveBy!.getTime()).values())
      await tx.updateByIds(OrderItem, idsOf(alike), { leaveNoticeAt: isOverdue ? null : alike[0]!.leaveBy });
    if (!status) return [];
    const movedTo = isOverdue && status.onOverdue ? directory.get(Number(status.onOverdue.statusId)) : undefined;
    const by = new Date(Math.min(...items.map((item) => item.leaveBy!.getTime())));
    await tx.publish(new ItemsDue(order, status, items, by, isOverdue, movedTo ?? null));
    return movedTo ? [{ itemIds: idsOf(items).map(String), statusId: String(movedTo.id) }] : [];
  }

  /** Without reading them, which may be what fails. */
  private postpone(tx: Transaction, orderId: number) {
    const now = this.clock.now();
    const late = { orderId, leaveNoticeAt: LessThanOrEqual(now) };
    return tx.manager.update(OrderItem, late, { leaveNoticeAt: postponedFrom(now) });
  }
}

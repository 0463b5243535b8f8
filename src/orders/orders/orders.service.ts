import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { Actor, limitToRegions, visibleTo } from '../../access/actor.js';
import { PEOPLE } from '../../access/user.entity.js';
import { STATUS_DIRECTORY } from '../order-statuses/order-status.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { idsOf } from '../../platform/collections.js';
import { countByValue } from '../../platform/sql/bounded-count.js';
import type { Listed } from '../../platform/sql/indexed-search.js';
import { readNewest } from '../../platform/sql/newest-rows.js';
import { walked } from '../../platform/sql/sorted-rows.js';
import { mapPage, Page } from '../../platform/http/paging.dto.js';
import { readSortedIds, readSortedPage } from '../../platform/http/read-page.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import {
  OrderCountQuery,
  OrderCounts,
  OrderDetail,
  OrderListQuery,
  OrderQuery,
  OrderSummary,
  presentOrder,
  presentOrderHistory,
} from './order.dto.js';
import { limitToAssignee } from './assignee.dto.js';
import { OrderInboxDetails } from './inbox-details.service.js';
import { OrderHandOvers } from './order-hand-overs.service.js';
import { Order, OrderItem, OrderHistoryEntry } from './order.entity.js';
import { itemsOf } from './order-items.js';
import { OrderNotifications } from './order-notifications.service.js';
import { findOrders } from './order-search.js';
import { sourcesOf } from './order-source.js';
import { orderSortings } from './sorted-orders.dto.js';

type ListFilter = Omit<OrderQuery, 'page' | 'perPage'>;

const COUNTED_AT_ONCE = 1_000;
const MADE = 'order.createdAt';
const SORTINGS = orderSortings('order', 'orders');

/** Shows orders. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly notifications: OrderNotifications,
    private readonly inboxDetails: OrderInboxDetails,
    private readonly handOvers: OrderHandOvers,
  ) {}

  list(query: OrderListQuery, actor: Actor): Promise<Page<OrderSummary>> {
    return this.transactions.read(async (manager) => {
      const list = (isWalked: boolean) => this.matching(manager, query, actor, isWalked);
      const page = await readSortedPage(manager, list, query, MADE, SORTINGS);
      const externalOrderIds = page.data.map(({ externalOrderId }) => externalOrderId);
      const [items, sources, changes] = await Promise.all([
        itemsOf(manager, idsOf(page.data)),
        sourcesOf(manager, externalOrderIds),
        query.changes && this.inboxDetails.pendingChangesOf(manager, externalOrderIds),
      ]);
      const directory = this.configuration.current.get(STATUS_DIRECTORY);
      const { users } = this;
      return mapPage(page, (order) => {
        const source = sources.get(order.externalOrderId)!;
        const summary = presentOrder(order, { source, items: items.get(order.id) ?? [], directory, users });
        return changes ? { ...summary, changes: changes.get(order.externalOrderId) ?? [] } : summary;
      });
    });
  }

  /** Ids of the first rows of the list, whatever its pages. */
  idsOf(query: ListFilter, actor: Actor, limit: number): Promise<number[]> {
    return this.transactions.read((manager) => {
      const list = (isWalked: boolean) => this.matching(manager, query, actor, isWalked);
      return readSortedIds(list, query.sort, MADE, SORTINGS, limit);
    });
  }

  /** How many items these orders have together. */
  countItems(orderIds: number[]): Promise<number> {
    return this.transactions.read(async (manager) => {
      let count = 0;
      for (let start = 0; start < orderIds.length; start += COUNTED_AT_ONCE) {
        count += await manager.countBy(OrderItem, { orderId: In(orderIds.slice(start, start + COUNTED_AT_ONCE)) });
      }
      return count;
    });
  }

  /** How many the list would show in each status. */
  counts(query: OrderCountQuery, actor: Actor): Promise<OrderCounts> {
    return this.transactions.read(async (manager) => {
      const { query: orders } = await this.matching(manager, query, actor);
      const ids = [null, ...this.configuration.current.get(STATUS_DIRECTORY).keys()];
      const isChosen = query.q !== undefined || query.ids !== undefined;
      const counts = await countByValue(orders, 'order.statusId', ids, isChosen);
      const statuses = [...counts].map(([id, count]) => ({ statusId: id === null ? null : String(id), count }));
      return { total: statuses.reduce((sum, { count }) => sum + count, 0), statuses };
    });
  }

  /** @throws NotFoundError */
  async detail(id: number, actor: Actor): Promise<OrderDetail> {
    return this.transactions.read(async (manager) => {
      const [found, items, history] = await Promise.all([
        manager.findOneBy(Order, { id }),
        itemsOf(manager, [id]),
        readNewest(manager, OrderHistoryEntry, { orderId: id }),
      ]);
      const order = visibleTo(actor, found, `Order ${id}`);
      const { externalOrderId } = order;
      const [sources, notifications, inboxDetails, handOvers] = await Promise.all([
        sourcesOf(manager, [externalOrderId]),
        this.notifications.of(manager, externalOrderId),
        this.inboxDetails.of(manager, externalOrderId),
        this.handOvers.of(manager, id),
      ]);
      const source = sources.get(externalOrderId)!;
      const directory = this.configuration.current.get(STATUS_DIRECTORY);
      const { users } = this;
      return {
        ...presentOrder(order, { source, items: items.get(id) ?? [], directory, users }),
        history: history.rows.map(presentOrderHistory),
        historyOmitted: history.omitted,
        notifications,
        handOvers,
        ...inboxDetails,
      };
    });
  }

  /** An item with its order, for the preview of texts. */
  async findItem(manager: EntityManager, itemId: number): Promise<{ item: OrderItem; order: Order } | undefined> {
    const item = await manager.findOneBy(OrderItem, { id: itemId });
    return item ? { item, order: await manager.findOneByOrFail(Order, { id: item.orderId }) } : undefined;
  }

  /** @returns 0 when there is no such order */
  async externalOrderIdOf(orderId: number): Promise<number> {
    const order = await this.transactions.read((manager) => manager.findOneBy(Order, { id: orderId }));
    return order?.externalOrderId ?? 0;
  }

  /** Ids of the orders made from these external orders, by external order. */
  async idsByExternalOrder(manager: EntityManager, externalOrderIds: number[]): Promise<Map<number, number>> {
    if (externalOrderIds.length === 0) return new Map();
    const orders = await manager.find(Order, {
      select: { id: true, externalOrderId: true },
      where: { externalOrderId: In(externalOrderIds) },
    });
    return new Map(orders.map(({ id, externalOrderId }) => [externalOrderId, id]));
  }

  /** What a list's filters and search leave of what the actor may see, as `order`. @param isWalked as for `walked` */
  private async matching(
    manager: EntityManager,
    filter: Omit<ListFilter, 'sort'>,
    actor: Actor,
    isWalked = false,
  ): Promise<Listed<Order>> {
    if (!filter.q) return { query: this.visible(manager, filter, actor, isWalked) };
    return findOrders(manager, filter.q, () => this.visible(manager, filter, actor, false));
  }

  private get users() {
    return this.configuration.current.get(PEOPLE).users;
  }

  /** All filters but the search. */
  private visible(manager: EntityManager, filter: Omit<ListFilter, 'sort' | 'q'>, actor: Actor, isWalked: boolean) {
    const { statusId, regionId, connectionId, flag, assignee, ids, from, to } = filter;
    const query = manager.createQueryBuilder(Order, 'order');
    const column = (name: keyof Order) => walked(`order.${name}`, isWalked);
    if (statusId === 'none') query.andWhere(`${column('statusId')} IS NULL`);
    else if (statusId !== undefined) query.andWhere(`${column('statusId')} = :statusId`, { statusId });
    if (regionId !== undefined) query.andWhere(`${column('regionId')} = :regionId`, { regionId });
    if (connectionId !== undefined) query.andWhere(`${column('connectionId')} = :connectionId`, { connectionId });
    if (flag) query.andWhere(`${column(flag)} = 1`);
    if (assignee !== undefined) limitToAssignee(query, column('assigneeId'), assignee, actor, this.users);
    if (ids) query.andWhere('order.id IN (:...ids)', { ids });
    if (from) query.andWhere(`${column('createdAt')} >= :from`, { from });
    if (to) query.andWhere(`${column('createdAt')} < :to`, { to });
    return limitToRegions(query, column('regionId'), actor);
  }
}

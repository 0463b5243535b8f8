import { Injectable, OnModuleInit } from '@nestjs/common';
import { EntityManager, In, SelectQueryBuilder } from 'typeorm';
import { Actor, limitToRegions, seesRegion, visibleTo } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { PEOPLE } from '../../access/user.entity.js';
import { limitToAssignee } from '../orders/assignee.dto.js';
import { OrderInboxDetails } from '../orders/inbox-details.service.js';
import { OrderNotifications } from '../orders/order-notifications.service.js';
import { OrdersService } from '../orders/orders.service.js';
import { orderSortings } from '../orders/sorted-orders.dto.js';
import { RegionsService } from '../../access/regions/regions.service.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { ConflictError } from '../../platform/errors.js';
import { countByValue } from '../../platform/sql/bounded-count.js';
import { groupBy } from '../../platform/collections.js';
import type { Listed } from '../../platform/sql/indexed-search.js';
import { limitToCancelledLately } from './cancelled-lately.js';
import { walked } from '../../platform/sql/sorted-rows.js';
import { mapPage, Page } from '../../platform/http/paging.dto.js';
import { readSortedIds, readSortedPage } from '../../platform/http/read-page.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import {
  ExternalOrderDetail,
  ExternalOrderQuery,
  ExternalOrderSummary,
  presentExternalOrder,
  presentExternalOrderHistory,
  ExternalOrderCountQuery,
  ExternalOrderCounts,
} from './external-order.dto.js';
import { changesOf } from './content-changes.js';
import { BY_RULES, countedReason, ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import { findExternalOrders } from './external-order-search.js';
import { SHOWN_STATES } from './external-order-state.js';
import { ExternalOrderStore } from './external-order-store.service.js';
import { contentHistoriesOf, historyOf } from './stored-history.js';
import { Teamwork } from './teamwork.service.js';
import { Undo } from '../undo/undo.service.js';

type ListFilter = Omit<ExternalOrderQuery, 'page' | 'perPage'>;

interface OrderWithPositions {
  order: ExternalOrder;
  positions: ExternalOrderPosition[];
}

const ARRIVAL = 'externalOrder.createdAt';
const SORTINGS = {
  ...orderSortings('externalOrder', 'external_orders'),
  timeLeft: { column: 'externalOrder.decideBy', index: 'external_orders_decide_by' },
};

/** The inbox as managers see it. */
@Injectable()
export class ExternalOrdersService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ExternalOrderStore,
    private readonly orders: OrdersService,
    private readonly inboxDetails: OrderInboxDetails,
    private readonly notifications: OrderNotifications,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly regions: RegionsService,
    private readonly teamwork: Teamwork,
    private readonly configuration: Configuration,
    private readonly undo: Undo,
  ) {}

  onModuleInit(): void {
    const isUsing = (tx: Transaction, regionId: number) => tx.manager.existsBy(ExternalOrder, { regionId });
    this.regions.register({ name: 'external orders', isUsing });
    this.inboxDetails.register({
      of: async (manager, id) => {
        const [history, notes] = await Promise.all([historyOf(manager, id), this.teamwork.notesOf(manager, id)]);
        return { changes: changesOf(history), notes };
      },
      pendingChangesOf: async (manager, ids) => {
        const histories = await contentHistoriesOf(manager, ids);
        return new Map([...histories].map(([id, history]) => [id, changesOf(history).filter((each) => each.pending)]));
      },
    });
  }

  list(query: ExternalOrderQuery, actor: Actor): Promise<Page<ExternalOrderSummary>> {
    return this.transactions.read(async (manager) => {
      const list = (isWalked: boolean) => this.matching(manager, query, actor, isWalked);
      const page = await readSortedPage(manager, list, query, ARRIVAL, SORTINGS);
      const ids = page.data.map(({ id }) => id);
      const [positions, orderIds] = await Promise.all([
        ids.length === 0 ? [] : this.store.positionsOf(manager, ids),
        this.orders.idsByExternalOrder(manager, ids),
      ]);
      const byOrder = groupBy(positions, ({ externalOrderId }) => externalOrderId);
      const context = this.context();
      return mapPage(page, (order) =>
        presentExternalOrder(order, byOrder.get(order.id) ?? [], orderIds.get(order.id), context),
      );
    });
  }

  /** Ids of the first rows of the list, whatever its pages. */
  idsOf(query: ListFilter, actor: Actor, limit: number): Promise<number[]> {
    return this.transactions.read((manager) => {
      const list = (isWalked: boolean) => this.matching(manager, query, actor, isWalked);
      return readSortedIds(list, query.sort, ARRIVAL, SORTINGS, limit);
    });
  }

  /** How many the list would show in each state. */
  counts(query: ExternalOrderCountQuery, actor: Actor): Promise<ExternalOrderCounts> {
    return this.transactions.read(async (manager) => {
      const { query: orders } = await this.matching(manager, query, actor);
      const isChosen = query.q !== undefined || query.ids !== undefined;
      const counts = await countByValue(orders, 'externalOrder.state', SHOWN_STATES, isChosen);
      const states = Object.fromEntries(SHOWN_STATES.map((state) => [state, counts.get(state) ?? 0]));
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return { states: states as unknown as ExternalOrderCounts['states'], total };
    });
  }

  /** @throws NotFoundError */
  async detail(id: number, actor: Actor): Promise<ExternalOrderDetail> {
    return this.transactions.read(async (manager) => {
      const [found, positions, orderIds, history, notifications, notes, undo] = await Promise.all([
        manager.findOneBy(ExternalOrder, { id }),
        this.store.positionsOf(manager, [id]),
        this.orders.idsByExternalOrder(manager, [id]),
        historyOf(manager, id),
        this.notifications.of(manager, id),
        this.teamwork.notesOf(manager, id),
        this.undo.offerOf(manager, 'decision', id, actor),
      ]);
      const order = visibleTo(actor, found, `External order ${id}`);
      return {
        ...presentExternalOrder(order, positions, orderIds.get(id), this.context()),
        changes: changesOf(history),
        notes,
        history: presentExternalOrderHistory(order, history.rows),
        historyOmitted: history.omitted,
        notifications,
        undo: isOvertaken(order, positions) ? null : undo,
      };
    });
  }

  /**
   * Takes it out of the inbox; its id stays known and the marketplace is told nothing.
   * @throws NotFoundError, ConflictError `deleted`
   */
  delete(id: number, reason: string, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const order = visibleTo(actor, await this.store.lock(tx, id), `External order ${id}`);
      const before = { state: order.state };
      if (order.deletedAt) throw new ConflictError('deleted', 'The external order was deleted before.');
      order.deletedAt = this.clock.now();
      order.state = 'deleted';
      await this.store.update(tx, order);
      await this.store.writeHistory(tx, order, { kind: 'deleted', comment: reason, actor: actor.name });
      await this.audit.record(tx, 'delete', 'external_order', id, { before, after: { state: order.state } });
    });
  }

  /** Those of these that the actor sees, with the positions of their current content. */
  async withPositions(manager: EntityManager, ids: number[], actor: Actor): Promise<OrderWithPositions[]> {
    if (ids.length === 0) return [];
    const [orders, positions] = await Promise.all([
      manager.findBy(ExternalOrder, { id: In(ids) }),
      this.store.positionsOf(manager, ids),
    ]);
    const current = groupBy(
      positions.filter(({ isCurrent }) => isCurrent),
      ({ externalOrderId }) => externalOrderId,
    );
    return orders
      .filter(({ regionId }) => seesRegion(actor, regionId))
      .map((order) => ({ order, positions: current.get(order.id) ?? [] }));
  }

  /** The regions of external orders, by id. */
  async regionsOf(manager: EntityManager, ids: number[]): Promise<Map<number, number>> {
    const orders = await manager.find(ExternalOrder, { select: { id: true, regionId: true }, where: { id: In(ids) } });
    return new Map(orders.map(({ id, regionId }) => [id, regionId]));
  }

  /** The ids of external orders at their marketplaces, by id. */
  async externalIdsOf(manager: EntityManager, ids: number[]): Promise<Map<number, string>> {
    if (ids.length === 0) return new Map();
    const orders = await manager.find(ExternalOrder, {
      select: { id: true, externalId: true },
      where: { id: In(ids) },
    });
    return new Map(orders.map(({ id, externalId }) => [id, externalId]));
  }

  /** What a list's filters and search leave of what the actor may see, as `externalOrder`. @param isWalked as for `walked` */
  async matching(
    manager: EntityManager,
    filter: Omit<ListFilter, 'sort'>,
    actor: Actor,
    isWalked = false,
  ): Promise<Listed<ExternalOrder>> {
    if (!filter.q) return { query: this.visible(manager, filter, actor, isWalked) };
    return findExternalOrders(manager, filter.q, () => this.visible(manager, filter, actor, false));
  }

  /** What rows are shown by. */
  private context() {
    return { users: this.users, now: this.clock.now() };
  }

  private get users() {
    return this.configuration.current.get(PEOPLE).users;
  }

  /** All filters but the search. */
  private visible(manager: EntityManager, filter: Omit<ListFilter, 'sort' | 'q'>, actor: Actor, isWalked: boolean) {
    const {
      state,
      connectionId,
      regionId,
      flag,
      overdue,
      cancelledLately,
      assignee,
      decidedBy,
      refusalReason,
      ids,
      from,
      to,
    } = filter;
    const query = manager.createQueryBuilder(ExternalOrder, 'externalOrder');
    const column = (name: keyof ExternalOrder) => walked(`externalOrder.${name}`, isWalked);
    if (state) query.andWhere(`${column('state')} IN (:...state)`, { state });
    else query.andWhere(`${column('state')} <> 'deleted'`);
    if (connectionId !== undefined) query.andWhere(`${column('connectionId')} = :connectionId`, { connectionId });
    if (regionId !== undefined) query.andWhere(`${column('regionId')} = :regionId`, { regionId });
    if (overdue) query.andWhere(`${column('decideBy')} <= :now`, { now: this.clock.now() });
    if (cancelledLately) limitToCancelledLately(query, this.clock.now());
    if (flag) query.andWhere(`${column(flag)} = 1`);
    if (assignee !== undefined) limitToAssignee(query, column('assigneeId'), assignee, actor, this.users);
    if (decidedBy === 'none') query.andWhere(`${column('decidedById')} IS NULL AND ${column('decidedAt')} IS NOT NULL`);
    else if (decidedBy !== undefined) {
      const decider = decidedBy === 'rules' ? BY_RULES : decidedBy;
      query.andWhere(`${column('decidedById')} = :decider`, { decider });
    }
    if (refusalReason !== undefined) limitToReason(query, countedReason(refusalReason));
    if (ids) query.andWhere('externalOrder.id IN (:...ids)', { ids });
    if (from) query.andWhere(`${column('createdAt')} >= :from`, { from });
    if (to) query.andWhere(`${column('createdAt')} < :to`, { to });
    return limitToRegions(query, column('regionId'), actor);
  }
}

/** The buyer has changed it since it was decided, which is looked at first, or cancelled something of it; or it was deleted. */
function isOvertaken(order: ExternalOrder, positions: ExternalOrderPosition[]): boolean {
  if (order.changedAfterDecision || order.cancelledByClient || order.deletedAt) return true;
  return positions.some(({ state, decidedAt }) => state === 'cancelled' && decidedAt !== null);
}

/** Letter for letter, which a server's collation is not. */
function limitToReason(query: SelectQueryBuilder<ExternalOrder>, refusalReason: string): void {
  const refused = query.subQuery().select('refused.externalOrderId').from(ExternalOrderPosition, 'refused');
  refused.where(`refused.state = 'refused' AND refused.isCurrent = 1`);
  refused.andWhere('refused.refusalReason = :refusalReason AND HEX(refused.refusalReason) = HEX(:refusalReason)');
  query.andWhere(`externalOrder.id IN ${refused.getQuery()}`, { refusalReason });
}

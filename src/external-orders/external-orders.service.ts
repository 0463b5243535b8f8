import { Injectable } from '@nestjs/common';
import { Brackets, EntityManager, In } from 'typeorm';
import { Actor, limitToRegions, visibleTo } from '../access/actor.js';
import { AuditService } from '../access/audit.service.js';
import { OrderNotifications } from '../orders/order-notifications.service.js';
import { OrdersService } from '../orders/orders.service.js';
import { RegionDeleting } from '../regions/region-deleting.event.js';
import { Clock } from '../shared/clock.js';
import { OnDomainEvent } from '../shared/domain-event-bus.js';
import { ConflictError } from '../shared/errors.js';
import { groupBy } from '../shared/group-by.js';
import { likeAnywhere, mapPage, Page, readPage } from '../shared/paging.dto.js';
import type { Transaction } from '../shared/transaction.js';
import { Transactions } from '../shared/transactions.service.js';
import {
  ExternalOrderDetail,
  ExternalOrderQuery,
  ExternalOrderSummary,
  presentExternalOrder,
  presentExternalOrderHistory,
} from './external-order.dto.js';
import { ExternalOrder } from './external-order.entity.js';
import { ExternalOrderHistory } from './external-order-history.service.js';
import { ExternalOrderPosition } from './external-order-position.entity.js';
import { ExternalOrderStore } from './external-order-store.service.js';

/** The inbox as managers see it. */
@Injectable()
export class ExternalOrdersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ExternalOrderStore,
    private readonly history: ExternalOrderHistory,
    private readonly orders: OrdersService,
    private readonly notifications: OrderNotifications,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  list(query: ExternalOrderQuery, actor: Actor): Promise<Page<ExternalOrderSummary>> {
    return this.transactions.read(async (manager) => {
      const page = await readPage(
        limitToRegions(this.filtered(manager, query), 'externalOrder.regionId', actor),
        query,
        'externalOrder.createdAt',
      );
      const ids = page.data.map(({ id }) => id);
      const positions = ids.length === 0 ? [] : await this.store.positionsOf(manager, ids);
      const byOrder = groupBy(positions, ({ externalOrderId }) => externalOrderId);
      const orderIds = await this.orders.idsByExternalOrder(manager, ids);
      return mapPage(page, (order) => presentExternalOrder(order, byOrder.get(order.id) ?? [], orderIds.get(order.id)));
    });
  }

  /** @throws NotFoundError */
  async detail(id: number, actor: Actor): Promise<ExternalOrderDetail> {
    const detail = await this.transactions.read(async (manager) => {
      const order = visibleTo(actor, await manager.findOneBy(ExternalOrder, { id }), `External order ${id}`);
      const positions = await this.store.positionsOf(manager, [id]);
      const orderId = (await this.orders.idsByExternalOrder(manager, [id])).get(id);
      const history = presentExternalOrderHistory(order, await this.history.of(manager, id));
      return { ...presentExternalOrder(order, positions, orderId), history };
    });
    return { ...detail, notifications: await this.notifications.of(id) };
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
      await this.history.write(tx, order, { kind: 'deleted', comment: reason, actor: actor.name });
      await this.audit.record(tx, {
        action: 'delete',
        subject: 'external_order',
        subjectId: id,
        before,
        after: { state: order.state },
      });
    });
  }

  /** The regions of external orders, by id. */
  async regionsOf(manager: EntityManager, ids: number[]): Promise<Map<number, number>> {
    const orders = await manager.find(ExternalOrder, { select: { id: true, regionId: true }, where: { id: In(ids) } });
    return new Map(orders.map(({ id, regionId }) => [id, regionId]));
  }

  @OnDomainEvent(RegionDeleting)
  async keepRegionInUse({ regionId }: RegionDeleting, tx: Transaction): Promise<void> {
    if (await tx.manager.existsBy(ExternalOrder, { regionId })) {
      throw new ConflictError('region_in_use', 'External orders belong to this region.');
    }
  }

  private filtered(manager: EntityManager, { state, connectionId, regionId, q, from, to }: ExternalOrderQuery) {
    const query = manager.createQueryBuilder(ExternalOrder, 'externalOrder');
    if (state) query.andWhere('externalOrder.state IN (:...state)', { state });
    else query.andWhere('externalOrder.deletedAt IS NULL');
    if (connectionId !== undefined) query.andWhere('externalOrder.connectionId = :connectionId', { connectionId });
    if (regionId !== undefined) query.andWhere('externalOrder.regionId = :regionId', { regionId });
    if (from) query.andWhere('externalOrder.createdAt >= :from', { from });
    if (to) query.andWhere('externalOrder.createdAt < :to', { to });
    if (q) {
      const numbers = query
        .subQuery()
        .select('position.externalOrderId')
        .from(ExternalOrderPosition, 'position')
        .where(`position.number LIKE :like ESCAPE '!'`)
        .getQuery();
      query.andWhere(
        new Brackets((any) => {
          any.where(`externalOrder.id IN ${numbers}`, { like: likeAnywhere(q) });
          for (const column of ['externalId', 'customerName', 'customerPhone', 'customerEmail']) {
            any.orWhere(`externalOrder.${column} LIKE :like ESCAPE '!'`);
          }
        }),
      );
    }
    return query;
  }
}

import { Injectable } from '@nestjs/common';
import { Brackets, EntityManager, In } from 'typeorm';
import type { Actor } from '../access/actor.js';
import { OrdersService } from '../orders/orders.service.js';
import { partNumberMatches, searchParameters } from '../orders/part-number-search.js';
import type { Page } from '../shared/paging.dto.js';
import { Transactions } from '../shared/transactions.service.js';
import { ExternalOrder } from './external-order.entity.js';
import { ExternalOrderPosition } from './external-order-position.entity.js';
import { ExternalOrdersService, searchedFor } from './external-orders.service.js';
import { ListedPositionQuery, ListedPositionView, presentListedPosition } from './listed-position.dto.js';

type ListFilter = Omit<ListedPositionQuery, 'page' | 'perPage'>;

/** The inbox position by position. */
@Injectable()
export class ListedPositions {
  constructor(
    private readonly transactions: Transactions,
    private readonly externalOrders: ExternalOrdersService,
    private readonly orders: OrdersService,
  ) {}

  list(query: ListedPositionQuery, actor: Actor): Promise<Page<ListedPositionView>> {
    const { page, perPage } = query;
    return this.transactions.read(async (manager) => {
      const listed = await this.idsOfPage(manager, query, actor);
      // A page that is not full is the last one, and a search for little need not be made twice.
      const isLast = listed.length < perPage && (listed.length > 0 || page === 1);
      const total = isLast ? (page - 1) * perPage + listed.length : await this.count(manager, query, actor);
      const positions = await this.byIds(manager, listed);
      const ids = [...new Set(positions.map(({ externalOrderId }) => externalOrderId))];
      const found = await manager.findBy(ExternalOrder, { id: In(ids) });
      const byId = new Map(found.map((order) => [order.id, order]));
      const orderIds = await this.orders.idsByExternalOrder(manager, ids);
      const data = positions.map((position) => {
        const { externalOrderId } = position;
        return presentListedPosition(position, byId.get(externalOrderId)!, orderIds.get(externalOrderId));
      });
      return { data, meta: { page, perPage, total } };
    });
  }

  /** Ids of the first rows of the list, whatever its pages. */
  idsOf(query: ListFilter, actor: Actor, limit: number): Promise<number[]> {
    const direction = query.sort === 'createdAt' ? 'ASC' : 'DESC';
    return this.transactions.read(async (manager) => {
      const rows = await this.matchingOrders(manager, query, actor)
        .innerJoin(ExternalOrderPosition, 'position', 'position.externalOrderId = externalOrder.id')
        .andWhere(matches(query))
        .select('position.id', 'id')
        .orderBy('externalOrder.createdAt', direction)
        .addOrderBy('externalOrder.id', direction)
        .addOrderBy('position.line', 'ASC')
        .addOrderBy('position.id', 'ASC')
        .limit(limit)
        .getRawMany<{ id: number }>();
      return rows.map(({ id }) => id);
    });
  }

  /**
   * As many external orders as there are positions up to the end of the page hold them all, so that no more need be sorted. They
   * are asked one after the other whether they have one: for an EXISTS some servers gather those of all orders first. Only ids are
   * sorted, since whole rows would be written to the disk for a late page.
   */
  private async idsOfPage(manager: EntityManager, query: ListedPositionQuery, actor: Actor): Promise<number[]> {
    const { page, perPage, sort } = query;
    const direction = sort === 'createdAt' ? 'ASC' : 'DESC';
    const orders = this.matchingOrders(manager, query, actor);
    const some = orders.subQuery().select('1').from(ExternalOrderPosition, 'position');
    some.where('position.externalOrderId = externalOrder.id').andWhere(matches(query)).limit(1);
    orders
      .select('externalOrder.id', 'id')
      .andWhere(`${some.getQuery()} = 1`)
      .orderBy('externalOrder.createdAt', direction)
      .addOrderBy('externalOrder.id', direction)
      .limit(page * perPage);
    const rows = await manager
      .createQueryBuilder(ExternalOrderPosition, 'position')
      .select('position.id', 'id')
      .innerJoin(`(${orders.getQuery()})`, 'picked', 'picked.id = position.externalOrderId')
      .innerJoin(ExternalOrder, 'externalOrder', 'externalOrder.id = picked.id')
      .where(matches(query))
      .setParameters(orders.getParameters())
      .orderBy('externalOrder.createdAt', direction)
      .addOrderBy('externalOrder.id', direction)
      .addOrderBy('position.line', 'ASC')
      .addOrderBy('position.id', 'ASC')
      .offset((page - 1) * perPage)
      .limit(perPage)
      .getRawMany<{ id: number }>();
    return rows.map(({ id }) => id);
  }

  /** In the given sequence; one may have been replaced since its id was read. */
  private async byIds(manager: EntityManager, ids: number[]): Promise<ExternalOrderPosition[]> {
    const found = await manager.findBy(ExternalOrderPosition, { id: In(ids) });
    const byId = new Map(found.map((position) => [position.id, position]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  private async count(manager: EntityManager, query: ListedPositionQuery, actor: Actor): Promise<number> {
    const row = await this.matchingOrders(manager, query, actor)
      .innerJoin(ExternalOrderPosition, 'position', 'position.externalOrderId = externalOrder.id')
      .andWhere(matches(query))
      .select('COUNT(*)', 'count')
      .getRawOne<{ count: string | number }>();
    return Number(row?.count ?? 0);
  }

  /** By all filters but those that are about a position; what a position is searched by is known here. */
  private matchingOrders(manager: EntityManager, query: ListFilter, actor: Actor) {
    const { q, ids, positionState } = query;
    const orders = this.externalOrders.visible(manager, { ...query, q: undefined, ids: undefined }, actor);
    if (ids) {
      const chosen = orders.subQuery().select('chosen.externalOrderId').from(ExternalOrderPosition, 'chosen');
      chosen.where('chosen.id IN (:...positionIds)');
      orders.andWhere(`externalOrder.id IN ${chosen.getQuery()}`, { positionIds: ids });
    }
    return orders.setParameters({ positionState, ...(q && searchParameters(q)) });
  }
}

/** Whether a position is listed, given that its external order is. */
function matches({ q, ids, positionState }: ListFilter): Brackets {
  return new Brackets((all) => {
    all.where('position.isCurrent = 1');
    if (ids) all.andWhere('position.id IN (:...positionIds)');
    if (positionState) all.andWhere('position.state IN (:...positionState)');
    if (q) all.andWhere(searchedFor(partNumberMatches('position.number', q)));
  });
}

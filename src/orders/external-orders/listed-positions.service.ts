import { Injectable } from '@nestjs/common';
import { EntityManager, In, SelectQueryBuilder } from 'typeorm';
import type { Actor } from '../../access/actor.js';
import { OrdersService } from '../orders/orders.service.js';
import { Page } from '../../platform/http/paging.dto.js';
import { totalOf } from '../../platform/http/read-page.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import { positionContains } from './external-order-search.js';
import { STATES_WITH } from './external-order-state.js';
import { ExternalOrdersService } from './external-orders.service.js';
import { ListedPositionQuery, ListedPositionView, presentListedPosition } from './listed-position.dto.js';

type ListFilter = Omit<ListedPositionQuery, 'page' | 'perPage'>;

/** The external orders of a list's positions. */
interface OrdersOfPositions {
  /** With the parameters of `isListed`. */
  orders: SelectQueryBuilder<ExternalOrder>;
  /** Condition for a `position`, given that its external order is among them. */
  isListed: string;
}

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
      const before = (page - 1) * perPage;
      const { searched, ...matching } = await this.matchingOrders(manager, query, actor);
      const read = await this.idsInOrder(manager, matching, query.sort, before, perPage + 1);
      const total = await totalOf(withPositions(matching), before, read.length, perPage);
      const listed = read.slice(0, perPage);
      const positions = await this.byIds(manager, listed);
      const ids = [...new Set(positions.map(({ externalOrderId }) => externalOrderId))];
      const found = await manager.findBy(ExternalOrder, { id: In(ids) });
      const byId = new Map(found.map((order) => [order.id, order]));
      const orderIds = await this.orders.idsByExternalOrder(manager, ids);
      const data = positions.map((position) => {
        const { externalOrderId } = position;
        return presentListedPosition(position, byId.get(externalOrderId)!, orderIds.get(externalOrderId));
      });
      return { data, meta: { page, perPage, total, ...searched } };
    });
  }

  /** Ids of the first rows of the list, whatever its pages. */
  idsOf(query: ListFilter, actor: Actor, limit: number): Promise<number[]> {
    return this.transactions.read(async (manager) => {
      const matching = await this.matchingOrders(manager, query, actor);
      return this.idsInOrder(manager, matching, query.sort, 0, limit);
    });
  }

  /**
   * As many external orders as there are positions up to the end hold them all, so that no more need be sorted. They
   * are asked one after the other whether they have one: for an EXISTS some servers gather those of all orders first. Only ids are
   * sorted, since whole rows would be written to the disk for a late page.
   */
  private async idsInOrder(
    manager: EntityManager,
    { orders: all, isListed }: OrdersOfPositions,
    sort: ListFilter['sort'],
    offset: number,
    limit: number,
  ): Promise<number[]> {
    const direction = sort === 'createdAt' ? 'ASC' : 'DESC';
    const orders = all.clone();
    const some = orders.subQuery().select('1').from(ExternalOrderPosition, 'position');
    some.where('position.externalOrderId = externalOrder.id').andWhere(isListed).limit(1);
    orders
      .select('externalOrder.id', 'id')
      .andWhere(`${some.getQuery()} = 1`)
      .orderBy('externalOrder.createdAt', direction)
      .addOrderBy('externalOrder.id', direction)
      .limit(offset + limit);
    const rows = await manager
      .createQueryBuilder(ExternalOrderPosition, 'position')
      .select('position.id', 'id')
      .innerJoin(`(${orders.getQuery()})`, 'picked', 'picked.id = position.externalOrderId')
      .innerJoin(ExternalOrder, 'externalOrder', 'externalOrder.id = picked.id')
      .where(isListed)
      .setParameters(orders.getParameters())
      .orderBy('externalOrder.createdAt', direction)
      .addOrderBy('externalOrder.id', direction)
      .addOrderBy('position.line', 'ASC')
      .addOrderBy('position.id', 'ASC')
      .offset(offset)
      .limit(limit)
      .getRawMany<{ id: number }>();
    return rows.map(({ id }) => id);
  }

  /** In the given sequence; one may have been replaced since its id was read. */
  private async byIds(manager: EntityManager, ids: number[]): Promise<ExternalOrderPosition[]> {
    const found = await manager.findBy(ExternalOrderPosition, { id: In(ids) });
    const byId = new Map(found.map((position) => [position.id, position]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** By all filters; of those that are about a position, as far as they tell something of its order. */
  private async matchingOrders(manager: EntityManager, query: ListFilter, actor: Actor) {
    const { q, ids, positionState } = query;
    const { query: orders, searched } = await this.externalOrders.matching(
      manager,
      { ...query, ids: undefined },
      actor,
    );
    if (ids) {
      const chosen = orders.subQuery().select('chosen.externalOrderId').from(ExternalOrderPosition, 'chosen');
      chosen.where('chosen.id IN (:...positionIds)');
      orders.andWhere(`externalOrder.id IN ${chosen.getQuery()}`, { positionIds: ids });
    }
    // Those of the accepted ones are nearly all: nothing is gained.
    if (positionState && !positionState.includes('accepted')) {
      const states = [...new Set(positionState.flatMap((state) => STATES_WITH[state]))];
      orders.andWhere('externalOrder.state IN (:...statesWithIt)', { statesWithIt: states });
    }
    orders.setParameters({ positionState });
    const conditions = [
      'position.isCurrent = 1',
      ...(ids ? ['position.id IN (:...positionIds)'] : []),
      ...(positionState ? ['position.state IN (:...positionState)'] : []),
      ...(q ? [positionContains(orders, q)] : []),
    ];
    return { orders, searched, isListed: conditions.join(' AND ') };
  }
}

function withPositions({ orders, isListed }: OrdersOfPositions): SelectQueryBuilder<ExternalOrder> {
  return orders
    .innerJoin(ExternalOrderPosition, 'position', 'position.externalOrderId = externalOrder.id')
    .andWhere(isListed);
}

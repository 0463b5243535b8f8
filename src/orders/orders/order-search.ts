import { EntityManager, In, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { Listed, search } from '../../platform/sql/indexed-search.js';
import { Order } from './order.entity.js';
import { externalOrdersBeginning, textContains } from './searched-text.js';

/** Finds orders by number, and by what their external orders are found by. @param list makes the query of what its other filters leave */
export function findOrders(
  manager: EntityManager,
  q: string,
  list: () => SelectQueryBuilder<Order>,
): Promise<Listed<Order>> {
  const contains = (query: SelectQueryBuilder<ObjectLiteral>) => {
    query.innerJoin('ExternalOrder', 'externalOrder', 'externalOrder.id = order.externalOrderId');
    return textContains(query, 'externalOrder.searchedText', q);
  };
  const known = async () => {
    const externalOrderId = In(await externalOrdersBeginning(manager, q));
    const orders = await manager.find(Order, { select: { id: true }, where: { externalOrderId } });
    const number = /^\d{1,15}$/.test(q) ? [Number(q)] : [];
    return [...number, ...orders.map(({ id }) => id)];
  };
  return search(list, 'order.createdAt', contains, known);
}

import { Brackets, EntityManager, In, SelectQueryBuilder } from 'typeorm';
import { beginningWith, Listed, search } from '../../platform/sql/indexed-search.js';
import { Order, OrderItem } from './order.entity.js';
import { customerContains, customerParameters, customersBeginning } from './customer-search.js';
import { partNumberContains, partNumberParameters, partNumbersBeginning } from './part-number-search.js';

/** Finds orders by number, id at the marketplace, part number and customer. @param list makes the query of what its other filters leave */
export function findOrders(
  manager: EntityManager,
  q: string,
  list: () => SelectQueryBuilder<Order>,
): Promise<Listed<Order>> {
  const number = /^\d{1,15}$/.test(q) ? Number(q) : 0;
  const contains = (query: SelectQueryBuilder<Order>) => {
    const items = query.subQuery().select('1').from(OrderItem, 'item');
    items.where('item.orderId = order.id').andWhere(partNumberContains('item', q)).limit(1);
    // The customers are kept with the external orders, which are above these.
    const customers = query.subQuery().select('1').from('ExternalOrder', 'externalOrder');
    customers.where('externalOrder.id = order.externalOrderId').andWhere(customerContains('externalOrder', q)).limit(1);
    const any = new Brackets((where) => {
      where.where(`order.externalId LIKE :like ESCAPE '!'`).orWhere(`${items.getQuery()} = 1`);
      where.orWhere('order.id = :number', { number });
      where.orWhere(`${customers.getQuery()} = 1`);
    });
    query.andWhere(any, { ...partNumberParameters(q), ...customerParameters(q) });
  };
  const known = async () => {
    const byCustomer = await customersBeginning(manager, q);
    const ofCustomers = await manager.find(Order, { select: { id: true }, where: { externalOrderId: In(byCustomer) } });
    return [
      number,
      ...(await beginningWith(manager, { entity: Order, column: 'externalId', id: 'id', beginnings: [q] })),
      ...(await partNumbersBeginning(manager, OrderItem, 'orderId', q)),
      ...ofCustomers.map(({ id }) => id),
    ];
  };
  return search(list, 'order.createdAt', contains, known);
}

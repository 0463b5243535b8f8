import { Brackets, EntityManager, SelectQueryBuilder } from 'typeorm';
import { partNumberContains, partNumberParameters, partNumbersBeginning } from '../orders/part-number-search.js';
import { beginningWith, Listed, search } from '../../platform/sql/indexed-search.js';
import { customerContains, customerParameters, customersBeginning } from '../orders/customer-search.js';
import { ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';

/** Finds external orders by id, part number and customer. @param list makes the query of those that its other filters leave */
export function findExternalOrders(
  manager: EntityManager,
  q: string,
  list: () => SelectQueryBuilder<ExternalOrder>,
): Promise<Listed<ExternalOrder>> {
  const contains = (query: SelectQueryBuilder<ExternalOrder>) => {
    // For an EXISTS some servers gather the positions of all orders first.
    const positions = query.subQuery().select('1').from(ExternalOrderPosition, 'position');
    positions.where('position.externalOrderId = externalOrder.id').andWhere(partNumberContains('position', q)).limit(1);
    query.andWhere(searchedFor(q, `${positions.getQuery()} = 1`), searchParameters(q));
  };
  const known = async () => [
    ...(await beginningWith(manager, { entity: ExternalOrder, column: 'externalId', id: 'id', beginnings: [q] })),
    ...(await partNumbersBeginning(manager, ExternalOrderPosition, 'externalOrderId', q)),
    ...(await customersBeginning(manager, q)),
  ];
  return search(list, 'externalOrder.createdAt', contains, known);
}

/** What finds an external order anywhere in its texts: its own columns, or what is given for its positions. */
export function searchedFor(q: string, positions: string): Brackets {
  return new Brackets((any) => {
    any.where(positions).orWhere(`externalOrder.externalId LIKE :like ESCAPE '!'`);
    any.orWhere(customerContains('externalOrder', q));
  });
}

export function searchParameters(q: string): Record<string, string> {
  return { ...partNumberParameters(q), ...customerParameters(q) };
}

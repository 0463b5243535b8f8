import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { Listed, search } from '../../platform/sql/indexed-search.js';
import { columnsContain, externalOrdersBeginning, textContains } from '../orders/searched-text.js';
import type { ExternalOrder } from './external-order.entity.js';

/** Finds external orders by all that a person would search them by. @param list makes the query of those that its other filters leave */
export function findExternalOrders(
  manager: EntityManager,
  q: string,
  list: () => SelectQueryBuilder<ExternalOrder>,
): Promise<Listed<ExternalOrder>> {
  return search(
    list,
    'externalOrder.createdAt',
    (query) => textContains(query, 'externalOrder.searchedText', q),
    () => externalOrdersBeginning(manager, q),
  );
}

const ORDER_COLUMNS = [
  'externalId',
  'customerName',
  'customerPhone',
  'customerPhoneDigits',
  'customerEmail',
  'deliveryAddress',
  'comment',
].map((column) => `externalOrder.${column}`);
const POSITION_COLUMNS = ['brand', 'number', 'numberBare', 'name'].map((column) => `position.${column}`);

/** Which positions of an external order that was found are meant: all, or those that say what the order itself does not. */
export function positionContains(query: SelectQueryBuilder<ExternalOrder>, q: string): string {
  return columnsContain(query, [...ORDER_COLUMNS, ...POSITION_COLUMNS], q);
}

import { EntityManager, In, type SelectQueryBuilder } from 'typeorm';
import { type Actor, limitToRegions } from '../../access/actor.js';
import { ExternalOrder } from '../../orders/external-orders/external-order.entity.js';
import { Order, OrderItem } from '../../orders/orders/order.entity.js';
import { likeAnywhere, search } from '../../platform/sql/indexed-search.js';
import { CustomerOrder } from './customer.entity.js';
import type { Condition, Operator, Paging, SearchFields } from './search-conditions.js';

/** What orders are searched by. */
export const ORDER_FIELDS = {
  id: 'id',
  order_id: 'id',
  created_at: 'time',
  updated_at: 'time',
  status_id: 'id',
  region_id: 'id',
  customer_region_id: 'id',
  customer_id: 'id',
  marketplace_id: 'text',
  load_order_client_number: 'text',
  order_items_comment: 'text',
} as const satisfies SearchFields<string>;

type Field = keyof typeof ORDER_FIELDS;
type OrderCondition = Condition<Field>;
type Query = SelectQueryBuilder<Order>;

/** Columns of orders themselves. */
const COLUMNS: Partial<Record<Field, keyof Order>> = {
  id: 'id',
  order_id: 'id',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  status_id: 'statusId',
  region_id: 'regionId',
  customer_region_id: 'regionId',
};
const SIGNS: Partial<Record<Operator, string>> = { eq: '=', gteq: '>=', lteq: '<=' };
/** Several orders may have the same one. */
const BY_TIME = ['order.createdAt', 'order.updatedAt'];
const NAMED_BY_MARKETPLACE: Field[] = ['marketplace_id', 'load_order_client_number'];

/** Ids of a page of the orders that the actor may see, newest first; by the time of the change where that alone is asked for. */
export async function findOrderIds(
  manager: EntityManager,
  conditions: OrderCondition[],
  actor: Actor,
  { page, perPage }: Paging,
): Promise<number[]> {
  const named = conditions.filter(({ field, operator }) => NAMED_BY_MARKETPLACE.includes(field) && operator !== 'cont');
  const externalOrderIds = await Promise.all(named.map((condition) => externalOrdersCalled(manager, condition)));
  const parts = conditions.filter(({ operator }) => operator === 'cont');
  const exact = conditions.filter((condition) => !named.includes(condition) && !parts.includes(condition));
  const list = () => {
    const query = limitToRegions(manager.createQueryBuilder(Order, 'order'), 'order.regionId', actor);
    exact.forEach((condition, index) => limitTo(query, condition, `exact${index}`));
    externalOrderIds.forEach((ids) => query.andWhere({ externalOrderId: In(ids) }));
    return query;
  };
  const query = parts.length > 0 ? await containing(list, parts) : list();
  const sequence = sequenceOf(conditions);
  query.select('order.id', 'id').orderBy(sequence, 'DESC');
  if (BY_TIME.includes(sequence)) query.addOrderBy('order.id', 'DESC');
  const rows = await query
    .offset((page - 1) * perPage)
    .limit(perPage)
    .getRawMany<{ id: number }>();
  return rows.map(({ id }) => id);
}

/** The column whose index leads to the page: the rest is looked at row by row. */
function sequenceOf(conditions: OrderCondition[]): string {
  const has = (...fields: Field[]) => conditions.some(({ field }) => fields.includes(field));
  const isJoined = (name: Field) => conditions.some(({ field, operator }) => field === name && operator === 'eq');
  if (isJoined('order_items_comment')) return 'item.orderId';
  if (isJoined('customer_id')) return 'link.orderId';
  if (has('order_items_comment', 'customer_id', ...NAMED_BY_MARKETPLACE, 'id', 'order_id')) return 'order.id';
  return has('updated_at') && !has('created_at') ? 'order.updatedAt' : 'order.createdAt';
}

function limitTo(query: Query, { field, operator, values }: OrderCondition, name: string): void {
  if (field === 'order_items_comment') return limitToComment(query, operator, values, name);
  if (field === 'customer_id') return limitToCustomer(query, operator, values, name);
  const column = `order.${COLUMNS[field]!}`;
  if (operator === 'in') query.andWhere(`${column} IN (:...${name})`, { [name]: values });
  else query.andWhere(`${column} ${SIGNS[operator]} :${name}`, { [name]: values[0] });
}

/** A position's id at the marketplace is what PARTS SOFT's orders have in the comment of the item; letters count as they are. */
function limitToComment(query: Query, operator: Operator, values: OrderCondition['values'], name: string): void {
  const bytes = values.map((value) => Buffer.from(String(value)).toString('hex').toUpperCase());
  query.setParameters({ [name]: operator === 'eq' ? values[0] : values, [`${name}Bytes`]: bytes });
  const isSpelt = `HEX(item.positionExternalId) IN (:...${name}Bytes)`;
  // What was divided off an item has the same comment.
  if (operator === 'eq' && !isJoined(query, 'item')) {
    query.innerJoin(OrderItem, 'item', 'item.orderId = order.id AND item.part = 0');
    query.andWhere(`item.positionExternalId = :${name} AND ${isSpelt}`);
  } else {
    const isNamed = operator === 'eq' ? `= :${name}` : `IN (:...${name})`;
    query.andWhere(`order.id IN ${subQuery(query, OrderItem, `item.positionExternalId ${isNamed} AND ${isSpelt}`)}`);
  }
}

function limitToCustomer(query: Query, operator: Operator, values: OrderCondition['values'], name: string): void {
  const isMeant =
    operator === 'in' ? `link.customerId IN (:...${name})` : `link.customerId ${SIGNS[operator]} :${name}`;
  query.setParameters({ [name]: operator === 'in' ? values : values[0] });
  if (operator === 'eq' && !isJoined(query, 'link'))
    query.innerJoin(CustomerOrder, 'link', 'link.orderId = order.id').andWhere(isMeant);
  else query.andWhere(`order.id IN ${subQuery(query, CustomerOrder, isMeant)}`);
}

function isJoined({ expressionMap }: Query, alias: string): boolean {
  return expressionMap.aliases.some(({ name }) => name === alias);
}

function subQuery(query: Query, entity: typeof OrderItem | typeof CustomerOrder, isMeant: string): string {
  const alias = entity === OrderItem ? 'item' : 'link';
  return query.subQuery().select(`${alias}.orderId`).from(entity, alias).where(isMeant).getQuery();
}

/** Collations would take some other ids for the same. */
async function externalOrdersCalled(manager: EntityManager, { values }: OrderCondition): Promise<number[]> {
  const found = await manager.find(ExternalOrder, {
    select: { id: true, externalId: true },
    where: { externalId: In(values) },
  });
  return found.filter(({ externalId }) => values.includes(externalId)).map(({ id }) => id);
}

/** Looks for parts of texts in the newest of what the other filters leave. */
async function containing(list: () => Query, parts: OrderCondition[]): Promise<Query> {
  const contains = (query: SelectQueryBuilder<object>) =>
    parts
      .map(({ field, values }, index) => {
        query.setParameter(`part${index}`, likeAnywhere(String(values[0])));
        const like = (column: string) => `${column} LIKE :part${index} ESCAPE '!'`;
        if (field !== 'order_items_comment') return like('order.externalId');
        const item = query.subQuery().select('1').from(OrderItem, 'part').where('part.orderId = order.id');
        return `EXISTS ${item.andWhere(like('part.positionExternalId')).getQuery()}`;
      })
      .join(' AND ');
  return (await search(list, 'order.createdAt', contains, async () => [])).query;
}

import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { type Actor, limitToRegions } from '../../access/actor.js';
import { ExternalOrder } from '../../orders/external-orders/external-order.entity.js';
import { Order, OrderItem } from '../../orders/orders/order.entity.js';
import { groupBy } from '../../platform/collections.js';
import { isOneOf, likeAnywhere, search } from '../../platform/sql/indexed-search.js';
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
const NAMED_BY_MARKETPLACE: Field[] = ['marketplace_id', 'load_order_client_number'];
const BY_ID: Field[] = ['id', 'order_id'];
/** So many orders are looked up one by one and sorted; of more, the newest are gone through until a page is full. */
const FEW = 2_000;

/** Ids of a page of the orders that the actor may see, newest first; by the time of the change where that alone is asked for. */
export async function findOrderIds(
  manager: EntityManager,
  conditions: OrderCondition[],
  actor: Actor,
  { page, perPage }: Paging,
): Promise<number[]> {
  const parts = conditions.filter(({ operator }) => operator === 'cont');
  const exact = conditions.filter(({ operator }) => operator !== 'cont');
  const few = await fewOf(manager, exact, actor);
  const list = () => {
    const query = limitToRegions(manager.createQueryBuilder(Order, 'order'), 'order.regionId', actor);
    exact.forEach((condition, index) => limitTo(query, condition, `exact${index}`));
    return few ? query.andWhere(isOneOf('order.id', few)) : query;
  };
  const query = parts.length > 0 ? await containing(list, parts) : list();
  const sequence = sequenceOf(conditions);
  // An expression has no index to go through: few are found by their ids.
  query.select('order.id', 'id').orderBy(few ? `COALESCE(${sequence}, ${sequence})` : sequence, 'DESC');
  if (sequence !== 'order.id') query.addOrderBy('order.id', 'DESC');
  const rows = await query
    .offset((page - 1) * perPage)
    .limit(perPage)
    .getRawMany<{ id: number }>();
  return rows.map(({ id }) => id);
}

function sequenceOf(conditions: OrderCondition[]): string {
  const has = (...fields: Field[]) => conditions.some(({ field }) => fields.includes(field));
  if (has(...BY_ID)) return 'order.id';
  return has('updated_at') && !has('created_at') ? 'order.updatedAt' : 'order.createdAt';
}

/**
 * Orders among which all are that the conditions leave: few, found by one of them and its index. Beside others a database cannot know
 * which leaves few, and goes through a million where it guesses wrong.
 */
async function fewOf(manager: EntityManager, exact: OrderCondition[], actor: Actor): Promise<number[] | undefined> {
  const byField = groupBy(exact, ({ field }) => field);
  const { regionIds } = actor;
  const leads = [...byField].filter(([field]) => !BY_ID.includes(field));
  // A column that is alone leads to its own index.
  const isAlone = byField.size === 1 && regionIds.length === 0;
  for (const [field, conditions] of leads) {
    const query = isAlone && field in COLUMNS ? undefined : leadingTo(manager, field, conditions);
    const few = query && (await atMostFew(query));
    if (few) return few;
  }
  if (regionIds.length === 0) return undefined;
  return atMostFew(leadingTo(manager, 'region_id', [{ field: 'region_id', operator: 'in', values: regionIds }]));
}

/** Ids of orders that these conditions of one field leave, by its index; letters and case do not count here. */
function leadingTo(
  manager: EntityManager,
  field: Field,
  conditions: OrderCondition[],
): SelectQueryBuilder<ObjectLiteral> {
  const orders = manager.createQueryBuilder(Order, 'order').select('order.id', 'id');
  const items = manager.createQueryBuilder(OrderItem, 'item').select('item.orderId', 'id');
  const links = manager.createQueryBuilder(CustomerOrder, 'link').select('link.orderId', 'id');
  const [query, column]: [SelectQueryBuilder<ObjectLiteral>, string] = NAMED_BY_MARKETPLACE.includes(field)
    ? [orders.innerJoin(ExternalOrder, 'external', 'external.id = order.externalOrderId'), 'external.externalId']
    : field === 'order_items_comment'
      ? [items, 'item.positionExternalId']
      : field === 'customer_id'
        ? [links, 'link.customerId']
        : [orders, `order.${COLUMNS[field]!}`];
  conditions.forEach((condition, index) => compare(query, column, condition, `lead${index}`));
  return query;
}

/** @returns undefined when there are more */
async function atMostFew(query: SelectQueryBuilder<ObjectLiteral>): Promise<number[] | undefined> {
  const rows = await query.limit(FEW + 1).getRawMany<{ id: number }>();
  return rows.length > FEW ? undefined : rows.map(({ id }) => id);
}

function limitTo(query: Query, condition: OrderCondition, name: string): void {
  const { field } = condition;
  if (field === 'order_items_comment') {
    const rows = query.subQuery().select('1').from(OrderItem, 'item').where('item.orderId = order.id');
    compareSpelt(rows, 'item.positionExternalId', condition, name);
    oneOf(query, rows);
  } else if (field === 'customer_id') {
    const rows = query.subQuery().select('1').from(CustomerOrder, 'link').where('link.orderId = order.id');
    compare(rows, 'link.customerId', condition, name);
    oneOf(query, rows);
  } else if (NAMED_BY_MARKETPLACE.includes(field)) compareSpelt(query, 'order.externalId', condition, name);
  else compare(query, `order.${COLUMNS[field]!}`, condition, name);
}

/** One row is asked for, and not whether there is any: that a server would turn round, and collect all of them first. */
function oneOf(query: Query, rows: SelectQueryBuilder<ObjectLiteral>): void {
  query.andWhere(`${rows.limit(1).getQuery()} = 1`).setParameters(rows.getParameters());
}

/** Collations take some other texts for the same. */
function compareSpelt(
  query: SelectQueryBuilder<ObjectLiteral>,
  column: string,
  condition: OrderCondition,
  name: string,
): void {
  const bytes = condition.values.map((value) => Buffer.from(String(value)).toString('hex').toUpperCase());
  compare(query, column, condition, name);
  query.andWhere(`HEX(${column}) IN (:...${name}Bytes)`, { [`${name}Bytes`]: bytes });
}

/** @param name of its parameter */
export function compare<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  { operator, values }: Condition<string>,
  name: string,
): void {
  if (operator === 'in') query.andWhere(`${column} IN (:...${name})`, { [name]: values });
  else query.andWhere(`${column} ${SIGNS[operator]} :${name}`, { [name]: values[0] });
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

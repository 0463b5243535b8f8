import { embedded, Mutant, onServer, unit } from './mutant.js';

const CUSTOMERS = 'shop-systems/parts-soft/customers.service.ts';
const FOUND = 'shop-systems/parts-soft/found-orders.ts';
const MOVES = 'orders/orders/item-moves.service.ts';
const SEARCH = 'shop-systems/parts-soft/search-conditions.ts';
const TIMES = 'shop-systems/parts-soft/zoned-times.ts';

const listing = (name: string) => embedded('parts-soft-lists.engines', name);
const changing = (name: string) => embedded('parts-soft-changes.engines', name);
const signingIn = (name: string) => embedded('parts-soft-sign-in', name);

/** What programs written for PARTS SOFT see and change. */
export const PARTS_SOFT_RULES: Mutant[] = [
  {
    rule: 'a program of PARTS SOFT finds no orders of other regions',
    file: FOUND,
    find: "limitToRegions(manager.createQueryBuilder(Order, 'order'), 'order.regionId', actor)",
    replace: "(void limitToRegions, manager.createQueryBuilder(Order, 'order'))",
    killedBy: signingIn('however it is searched for'),
  },
  {
    rule: 'a program of PARTS SOFT finds by ids letter for letter',
    file: FOUND,
    find: 'query.andWhere(`HEX(${column}) IN (:...${name}Bytes)`, { [`${name}Bytes`]: bytes });',
    replace: 'void bytes;',
    killedBy: onServer('parts-soft-lists.engines', 'letter for letter'),
  },
  {
    rule: 'a program of PARTS SOFT finds orders by all of its filters',
    file: FOUND,
    find: 'exact.forEach((condition, index) => limitTo(query, condition, `exact${index}`));',
    replace: 'exact.slice(0, 1).forEach((condition, index) => limitTo(query, condition, `exact${index}`));',
    killedBy: listing('letter for letter'),
  },
  {
    rule: 'a program of PARTS SOFT sees an order changed when one of its items is',
    file: MOVES,
    find: 'await tx.updateByIds(Order, idsOf(others), { updatedAt });',
    replace: 'void others;',
    killedBy: changing('when '),
  },
  {
    rule: 'an API key is taken by HTTP Basic with its own id alone',
    file: 'access/access.service.ts',
    find: '(id !== undefined && id !== found.id)',
    replace: '(id !== undefined && id < 1)',
    killedBy: signingIn('is an API key’s id and the key'),
  },
  {
    rule: 'a customer of PARTS SOFT’s programs is empty once the buyer is forgotten',
    file: CUSTOMERS,
    find: 'await tx.updateByIds(Customer, [customer.id], { ...blank, keyHash });',
    replace: 'void [blank, keyHash];',
    killedBy: listing('empties a customer who is forgotten'),
  },
  {
    rule: 'a customer of PARTS SOFT’s programs is not made of a buyer who is forgotten at that moment',
    file: CUSTOMERS,
    find: "await tx.lockForUpdate(query.orderBy('external.id')).getMany()",
    replace: "await query.orderBy('external.id').getMany()",
    killedBy: onServer('parts-soft-lists.engines', 'who is forgotten while the customer is being made'),
  },
  {
    rule: 'a customer of PARTS SOFT’s programs goes with the last order',
    file: CUSTOMERS,
    find: 'if (!(await tx.manager.existsBy(CustomerOrder, { customerId })))',
    replace: 'if (!customerId)',
    killedBy: listing('whose only order was taken back'),
  },
  {
    rule: 'a customer of PARTS SOFT’s programs stays while there is another order',
    file: CUSTOMERS,
    find: 'if (!(await tx.manager.existsBy(CustomerOrder, { customerId })))',
    replace: 'if (customerId)',
    killedBy: listing('whose only order was taken back'),
  },
  {
    rule: 'a page for PARTS SOFT’s programs has at most a hundred',
    file: SEARCH,
    find: "Math.min(numberOf('per_page') || PER_PAGE, MOST_PER_PAGE)",
    replace: "numberOf('per_page') || Math.min(PER_PAGE, MOST_PER_PAGE)",
    killedBy: unit('shop-systems/parts-soft/search-conditions'),
  },
  {
    rule: 'a day that the calendar has not is no time',
    file: TIMES,
    find: 'new Date(midnight).toISOString().startsWith(day)',
    replace: 'midnight <= local',
    killedBy: unit('shop-systems/parts-soft/zoned-times'),
  },
];

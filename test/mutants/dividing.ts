import { embedded, type Mutant } from './mutant.js';

const DIVISION = 'orders/orders/item-division.ts';
const STATUSES = 'orders/orders/item-statuses.service.ts';
const NAMED = 'orders/orders/named-items.ts';
const UNDOING = 'orders/orders/status-undoing.service.ts';

const dividing = (name: string) => embedded('statuses-dividing.engines', name);
const ruling = (name: string) => embedded('statuses-dividing-rules', name);

/** No piece is lost, made up or told of wrongly when an item is divided. */
export const DIVIDING_RULES: Mutant[] = [
  {
    rule: 'what is divided off is taken from the item',
    file: DIVISION,
    find: 'from.quantity -= quantity;',
    replace: '',
    killedBy: dividing('two of four arrived'),
  },
  {
    rule: 'the rest is written down',
    file: 'orders/orders/item-moves.service.ts',
    find: 'await tx.updateByIds(OrderItem, [from.id], { quantity: from.quantity });',
    replace: 'void from;',
    killedBy: dividing('two of four arrived'),
  },
  {
    rule: 'less than the buyer ordered is told with its pieces',
    file: DIVISION,
    find: 'quantity < orderedQuantity ? quantity : undefined',
    replace: 'quantity > orderedQuantity ? quantity : undefined',
    killedBy: dividing('two of four arrived'),
  },
  {
    rule: 'a change tells the pieces that it moved, whatever was divided off since',
    file: 'orders/orders/item-moves.service.ts',
    find: 'items: move.items.map(({ item, quantity }) => {',
    replace: 'items: move.items.map(({ item, item: { quantity } }) => {',
    killedBy: dividing('that share a transaction'),
  },
  {
    rule: 'a change takes back the pieces that it moved',
    file: UNDOING,
    find: 'const moved = items.map(({ item, fromStatusId, fromSince, fromLeaveBy, quantity }) => {',
    replace: 'const moved = items.map(({ item, fromStatusId, fromSince, fromLeaveBy, item: { quantity } }) => {',
    killedBy: dividing('that share a transaction'),
  },
  {
    rule: 'no more than an item has is divided off',
    file: NAMED,
    find: 'quantity !== undefined && quantity > item.quantity',
    replace: 'quantity !== undefined && quantity > item.quantity + 1',
    killedBy: ruling('more than it has'),
  },
  {
    rule: 'a position has a hundred parts at most',
    file: NAMED,
    find: 'partsOf(items, item) >= MOST_PARTS',
    replace: 'partsOf(items, item) < 0',
    killedBy: ruling('a hundred parts at most'),
  },
  {
    rule: 'only the order’s own history is looked through for the lines of a part',
    file: UNDOING,
    find: 'where: { orderId, itemId }',
    replace: 'where: { itemId }',
    killedBy: dividing('own history are looked through'),
  },
  {
    rule: 'all pieces are the item itself',
    file: STATUSES,
    find: 'if (quantity === item.quantity) return [item];',
    replace: '',
    killedBy: ruling('are the whole item'),
  },
  {
    rule: 'pieces in the status already are not divided off',
    file: STATUSES,
    find: 'if (item.statusId === status.id) return [];',
    replace: 'if (item.statusId === status.id && quantity === item.quantity) return [];',
    killedBy: ruling('are the whole item'),
  },
  {
    rule: 'a repeat divides nothing twice',
    file: NAMED,
    find: 'of !== undefined && of !== item.quantity',
    replace: 'of !== undefined && of < item.quantity',
    killedBy: dividing('divides nothing twice'),
  },
  {
    rule: 'a status that a colleague set meanwhile is not overwritten',
    file: NAMED,
    find: 'if (overtakenOrders.has(item.orderId)) chosen.delete(item);',
    replace: 'if (overtaken.some((each) => each.item === item)) chosen.delete(item);',
    killedBy: embedded('statuses-meanwhile.engines', 'nothing of the order is changed'),
  },
  {
    rule: 'what was undone is whole again',
    file: UNDOING,
    find: '{ quantity: dividedFrom.quantity + quantity }',
    replace: '{ quantity: dividedFrom.quantity }',
    killedBy: dividing('undone, it is one item again'),
  },
  {
    rule: 'an item that was divided since is not put back',
    file: UNDOING,
    find: '(quantity === undefined || item.quantity === quantity)',
    replace: '(quantity ?? 1) > 0',
    killedBy: dividing('before the item was divided'),
  },
  {
    rule: 'the rest that somebody went on with stays',
    file: UNDOING,
    find: '(!dividedFrom || has(dividedFrom.id, fromStatusId, fromSince, dividedFrom.quantity))',
    replace: 'true',
    killedBy: dividing('went on with either part'),
  },
  {
    rule: 'an acceptance whose item was divided stays',
    file: 'orders/orders/order-store.service.ts',
    find: 'item.statusId === itemStatusId && item.part === 0',
    replace: '(item.part > 0 || item.statusId === itemStatusId)',
    killedBy: dividing('an acceptance whose item was divided'),
  },
];

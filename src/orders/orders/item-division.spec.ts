import { divide, namedQuantity } from './item-division.js';
import type { OrderItem } from './order.entity.js';

const itemOf = (id: number, positionId: number, quantity: number) =>
  ({ id, positionId, part: 0, dividedFromId: null, quantity, orderedQuantity: quantity, statusId: 1 }) as OrderItem;

describe('dividing an item', () => {
  let items: OrderItem[];
  beforeEach(() => {
    items = [itemOf(1, 10, 4), itemOf(2, 20, 3)];
  });

  it('makes an item of the pieces, behind the one that keeps the rest', () => {
    const { part, from } = divide(items, items[0]!, 1);
    expect(items).toEqual([from, part, itemOf(2, 20, 3)]);
    expect(from).toEqual({ ...itemOf(1, 10, 3), orderedQuantity: 4 });
    expect(part).toEqual({ ...from, id: 0, part: 1, dividedFromId: 1, quantity: 1 });
  });

  it('counts the parts of a position, whatever they were divided off', () => {
    const { part } = divide(items, items[0]!, 2);
    part.id = 3;
    divide(items, part, 1);
    divide(items, items[0]!, 1);
    expect(items.map((item) => [item.positionId, item.part])).toEqual([
      [10, 0],
      [10, 1],
      [10, 2],
      [10, 3],
      [20, 0],
    ]);
  });

  it('names the pieces of what is less than the buyer ordered', () => {
    const { part, from } = divide(items, items[0]!, 1);
    expect([part, from, items[2]!].map(namedQuantity)).toEqual([1, 3, undefined]);
  });
});

import type { OrderStatus } from '../order-statuses/order-status.entity.js';
import { orderChangeOf, planMove } from './item-move.js';
import type { Order } from './order.entity.js';
import type { OrderItem } from './order-item.entity.js';

const [WORK, READY, REFUSED] = [1, 2, 3];
const DIRECTORY = new Map<number, OrderStatus>(
  (
    [
      [WORK, 'processing'],
      [READY, 'arrived'],
      [REFUSED, 'refused'],
    ] as const
  ).map(([id, group]) => [id, { id, group } as OrderStatus]),
);

const orderIn = (id: number, statusId: number | null) => ({ id, statusId }) as Order;
const itemIn = (id: number, statusId: number) => ({ id, positionId: id * 10, statusId }) as OrderItem;

describe('moving items into a status', () => {
  const order = orderIn(7, WORK);
  const [first, second] = [itemIn(1, WORK), itemIn(2, WORK)];
  const items = new Map([[7, [first, second]]]);

  it('names what moves in item order, and the status that all are in then', () => {
    expect(planMove([order], items, [second, first], READY, DIRECTORY)).toEqual([
      { order, items: [first, second], statusId: READY, isChanged: true },
    ]);
  });

  it('tells an order that is in no single status any more as changed, but as come into none', () => {
    const [move] = planMove([order], items, [second], READY, DIRECTORY);
    expect(move).toEqual({ order, items: [second], statusId: null, isChanged: true });
    expect(orderChangeOf(move!)).toMatchObject({ items: [{ id: 2, positionId: 20 }], reachedStatusId: null });
  });

  it('an order that stays in its status has not come into it', () => {
    const [move] = planMove([order], items, [second], REFUSED, DIRECTORY);
    expect(move).toEqual({ order, items: [second], statusId: WORK, isChanged: false });
    expect(orderChangeOf(move!).reachedStatusId).toBeNull();
  });

  it('leaves out orders of which nothing moves, and leaves everything as it is', () => {
    const other = orderIn(8, WORK);
    const all = new Map([...items, [8, [itemIn(3, WORK)]]] as const);
    const before = JSON.stringify([order, other, [...all]]);
    expect(planMove([other, order], all, [first], READY, DIRECTORY)).toHaveLength(1);
    expect(JSON.stringify([order, other, [...all]])).toBe(before);
  });
});

import type { OrderStatus } from '../order-statuses/order-status.entity.js';
import { isChanged, moveItems } from './item-move.js';
import type { Order, OrderItem } from './order.entity.js';

const [WORK, READY, REFUSED] = [1, 2, 3];
const AT = new Date('2026-11-24T09:15:00Z');
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
const itemIn = (id: number, statusId: number) => ({ id, positionId: id * 10, quantity: 4, statusId }) as OrderItem;

describe('moving items into a status', () => {
  let order: Order;
  let [first, second]: OrderItem[] = [];
  let items: Map<number, OrderItem[]>;
  beforeEach(() => {
    order = orderIn(7, WORK);
    [first, second] = [itemIn(1, WORK), itemIn(2, WORK)];
    items = new Map([[7, [first, second]]]);
  });
  const move =
    (...moving: OrderItem[]) =>
    (intoStatusId: number) =>
      moveItems([order], items, moving, intoStatusId, DIRECTORY, AT);

  it('names what moves in item order, and the status that all are in then', () => {
    const moves = move(second!, first!)(READY);
    const moved = [first, second].map((item) => ({ item, fromStatusId: WORK, quantity: 4 }));
    expect(moves).toEqual([{ order, items: moved, since: AT, fromStatusId: WORK, statusId: READY }]);
    expect([order, first, second].map((each) => each!.statusId)).toEqual([READY, READY, READY]);
  });

  it('an order that is in no single status any more is changed', () => {
    const [moved] = move(second!)(READY);
    expect(moved).toMatchObject({ items: [{ item: second }], statusId: null });
    expect(isChanged(moved!)).toBe(true);
    expect([order, first, second].map((each) => each!.statusId)).toEqual([null, WORK, READY]);
  });

  it('an order that stays in its status is not', () => {
    const [moved] = move(second!)(REFUSED);
    expect(moved).toMatchObject({ fromStatusId: WORK, statusId: WORK });
    expect(isChanged(moved!)).toBe(false);
  });

  it('one move goes on from where the other left off', () => {
    move(second!)(READY);
    const [moved] = move(first!)(READY);
    expect(moved).toMatchObject({ fromStatusId: null, statusId: READY });
    expect(isChanged(moved!)).toBe(true);
  });

  it('leaves out orders of which nothing moves, and leaves them as they are', () => {
    const other = orderIn(8, WORK);
    const all = new Map([...items, [8, [itemIn(3, WORK)]]] as const);
    const before = JSON.stringify([other, all.get(8)]);
    expect(moveItems([other, order], all, [first!], READY, DIRECTORY, AT)).toHaveLength(1);
    expect(JSON.stringify([other, all.get(8)])).toBe(before);
  });
});

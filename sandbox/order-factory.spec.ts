import { changeOrder } from './order.js';
import { makeOrder, makePosition, nextOrderId } from './order-factory.js';

describe('order factory', () => {
  it('makes orders that follow the contract', () => {
    for (let i = 0; i < 50; i += 1) {
      const order = makeOrder();
      expect(order.id).toMatch(/^GZ-\d+$/);
      expect(order.positions.length).toBeGreaterThan(0);
      expect(new Set(order.positions.map((position) => position.number)).size).toBe(order.positions.length);
      for (const position of order.positions) {
        expect(position.price).toMatch(/^\d+\.\d\d$/);
        expect(position.quantity).toBeGreaterThan(0);
      }
    }
  });

  it('never gives one id twice', () => {
    expect(new Set(Array.from({ length: 1000 }, () => nextOrderId())).size).toBe(1000);
  });

  it('starts past the ids of an earlier run after a restart', () => {
    const number = (id: string): number => Number(id.slice(3));
    const before = number(nextOrderId());
    expect(number(nextOrderId(Date.now() + 3_600_000))).toBeGreaterThan(before + 30_000);
  });

  it('keeps what is given and fills in the rest', () => {
    const order = makeOrder({
      id: 7,
      vin: 'X',
      customer: { name: 'Я' },
      positions: [{ quantity: 9 }, { id: '1' }, {}],
    });
    expect(order).toMatchObject({ id: 7, vin: 'X', customer: { name: 'Я', phone: expect.any(String) } });
    expect(order.positions.map((position) => position.id)).toEqual(['2', '1', '3']);
    expect(order.positions[0]!.quantity).toBe(9);
  });

  it('changes, adds and removes positions by id', () => {
    const order = makeOrder({ id: 'a', comment: 'было', positions: [{}, {}, {}] });
    const changed = changeOrder(
      order,
      {
        comment: 'стало',
        customer: { phone: '1' },
        positions: [{ id: 2, quantity: 8 }, {}],
        removePositions: [{ id: '1' }],
      },
      makePosition,
    );
    expect(changed).toMatchObject({ id: 'a', comment: 'стало', customer: { name: order.customer.name, phone: '1' } });
    expect(changed.positions.map((position) => position.id)).toEqual(['2', '3', '4']);
    expect(changed.positions[0]).toEqual({ ...order.positions[1], quantity: 8 });
  });
});

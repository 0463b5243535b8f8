import { Ledger, type Arrival } from './ledger.js';
import { makeOrder } from './order-factory.js';

const arrival = (change: Partial<Arrival> = {}): Arrival => ({
  method: 'POST',
  path: '/v1/orders/a/status',
  orderId: 'a',
  positionId: null,
  idempotencyKey: 'key-1',
  headers: {},
  authorized: true,
  body: { status: 'accepted', comment: 'Принят', occurredAt: '2026-11-24T06:15:00.123Z' },
  ...change,
});

describe('ledger', () => {
  it('applies an Idempotency-Key once and records every request', () => {
    const ledger = new Ledger();
    for (let i = 0; i < 3; i += 1) ledger.apply(ledger.record(arrival()));
    expect(ledger.order('a')).toMatchObject({ status: 'accepted', statusComment: 'Принят', order: null });
    expect(ledger.order('a')!.history).toHaveLength(1);
    expect(ledger.requests('a').map(({ n, attempt, repeated, applied }) => [n, attempt, repeated, applied])).toEqual([
      [1, 1, false, true],
      [2, 2, true, false],
      [3, 3, true, false],
    ]);
  });

  it('does not take a key for used before it has been applied', () => {
    const ledger = new Ledger();
    ledger.record(arrival());
    expect(ledger.record(arrival()).repeated).toBe(false);
  });

  it('counts the tries of each key, and none without a key', () => {
    const ledger = new Ledger();
    const tries = ['x', 'y', null, 'x', null].map((key) => ledger.record(arrival({ idempotencyKey: key })).attempt);
    expect(tries).toEqual([1, 1, 1, 2, 1]);
  });

  it('keeps statuses of positions apart from the order, and through a change of the order', () => {
    const ledger = new Ledger();
    const order = makeOrder({ id: 'a', positions: [{ id: 7 }, { id: '8' }] });
    ledger.keepOrder(order);
    ledger.apply(ledger.record(arrival({ positionId: '7', body: { status: 'taken', comment: '', quantity: 1 } })));
    ledger.keepOrder({ ...order, positions: [{ ...order.positions[0]!, quantity: 5 }] });
    expect(ledger.order('a')).toMatchObject({
      status: '',
      positions: [{ id: '7', quantity: 5, status: 'taken', statusQuantity: 1 }],
    });
  });

  it('takes an order for cancelled when its last position is', () => {
    const ledger = new Ledger();
    const record = ledger.keepOrder(makeOrder({ id: 'a', positions: [{}, {}] }));
    ledger.cancel(record, ['1'], 'дорого');
    expect(record).toMatchObject({ cancelled: false, positions: [{ cancelled: true }, { cancelled: false }] });
    ledger.cancel(record, ['2'], '');
    expect(record.cancelled).toBe(true);
  });

  it('shows the newest order first', () => {
    const ledger = new Ledger();
    for (const id of ['a', 'b', 'a']) ledger.keepOrder(makeOrder({ id }));
    expect(ledger.orders().map((order) => order.id)).toEqual(['b', 'a']);
  });
});

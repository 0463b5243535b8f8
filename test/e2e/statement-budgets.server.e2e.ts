import { NEXT_STATEMENT } from '../../src/platform/transactions/statement-packets.js';
import type { ApiAnswer } from '../support/api-client.js';
import { connect, orderOf, positionOf, Shop } from '../support/shop.js';
import { watchStatements } from '../support/statements.js';

/** What an operation may cost at the server, from the request to its answer: finding out who calls, BEGIN and COMMIT among it. */
const BUDGETS = {
  'receiving an order of 5 positions': { roundTrips: 2, statements: 8 },
  'another quantity of 1 of 500 positions': { roundTrips: 9, statements: 20 },
  'another quantity of 500 positions': { roundTrips: 9, statements: 520 },
  'a status of 1 item': { roundTrips: 6, statements: 15 },
  'a status of 100 items of 100 orders': { roundTrips: 6, statements: 15 },
  'undoing that 100 items were divided': { roundTrips: 12, statements: 220 },
  'accepting, and the answer to it': { roundTrips: 9, statements: 30 },
  'the page of an order': { roundTrips: 4, statements: 11 },
  'the page of an external order': { roundTrips: 3, statements: 11 },
  'the list of orders': { roundTrips: 4, statements: 5 },
  'the inbox': { roundTrips: 4, statements: 5 },
  'the dashboard': { roundTrips: 3, statements: 16 },
  'how 10 connections are': { roundTrips: 3, statements: 6 },
  'another order of 60 statuses': { roundTrips: 6, statements: 75 },
};

describe('statements and round trips', () => {
  let shop: Shop;
  let stop: () => void;
  let operations: Partial<Record<keyof typeof BUDGETS, () => Promise<ApiAnswer>>>;
  let sent: string[];
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.configureStatus('В работе', { item: { status: 'W', text: '{{ order.order_id }}' } });
    const [order, waiting] = [await shop.accepted('ONE', 2), await shop.receive('WAITING', 2)];
    const orders = await Promise.all(Array.from({ length: 100 }, (_, number) => shop.accepted(`MANY-${number}`)));
    const many = orders.map(({ items }) => items[0]);
    const ofQuantities = (first: number, others: number) => {
      const positions = Array.from({ length: 500 }, (_, index) =>
        positionOf(index + 1, { quantity: index === 0 ? first : others }),
      );
      return shop.postToLink({ event: 'order.updated', order: orderOf('LONG', 1, { positions }) });
    };
    await ofQuantities(1, 1);
    const long = await shop.accepted('DIVIDED', 100);
    const { body: divided } = await shop.admin.post('/order-items/status', {
      items: long.items.map(({ id }: { id: string }) => ({ id, quantity: 1 })),
      statusId: shop.statuses['Выдано'],
      hold: 600,
    });
    operations = {
      'receiving an order of 5 positions': () =>
        shop.postToLink({ event: 'order.created', order: orderOf('RECEIVED', 5) }),
      'another quantity of 1 of 500 positions': () => ofQuantities(2, 1),
      'another quantity of 500 positions': () => ofQuantities(3, 3),
      'a status of 1 item': () => shop.setStatus([order.items[0]], 'В работе'),
      'a status of 100 items of 100 orders': () => shop.setStatus(many, 'В работе'),
      'undoing that 100 items were divided': () => shop.admin.post(`/undo/${divided.undo.token}`),
      'accepting, and the answer to it': () => shop.accept(waiting.id),
      'the page of an order': () => shop.admin.get(`/orders/${order.id}`),
      'the page of an external order': () => shop.admin.get(`/external-orders/${waiting.id}`),
      'the list of orders': () => shop.admin.get('/orders'),
      'the inbox': () => shop.admin.get('/external-orders'),
      'the dashboard': () => shop.admin.get('/dashboard'),
      'how 10 connections are': () => shop.admin.get('/marketplace-connections/status'),
    };
    for (let number = 1; number < 10; number += 1) await connect(shop.admin, shop.sandbox, shop.url);
    for (let number = Object.keys(shop.statuses).length; number < 60; number += 1)
      await shop.admin.post('/order-statuses', { name: `Этап ${number}`, group: 'processing' });
    const { data: statuses } = (await shop.admin.get('/order-statuses?perPage=200')).body;
    const ids = statuses.map(({ id }: { id: string }) => id);
    operations['another order of 60 statuses'] = () => shop.admin.post('/order-statuses/reorder', { ids });
    ({ sent, stop } = await watchStatements(shop));
  });
  afterAll(async () => {
    stop();
    await shop.close();
  });

  it.each(Object.entries(BUDGETS))('of %s', async (operation, { roundTrips, statements }) => {
    sent.length = 0;
    expect((await operations[operation as keyof typeof BUDGETS]!()).status).toBe(200);
    const single = sent.flatMap((packet) => packet.split(NEXT_STATEMENT));
    const isWithin = sent.length <= roundTrips && single.length <= statements;
    expect(isWithin ? [] : sent).toEqual([]);
  });
});

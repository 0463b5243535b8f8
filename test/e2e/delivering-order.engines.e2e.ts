import { Claims } from '../../src/outbox/claims.service.js';
import {
  HandMadeGettzap,
  HOUR,
  later,
  noticeEventually,
  noticesEventually,
  noticesOf,
  requestsFor,
  SECOND,
  settings,
  spoil,
} from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';
import { watchTransactions } from '../support/statements.js';

const STATUSES = ['В работе', 'Пришло на склад', 'Готово к выдаче', 'Выдано'];

describe('delivering: the order of notifications', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    for (const name of STATUSES) await shop.configureStatus(name, { item: { status: name, text: '' } });
  });
  afterEach(() => shop.sandbox.clearTrouble());
  afterAll(() => shop.close());

  /** Accepts an order of one position and takes it through the statuses. */
  async function worked(id: string, statuses = STATUSES) {
    const order = await shop.accepted(id);
    for (const status of statuses) await shop.setStatus(order.items, status);
    return order;
  }

  const toldOf = (order: { id: string }, statuses = STATUSES) => [
    `order | accepted | accepted ${order.id}`,
    ...statuses.map((status) => `1 | ${status} | `),
  ];

  it('those of one external order arrive in the order in which they happened, whatever fails in between', async () => {
    spoil(shop, 'none', {
      orderId: 'O-1',
      sequence: ['500', 'none', 'reset', '429', 'none', '408', 'reset-after-apply'],
    });
    const order = await worked('O-1');
    await eventually(async () => {
      await later(shop, 3 * SECOND);
      expect(shop.told('O-1')).toEqual(toldOf(order));
    });
    await noticesEventually(shop, 'O-1', Array(5).fill({ state: 'delivered' }));
  });

  it('one that waits for its retry holds back the later ones of its own order only', async () => {
    spoil(shop, '503', { orderId: 'H-1' });
    const held = await worked('H-1');
    await noticesEventually(shop, 'H-1', [
      { state: 'retrying', nextAttemptAt: expect.any(String) },
      ...Array(4).fill({ state: 'pending', attemptCount: 0, nextAttemptAt: null }),
    ]);
    const free = await worked('H-2');
    await shop.toldEventually('H-2', toldOf(free));
    expect(requestsFor(shop, 'H-1')).toHaveLength(1);
    shop.sandbox.clearTrouble();
    await later(shop, 7 * SECOND);
    await shop.toldEventually('H-1', toldOf(held));
  });

  it('a long line of one order drains without being looked for: each that arrived brings the next', async () => {
    spoil(shop, '503', { orderId: 'L-1' });
    const order = await worked('L-1');
    await noticesEventually(shop, 'L-1', [{ state: 'retrying' }, ...Array(4).fill({ state: 'pending' })]);
    shop.sandbox.clearTrouble();
    const claims = shop.app.get(Claims);
    const claim = claims.claim.bind(claims);
    let found = 0;
    const looking = jest.spyOn(claims, 'claim').mockImplementation(async (...by) => {
      const claimed = found === 0 ? await claim(...by) : [];
      found += claimed.length;
      return claimed;
    });
    await later(shop, 7 * SECOND);
    await shop.toldEventually('L-1', toldOf(order));
    await noticesEventually(shop, 'L-1', Array(5).fill({ state: 'delivered' }));
    looking.mockRestore();
    expect(found).toBe(1);
  });

  it('each of a long line is recorded, and the next one claimed, by one transaction of 10 statements', async () => {
    spoil(shop, '503', { orderId: 'L-2' });
    const order = await worked('L-2', Array(5).fill(STATUSES).flat());
    await eventually(async () => expect((await noticesOf(shop, 'L-2'))[0]).toMatchObject({ state: 'retrying' }));
    shop.sandbox.clearTrouble();
    const transactions = watchTransactions(shop);
    await later(shop, 7 * SECOND);
    await shop.toldEventually('L-2', toldOf(order, Array(5).fill(STATUSES).flat()));
    const recording = transactions.stop().filter((each) => each.some((sql) => sql.includes('outbox_attempts')));
    // The last one may be under way still, and the first closes what the failure opened.
    expect(recording.length).toBeGreaterThanOrEqual(20);
    expect(Math.max(...recording.slice(1).map(({ length }) => length))).toBe(10);
  });

  it('an endpoint at which nothing is due is not looked at by itself', async () => {
    const claim = jest.spyOn(shop.app.get(Claims), 'claim');
    await later(shop, 0);
    expect(claim).not.toHaveBeenCalled();
    spoil(shop, '503', { orderId: 'I-1', count: 1 });
    await shop.accepted('I-1');
    await noticesEventually(shop, 'I-1', [{ state: 'retrying' }]);
    claim.mockClear();
    await later(shop, 0);
    expect(claim).not.toHaveBeenCalled();
    await later(shop, 7 * SECOND);
    await noticesEventually(shop, 'I-1', [{ state: 'delivered' }]);
    expect(claim).toHaveBeenCalled();
    claim.mockRestore();
  });

  it('one that was given up no longer holds back the later ones', async () => {
    spoil(shop, '400', { orderId: 'G-1', count: 1 });
    const order = await worked('G-1');
    await shop.toldEventually('G-1', toldOf(order).slice(1));
    await noticesEventually(shop, 'G-1', [{ state: 'dead' }, ...Array(4).fill({ state: 'delivered' })]);
  });

  it('one that was cancelled lets the next in line go', async () => {
    spoil(shop, '503', { orderId: 'C-1' });
    const order = await worked('C-1');
    const [first] = await noticesEventually(shop, 'C-1', [{ state: 'retrying' }, {}, {}, {}, {}]);
    shop.sandbox.clearTrouble();
    expect((await shop.admin.post(`/gettzap-notifications/${first.id}/cancel`)).body).toMatchObject({
      state: 'cancelled',
      reason: 'cancelled_by_user',
      nextAttemptAt: null,
    });
    await shop.toldEventually('C-1', toldOf(order).slice(1));
  });

  it('one that was cancelled in the middle of the line is left out, and the order stays', async () => {
    spoil(shop, '503', { orderId: 'C-2' });
    const order = await worked('C-2');
    const [, , third] = await noticesEventually(shop, 'C-2', [{ state: 'retrying' }, {}, {}, {}, {}]);
    expect((await shop.admin.post(`/gettzap-notifications/${third.id}/cancel`)).status).toBe(200);
    shop.sandbox.clearTrouble();
    await later(shop, 7 * SECOND);
    await shop.toldEventually(
      'C-2',
      toldOf(order).filter((line) => !line.includes(STATUSES[1]!)),
    );
  });

  it('a dead one that is retried by hand goes before the later ones that still wait', async () => {
    spoil(shop, 'none', { orderId: 'R-1', sequence: ['400', '503', '503'] });
    const order = await worked('R-1');
    const [dead] = await noticesEventually(shop, 'R-1', [{ state: 'dead' }, { state: 'retrying' }, {}, {}, {}]);
    shop.sandbox.clearTrouble();
    expect((await shop.admin.post(`/gettzap-notifications/${dead.id}/retry`)).status).toBe(200);
    await noticesEventually(shop, 'R-1', [{ state: 'delivered' }, {}, {}, {}, {}]);
    await later(shop, HOUR);
    await shop.toldEventually('R-1', toldOf(order));
  });

  it('a later one that GettZap asked to wait for still waits after an earlier one was retried by hand', async () => {
    spoil(shop, '400', { orderId: 'R-2', count: 1 });
    const order = await shop.accepted('R-2');
    const dead = await noticeEventually(shop, 'R-2', { state: 'dead' });
    spoil(shop, '503', { orderId: 'R-2', count: 1, retryAfter: '3600' });
    await shop.setStatus(order.items, STATUSES[0]!);
    await noticesEventually(shop, 'R-2', [{ state: 'dead' }, { state: 'retrying' }]);
    await shop.admin.post(`/gettzap-notifications/${dead.id}/retry`);
    await noticesEventually(shop, 'R-2', [{ state: 'delivered' }, { state: 'retrying' }]);
    await later(shop, 3_500 * SECOND);
    await noticesEventually(shop, 'R-2', [{ state: 'delivered' }, { state: 'retrying', attempts: { length: 1 } }]);
    await later(shop, 101 * SECOND);
    await shop.toldEventually('R-2', toldOf(order, [STATUSES[0]!]));
  });

  it('a dead one that is retried while a later one is on its way goes before that one’s next try', async () => {
    const gettzap = await HandMadeGettzap.start();
    await settings(shop, { apiUrl: gettzap.url });
    const order = await shop.accepted('R-3');
    (await gettzap.next()).answer(400);
    const dead = await noticeEventually(shop, 'R-3', { state: 'dead' });
    await shop.setStatus(order.items, STATUSES[0]!);
    const onItsWay = await gettzap.next();
    await shop.admin.post(`/gettzap-notifications/${dead.id}/retry`);
    onItsWay.answer(503);
    await noticesEventually(shop, 'R-3', [{}, { attempts: { length: 1 } }]);
    await later(shop, 7 * SECOND);
    const again = await gettzap.next();
    expect(again.path).toBe('/v1/orders/R-3/status');
    again.answer(200);
    await later(shop, 7 * SECOND);
    const last = await gettzap.next();
    expect(last.path).toBe('/v1/orders/R-3/positions/1/status');
    last.answer(200);
    await noticesEventually(shop, 'R-3', [{ state: 'delivered' }, { state: 'delivered' }]);
    await settings(shop, { apiUrl: shop.sandbox.url });
    await gettzap.close();
  });
});

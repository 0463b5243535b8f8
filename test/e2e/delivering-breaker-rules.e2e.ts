import { cutOff, ordersOf } from '../support/breaker.js';
import { later, noticeEventually, sending, settings, spoil } from '../support/delivering.js';
import { GETTZAP, Shop } from '../support/shop.js';

describe('delivering: what the circuit breaker counts', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open();
  });
  afterEach(() => shop.close());

  it('four are not enough, and one that arrives starts the row anew', async () => {
    const ids = ordersOf(8);
    for (const [index, id] of ids.entries()) {
      if (index === 4) {
        shop.sandbox.clearTrouble();
        await shop.accepted('good');
        await noticeEventually(shop, 'good', { state: 'delivered' });
      }
      spoil(shop, '500', { orderId: id });
      await shop.accepted(id);
      await noticeEventually(shop, id, { attemptCount: 1 });
    }
    expect((await sending(shop)).state).toBe('ok');
  });

  it.each(['400', '404', '408', '429', '302'] as const)('%s is an answer: it does not count', async (kind) => {
    spoil(shop, kind);
    for (const id of ordersOf(7)) {
      await shop.accepted(id);
      await noticeEventually(shop, id, { attempts: [{ response: { status: Number(kind) } }] });
    }
    expect((await sending(shop)).state).toBe('ok');
  });

  it('one order that fails for ever cuts nobody off: it spends its tries and is given up, others are told at once', async () => {
    spoil(shop, '500', { orderId: 'P-1' });
    await shop.accepted('P-1');
    for (let tries = 1; tries < 10; tries++) {
      const { nextAttemptAt } = await noticeEventually(shop, 'P-1', { attemptCount: tries });
      await shop.accepted(`G-${tries}`);
      await noticeEventually(shop, `G-${tries}`, { state: 'delivered' });
      await later(shop, Date.parse(nextAttemptAt) - shop.clock.now().getTime());
    }
    await noticeEventually(shop, 'P-1', { state: 'dead', reason: 'tries_exhausted', attemptCount: 10 });
    expect((await sending(shop)).state).toBe('ok');
  });

  it('a changed address is probed at once', async () => {
    const ids = await cutOff(shop);
    shop.sandbox.clearTrouble();
    await settings(shop, { ...GETTZAP, apiUrl: shop.sandbox.url.replace('127.0.0.1', 'localhost') });
    await later(shop, 0);
    for (const id of ids) await noticeEventually(shop, id, { state: 'delivered' });
  });
});

import { AbcpShop } from '../support/abcp-shop.js';
import { MetricsText } from '../support/metrics.js';
import { nextBatch } from '../support/one-c-outbox.js';
import { OneCShop } from '../support/one-c-shop.js';
import { Shop } from '../support/shop.js';

describe('an order that 1C cannot take', () => {
  let shop: Shop;
  let exchange: OneCShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await OneCShop.connect(shop);
  });
  afterEach(async () => {
    exchange.oneC.close();
    await shop.close();
  });

  async function leaveOut(orderId: string) {
    const [{ id }] = (await shop.order(orderId)).handOvers;
    return shop.admin.post(`/exchanges/${exchange.exchangeId}/hand-overs/${id}/leave-out`);
  }
  const numbersIn = (text: string) => [...text.matchAll(/<Документ>.*?<Номер>(\d+)<\/Номер>/gs)].map(([, id]) => id);
  const handedOut = async () => numbersIn((await exchange.ask('query')).text);

  it('is left out by a manager, and holds up no other', async () => {
    const orders = [await shop.accepted('LO-1', 1), await shop.accepted('LO-2', 1), await shop.accepted('LO-3', 1)];
    const [first, stuck, last] = orders.map(({ id }) => id);
    expect(await handedOut()).toEqual([first, stuck, last]);
    expect(await leaveOut(stuck!)).toMatchObject({
      status: 200,
      body: { state: 'failed', errorCode: 'sending_cancelled' },
    });
    expect(await handedOut()).toEqual([first, last]);
    await exchange.exchange();
    expect(await exchange.stateOf(last!)).toEqual(['confirmed', 2]);
    expect(await exchange.stateOf(stuck!)).toEqual(['failed', 1]);
    // Nobody is called for what a person decided.
    const metrics = await MetricsText.read(shop.url);
    expect(metrics.value('partsdesk_hand_overs', { state: 'failed' })).toBe(0);
  });

  it('stays left out when it changes or the exchange is switched on anew, until it is handed over once more', async () => {
    const { id, items } = await shop.accepted('LO-4', 1);
    await handedOut();
    await leaveOut(id);
    await shop.setStatus(items, 'В работе');
    await exchange.configure({ isActive: false });
    await exchange.configure({ isActive: true });
    expect(await handedOut()).toEqual([]);
    await exchange.repeat(id);
    expect(await handedOut()).toEqual([id]);
  });

  it('and is refused by 1C once it is handed over again, is told to be refused and goes when it changes', async () => {
    const { id, items } = await shop.accepted('LO-9', 1);
    await leaveOut(id);
    await exchange.repeat(id);
    const batch = await nextBatch(exchange);
    await exchange.oneC.outbox.ack(batch.id, [
      { eventId: batch.events[0]!.eventId, success: false, error: 'Нет номенклатуры' },
    ]);
    const [handOver] = (await shop.order(id)).handOvers;
    expect(handOver).toMatchObject({ state: 'failed', error: 'Нет номенклатуры', errorCode: '' });
    await shop.setStatus(items, 'В работе');
    expect((await nextBatch(exchange)).events).toMatchObject([{ entityId: id }]);
  });

  it('is left out only where it is to be handed over', async () => {
    const { id } = await exchange.handedOver('LO-5');
    expect(await leaveOut(id)).toMatchObject({ status: 409, body: { code: 'already_finished' } });
    expect(await exchange.stateOf(id)).toEqual(['confirmed', 1]);
  });

  it('is left out only where the other side comes for it', async () => {
    const abcp = await AbcpShop.connect(shop);
    const { id } = await abcp.acceptedOf('LO-8', [1]);
    const pushed = (await shop.order(id)).handOvers.find(
      (each: { exchangeId: string }) => each.exchangeId === abcp.exchangeId,
    );
    const answer = await shop.admin.post(`/exchanges/${abcp.exchangeId}/hand-overs/${pushed.id}/leave-out`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'is_pushed' } });
  });

  it('confirmed by a session that was given it before is as it was left', async () => {
    const orders = [await shop.accepted('LO-6', 1), await shop.accepted('LO-7', 1)];
    const headers = await exchange.cookie();
    await exchange.ask('query', { headers });
    await leaveOut(orders[1]!.id);
    expect((await exchange.ask('success', { headers })).text).toBe('success\n');
    expect(await exchange.stateOf(orders[0]!.id)).toEqual(['waiting', 1]);
    expect(await exchange.stateOf(orders[1]!.id)).toEqual(['failed', 1]);
  });
});

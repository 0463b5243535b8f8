import { created, received } from '../support/receiving.js';
import { positionOf, Shop } from '../support/shop.js';

const ABOUT = {
  customer: { name: 'Анна Ёлкина', phone: '+7 911 222-33-44', email: 'anna@example.com' },
  delivery: { type: 'courier', address: 'Псков, Зелёная, 5' },
  comment: 'Звонить днём',
};

describe('what an order says of its buyer', () => {
  let shop: Shop;
  let externalOrder: { id: string; positions: Array<{ id: string }> };
  let orderId: string;
  /** Of three positions for 6,900.00 each one is accepted whole, one in half, one refused. */
  beforeAll(async () => {
    shop = await Shop.open();
    const positions = [positionOf(1, { delivery_days: 3 }), positionOf(2, { delivery_days: null }), positionOf(3)];
    externalOrder = await received(shop, created('B-1', { ...ABOUT, positions }));
    const [whole, half] = externalOrder.positions;
    const accepted = { positions: [{ id: whole!.id }, { id: half!.id, quantity: 1 }] };
    orderId = (await shop.accept(externalOrder.id, accepted)).body.orderId;
    await shop.refuse(externalOrder.id);
  });
  afterAll(() => shop.close());

  it('is on its page: buyer, delivery, comment, what was promised, and the sums of what was accepted and ordered', async () => {
    const [whole, half] = externalOrder.positions;
    expect(await shop.order(orderId)).toMatchObject({
      ...ABOUT,
      total: '10350.00',
      orderedTotal: '20700.00',
      items: [
        { positionId: whole!.id, deliveryDays: 3 },
        { positionId: half!.id, deliveryDays: null },
      ],
    });
  });

  it('is in the list', async () => {
    const {
      history: _,
      historyOmitted: _e,
      notifications: _n,
      changes: _c,
      notes: _o,
      handOvers: _h,
      ...summary
    } = await shop.order(orderId);
    const { body } = await shop.admin.get('/orders');
    expect(body.data).toEqual([summary]);
  });

  it('is as it was decided about when the buyer changes the order later', async () => {
    await received(shop, created('B-1', { ...ABOUT, comment: 'Звонить ночью' }, 'order.updated'));
    expect(await shop.order(orderId)).toMatchObject(ABOUT);
  });

  it('counts what was given up since as accepted', async () => {
    const { items } = await shop.order(orderId);
    await shop.setStatus(items.slice(0, 1), 'Отказ');
    expect(await shop.order(orderId)).toMatchObject({ total: '10350.00' });
  });

  it('is nothing once personal data were deleted', async () => {
    await shop.admin.post('/personal-data/delete', { externalOrderIds: [externalOrder.id] });
    expect(await shop.order(orderId)).toMatchObject({
      customer: { name: '', phone: '', email: '' },
      delivery: { type: 'courier', address: '' },
      comment: '',
      total: '10350.00',
    });
  });
});

import { Shop } from '../support/shop.js';

describe('the main job', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  it('takes an order in, lets it be accepted and worked, and tells GettZap every configured step in order', async () => {
    await shop.configureStatus('В работе', {
      item: { status: 'in_work', text: '{{ order_item.make_name }} {{ order_item.oem }}' },
      order: { status: 'in_work', text: 'order {{ order.order_id }}' },
    });
    const received = await shop.receive('GZ-1', 2);
    expect(received).toMatchObject({ state: 'new', total: '13800.00', externalId: 'GZ-1' });
    const { status, body } = await shop.admin.post(`/external-orders/${received.id}/accept`);
    expect([status, body.state]).toEqual([200, 'accepted']);
    const order = await shop.order(body.orderId);
    await shop.setStatus(order.items, 'В работе');
    await shop.toldEventually('GZ-1', [
      `order | accepted | accepted ${order.id}`,
      '1 | in_work | BOSCH P1',
      '2 | in_work | BOSCH P2',
      `order | in_work | order ${order.id}`,
    ]);
  });
});

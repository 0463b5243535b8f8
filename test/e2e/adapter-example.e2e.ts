import { adapterExample, windows1251 } from '../support/adapter-example.js';
import { eventually } from '../support/eventually.js';
import { FormReceiver } from '../support/form-receiver.js';
import { Shop } from '../support/shop.js';

const CP1251 = 'application/json; charset=windows-1251';

describe('the worked example of another format', () => {
  let shop: Shop;
  let receiver: FormReceiver;
  const { order, adapter } = adapterExample();
  beforeAll(async () => {
    shop = await Shop.open();
    receiver = await FormReceiver.start();
    const path = `/marketplace-connections/${shop.connectionId}`;
    const { status, body } = await shop.admin.patch(path, { apiUrl: receiver.url, adapter });
    expect([status, body.errors]).toEqual([200, undefined]);
  });
  afterAll(async () => {
    await shop.close();
    await receiver.close();
  });

  it('comes in, is accepted and worked, told as form fields, and cancelled', async () => {
    await shop.configureStatus('В работе', { item: { status: 'in_work', text: 'Везём' } });
    const answer = await shop.postToLink(windows1251(order), CP1251);
    expect(answer.body).toMatchObject({ result: 'ok', state: 'new' });
    const received = await shop.externalOrder(answer.body.externalOrderId);
    expect(received).toMatchObject({
      externalId: '9007199254740993',
      total: '6901.00',
      comment: 'Позвоните перед отправкой',
      customer: { name: 'Иванов Пётр', phone: '+7 900 000-00-00', email: 'p@example.com' },
      positions: [{ externalId: '1', brand: 'BOSCH', number: '0 986 494 019', quantity: 2, price: '3450.50' }],
      problems: [],
    });

    const { body: accepted } = await shop.admin.post(`/external-orders/${received.id}/accept`);
    const { items } = await shop.order(accepted.orderId);
    await shop.setStatus(items, 'В работе');
    await eventually(() => expect(receiver.requests).toHaveLength(2));
    const [whole, position] = receiver.requests;
    expect(whole).toMatchObject({
      method: 'PUT',
      url: '/status.php?no=9007199254740993',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-token': 'gz-office-token' },
    });
    expect(Object.fromEntries(new URLSearchParams(whole!.body))).toEqual({
      state: '5',
      text: `accepted ${accepted.orderId}`,
    });
    expect(whole!.headers).toMatchObject({
      authorization: expect.stringMatching(/^Basic /),
      'x-api-key': 'gz-office-token',
      'idempotency-key': expect.any(String),
    });
    expect(position).toMatchObject({ url: '/status.php?no=9007199254740993&scope=row' });
    expect(Object.fromEntries(new URLSearchParams(position!.body))).toEqual({ row: '1', state: '6', text: 'Везём' });

    const [notification] = await shop.notifications(received.id);
    const { body: detail } = await shop.admin.get(`/gettzap-notifications/${notification.id}`);
    expect(detail.attempts[0].request.headers).toMatchObject({ 'X-Token': '***', 'X-Api-Key': '***' });
    expect(JSON.stringify(detail)).not.toContain('gz-office-token');

    const cancelled = await shop.postToLink(windows1251(order.replace('"state": 1', '"state": 9')), CP1251);
    expect(cancelled.body).toMatchObject({ externalOrderId: received.id, state: 'cancelled' });
    expect((await shop.order(accepted.orderId)).items[0].status.name).toBe('Снят');
  });

  it('takes the same message again as a duplicate', async () => {
    const again = order.replace('9007199254740993', '9007199254740992');
    const first = await shop.postToLink(windows1251(again), CP1251);
    expect(first.body).toMatchObject({ state: 'new', duplicate: false });
    expect((await shop.postToLink(windows1251(again), CP1251)).body).toMatchObject({ duplicate: true });
    expect((await shop.externalOrder(first.body.externalOrderId)).externalId).toBe('9007199254740992');
  });
});

import { foldedText } from '../../src/platform/folded-text.js';
import { dumpOf } from '../support/dump.js';
import { eventually } from '../support/eventually.js';
import { Receiver } from '../support/receiver.js';
import { orderOf, positionOf, Shop } from '../support/shop.js';
import { sql } from '../support/stored.js';

const BUYER = { name: 'Семёнов Аркадий', phone: '+7 911 222-33-44', email: 'a.semenov@example.org' };
const WORDS = [
  'Семёнов',
  '911 222',
  '9112223344',
  'a.semenov',
  'Тайная',
  'домофон',
  'гравировк',
  'подождать до пятницы',
  'XTA21703080123456',
];

const orderOfBuyer = (id: string, change: object = {}) =>
  orderOf(id, 1, {
    customer: BUYER,
    delivery: { type: 'courier', address: 'Тайная улица, 5' },
    comment: 'домофон не работает',
    vin: 'XTA21703080123456',
    positions: [positionOf(1, { comment: 'нужна гравировка' })],
    ...change,
  });

describe('deleting a buyer’s personal data', () => {
  let shop: Shop;
  let receiver: Receiver;
  beforeEach(async () => {
    shop = await Shop.open();
    receiver = await Receiver.start();
  });
  afterEach(async () => {
    await shop.close();
    await receiver.close();
  });

  const remove = (input: object) => shop.admin.post('/personal-data/delete', input);
  const search = (input: object) => shop.admin.post('/personal-data/search', input);

  /** Everything that a buyer is found in, by as many calls as it takes. */
  async function find(buyer: object) {
    const orders = new Map<string, { id: string; externalId: string; customer: object }>();
    const messageIds: string[] = [];
    const steps: number[] = [];
    for (let after: string | undefined; ;) {
      const { status, body } = await search({ ...buyer, ...(after && { after }) });
      expect(status).toBe(200);
      for (const order of body.externalOrders) orders.set(order.id, order);
      messageIds.push(...body.messageIds);
      steps.push(body.progress);
      if (body.next === null) return { orders: [...orders.values()], messageIds, steps };
      after = body.next;
    }
  }

  const forget = async (buyer: object) => {
    const { orders, messageIds } = await find(buyer);
    return remove({ externalOrderIds: orders.map(({ id }) => id), messageIds });
  };
  const wordsIn = (text: string) => {
    const folded = foldedText(text);
    return WORDS.filter((word) => folded.includes(foldedText(word)));
  };
  const receive = async (order: object, contentType?: string) =>
    (await shop.postToLink({ event: 'order.created', order }, contentType)).body.externalOrderId as string;

  const statesOf = async (id: string) =>
    (await shop.notifications(id)).map(({ state }: { state: string }) => state) as string[];

  /** An order that is told of in words of the buyer. */
  async function toldOrder(): Promise<{ id: string; orderId: string }> {
    await shop.admin.post('/webhooks', { url: receiver.url, events: ['external_order.received'] });
    await shop.configureStatus('В работе', {
      item: { status: 'in_work', text: '{{ order_item.comment }}, {{ comment }}' },
    });
    const id = await receive(orderOfBuyer('GZ-1'));
    const { body } = await shop.admin.post(`/external-orders/${id}/accept`);
    const { items } = await shop.order(body.orderId);
    await shop.setStatus(items, 'В работе', 'Семёнов просил подождать до пятницы');
    return { id, orderId: body.orderId };
  }

  /** It was told, changed after that, and cancelled by the buyer. */
  async function finishedOrder() {
    const order = await toldOrder();
    await eventually(async () => expect(await statesOf(order.id)).toEqual(['delivered', 'delivered', 'skipped']));
    await receive(orderOfBuyer('GZ-1', { comment: 'домофон починили' }));
    await shop.cancel('GZ-1', undefined, 'Семёнов передумал');
    await eventually(() => expect(receiver.calls).toHaveLength(2));
    return order;
  }

  it('leaves nothing of the buyer in any table, and everything that the shop’s books need', async () => {
    const { id, orderId } = await finishedOrder();
    const [undecided, unreadable] = [
      await receive(orderOfBuyer('GZ-2', { customer: { ...BUYER, phone: '8 (911) 222-33-44' } })),
      await receive(orderOfBuyer('GZ-3', { positions: [] })),
    ];
    await shop.postToLink(`{"phone": "${BUYER.phone}", "name": "${BUYER.name}", broken`);
    const other = await shop.receive('GZ-9');
    const before = [await shop.externalOrder(id), await shop.order(orderId)];
    expect(wordsIn(await dumpOf(shop))).toEqual(WORDS);

    const found = await find(BUYER);
    expect([found.messageIds.length, found.steps.at(-1)]).toEqual([1, 100]);
    expect(found.orders.map(({ id }) => id).sort()).toEqual([id, undecided, unreadable].sort());
    expect(found.orders.find((order) => order.id === id)).toMatchObject({ externalId: 'GZ-1', customer: BUYER });
    expect(wordsIn(await dumpOf(shop))).toEqual(WORDS);

    const { status, body } = await forget(BUYER);
    expect([status, body.externalOrders.length, body.messages, body.incomplete]).toEqual([200, 3, 1, []]);
    expect(JSON.stringify(body)).not.toContain('Семёнов');
    expect(wordsIn(await dumpOf(shop))).toEqual([]);

    const after = [await shop.externalOrder(id), await shop.order(orderId)];
    expect(after[0]).toMatchObject({
      externalId: 'GZ-1',
      state: before[0].state,
      total: before[0].total,
      customer: { name: '', phone: '', email: '' },
      delivery: { type: 'courier', address: '' },
      comment: '',
      vin: '',
      positions: [{ ...before[0].positions[0], comment: '' }],
    });
    expect(after[0].history.at(-1)).toMatchObject({ kind: 'personal_data_deleted', actor: expect.stringMatching(/./) });
    expect(after[1]).toMatchObject({
      ...before[1],
      customer: { name: '', phone: '', email: '' },
      delivery: { type: 'courier', address: '' },
      comment: '',
      vin: '',
      items: [{ ...before[1].items[0], comment: '' }],
      history: expect.anything(),
      notifications: expect.anything(),
      changes: [{ ...before[1].changes[0], before: '', after: '' }],
    });
    const withoutTexts = ({ text: _, ...rest }: { text: string }) => rest;
    expect(after[1].notifications.map(withoutTexts)).toEqual(before[1].notifications.map(withoutTexts));
    expect(await shop.externalOrder(other.id)).toEqual(other);
    expect(await dumpOf(shop)).toContain('Иванов');
  });

  it('finds an order by an earlier content that only the journal knows, and by escaped or foreign bytes', async () => {
    const moved = await receive(orderOfBuyer('GZ-1'));
    await receive(orderOf('GZ-1'));
    const escaped = JSON.stringify({ event: 'order.created', order: orderOfBuyer('GZ-2') }).replace(
      /[^\0-\x7f]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    const second = (await shop.postToLink(escaped)).body.externalOrderId;
    const { body } = await forget({ name: 'семенов аркадий' });
    expect(body.externalOrders.map(({ id }: { id: string }) => id)).toEqual([moved, second]);
    expect(wordsIn(await dumpOf(shop))).toEqual([]);
  });

  it('finds an order by what the buyer was called before, also when the journal has forgotten it', async () => {
    const id = await receive(orderOfBuyer('GZ-1'));
    await receive(orderOfBuyer('GZ-1', { customer: { name: 'Иванов Пётр', phone: '', email: '' } }));
    await sql(shop, `UPDATE gettzap_messages SET body = ''`);
    expect((await find({ phone: BUYER.phone })).orders.map((order) => order.id)).toEqual([id]);
    await remove({ externalOrderIds: [id] });
    expect(wordsIn(await dumpOf(shop))).toEqual([]);
  });

  it('finds an order by all that is erased of it, also when the journal has forgotten it', async () => {
    const others = { customer: { name: 'Иванов Пётр', phone: '', email: '' } };
    const byComment = await receive(
      orderOf('GZ-1', 1, { ...others, positions: [positionOf(1, { comment: `звонить ${BUYER.phone}` })] }),
    );
    const byCancellation = await receive(orderOf('GZ-2', 1, others));
    await shop.cancel('GZ-2', undefined, `${BUYER.name} передумал`);
    const byReason = await receive(orderOf('GZ-3', 1, others));
    await shop.refuse(byReason, { reason: `не дозвонились: ${BUYER.phone}` });
    const byStatus = await receive(orderOf('GZ-4', 1, others));
    const { orderId } = (await shop.accept(byStatus)).body;
    await shop.setStatus((await shop.order(orderId)).items, 'В работе', `пишите на ${BUYER.email}`);
    await receive(orderOf('GZ-5', 1, others));
    await sql(shop, `UPDATE gettzap_messages SET body = ''`);
    const { orders } = await find(BUYER);
    expect(orders.map(({ id }) => id)).toEqual([byComment, byCancellation, byReason, byStatus]);
    await forget(BUYER);
    expect(wordsIn(await dumpOf(shop))).toEqual([]);
  });

  it('takes single orders by their ids, and names those that there are not', async () => {
    const first = await receive(orderOfBuyer('GZ-1'));
    await receive(orderOfBuyer('GZ-2'));
    const { body } = await remove({ externalOrderIds: [first] });
    expect(body.externalOrders).toMatchObject([{ id: first, externalId: 'GZ-1' }]);
    expect((await shop.admin.get('/external-orders?q=Семёнов')).body.meta.total).toBe(1);
    const wrong = await remove({ externalOrderIds: [first, '999'] });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'externalOrderIds[1]']);
  });

  it('finds and erases a buyer whose name and e-mail have a hyphen', async () => {
    const customer = { name: 'Римский-Корсаков Николай', phone: '', email: 'n.rimskij-korsakov@snow-maiden.example' };
    const id = await receive(orderOf('GZ-1', 1, { customer }));
    await receive(orderOf('GZ-2', 1, { customer: { ...customer, name: 'Римский', email: 'korsakov@x.example' } }));
    for (const buyer of [{ name: 'римский-корсаков николай' }, { email: customer.email }]) {
      expect((await find(buyer)).orders.map((order) => order.id)).toEqual([id]);
    }
    expect((await forget({ name: customer.name })).body.externalOrders).toMatchObject([{ id }]);
    expect(await dumpOf(shop)).not.toMatch(/корсаков н|rimskij/i);
  });

  it('goes through a big journal by calls that each read some megabytes, and says how far it is', async () => {
    const filling = 'x'.repeat(900_000);
    const broken = (text: string) => shop.postToLink(`{"text": "${text}", "filling": "${filling}"`);
    await broken(`${BUYER.name}, первое`);
    for (let n = 0; n < 10; n++) await broken('о другом');
    await broken(`${BUYER.name}, последнее`);
    const { messageIds, steps } = await find({ name: BUYER.name });
    expect(messageIds).toHaveLength(2);
    expect(steps.length).toBeGreaterThanOrEqual(3);
    expect(steps).toEqual([...steps].sort((one, other) => one - other));
    expect(steps.at(-1)).toBe(100);
    expect((await forget({ name: BUYER.name })).body).toMatchObject({ externalOrders: [], messages: 2 });
    expect(await dumpOf(shop)).not.toContain('Семёнов');
  });

  it('writes down who had messages erased that became no order', async () => {
    await shop.postToLink(`{"phone": "${BUYER.phone}", broken`);
    const { messageIds } = await find(BUYER);
    expect((await remove({ messageIds })).status).toBe(200);
    const { body } = await shop.admin.get('/audit?action=delete_personal_data&subject=gettzap_message');
    expect(body.data).toMatchObject([{ subjectId: messageIds[0], actor: expect.stringMatching(/./) }]);
  });

  it('names messages that there are not', async () => {
    const wrong = await remove({ messageIds: ['999'] });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'messageIds[0]']);
  });

  it('refuses what describes nobody', async () => {
    const nobody = [
      {},
      { phone: '', email: '' },
      { after: 'orders:0' },
      { phone: '12345' },
      { name: 'Ян' },
      { email: 'x' },
    ];
    for (const input of nobody) expect((await search(input)).status).toBe(422);
    for (const after of ['', 'orders', 'messages:1', 'tables:1', null, 7]) {
      expect((await search({ name: BUYER.name, after })).status).toBe(422);
    }
    for (const input of [{}, { externalOrderIds: [] }, BUYER]) expect((await remove(input)).status).toBe(422);
  });

  it.each([
    ['name', '   '],
    ['name', '\u200b\u200b\u200b'],
    ['name', ' Я\u00ad\u00ad '],
    ['email', '\u200b@example.org'],
    ['email', 'a.semenov@\u00ad'],
  ])('refuses a search by what is not seen, which everybody would be found by: %s %j', async (path, unseen) => {
    await shop.postToLink(orderOfBuyer('PD-U'));
    const { status, body } = await search({ ...BUYER, [path]: unseen });
    expect([status, body.errors?.[0].path]).toEqual([422, path]);
  });

  it('leaves nothing of what expressions failed on', async () => {
    const path = `/marketplace-connections/${shop.connectionId}`;
    const outbound = '{ "n": $number(comment) }';
    await shop.admin.patch(path, { acceptedText: '{{ order_item.comment }}', adapter: { outbound } });
    const told = await receive(
      orderOfBuyer('GZ-4', { positions: [positionOf(1, { comment: 'нужна гравировка' }), positionOf(2)] }),
    );
    const { positions } = await shop.externalOrder(told);
    await shop.accept(told, { positions: [{ id: positions[0].id }] });
    await eventually(async () => expect((await shop.notifications(told))[0]).toMatchObject({ attemptCount: 1 }));
    await shop.admin.patch(path, { adapter: { inbound: '{ "event": event, "order": $number(order.customer.name) }' } });
    await receive(orderOfBuyer('GZ-5'));
    const { positions: _, ...order } = orderOfBuyer('GZ-6') as Record<string, unknown>;
    const inbound = '{ "event": event, "order": { "id": order.id, "positions": $number(order.customer.name) } }';
    await shop.admin.patch(path, { adapter: { inbound } });
    await receive(order);
    expect((await forget(BUYER)).body.incomplete).toEqual([]);
    expect(wordsIn(await dumpOf(shop))).toEqual([]);
  });

  it('erases also the reasons that were written down before they quoted nothing', async () => {
    const reason = 'Unable to cast value to a number: "Семёнов"';
    const problem = { path: 'order', code: 'expression_failed', params: { reason }, message: `failed: ${reason}` };
    shop.sandbox.setTrouble({ kind: 'reset', count: 1 });
    const { id } = await shop.receive('GZ-7');
    await shop.accept(id);
    await eventually(async () => expect((await shop.notifications(id))[0]).toMatchObject({ attemptCount: 1 }));
    const json = JSON.stringify([problem]);
    await sql(shop, 'UPDATE external_orders SET problems = ?', [json]);
    await sql(shop, `UPDATE external_order_history_entries SET details = ?, kind = 'not_understood'`, [
      JSON.stringify({ problems: [problem] }),
    ]);
    await sql(shop, 'UPDATE outbox_attempts SET error = ?', [
      JSON.stringify({ code: problem.code, params: { reason, line: 1 } }),
    ]);
    expect((await remove({ externalOrderIds: [id] })).status).toBe(200);
    expect(wordsIn(await dumpOf(shop))).toEqual([]);
    const left = { ...problem, params: { reason: '…' }, message: 'failed: …' };
    expect((await shop.externalOrder(id)).problems).toEqual([left]);
    const [{ id: notification }] = await shop.notifications(id);
    const { body } = await shop.admin.get(`/gettzap-notifications/${notification}`);
    expect(body.attempts[0]).toMatchObject({ errorCode: problem.code, errorParams: { reason: '…', line: 1 } });
  });

  it('waits for what is being sent, and erases what is written down of it afterwards', async () => {
    shop.sandbox.setTrouble({ kind: 'slow', count: 1 });
    const { id } = await toldOrder();
    await eventually(async () => expect((await shop.notifications(id))[0]).toMatchObject({ state: 'sending' }));
    expect((await remove({ externalOrderIds: [id] })).body.incomplete).toEqual([]);
    expect(wordsIn(await dumpOf(shop))).toEqual([]);
    await eventually(async () => expect((await statesOf(id)).slice(0, 2)).toEqual(['delivered', 'delivered']));
    expect(wordsIn(await dumpOf(shop))).toEqual([]);
  });
});

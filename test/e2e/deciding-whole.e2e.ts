import { Shop } from '../support/shop.js';

describe('deciding the whole external order', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  it('accepting accepts every position in full, and GettZap gets one notice for the whole order', async () => {
    const received = await shop.receive('A-1', 3);
    const { status, body } = await shop.accept(received.id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'accepted', orderId: expect.stringMatching(/^\d+$/) });
    expect(body.positions).toMatchObject(
      ['1', '2', '3'].map((externalId) => ({ externalId, state: 'accepted', acceptedQuantity: 2, quantity: 2 })),
    );
    expect(await shop.recorded(received.id)).toEqual([`order_accepted | order | accepted | accepted ${body.orderId}`]);
    await shop.toldEventually('A-1', [`order | accepted | accepted ${body.orderId}`]);
  });

  it('accepting makes one order whose items start in the initial status, in position order', async () => {
    const received = await shop.receive('A-2', 3);
    const { body } = await shop.accept(received.id);
    const order = await shop.order(body.orderId);
    const start = { name: 'Обрабатывается', group: 'processing' };
    expect(order).toMatchObject({ externalId: 'A-2', externalOrderId: received.id, status: start });
    expect(order.items).toMatchObject(
      received.positions.map(({ id, number }: { id: string; number: string }) => ({
        positionId: id,
        number,
        brand: 'BOSCH',
        quantity: 2,
        price: '3450.00',
        status: start,
      })),
    );
  });

  it('starting is no status change: the texts of the initial status are not told', async () => {
    const told = { status: 'began', text: 'began' };
    await shop.configureStatus('Обрабатывается', { item: told, order: told });
    const order = await shop.accepted('A-3', 2);
    expect(await shop.recorded(order.externalOrderId)).toEqual([
      `order_accepted | order | accepted | accepted ${order.id}`,
    ]);
    expect(order.history.map(({ kind }: { kind: string }) => kind)).toEqual(['created']);
  });

  it('items start in whichever status is the initial one at that moment', async () => {
    const setInitial = (name: string) =>
      shop.admin.patch(`/order-statuses/${shop.statuses[name]}`, { isInitial: true });
    await setInitial('В работе');
    const order = await shop.accepted('A-4');
    await setInitial('Обрабатывается');
    expect(order).toMatchObject({ status: { name: 'В работе' }, items: [{ status: { name: 'В работе' } }] });
  });

  it('refusing makes no order, and GettZap gets one notice with the reason', async () => {
    const received = await shop.receive('R-1', 2);
    const { status, body } = await shop.refuse(received.id, { reason: 'нет на складе' });
    expect([status, body.state, body.orderId]).toEqual([200, 'refused', null]);
    expect(body.positions).toMatchObject([
      { state: 'refused', acceptedQuantity: 0 },
      { state: 'refused', acceptedQuantity: 0 },
    ]);
    await shop.toldEventually('R-1', ['order | refused | refused: нет на складе']);
    expect(await shop.recorded(received.id)).toEqual(['order_refused | order | refused | refused: нет на складе']);
  });

  it('refusing without a reason prints nothing for it and is false in {% if reason %}', async () => {
    const received = await shop.receive('R-2');
    await shop.refuse(received.id);
    expect(await shop.recorded(received.id)).toEqual(['order_refused | order | refused | refused']);
  });

  it('naming every position in full in one step is told as one notice for the whole order', async () => {
    const received = await shop.receive('A-5', 2);
    const [first, second] = received.positions;
    const { body } = await shop.accept(received.id, { positions: [{ id: second.id }, { id: first.id, quantity: 2 }] });
    expect(body.state).toBe('accepted');
    expect(await shop.recorded(received.id)).toEqual([`order_accepted | order | accepted | accepted ${body.orderId}`]);
  });

  it('the history says who decided, when and why', async () => {
    const accepted = await shop.receive('H-1');
    const refused = await shop.receive('H-2');
    const { body: me } = await shop.admin.get('/auth/me');
    const { history: ofAccepted } = (await shop.accept(accepted.id)).body;
    const { history: ofRefused } = (await shop.refuse(refused.id, { reason: 'поздно' })).body;
    expect(ofAccepted).toMatchObject([{ kind: 'received' }, { kind: 'accepted', actor: me.name, comment: '' }]);
    expect(ofRefused).toMatchObject([{ kind: 'received' }, { kind: 'refused', actor: me.name, comment: 'поздно' }]);
    expect(Date.parse(ofRefused[1].at)).toBeGreaterThanOrEqual(Date.parse(refused.receivedAt));
  });
});

describe('the texts and statuses of a decision', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const configure = async (settings: object) => {
    const { status } = await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, settings);
    expect(status).toBe(200);
  };

  it('what does not exist in a case prints as nothing: item of a whole order, order of a refusal, reason', async () => {
    const text = '[{{ order.order_id }}][{{ order_item.oem }}][{{ reason }}][{{ status.name }}][{{ comment }}]';
    await configure({ acceptedText: text, refusedText: text });
    const order = await shop.accepted('N-1');
    const refused = await shop.receive('N-2');
    await shop.refuse(refused.id);
    expect(await shop.recorded(order.externalOrderId)).toEqual([
      `order_accepted | order | accepted | [${order.id}][][][][]`,
    ]);
    expect(await shop.recorded(refused.id)).toEqual(['order_refused | order | refused | [][][][][]']);
  });

  it('a text about a position names its item, its order, its region and its initial status', async () => {
    await configure({
      acceptedText:
        '{{ order.external_id }} {{ order_item.make_name }} {{ order_item.oem }} {{ order_item.detail_name }} ' +
        '{{ order_item.qnt }} {{ order_item.cost }} «{{ order_item.comment }}» {{ order_item.status.name }} {{ region.name }}',
    });
    const received = await shop.receive('N-3', 2);
    await shop.accept(received.id, { positions: [{ id: received.positions[0].id }] });
    expect(await shop.recorded(received.id)).toEqual([
      'position_accepted | 1 | accepted | N-3 BOSCH P1 Колодки тормозные 2 3450.00 «» Обрабатывается Основной',
    ]);
  });

  it('the text is rendered when it happens: a later change of the settings does not reach it', async () => {
    await configure({ acceptedText: 'before', refusedText: '' });
    const order = await shop.accepted('N-4');
    await configure({ acceptedText: 'after' });
    expect(await shop.recorded(order.externalOrderId)).toEqual(['order_accepted | order | accepted | before']);
  });

  it('a text that fails on its values does not stop the decision: the status is told without it', async () => {
    await configure({ acceptedText: '{% for i in (1..99999999) %}x{% endfor %}' });
    const order = await shop.accepted('N-5');
    expect(await shop.recorded(order.externalOrderId)).toEqual(['order_accepted | order | accepted | ']);
    await shop.toldEventually('N-5', ['order | accepted | ']);
  });

  it('a text that becomes endless does not stop the decision either', async () => {
    await configure({ acceptedText: `{% for i in (1..10000) %}${'ж'.repeat(3_000)}{% endfor %}` });
    const order = await shop.accepted('N-6');
    expect(await shop.recorded(order.externalOrderId)).toEqual(['order_accepted | order | accepted | ']);
  });

  it('an empty status sends nothing, and the row says that none is configured', async () => {
    await configure({ acceptedStatus: '', refusedStatus: '', acceptedText: 'words without a status' });
    const order = await shop.accepted('N-7');
    const refused = await shop.receive('N-8', 2);
    await shop.refuse(refused.id, { positions: [{ id: refused.positions[1].id }] });
    expect(await shop.recorded(order.externalOrderId)).toEqual([
      'order_accepted | order | skipped | no_status_configured',
    ]);
    expect(await shop.recorded(refused.id)).toEqual(['position_refused | 2 | skipped | no_status_configured']);
    expect([shop.told('N-7'), shop.told('N-8')]).toEqual([[], []]);
  });
});

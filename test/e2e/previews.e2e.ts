import { untilQuiet } from '../support/delivering.js';
import { dumpOf } from '../support/dump.js';
import { Shop } from '../support/shop.js';

interface Notice {
  kind: string;
  positionId: string | null;
  quantity: number | null;
  status: string;
  text: string;
  isSent: boolean;
  reason: string;
}

/** What is recorded of an external order, as a preview would have put it. */
async function recordedOf(shop: Shop, externalOrderId: string): Promise<Notice[]> {
  const recorded = await shop.notifications(externalOrderId);
  return recorded.map((each: Notice & { state: string }) => {
    const { kind, positionId, quantity, status, text, state, reason } = each;
    return { kind, positionId, quantity, status, text, isSent: state !== 'skipped', reason };
  });
}

describe('what GettZap would be told of a decision', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  type Received = { id: string; positions: Array<{ id: string }> };
  const preview = (id: string, body: object) => shop.admin.post(`/external-orders/${id}/preview`, body);
  const lines = ({ positions }: Received, ...numbers: number[]) =>
    numbers.map((number) => ({ id: positions[number - 1]!.id }));

  it('is shown without changing anything', async () => {
    const received = await shop.receive('N-1', 2);
    await untilQuiet(shop);
    const before = await dumpOf(shop);
    const { status, body } = await preview(received.id, { decision: 'accept' });
    expect([status, body]).toEqual([
      200,
      {
        state: 'accepted',
        notices: [
          {
            kind: 'order_accepted',
            positionId: null,
            quantity: null,
            status: 'accepted',
            text: 'accepted …',
            isSent: true,
            reason: '',
          },
        ],
      },
    ]);
    expect(await dumpOf(shop)).toBe(before);
    expect(await shop.externalOrder(received.id)).toEqual(received);
  });

  it.each<[string, 'accept' | 'refuse', (received: Received) => object, string[]]>([
    ['accepting the whole', 'accept', () => ({}), ['accepted …']],
    ['refusing the whole', 'refuse', () => ({ reason: 'нет на складе' }), ['refused: нет на складе']],
    [
      'accepting some, named in any order',
      'accept',
      (received) => ({ positions: lines(received, 3, 1) }),
      ['accepted … P1 x2', 'accepted … P3 x2'],
    ],
    [
      'accepting one in a smaller quantity',
      'accept',
      (received) => ({ positions: [{ ...lines(received, 1)[0], quantity: 1 }, ...lines(received, 2)] }),
      ['accepted … P1 x1', 'refused P1 x1', 'accepted … P2 x2'],
    ],
    [
      'refusing some',
      'refuse',
      (received) => ({ positions: lines(received, 2), reason: 'дорого' }),
      ['refused P2 x2: дорого'],
    ],
  ])('%s: the same in the same order as is told then', async (name, decision, bodyOf, texts) => {
    const received = await shop.receive(`S-${name}`, 3);
    const { body: previewed } = await preview(received.id, { decision, ...bodyOf(received) });
    expect(previewed.notices.map(({ text }: Notice) => text)).toEqual(texts);
    const { body: decided } = await shop.admin.post(`/external-orders/${received.id}/${decision}`, bodyOf(received));
    expect(previewed.state).toBe(decided.state);
    const numbered = previewed.notices.map((notice: Notice) => ({
      ...notice,
      text: notice.text.replace('…', decided.orderId),
    }));
    expect(numbered).toEqual(await recordedOf(shop, received.id));
  });

  it('names the number of an order that is there already', async () => {
    const received = await shop.receive('X-1', 2);
    const { orderId } = (await shop.accept(received.id, { positions: lines(received, 1) })).body;
    const before = await recordedOf(shop, received.id);
    const { body } = await preview(received.id, { decision: 'accept' });
    expect(body.notices).toMatchObject([{ kind: 'position_accepted', text: `accepted ${orderId} P2 x2` }]);
    await shop.accept(received.id);
    expect([...before, ...body.notices]).toEqual(await recordedOf(shop, received.id));
  });

  it('says what would only be recorded, and why', async () => {
    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { refusedStatus: '' });
    const received = await shop.receive('K-1', 1);
    const { body } = await preview(received.id, { decision: 'refuse' });
    expect(body.notices).toMatchObject([{ status: '', text: '', isSent: false, reason: 'no_status_configured' }]);
    await shop.refuse(received.id);
    expect(body.notices).toEqual(await recordedOf(shop, received.id));
    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { refusedStatus: 'refused' });

    const nameless = await shop.postToLink({ event: 'order.created', order: { positions: [] } });
    const id = nameless.body.externalOrderId;
    const ofNameless = (await preview(id, { decision: 'refuse' })).body;
    expect(ofNameless).toMatchObject({ state: 'refused', notices: [{ isSent: false, reason: 'no_external_id' }] });
    await shop.refuse(id);
    expect(ofNameless.notices).toEqual(await recordedOf(shop, id));
  });

  it('is refused as deciding is', async () => {
    const decided = await shop.receive('R-1', 1);
    await shop.accept(decided.id);
    const cancelled = await shop.receive('R-2', 1);
    await shop.cancel('R-2');
    const deleted = await shop.receive('R-3', 1);
    await shop.admin.delete(`/external-orders/${deleted.id}`, { reason: 'x' });
    const unclear = (await shop.postToLink({ event: 'order.created', order: { id: 'R-4' } })).body.externalOrderId;
    const codeOf = async (id: string, body: object = {}) => {
      const previewed = await preview(id, { decision: 'accept', ...body });
      const real = await shop.accept(id, body);
      expect([previewed.status, previewed.body.code, previewed.body.errors]).toEqual([
        real.status,
        real.body.code,
        real.body.errors,
      ]);
      return previewed.body.code;
    };
    expect(await codeOf(decided.id)).toBe('already_decided');
    expect(await codeOf(cancelled.id)).toBe('cancelled_by_client');
    expect(await codeOf(deleted.id)).toBe('deleted');
    expect(await codeOf(unclear)).toBe('needs_attention');
    expect(await codeOf('999999')).toBe('not_found');
    const open = await shop.receive('R-5', 1);
    expect(await codeOf(open.id, { version: 2 })).toBe('changed_meanwhile');
    expect(await codeOf(open.id, { positions: [{ id: '999999' }] })).toBe('validation_failed');
    expect(await codeOf(open.id, { positions: [{ id: open.positions[0].id, quantity: 3 }] })).toBe('validation_failed');
    const { status, body } = await preview(open.id, { decision: 'maybe' });
    expect([status, body.errors[0].path]).toEqual([422, 'decision']);
  });

  it('of an order whose connection was deleted is only recorded', async () => {
    const received = await shop.receive('D-1', 1);
    await shop.admin.delete(`/marketplace-connections/${shop.connectionId}`);
    const { body } = await preview(received.id, { decision: 'refuse' });
    expect(body.notices).toMatchObject([{ text: 'refused', isSent: false, reason: 'target_retired' }]);
    await shop.refuse(received.id);
    expect(body.notices).toEqual(await recordedOf(shop, received.id));
  });
});

describe('what GettZap would be told of a status', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    const item =
      '{{ order.order_id }} {{ order_item.oem }} {{ status.name }}{% if comment %}: {{ comment }}{% endif %}';
    await shop.configureStatus('Готово к выдаче', {
      item: { status: 'ready', text: item },
      order: { status: 'all_ready', text: '{{ order.order_id }} {{ status.name }}' },
    });
    await shop.configureStatus('Отказ', { item: { status: 'refused', text: item } });
  });
  afterAll(() => shop.close());

  type Item = { id: string; positionId: string };
  type Made = { id: string; externalOrderId: string; externalId: string; items: Item[] };
  const bodyOf = (items: Item[], status: string, comment?: string) => ({
    itemIds: items.map(({ id }) => id),
    statusId: shop.statuses[status],
    ...(comment !== undefined && { comment }),
  });
  const preview = (body: object) => shop.admin.post('/order-items/status/preview', body);

  /** What setting the status then records, as the preview would have put it. */
  async function tellingOf(orders: Made[], body: object) {
    const before = await Promise.all(orders.map((order) => recordedOf(shop, order.externalOrderId)));
    const { status, body: told } = await shop.admin.post('/order-items/status', body);
    expect(status).toBe(200);
    const { undo: _undo, divided: _divided, ...result } = told;
    const notices = await Promise.all(
      orders.map(async ({ id, externalId, externalOrderId, items }, index) => {
        const later = (await recordedOf(shop, externalOrderId)).slice(before[index]!.length);
        return later.map(({ positionId, ...rest }) => {
          const itemId = items.find((item) => item.positionId === positionId)?.id ?? null;
          return { ...rest, orderId: id, externalId, itemId };
        });
      }),
    );
    return { ...result, notices: notices.flat() };
  }

  it('is shown without changing anything', async () => {
    const order = await shop.accepted('N-1', 1);
    await shop.toldEventually('N-1', [`order | accepted | accepted ${order.id}`]);
    const { body } = await preview(bodyOf(order.items, 'Готово к выдаче', 'до 20:00'));
    expect(body).toEqual({
      changed: 1,
      unchanged: 0,
      notices: [
        {
          orderId: order.id,
          externalId: 'N-1',
          itemId: order.items[0].id,
          kind: 'item_status',
          status: 'ready',
          text: `${order.id} P1 Готово к выдаче: до 20:00`,
          isSent: true,
          reason: '',
          quantity: null,
        },
        {
          orderId: order.id,
          externalId: 'N-1',
          itemId: null,
          kind: 'order_status',
          status: 'all_ready',
          text: `${order.id} Готово к выдаче`,
          isSent: true,
          reason: '',
          quantity: null,
        },
      ],
      orders: [{ id: order.id, status: expect.objectContaining({ name: 'Готово к выдаче' }) }],
    });
    await untilQuiet(shop);
    const before = await dumpOf(shop);
    await preview(bodyOf(order.items, 'Отказ'));
    expect(await dumpOf(shop)).toBe(before);
  });

  it('the same in the same order as is told then, across orders', async () => {
    const orders = [await shop.accepted('A-1', 2), await shop.accepted('A-2', 3), await shop.accepted('A-3', 1)];
    const [first, second, third] = orders;
    await shop.setStatus(third.items, 'Готово к выдаче');
    const body = bodyOf([...second.items.slice(1), ...first.items, ...third.items], 'Готово к выдаче', 'ждём');
    const { body: previewed } = await preview(body);
    expect([previewed.changed, previewed.unchanged]).toEqual([4, 1]);
    expect(previewed.notices.map(({ text }: Notice) => text)).toEqual([
      `${first.id} P1 Готово к выдаче: ждём`,
      `${first.id} P2 Готово к выдаче: ждём`,
      `${first.id} Готово к выдаче`,
      `${second.id} P2 Готово к выдаче: ждём`,
      `${second.id} P3 Готово к выдаче: ждём`,
    ]);
    expect(previewed).toEqual(await tellingOf(orders, body));
  });

  it('an item that passes into «Отказ» lets the order come into the status of the others', async () => {
    const order = await shop.accepted('B-1', 2);
    await shop.setStatus(order.items.slice(0, 1), 'Готово к выдаче');
    const body = bodyOf(order.items.slice(1), 'Отказ');
    const { body: previewed } = await preview(body);
    expect(previewed.notices).toMatchObject([
      { kind: 'item_status', status: 'refused' },
      { kind: 'order_status', status: 'all_ready' },
    ]);
    expect(previewed).toEqual(await tellingOf([order], body));
  });

  it('says what would only be recorded, and nothing where nothing changes', async () => {
    const order = await shop.accepted('C-1', 1);
    const body = bodyOf(order.items, 'Выдано');
    const { body: previewed } = await preview(body);
    expect(previewed.notices).toMatchObject([
      { kind: 'item_status', isSent: false, reason: 'no_status_configured' },
      { kind: 'order_status', isSent: false, reason: 'no_status_configured' },
    ]);
    expect(previewed).toEqual(await tellingOf([order], body));
    const { body: again } = await preview(body);
    expect([again.changed, again.unchanged, again.notices]).toEqual([0, 1, []]);
  });

  it('is refused as setting it is', async () => {
    const order = await shop.accepted('R-1', 1);
    for (const body of [
      { itemIds: [order.items[0].id], statusId: '999999' },
      { itemIds: [order.items[0].id, '999999'], statusId: shop.statuses['Выдано'] },
      { itemIds: Array.from({ length: 501 }, () => order.items[0].id), statusId: shop.statuses['Выдано'] },
    ]) {
      const previewed = await preview(body);
      const real = await shop.admin.post('/order-items/status', body);
      expect([previewed.status, previewed.body.errors]).toEqual([422, real.body.errors]);
    }
  });
});

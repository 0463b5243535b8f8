import { Shop } from '../support/shop.js';
import { errorDetail } from '../../src/platform/error-texts.js';

describe('texts: saving and preview', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const preview = (input: object) => shop.admin.post('/order-statuses/preview', input);
  const statusPath = () => `/order-statuses/${shop.statuses['В работе']}`;

  it('an unknown variable is refused on saving, with its path, line and column, and nothing is saved', async () => {
    const before = (await shop.admin.get(statusPath())).body;
    const { status, body } = await shop.admin.patch(statusPath(), {
      name: 'Другое имя',
      gettzap: { item: { text: 'Готово:\n{{ order_item.colour }}' }, order: { text: '{{ order_item.oem }}' } },
    });
    expect([status, body.code]).toEqual([422, 'validation_failed']);
    expect(body.errors).toEqual([
      {
        path: 'gettzap.item.text',
        ...errorDetail('template_unknown_variable', { name: 'order_item.colour' }),
        line: 2,
        column: 4,
      },
      {
        path: 'gettzap.order.text',
        ...errorDetail('template_unknown_variable', { name: 'order_item.oem' }),
        line: 1,
        column: 4,
      },
    ]);
    expect((await shop.admin.get(statusPath())).body).toEqual(before);
  });

  it('a syntax error is refused on saving with its place, also when the status is made', async () => {
    const { status, body } = await shop.admin.post('/order-statuses', {
      name: 'Новый',
      group: 'processing',
      gettzap: { order: { status: 's', text: 'x {% if comment %}' } },
    });
    expect([status, body.errors]).toEqual([
      422,
      [
        {
          path: 'gettzap.order.text',
          ...errorDetail('template_not_closed', { name: '{% if comment %}' }),
          line: 1,
          column: 3,
        },
      ],
    ]);
    const { data } = (await shop.admin.get('/order-statuses?perPage=200')).body;
    expect(data.map(({ name }: { name: string }) => name)).not.toContain('Новый');
  });

  it('the texts of a connection are checked in the same way', async () => {
    const { status, body } = await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, {
      acceptedText: '{{ order_item.oem }} {{ order.total }}',
      refusedText: '{{ reason',
    });
    expect([status, body.errors]).toEqual([
      422,
      [
        {
          path: 'acceptedText',
          ...errorDetail('template_unknown_variable', { name: 'order.total' }),
          line: 1,
          column: 25,
        },
        { path: 'refusedText', ...errorDetail('template_not_closed', { name: '{{ reason' }), line: 1, column: 1 },
      ],
    ]);
  });

  it('the list of variables is what can be saved: each in its scopes, and no other', async () => {
    const { status, body: variables } = await shop.admin.get('/order-statuses/variables');
    expect(status).toBe(200);
    expect(variables.map(({ name }: { name: string }) => name)).toEqual([
      'order.order_id',
      'order.external_id',
      'order_item.oem',
      'order_item.make_name',
      'order_item.detail_name',
      'order_item.qnt',
      'order_item.cost',
      'order_item.first_cost',
      'order_item.price_name',
      'order_item.comment',
      'order_item.status.name',
      'status.name',
      'region.name',
      'reason',
      'comment',
    ]);
    for (const { name, label, scopes } of variables) {
      expect(label).toMatch(/[а-я]/i);
      for (const scope of ['item', 'order']) {
        const answer = await preview({ scope, text: `{{ ${name} }}` });
        expect([name, scope, answer.status]).toEqual([name, scope, scopes.includes(scope) ? 200 : 422]);
      }
    }
  });

  it('a preview without an item shows an example', async () => {
    const text =
      '{{ order.order_id }}/{{ order_item.make_name }}/{{ order_item.qnt }}/{{ status.name }}/{{ region.name }}';
    const { status, body } = await preview({ scope: 'item', text });
    expect(status).toBe(200);
    expect(body.text).toMatch(/^\d+\/[^/]+\/\d+\/[^/]+\/[^/]+$/);
    const { body: ofOrder } = await preview({ scope: 'order', text: '{{ order.external_id }} {{ status.name }}' });
    expect(ofOrder.text).toMatch(/^\S+ \S+/);
  });

  it('a preview with an item shows that item’s values and its order’s', async () => {
    const order = await shop.accepted('T-1', 2);
    await shop.setStatus([order.items[1]], 'Выдано');
    const text =
      '{{ order.order_id }}|{{ order.external_id }}|{{ order_item.oem }}|{{ order_item.cost }}|{{ order_item.status.name }}|{{ region.name }}|{{ reason }}{{ comment }}';
    const { body } = await preview({ scope: 'item', text, orderItemId: order.items[1].id });
    expect(body).toEqual({ text: `${order.id}|T-1|P2|3450.00|Выдано|Основной|` });
    const ofOrder = await preview({
      scope: 'order',
      text: '{{ order.external_id }}',
      orderItemId: order.items[0].id,
    });
    expect(ofOrder.body).toEqual({ text: 'T-1' });
  });

  it('a preview shows what a notification then says', async () => {
    const text =
      "{{ order_item.make_name | upcase }}: {{ order_item.qnt }} шт. по {{ order_item.cost | replace: '.', ',' }} ₽";
    await shop.configureStatus('Готово к выдаче', { item: { status: 'ready', text } });
    const order = await shop.accepted('T-2');
    const { body } = await preview({ scope: 'item', text, orderItemId: order.items[0].id });
    await shop.setStatus(order.items, 'Готово к выдаче');
    expect((await shop.recorded(order.externalOrderId))[1]).toBe(`item_status | 1 | ready | ${body.text}`);
    expect(body.text).toBe('BOSCH: 2 шт. по 3450,00 ₽');
  });

  it('a preview of a status’ own text names that status, not the item’s present one', async () => {
    const text = '{{ order_item.status.name }}|{{ status.name }}';
    await shop.configureStatus('Пришло на склад', { item: { status: 'arrived', text } });
    const order = await shop.accepted('T-30');
    const { body } = await preview({
      scope: 'item',
      text,
      orderItemId: order.items[0].id,
      statusName: 'Пришло на склад',
    });
    expect(body.text).toBe('Пришло на склад|Пришло на склад');
    await shop.setStatus(order.items, 'Пришло на склад');
    expect((await shop.recorded(order.externalOrderId))[1]).toBe(`item_status | 1 | arrived | ${body.text}`);
  });

  it.each<[string, object, object]>([
    ['an unknown variable', { text: 'x\n{{ nonsense }}' }, { path: 'text', line: 2, column: 4 }],
    ['a syntax error', { text: '{% for %}' }, { path: 'text', line: 1 }],
    [
      'an item’s variable for an order',
      { scope: 'order', text: '{{ order_item.oem }}' },
      { path: 'text', line: 1, column: 4 },
    ],
    [
      'a loop that never ends',
      { text: 'x {% for i in (1..99999999) %}{% endfor %}' },
      { path: 'text', line: 1, column: 3 },
    ],
    ['an unknown item', { text: 'x', orderItemId: '999999' }, { path: 'orderItemId' }],
    ['what is no item', { text: 'x', orderItemId: 'x' }, { path: 'orderItemId' }],
    ['an unknown scope', { scope: 'shop', text: 'x' }, { path: 'scope' }],
    ['no text', { text: undefined }, { path: 'text' }],
    ['a text too long', { text: 'x'.repeat(4_001) }, { path: 'text' }],
  ])('a preview with %s: 422 naming it', async (_, input, error) => {
    const { status, body } = await preview({ scope: 'item', ...input });
    expect([status, body.errors]).toMatchObject([422, [{ ...error, code: expect.stringMatching(/./) }]]);
  });

  it('a status change without a comment has neither reason nor comment: both print as nothing', async () => {
    const text = '[{{ reason }}{{ comment }}]{% if reason %}!{% endif %}';
    await shop.configureStatus('Выдано', { item: { status: 'issued', text }, order: { status: 'issued', text } });
    const order = await shop.accepted('T-3');
    await shop.setStatus(order.items, 'Выдано');
    expect((await shop.recorded(order.externalOrderId)).slice(1)).toEqual([
      'item_status | 1 | issued | []',
      'order_status | order | issued | []',
    ]);
  });

  it('a text that fails on its values does not stop a status change: the status is told without it', async () => {
    await shop.configureStatus('Отказ', {
      item: { status: 'no', text: '{% for i in (1..99999999) %}x{% endfor %}' },
      order: { status: 'none', text: `{% for i in (1..20000) %}${'ж'.repeat(3_000)}{% endfor %}` },
    });
    const order = await shop.accepted('T-4');
    expect((await shop.setStatus(order.items, 'Отказ')).status).toBe(200);
    await shop.toldEventually('T-4', [`order | accepted | accepted ${order.id}`, '1 | no | ', 'order | none | ']);
  });
});

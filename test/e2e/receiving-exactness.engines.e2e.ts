import { EXACT_PRICES, HOSTILE_TEXTS, IDS_ALIKE, IMPOSSIBLE_PRICES, windows1251 } from '../support/hard-cases.js';
import { created, journalSize, lastMessage, received, storedBytes } from '../support/receiving.js';
import { orderOf, positionOf, Shop } from '../support/shop.js';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

describe('receiving: everything exactly as it came', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  describe('different ids are never merged', () => {
    it.each(IDS_ALIKE)('%s', async (_, ids) => {
      const text = (id: string) => JSON.stringify({ event: 'order.created', order: orderOf('ID') }).replace('"ID"', id);
      const orders = [];
      for (const id of ids) orders.push(await received(shop, text(id)));
      expect(orders.map(({ externalId }) => externalId)).toEqual(ids.map((id) => id.replaceAll('"', '')));
      expect(new Set(orders.map(({ id }) => id)).size).toBe(ids.length);
    });

    it('but 700 and "700" are one id', async () => {
      const order = await received(shop, created(700));
      expect((await shop.postToLink(created('700'))).body).toMatchObject({
        externalOrderId: order.id,
        duplicate: true,
      });
    });

    it('of positions neither', async () => {
      const ids = ['7', '007', 'ё', 'е', 'Е', 'а', 'а ', '🔧', '🔩'];
      const positions = ids.map((id, index) => positionOf(index, { id }));
      const order = await received(shop, created('POS-1', { positions }));
      expect(order.state).toBe('new');
      expect(order.positions.map(({ externalId }: { externalId: string }) => externalId)).toEqual(ids);
      await shop.cancel('POS-1', ['е', 'а ']);
      const { positions: after } = await shop.externalOrder(order.id);
      expect(after.filter(({ state }: { state: string }) => state === 'cancelled')).toMatchObject([
        { externalId: 'е' },
        { externalId: 'а ' },
      ]);
    });
  });

  it.each(EXACT_PRICES)('the price %s is %s, and the total exact', async (json, price) => {
    const id = `PR-${json.replaceAll('"', "'")}`;
    const order = await received(
      shop,
      created(id, { positions: [positionOf(1, { price: 'P', quantity: 1 })] }).replace('"P"', json),
    );
    expect(order).toMatchObject({ state: 'new', total: price, positions: [{ price }] });
  });

  it('0.1 and 0.2 are 0.30 together', async () => {
    const positions = ['0.1', 0.2].map((price, index) => positionOf(index, { price, quantity: 1 }));
    expect(await received(shop, created('SUM-1', { positions }))).toMatchObject({ state: 'new', total: '0.30' });
  });

  it.each(IMPOSSIBLE_PRICES)('the price %s is not rounded but needs attention', async (json) => {
    const id = `PX-${json.replaceAll('"', "'")}`;
    const order = await received(
      shop,
      created(id, { positions: [positionOf(1, { price: 'P' })] }).replace('"P"', json),
    );
    expect(order).toMatchObject({ state: 'needs_attention', problems: [{ path: 'order.positions[0].price' }] });
  });

  it('a total too large to be exact needs attention', async () => {
    const positions = [positionOf(1, { price: '90071992547409.91', quantity: 2 })];
    const order = await received(shop, created('SUM-2', { positions }));
    expect(order).toMatchObject({ state: 'needs_attention', problems: [{ path: 'order.positions' }] });
  });

  describe('charsets', () => {
    it('windows-1251 gives the right text, and its own bytes stay in the journal', async () => {
      const text = created('CP-1', { comment: 'Срочно' });
      const bytes = windows1251(text.replaceAll('ё', 'е'));
      const order = await received(shop, bytes, 'application/json; charset=windows-1251');
      expect(order).toMatchObject({ comment: 'Срочно', customer: { name: 'Иванов Петр' } });
      const message = await lastMessage(shop);
      expect(message).toMatchObject({ contentType: 'application/json; charset=windows-1251', size: bytes.length });
      expect(message.body).toContain('Срочно');
      expect(await storedBytes(shop, message.id)).toEqual(bytes);
    });

    it('the same order in utf-8 is a duplicate of it', async () => {
      const text = created('CP-2').replaceAll('ё', 'е');
      const order = await received(shop, windows1251(text), 'application/json; charset=windows-1251');
      expect((await shop.postToLink(text)).body).toMatchObject({ externalOrderId: order.id, duplicate: true });
    });

    it('windows-1251 that says utf-8 is 400, and its bytes stay in the journal', async () => {
      const bytes = windows1251('{"event": "заказ"}');
      expect((await shop.postToLink(bytes)).body.code).toBe('invalid_json');
      expect(await storedBytes(shop, (await lastMessage(shop)).id)).toEqual(bytes);
    });

    it('a byte order mark is no part of the text, and stays in the journal', async () => {
      const bytes = Buffer.concat([Buffer.from(BYTE_ORDER_MARK), Buffer.from(created('BOM-1'))]);
      expect(await received(shop, bytes)).toMatchObject({ externalId: 'BOM-1', state: 'new' });
      expect(await storedBytes(shop, (await lastMessage(shop)).id)).toEqual(bytes);
    });

    it('a body that is only a byte order mark is 400', async () => {
      expect((await shop.postToLink(Buffer.from(BYTE_ORDER_MARK))).status).toBe(400);
    });
  });

  it.each(HOSTILE_TEXTS)('hostile text is kept as it is: %j', async (text) => {
    const positions = [positionOf(1, { id: text, brand: text, number: text, name: text, comment: text })];
    const customer = { name: text, phone: text, email: text };
    const order = await received(
      shop,
      created(text, { comment: text, customer, delivery: { type: text, address: text }, positions }),
    );
    expect(order).toMatchObject({
      externalId: text,
      state: 'new',
      comment: text,
      customer,
      delivery: { type: text, address: text },
      positions: [{ externalId: text, brand: text, number: text, name: text, comment: text }],
    });
    const { body } = await shop.admin.get(`/external-orders?q=${encodeURIComponent(text)}`);
    expect(body.data.map(({ id }: { id: string }) => id)).toContain(order.id);
  });

  it.each([
    ['id', 255, (text: string) => ({ id: text })],
    ['comment', 10_000, (text: string) => ({ comment: text })],
    ['customer', 255, (text: string) => ({ customer: { name: text, phone: text, email: text } })],
    ['type of delivery', 255, (text: string) => ({ delivery: { type: text } })],
    ['address', 10_000, (text: string) => ({ delivery: { address: text } })],
    ['position id', 255, (text: string) => ({ positions: [positionOf(1, { id: text })] })],
    ['brand and number', 255, (text: string) => ({ positions: [positionOf(1, { brand: text, number: text })] })],
    ['name of a position', 1_000, (text: string) => ({ positions: [positionOf(1, { name: text })] })],
    ['comment of a position', 10_000, (text: string) => ({ positions: [positionOf(1, { comment: text })] })],
  ])('a text as long as it may be is kept whole: %s of %d', async (field, length, change) => {
    for (const [letter, text] of [
      ['ф', 'ф'.repeat(length)],
      ['€', '€'.repeat(length)],
      ['🔧', '🔧'.repeat(length / 2)],
    ]) {
      const order = await received(shop, created(`LEN-${field}-${letter}`, change(text)));
      expect(order.state).toBe('new');
      expect(JSON.stringify(order).includes(text)).toBe(true);
    }
  });

  it('1000 positions come in their order', async () => {
    const positions = Array.from({ length: 1_000 }, (_, index) => positionOf(1_000 - index));
    const order = await received(shop, created('LONG-1', { positions }));
    const numbers = order.positions.map(({ number }: { number: string }) => number);
    expect(numbers).toEqual(Array.from({ length: 1_000 }, (_, index) => `P${1_000 - index}`));
  });

  it('nesting, forty thousand keys and __proto__ in unknown fields harm nothing', async () => {
    const size = await journalSize(shop);
    const order = JSON.stringify(orderOf('DEEP-1')).slice(1, -1);
    const keys = Array.from({ length: 40_000 }, (_, index) => `"k${index}":1`).join(',');
    for (const unknown of [
      `"deep":${'['.repeat(31)}${']'.repeat(31)}`,
      `"deep":${'{"a":'.repeat(33)}1${'}'.repeat(33)}`,
      `"__proto__":{"comment":"hacked","isAdmin":true}`,
      keys,
    ]) {
      const received = await shop.postToLink(`{"event":"order.created","order":{${order},${unknown}}}`);
      expect([received.status, received.body.state]).toEqual([200, 'new']);
    }
    expect(await journalSize(shop)).toBe(size + 4);
    expect(await received(shop, created('DEEP-1'))).toMatchObject({ version: 1, comment: 'Позвоните перед отправкой' });
  });
});

import { Shop } from '../support/shop.js';

describe('the status of the whole order', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    for (const [name, status] of Object.entries(TOLD)) {
      await shop.configureStatus(name, { order: { status, text: '{{ status.name }}' } });
    }
  });
  afterAll(() => shop.close());

  const TOLD = { 'В работе': 'in_work', 'Готово к выдаче': 'ready', Отказ: 'refused', Снят: 'removed' };

  interface Order {
    id: string;
    externalOrderId: string;
    items: Array<{ id: string }>;
  }

  const put = (order: Order, status: string, ...lines: number[]) =>
    shop.setStatus(
      lines.map((line) => order.items[line - 1]!),
      status,
    );
  const statusOf = async ({ id }: Order) => (await shop.order(id)).status?.name ?? null;

  /** What was told of the order itself after its acceptance. */
  const toldOfOrder = async ({ externalOrderId }: Order) =>
    (await shop.notifications(externalOrderId))
      .filter(({ kind }: { kind: string }) => kind === 'order_status')
      .map(({ status, text }: { status: string; text: string }) => `${status} ${text}`);

  it('while items are in different statuses it is in none and nothing is told of it', async () => {
    const order = await shop.accepted('W-1', 3);
    await put(order, 'В работе', 1, 2);
    expect([await statusOf(order), await toldOfOrder(order)]).toEqual([null, []]);
  });

  it('it is told when it comes into a status, never while it stays, and again after leaving and returning', async () => {
    const order = await shop.accepted('W-2', 2);
    await put(order, 'В работе', 1, 2);
    await put(order, 'В работе', 1, 2);
    expect(await toldOfOrder(order)).toEqual(['in_work В работе']);
    await put(order, 'Пришло на склад', 1);
    expect(await statusOf(order)).toBeNull();
    await put(order, 'В работе', 1);
    expect(await toldOfOrder(order)).toEqual(['in_work В работе', 'in_work В работе']);
  });

  it('one part in the status and the rest in «Отказ» is the status, and the refusal is what completes it', async () => {
    const order = await shop.accepted('W-3', 3);
    await put(order, 'Готово к выдаче', 1, 3);
    expect(await toldOfOrder(order)).toEqual([]);
    await put(order, 'Отказ', 2);
    expect([await statusOf(order), await toldOfOrder(order)]).toEqual(['Готово к выдаче', ['ready Готово к выдаче']]);
    const rows = await shop.recorded(order.externalOrderId);
    expect(rows.slice(-2)).toEqual([
      'item_status | 2 | skipped | no_status_configured',
      'order_status | order | ready | Готово к выдаче',
    ]);
  });

  it('an item passing into «Отказ» or «Снят» where the others stay is nothing new for the order', async () => {
    const order = await shop.accepted('W-4', 3);
    await put(order, 'В работе', 1, 2, 3);
    await put(order, 'Отказ', 2);
    await put(order, 'Снят', 3);
    expect([await statusOf(order), await toldOfOrder(order)]).toEqual(['В работе', ['in_work В работе']]);
  });

  it('when the last live item is refused the order is in the status that all share', async () => {
    const order = await shop.accepted('W-5', 2);
    await put(order, 'Отказ', 1);
    expect(await statusOf(order)).toBe('Обрабатывается');
    await put(order, 'Отказ', 2);
    expect([await statusOf(order), await toldOfOrder(order)]).toEqual(['Отказ', ['refused Отказ']]);
  });

  it('when none is live and they differ it is in that of the item changed last', async () => {
    const order = await shop.accepted('W-6', 2);
    await put(order, 'Отказ', 1);
    await put(order, 'Снят', 2);
    expect([await statusOf(order), await toldOfOrder(order)]).toEqual(['Снят', ['removed Снят']]);
  });

  it('an order of given-up items follows each later change, and a live one brings it back', async () => {
    const order = await shop.accepted('W-7', 3);
    await put(order, 'Отказ', 1, 2);
    await put(order, 'Снят', 3);
    await put(order, 'Снят', 1);
    expect(await toldOfOrder(order)).toEqual(['removed Снят']);
    await put(order, 'Отказ', 1);
    await put(order, 'В работе', 2);
    expect(await toldOfOrder(order)).toEqual(['removed Снят', 'refused Отказ', 'in_work В работе']);
    expect(await statusOf(order)).toBe('В работе');
  });

  it('an order of one item is always in that item’s status', async () => {
    const order = await shop.accepted('W-8', 1);
    for (const status of Object.keys(TOLD)) {
      await put(order, status, 1);
      expect(await statusOf(order)).toBe(status);
    }
    expect(await toldOfOrder(order)).toEqual(Object.entries(TOLD).map(([name, status]) => `${status} ${name}`));
  });

  it('going back to the initial status is a change like any other', async () => {
    await shop.configureStatus('Обрабатывается', { order: { status: 'new', text: 'again' } });
    const order = await shop.accepted('W-9', 1);
    await put(order, 'В работе', 1);
    await put(order, 'Обрабатывается', 1);
    expect(await toldOfOrder(order)).toEqual(['in_work В работе', 'new again']);
  });

  it('two batches on one order at the same time complete it once', async () => {
    for (let round = 1; round <= 20; round++) {
      const order = await shop.accepted(`W-10-${round}`, 2);
      const answers = await Promise.all([put(order, 'В работе', 1), put(order, 'В работе', 2)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect([await statusOf(order), await toldOfOrder(order)]).toEqual(['В работе', ['in_work В работе']]);
    }
  });

  it('batches over the same orders in opposite sequence all get through', async () => {
    const orders = await Promise.all(['a', 'b', 'c', 'd'].map((name) => shop.accepted(`W-11${name}`, 1)));
    const items = orders.map(({ items: [item] }) => item);
    for (const [there, back] of [
      ['В работе', 'Отказ'],
      ['Снят', 'Готово к выдаче'],
    ] as const) {
      const answers = await Promise.all([
        shop.setStatus(items, there),
        shop.setStatus([...items].reverse(), back),
        shop.setStatus(items.slice(2), there),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    }
    for (const order of orders) {
      const {
        status,
        items: [item],
      } = await shop.order(order.id);
      expect(item.status).toEqual(status);
    }
  });
});

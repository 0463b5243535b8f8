import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';

describe('the client cancels after the shop has accepted', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    const told = (status: string) => ({
      item: { status, text: '{{ order_item.oem }}' },
      order: { status, text: 'order {{ order.order_id }}' },
    });
    for (const [name, status] of [
      ['В работе', 'in_work'],
      ['Выдано', 'issued'],
      ['Снят', 'removed'],
    ] as const) {
      await shop.configureStatus(name, told(status));
    }
  });
  afterAll(() => shop.close());

  const cancelled = async (id: string, positions?: string[], reason?: string) => {
    const { status, body } = await shop.cancel(id, positions, reason);
    expect(status).toBe(200);
    return body;
  };
  /** Status of the order, then of its items. */
  const statusesOf = async ({ id }: { id: string }) => {
    const { status, items } = await shop.order(id);
    return [status?.name ?? null, ...items.map((item: { status: { name: string } }) => item.status.name)];
  };
  const since = async (order: { externalOrderId: string }, count: number) =>
    (await shop.recorded(order.externalOrderId)).slice(count);
  /** Of the external order and of the order: cancelled by the client, conflict. */
  const flagsOf = async (order: { id: string; externalOrderId: string }) => {
    const { flags } = await shop.externalOrder(order.externalOrderId);
    expect((await shop.order(order.id)).flags).toEqual(flags);
    return [flags.cancelledByClient, flags.cancelConflict];
  };

  it('the external order is cancelled and its items pass into the connection’s cancel status', async () => {
    const order = await shop.accepted('A-1', 2);
    expect((await cancelled('A-1', undefined, 'передумал')).state).toBe('cancelled');
    expect(await statusesOf(order)).toEqual(['Снят', 'Снят', 'Снят']);
    expect(await flagsOf(order)).toEqual([true, false]);
    expect(await shop.externalOrder(order.externalOrderId)).toMatchObject({
      state: 'cancelled',
      positions: [{ state: 'cancelled' }, { state: 'cancelled' }],
    });
  });

  it('what GettZap itself caused is not echoed: the rows say so, for the items and the order', async () => {
    const order = await shop.accepted('A-2', 2);
    await shop.toldEventually('A-2', [`order | accepted | accepted ${order.id}`]);
    await cancelled('A-2');
    expect(await since(order, 1)).toEqual([
      'item_status | 1 | skipped | caused_by_gettzap',
      'item_status | 2 | skipped | caused_by_gettzap',
      'order_status | order | skipped | caused_by_gettzap',
    ]);
    expect(shop.told('A-2')).toEqual([`order | accepted | accepted ${order.id}`]);
  });

  it('the history of the order tells who it was and why', async () => {
    const order = await shop.accepted('A-3', 1);
    await cancelled('A-3', undefined, 'нашёл дешевле');
    const { history } = await shop.order(order.id);
    const by = { actor: '', comment: 'нашёл дешевле' };
    expect(history.slice(1)).toMatchObject([
      { ...by, kind: 'cancelled_by_client', itemId: order.items[0].id },
      { ...by, kind: 'item_status', fromStatus: 'Обрабатывается', toStatus: 'Снят' },
      { ...by, kind: 'order_status', fromStatus: 'Обрабатывается', toStatus: 'Снят' },
    ]);
  });

  it('issued items stay, the others pass into the cancel status, and it is a conflict', async () => {
    const order = await shop.accepted('I-1', 3);
    await shop.setStatus([order.items[1]], 'Выдано');
    await cancelled('I-1');
    expect(await statusesOf(order)).toEqual(['Выдано', 'Снят', 'Выдано', 'Снят']);
    expect(await flagsOf(order)).toEqual([true, true]);
    expect((await shop.externalOrder(order.externalOrderId)).state).toBe('cancelled');
  });

  it('the order status that the issued items thereby complete is told, though the cancellation is not', async () => {
    const order = await shop.accepted('I-2', 2);
    await shop.setStatus([order.items[0]], 'Выдано');
    await shop.toldEventually('I-2', [`order | accepted | accepted ${order.id}`, '1 | issued | P1']);
    await cancelled('I-2');
    expect(await since(order, 1)).toEqual([
      'item_status | 1 | issued | P1',
      'item_status | 2 | skipped | caused_by_gettzap',
      `order_status | order | issued | order ${order.id}`,
    ]);
  });

  it('an order that is issued in full stays as it is, with a conflict', async () => {
    const order = await shop.accepted('I-3', 2);
    await shop.setStatus(order.items, 'Выдано');
    await eventually(() => expect(shop.told('I-3')).toHaveLength(4));
    const before = await since(order, 0);
    await cancelled('I-3');
    expect(await statusesOf(order)).toEqual(['Выдано', 'Выдано', 'Выдано']);
    expect([await flagsOf(order), await since(order, 0)]).toEqual([[true, true], before]);
    const kinds = (history: Array<{ kind: string }>) => history.map(({ kind }) => kind);
    expect(kinds((await shop.order(order.id)).history)).toContain('cancel_conflict');
    expect(kinds((await shop.externalOrder(order.externalOrderId)).history)).toContain('cancel_conflict');
  });

  it('items that are refused or removed already stay where they are, without a conflict', async () => {
    const order = await shop.accepted('I-4', 3);
    await shop.setStatus([order.items[0]], 'Отказ');
    await shop.setStatus([order.items[1]], 'Снят');
    await cancelled('I-4');
    expect(await statusesOf(order)).toEqual(['Снят', 'Отказ', 'Снят', 'Снят']);
    expect(await flagsOf(order)).toEqual([true, false]);
  });

  it('without a cancel status the items stay, and that is a conflict; the client is not told', async () => {
    const set = (cancelledStatusId: string | null) =>
      shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { cancelledStatusId });
    await set(null);
    const order = await shop.accepted('N-1', 2);
    await shop.setStatus([order.items[0]], 'В работе');
    await shop.toldEventually('N-1', [`order | accepted | accepted ${order.id}`, '1 | in_work | P1']);
    const before = await since(order, 0);
    await cancelled('N-1');
    await set(shop.statuses['Снят']!);
    expect(await statusesOf(order)).toEqual([null, 'В работе', 'Обрабатывается']);
    expect([await flagsOf(order), await since(order, 0)]).toEqual([[true, true], before]);
    expect((await shop.externalOrder(order.externalOrderId)).state).toBe('cancelled');
  });

  it('without a cancel status, what is refused already is no conflict', async () => {
    const set = (cancelledStatusId: string | null) =>
      shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { cancelledStatusId });
    await set(null);
    const order = await shop.accepted('N-2', 1);
    await shop.setStatus(order.items, 'Отказ');
    await cancelled('N-2');
    await set(shop.statuses['Снят']!);
    expect([await statusesOf(order), await flagsOf(order)]).toEqual([
      ['Отказ', 'Отказ'],
      [true, false],
    ]);
  });

  it('a part after acceptance: only that position is cancelled and only its item passes into the status', async () => {
    const order = await shop.accepted('P-1', 3);
    expect((await cancelled('P-1', ['2'])).state).toBe('partially_accepted');
    expect(await statusesOf(order)).toEqual(['Обрабатывается', 'Обрабатывается', 'Снят', 'Обрабатывается']);
    expect(await flagsOf(order)).toEqual([false, false]);
    expect(await since(order, 1)).toEqual(['item_status | 2 | skipped | caused_by_gettzap']);
  });

  it('a part that leaves the other items in one status completes it for the order, and that is told', async () => {
    const order = await shop.accepted('P-2', 3);
    await shop.setStatus([order.items[0], order.items[2]], 'В работе');
    await cancelled('P-2', ['2']);
    expect(await statusesOf(order)).toEqual(['В работе', 'В работе', 'Снят', 'В работе']);
    expect(await since(order, 3)).toEqual([
      'item_status | 2 | skipped | caused_by_gettzap',
      `order_status | order | in_work | order ${order.id}`,
    ]);
  });

  it('an issued position that is cancelled by itself is a conflict', async () => {
    const order = await shop.accepted('P-3', 2);
    await shop.setStatus([order.items[0]], 'Выдано');
    await cancelled('P-3', ['1']);
    expect(await statusesOf(order)).toEqual([null, 'Выдано', 'Обрабатывается']);
    expect(await flagsOf(order)).toEqual([false, true]);
  });

  it('part by part until nothing is left: the external order is cancelled', async () => {
    const order = await shop.accepted('P-4', 2);
    expect((await cancelled('P-4', ['1'])).state).toBe('partially_accepted');
    expect((await cancelled('P-4', ['2'])).state).toBe('cancelled');
    expect(await statusesOf(order)).toEqual(['Снят', 'Снят', 'Снят']);
  });

  it('an order that is decided in part: what is open is cancelled with what is accepted', async () => {
    const received = await shop.receive('P-5', 3);
    const [one, two] = received.positions;
    await shop.accept(received.id, { positions: [{ id: one.id }] });
    await shop.refuse(received.id, { positions: [{ id: two.id }] });
    await cancelled('P-5');
    const { state, positions, orderId } = await shop.externalOrder(received.id);
    expect([state, ...positions.map((position: { state: string }) => position.state)]).toEqual([
      'cancelled',
      'cancelled',
      'refused',
      'cancelled',
    ]);
    expect(await statusesOf({ id: orderId })).toEqual(['Снят', 'Снят']);
    expect((await shop.accept(received.id)).body.code).toBe('cancelled_by_client');
  });

  it('the same cancellation again is a duplicate and moves nothing, even after the shop moved the items on', async () => {
    const order = await shop.accepted('R-1', 2);
    await cancelled('R-1');
    await shop.setStatus([order.items[0]], 'В работе');
    const before = await shop.order(order.id);
    expect(await cancelled('R-1')).toMatchObject({ duplicate: true, state: 'cancelled' });
    expect(await cancelled('R-1', ['1'])).toMatchObject({ duplicate: true });
    const { notifications: _, ...after } = await shop.order(order.id);
    expect(before).toMatchObject(after);
  });

  it('the shop may go on working a cancelled order, and tells of it', async () => {
    const order = await shop.accepted('R-2', 1);
    await cancelled('R-2');
    await shop.setStatus(order.items, 'В работе');
    expect(await since(order, 3)).toEqual([
      'item_status | 1 | in_work | P1',
      `order_status | order | in_work | order ${order.id}`,
    ]);
  });

  it('the whole after a part moves only what the part left', async () => {
    const order = await shop.accepted('R-3', 2);
    await cancelled('R-3', ['1']);
    await cancelled('R-3');
    expect(await since(order, 1)).toEqual([
      'item_status | 1 | skipped | caused_by_gettzap',
      'item_status | 2 | skipped | caused_by_gettzap',
      'order_status | order | skipped | caused_by_gettzap',
    ]);
  });

  it('a deleted order that had been accepted is followed all the same, and stays deleted', async () => {
    const order = await shop.accepted('X-1', 1);
    await shop.admin.delete(`/external-orders/${order.externalOrderId}`, { reason: 'дубль' });
    expect((await cancelled('X-1')).state).toBe('deleted');
    expect(await statusesOf(order)).toEqual(['Снят', 'Снят']);
  });
});

import { SECOND } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { idsOf, PartsSoftClient } from '../support/parts-soft-client.js';
import { Receiver } from '../support/receiver.js';
import { Shop } from '../support/shop.js';

const MINUTE = 60 * SECOND;
describe('changes by PARTS SOFT’s API v3, and what they leave', () => {
  let shop: Shop;
  let partsSoft: PartsSoftClient;
  beforeAll(async () => {
    shop = await Shop.open();
    partsSoft = PartsSoftClient.of(shop);
  });
  afterAll(() => shop.close());

  const search = (filter: string, value: string) => partsSoft.search(filter, value);
  const order = (id: string) => partsSoft.order(id);
  const now = () => shop.clock.now().toISOString();

  describe('moves `updated_at`', () => {
    let made: { id: string; externalOrderId: string; items: Array<{ id: string }> };
    const changes: Array<[string, () => Promise<unknown>]> = [
      ['an item gets another status', () => shop.setStatus([made.items[0]!], 'В работе')],
      ['one more time, while the order stays in none', () => shop.setStatus([made.items[0]!], 'Готово к выдаче')],
      ['all get one', () => shop.setStatus(made.items, 'Готово к выдаче')],
      [
        'an item is divided',
        () => {
          const items = [{ id: made.items[0]!.id, quantity: 1 }];
          return shop.admin.post('/order-items/status', { items, statusId: shop.statuses['В работе'] });
        },
      ],
      [
        'a status is undone',
        async () => {
          const body = { itemIds: [made.items[1]!.id], statusId: shop.statuses['Выдано'], hold: 60 };
          const answer = await shop.admin.post('/order-items/status', body);
          shop.clock.advance(SECOND);
          return shop.admin.post(`/undo/${answer.body.undo.token}`);
        },
      ],
      [
        'somebody takes it over',
        async () => {
          const { id: userId } = (await shop.admin.get('/auth/me')).body;
          return shop.admin.put(`/external-orders/${made.externalOrderId}/assignee`, { userId });
        },
      ],
      ['the buyer changes it', () => shop.receive('MOVED', 2, { comment: 'Другое' })],
      ['that was seen', () => shop.admin.post(`/external-orders/${made.externalOrderId}/seen`)],
      [
        'a status leaves the directory',
        async () => {
          const status = { name: 'Уходящий', group: 'processing' };
          const { id } = (await shop.admin.post('/order-statuses', status)).body;
          shop.statuses['Уходящий'] = id;
          await shop.setStatus([made.items[1]!], 'Уходящий');
          shop.clock.advance(SECOND);
          return shop.admin.delete(`/order-statuses/${id}?replacementId=${shop.statuses['В работе']}`);
        },
      ],
      ['the client cancels', () => shop.cancel('MOVED')],
      [
        'the buyer is forgotten',
        () => shop.admin.post('/personal-data/delete', { externalOrderIds: [made.externalOrderId] }),
      ],
    ];

    it.each(changes)('when %s', async (_, change) => {
      made ??= await shop.accepted('MOVED', 2);
      shop.clock.advance(MINUTE);
      const before = now();
      await change();
      const [found] = await search('updated_at_gteq', before);
      expect([found?.id, Date.parse(found?.updated_at)]).toEqual([Number(made.id), shop.clock.now().getTime()]);
    });

    it('when further positions are accepted, and when that is undone', async () => {
      const received = await shop.receive('MORE', 2);
      const [first, second] = received.positions;
      const { orderId } = (await shop.accept(received.id, { positions: [{ id: first.id }] })).body;
      const changedNow = async () => Date.parse((await order(orderId)).updated_at) === shop.clock.now().getTime();
      shop.clock.advance(MINUTE);
      expect(await changedNow()).toBe(false);
      const { body } = await shop.accept(received.id, { positions: [{ id: second.id }], hold: 600 });
      expect(await changedNow()).toBe(true);
      shop.clock.advance(MINUTE);
      expect((await shop.admin.post(`/undo/${body.undo.token}`)).status).toBe(200);
      expect(await changedNow()).toBe(true);
    });

    it('and a note beside the order does not', async () => {
      const { id, externalOrderId } = await shop.accepted('NOTED');
      const { updated_at } = await order(id);
      shop.clock.advance(MINUTE);
      await shop.admin.post(`/external-orders/${externalOrderId}/notes`, { text: 'Звонил' });
      expect((await order(id)).updated_at).toBe(updated_at);
    });
  });

  describe('change_status', () => {
    it('puts the items into the status, all of them, and GettZap is told at once', async () => {
      await shop.configureStatus('Выдано', { item: { status: 'issued', text: '{{ order_item.oem }}' } });
      const made = [await shop.accepted('S-1', 2), await shop.accepted('S-2')];
      const items: number[] = made.flatMap(({ items }) => items).map(({ id }) => Number(id));
      const { status, body } = await partsSoft.changeStatus(items, shop.statuses['Выдано']!);
      expect([status, body.status, idsOf(body.order_items)]).toEqual([200, 'OK', items]);
      const statusIds = body.order_items.map(({ status_id }: { status_id: number }) => String(status_id));
      expect(new Set(statusIds)).toEqual(new Set([shop.statuses['Выдано']]));
      await shop.toldEventually('S-2', [`order | accepted | accepted ${made[1].id}`, '1 | issued | P1']);
      const { history } = await shop.order(made[0].id);
      expect(history.at(-1)).toMatchObject({ kind: 'order_status', toStatus: 'Выдано' });
      expect((await partsSoft.changeStatus(items, shop.statuses['Выдано']!)).status).toBe(200);
      expect((await shop.order(made[0].id)).history).toHaveLength(history.length);
    });

    it('counts each item once, says who did it, and ends an undo of what was set before', async () => {
      const { id: keyId, key } = (await shop.admin.post('/api-keys', { name: 'Склад', roles: ['manager'] })).body;
      const { items, id } = await shop.accepted('S-0', 2);
      const itemIds: string[] = items.map((item: { id: string }) => item.id);
      const held = { itemIds, statusId: shop.statuses['В работе'], hold: 600 };
      const { undo } = (await shop.admin.post('/order-items/status', held)).body;
      const named = [itemIds[0]!, itemIds[0]!, `0${itemIds[1]}`, itemIds[1]!];
      const zero = await PartsSoftClient.of(shop, keyId, key).changeStatus(named, shop.statuses['Выдано']!);
      expect([zero.status, zero.body.errors[0].params]).toEqual([422, { id: `0${itemIds[1]}` }]);
      const twice = await PartsSoftClient.of(shop, keyId, key).changeStatus(
        [itemIds[0]!, itemIds[0]!, itemIds[1]!],
        shop.statuses['Выдано']!,
      );
      expect([twice.status, idsOf(twice.body.order_items).map(String)]).toEqual([200, itemIds]);
      const { history } = await shop.order(id);
      expect(history.at(-1)).toMatchObject({ kind: 'order_status', toStatus: 'Выдано', actor: 'Склад' });
      const { body: log } = await shop.admin.get('/audit');
      expect(log.data[0]).toMatchObject({ action: 'set_item_status', actor: 'Склад', apiKeyId: keyId, userId: null });
      const undone = await shop.admin.post(`/undo/${undo.token}`);
      expect([undone.status, undone.body.code]).toEqual([409, 'changed_meanwhile']);
    });

    it('moves what the client cancelled only as setting by hand does', async () => {
      const { items, id } = await shop.accepted('S-CANCELLED');
      await shop.cancel('S-CANCELLED');
      expect((await shop.order(id)).flags.cancelledByClient).toBe(true);
      const byProgram = await partsSoft.changeStatus([items[0].id], shop.statuses['Выдано']!);
      expect([byProgram.status, (await shop.order(id)).status.name]).toEqual([200, 'Выдано']);
      expect((await shop.order(id)).flags).toMatchObject({ cancelledByClient: true });
    });

    it('changes nothing and names the ids when one of them is not there', async () => {
      const { id, items } = await shop.accepted('S-3', 2);
      const ids = [items[0].id, '999999', items[1].id, 'x'];
      const first = await partsSoft.changeStatus(ids.slice(0, 3), shop.statuses['Выдано']!);
      expect([first.status, first.body.status]).toEqual([422, 'ERROR']);
      expect(first.body.errors).toEqual([
        {
          path: 'order_item_ids',
          code: 'no_such_item_id',
          params: { id: '999999' },
          message: 'there is no order item 999999',
        },
      ]);
      expect(first.body.message).toContain('999999');
      const second = await partsSoft.changeStatus(ids, shop.statuses['Выдано']!);
      expect(second.body.errors).toMatchObject([{ params: { id: 'x' } }]);
      const third = await partsSoft.changeStatus([items[0].id], '999999');
      expect([third.status, third.body.errors[0]]).toMatchObject([422, { path: 'status_id', code: 'no_such_status' }]);
      const { status } = await shop.order(id);
      expect(status.name).toBe('Обрабатывается');
    });

    it('takes JSON, too, and nothing else', async () => {
      const { items } = await shop.accepted('S-4');
      const send = (type: string, body: string) =>
        partsSoft.call('order_items/change_status', { method: 'POST', headers: { 'Content-Type': type }, body });
      const input = { order_item_ids: [Number(items[0].id)], status_id: Number(shop.statuses['В работе']) };
      expect((await send('application/json', JSON.stringify(input))).status).toBe(200);
      const text = await send('text/plain', 'order_item_ids=1');
      expect([text.status, text.body.status, text.body.message]).toEqual([
        415,
        'ERROR',
        'Send application/json or application/x-www-form-urlencoded.',
      ]);
      const form = 'application/x-www-form-urlencoded; charset=UTF-8';
      const many = await send(form, Array.from({ length: 1_001 }, (_, n) => `x${n}=1`).join('&'));
      expect([many.status, many.body.status, many.body.code]).toEqual([400, 'ERROR', 'too_many_values']);
      const large = await send(form, `order_item_ids=${'1+'.repeat(150_000)}`);
      expect([large.status, large.body.status]).toEqual([413, 'ERROR']);
      const control = await send(form, 'order_item_ids=1%00&status_id=1');
      expect([control.status, control.body.errors[0].code]).toEqual([422, 'control_character']);
    });
  });

  it('are told to a web-hook as the whole order', async () => {
    const receiver = await Receiver.start();
    const events = ['order.items_status_changed'];
    const webhook = { url: receiver.url, events, format: 'parts_soft' };
    const { id } = (await shop.admin.post('/webhooks', webhook)).body;
    const made = await shop.accepted('HOOKED', 2);
    await partsSoft.changeStatus([made.items[0].id], shop.statuses['В работе']!);
    await eventually(() => expect(receiver.messages).toHaveLength(1));
    expect(receiver.messages).toEqual([{ order: await order(made.id) }]);
    await shop.admin.delete(`/webhooks/${id}`);
    await receiver.close();
  });
});

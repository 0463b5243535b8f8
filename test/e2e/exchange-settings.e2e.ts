import { HOUR } from '../support/delivering.js';
import { sql } from '../support/stored.js';
import { OneCShop } from '../support/one-c-shop.js';
import { addPerson } from '../support/people.js';
import { anotherConnection } from '../support/receiving.js';
import { orderOf, Shop } from '../support/shop.js';

describe('an exchange is set up', () => {
  let shop: Shop;
  let exchange: OneCShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await OneCShop.connect(shop);
  });
  afterEach(async () => {
    exchange.oneC.close();
    await shop.close();
  });

  const path = () => `/exchanges/${exchange.exchangeId}`;

  it('inactive, with a login and a password that is shown once', async () => {
    const { body } = await shop.admin.post('/exchanges', { kind: 'one_c', name: 'Склад' });
    expect(body).toMatchObject({ isActive: false, name: 'Склад', version: 1, settings: { encoding: 'utf-8' } });
    expect(body.password.length).toBeGreaterThanOrEqual(32);
    const again = await shop.admin.get(`/exchanges/${body.id}`);
    expect(JSON.stringify(again.body)).not.toContain(body.password);
    expect(again.body.password).toBeUndefined();
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ numberPrefix: 'GZ 1' }, 'numberPrefix'],
    [{ numberPrefix: 'слишком-длинный-префикс' }, 'numberPrefix'],
    [{ since: '2026-02-30T00:00:00Z' }, 'since'],
    [{ since: '2026-W01-1' }, 'since'],
    [{ since: '0001-01-01T00:00:00Z' }, 'since'],
    [{ since: '2026-11-29T12:00:00' }, 'since'],
    [{ regionIds: ['999999'] }, 'regionIds[0]'],
    [{ readyStatusIds: ['999999'] }, 'readyStatusIds[0]'],
    [{ refusedStatusId: '999999' }, 'refusedStatusId'],
    [{ silentAfterHours: -1 }, 'silentAfterHours'],
    [{ settings: { encoding: 'koi8-r' } }, 'settings.encoding'],
    [{ settings: { vat: '120' } }, 'settings.vat'],
    [{ settings: { fileLimit: 15_000_001 } }, 'settings.fileLimit'],
    [{ settings: { unknown: 1 } }, 'settings.unknown'],
    [{ kind: 'abcp' }, 'kind'],
    [{ login: 'mine' }, 'login'],
  ])('refusing %j by its field', async (change, field) => {
    const before = await exchange.view();
    const { status, body } = await shop.admin.patch(path(), change);
    expect([status, body.errors?.[0]?.path]).toEqual([422, field]);
    expect(await exchange.view()).toEqual(before);
  });

  it('with a status for refused pieces that gives them up', async () => {
    const { status, body } = await shop.admin.patch(path(), { refusedStatusId: shop.statuses['Выдано'] });
    expect([status, body.errors[0].path]).toEqual([422, 'refusedStatusId']);
  });

  it('keeping the settings that are not named', async () => {
    await exchange.configure({ settings: { encoding: 'windows-1251' } });
    await exchange.configure({ settings: { currency: 'RUB' } });
    expect((await exchange.view()).settings).toMatchObject({
      encoding: 'windows-1251',
      currency: 'RUB',
      fileLimit: 10_000_000,
    });
  });

  it('by one person at a time', async () => {
    const { version } = await exchange.view();
    await exchange.configure({ name: 'Первый', version });
    const { status, body } = await shop.admin.patch(path(), { name: 'Второй', version });
    expect([status, body.code]).toEqual([409, 'changed_meanwhile']);
    expect((await exchange.view()).name).toBe('Первый');
  });

  it('with another password, by which all sessions end', async () => {
    const headers = await exchange.cookie();
    const { body } = await shop.admin.post(`${path()}/password`);
    expect(body.login).toBe(exchange.signIn.login);
    expect((await exchange.ask('init', { headers })).status).toBe(401);
    expect((await exchange.ask('init')).status).toBe(401);
    expect((await exchange.ask('init', { headers: exchange.basic(body) })).status).toBe(200);
  });

  it('with every change in the audit, and no secret', async () => {
    const { body } = await shop.admin.post(`${path()}/password`);
    await exchange.configure({ name: 'Другое имя' });
    await exchange.map({ Отгружен: 'Выдано' });
    const audit = await shop.admin.get('/audit?subject=exchange&perPage=200&sort=createdAt');
    expect(audit.body.data.map(({ action }: { action: string }) => action)).toEqual([
      'create',
      'update',
      'replace_password',
      'update',
      'map_statuses',
    ]);
    const text = JSON.stringify(audit.body);
    for (const secret of [exchange.signIn.password, body.password]) expect(text).not.toContain(secret);
  });

  it('and deleted: nobody signs in any more, what was handed over is still to be seen', async () => {
    const order = await shop.accepted('ST-1', 1);
    await exchange.exchange();
    const headers = await exchange.cookie();
    expect((await shop.admin.delete(path())).status).toBe(204);
    expect((await shop.admin.get(path())).status).toBe(404);
    for (const mine of [headers, exchange.basic()])
      expect((await exchange.ask('query', { headers: mine })).status).toBe(401);
    expect((await shop.order(order.id)).handOvers).toMatchObject([{ state: 'confirmed', exchangeName: '1С магазина' }]);
    await shop.setStatus(order.items, 'В работе');
    expect((await shop.order(order.id)).handOvers).toMatchObject([{ state: 'confirmed' }]);
    const removed = await shop.admin.delete(`/order-statuses/${shop.statuses['Выдано']}`);
    expect(removed.status).toBe(204);
  });

  it('is silent once nobody has come for so many hours of work', async () => {
    await exchange.configure({ silentAfterHours: 1 });
    await exchange.ask('init');
    expect((await exchange.view()).isSilent).toBe(false);
    shop.clock.advance(7 * 24 * HOUR);
    await exchange.ask('checkauth', { headers: exchange.basic({ ...exchange.signIn, password: 'wrong' }) });
    expect((await exchange.view()).isSilent).toBe(true);
    await exchange.ask('init');
    expect((await exchange.view()).isSilent).toBe(false);
  });

  it('deleted with orders that wait or were not confirmed: they wait no more, and what was handed out can grow old', async () => {
    const sent = await shop.accepted('ST-8', 1);
    await exchange.ask('query');
    const waiting = await shop.accepted('ST-9', 1);
    await shop.admin.delete(path());
    expect(await exchange.stateOf(sent.id)).toEqual(['failed', 1]);
    expect((await shop.order(sent.id)).handOvers[0].errorCode).toBe('exchange_deleted');
    expect(await exchange.stateOf(waiting.id)).toBeUndefined();
    const [open] = await sql(shop, 'SELECT COUNT(*) AS count FROM exchange_batches WHERE confirmed_at IS NULL');
    expect(Number(open.count)).toBe(0);
  });

  it('gives a meaning to as many values at once as there may be statuses', async () => {
    const statusId = shop.statuses['Выдано'];
    const values = Array.from({ length: 1_000 }, (_, number) => ({ value: `Этап ${number}`, statusId }));
    const set = (statuses: object[]) => shop.admin.put(`${path()}/statuses`, statuses);
    expect((await set(values)).status).toBe(200);
    expect(await exchange.statuses()).toHaveLength(1_000);
    expect((await set([...values, { value: 'Один лишний', statusId }])).body.errors[0].code).toBe('too_many');
    await sql(shop, 'DELETE FROM exchange_statuses');
  });

  it('names values once, and only statuses that there are', async () => {
    const set = (statuses: object[]) => shop.admin.put(`${path()}/statuses`, statuses);
    const statusId = shop.statuses['Выдано'];
    expect((await set([{ value: ' ', statusId }])).body.errors[0].path).toBe('[0].value');
    const twice = [
      { value: 'Отгружен', statusId },
      { value: 'ОТГРУЖЁН', statusId },
    ];
    expect((await set(twice)).body.errors[0].path).toBe('[1].value');
    expect((await set([{ value: 'Отгружен', statusId: '999999' }])).body.errors[0].path).toBe('[0].statusId');
    expect((await set([{ value: 'Отгружен', statusId: 'x' }])).body.errors[0].path).toBe('[0].statusId');
    expect((await shop.admin.put(`${path()}/statuses`, { statuses: [] })).body.errors[0].code).toBe('list');
    expect(await exchange.statuses()).toEqual([]);
  });

  it('keeps a status that it uses', async () => {
    await exchange.configure({ readyStatusIds: [shop.statuses['В работе']] });
    const { status, body } = await shop.admin.delete(`/order-statuses/${shop.statuses['В работе']}`);
    expect([status, body.code]).toEqual([409, 'status_in_use']);
    const replaced = `/order-statuses/${shop.statuses['В работе']}?replacementId=${shop.statuses['Выдано']}`;
    expect((await shop.admin.delete(replaced)).status).toBe(204);
    expect((await exchange.view()).readyStatusIds).toEqual([shop.statuses['Выдано']]);
  });

  describe('for regions', () => {
    let mine: string;
    let theirs: { regionId: string; orderLink: string };
    beforeEach(async () => {
      mine = (await shop.admin.get('/regions?sort=createdAt')).body.data[0].id;
      theirs = await anotherConnection(shop, 'Самара');
    });

    it('that somebody does not see does not exist for them', async () => {
      const order = await shop.accepted('ST-2', 1);
      await exchange.exchange();
      const { body: received } = await shop.postToLink(
        { event: 'order.created', order: orderOf('ST-3', 1) },
        undefined,
        theirs.orderLink,
      );
      const theirOrder = (await shop.accept(received.externalOrderId)).body.orderId;
      const [handOver] = await exchange.handOvers();
      const { client } = await addPerson(shop, 'samara', ['manager'], [theirs.regionId]);
      await exchange.configure({ regionIds: [mine] });
      expect((await client.get('/exchanges')).body).toMatchObject({ data: [], meta: { total: 0 } });
      for (const part of ['', '/hand-overs', '/statuses', '/proposals'])
        expect((await client.get(`${path()}${part}`)).status).toBe(404);
      for (const part of ['/sessions', '/batches/1', '/files/1'])
        expect((await client.get(`${path()}${part}`)).status).toBe(403);
      expect((await client.post(`${path()}/hand-overs/${handOver.id}/repeat`)).status).toBe(404);
      await exchange.configure({ regionIds: [] });
      expect((await client.get('/exchanges')).body).toMatchObject({
        data: [{ id: exchange.exchangeId, handOvers: { waiting: 1, sent: 0, failed: 0 } }],
        meta: { total: 1 },
      });
      const seen = (await client.get(`${path()}/hand-overs`)).body.data;
      expect(seen.map(({ orderId }: { orderId: string }) => orderId)).toEqual([theirOrder]);
      expect((await client.post(`${path()}/hand-overs/${handOver.id}/repeat`)).status).toBe(404);
      expect((await client.post(`${path()}/preview`, { orderId: order.id })).status).toBe(404);
      expect((await client.post(`${path()}/preview`, { orderId: theirOrder })).status).toBe(200);
      expect((await client.patch(path(), { name: 'Наш' })).status).toBe(403);
    });

    it('is theirs to decide about where they are managers, not observers or of the inbox', async () => {
      await exchange.configure({ regionIds: [mine] });
      const manager = await addPerson(shop, 'manager', ['manager'], [mine]);
      expect((await manager.client.get(path())).status).toBe(200);
      for (const role of ['observer', 'external_orders'] as const) {
        const { client } = await addPerson(shop, role, [role], [mine]);
        for (const part of ['', '/hand-overs', '/proposals'])
          expect((await client.get(`${path()}${part}`)).status).toBe(403);
      }
    });

    it('keeps a region that it names', async () => {
      const { id } = (await shop.admin.post('/regions', { name: 'Пермь' })).body;
      await exchange.configure({ regionIds: [id] });
      expect((await shop.admin.delete(`/regions/${id}`)).status).toBe(409);
    });
  });
});

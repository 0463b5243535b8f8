import { ConnectionDesk, pathsOf } from '../support/connections.js';
import { Shop } from '../support/shop.js';

describe('limits', () => {
  let shop: Shop;
  let connection: string;
  let status: string;
  beforeAll(async () => {
    shop = await Shop.open();
    connection = `/marketplace-connections/${(await new ConnectionDesk(shop).create()).id}`;
    status = `/order-statuses/${shop.statuses['В работе']}`;
  });
  afterAll(() => shop.close());

  it('of a connection are kept, and taken away by null', async () => {
    const limit = { decisionMinutes: 60, decisionWarnMinutes: 15, onOverdue: { kind: 'refuse', reason: 'Не успели' } };
    expect(await shop.admin.patch(connection, limit)).toMatchObject({ status: 200, body: limit });
    expect((await shop.admin.patch(connection, { decisionWarnMinutes: null })).body).toMatchObject({
      ...limit,
      decisionWarnMinutes: null,
    });
    const none = { decisionMinutes: null, onOverdue: null };
    expect((await shop.admin.patch(connection, none)).body).toMatchObject(none);
  });

  it.each([
    [{ decisionMinutes: 0 }, ['decisionMinutes']],
    [{ decisionMinutes: 1.5 }, ['decisionMinutes']],
    [{ decisionMinutes: 120_001 }, ['decisionMinutes']],
    [{ decisionMinutes: '60' }, ['decisionMinutes']],
    [{ decisionMinutes: 60, decisionWarnMinutes: 60 }, ['decisionWarnMinutes']],
    [{ onOverdue: 'refuse' }, ['onOverdue']],
    [{ onOverdue: { kind: 'accept', reason: 'x' } }, ['onOverdue.kind']],
    [{ onOverdue: { kind: 'refuse', reason: '' } }, ['onOverdue.reason']],
    [{ onOverdue: { kind: 'refuse', reason: '  ' } }, ['onOverdue.reason']],
    [{ onOverdue: { kind: 'refuse', reason: 'x', hold: 5 } }, ['onOverdue.hold']],
  ])('of a connection are not %j', async (limit, paths) => {
    const { status, body } = await shop.admin.patch(connection, limit);
    expect([status, pathsOf(body)]).toEqual([422, paths]);
  });

  it('of a status are kept, and taken away by null', async () => {
    const onOverdue = { kind: 'set_status', statusId: shop.statuses['Готово к выдаче'] };
    const limit = { leaveMinutes: 60, leaveWarnMinutes: 15, onOverdue };
    expect(await shop.admin.patch(status, limit)).toMatchObject({ status: 200, body: limit });
    const none = { leaveMinutes: null, leaveWarnMinutes: null, onOverdue: null };
    expect((await shop.admin.patch(status, none)).body).toMatchObject(none);
    const made = await shop.admin.post('/order-statuses', { name: 'x', group: 'processing', ...limit });
    expect([made.status, made.body]).toEqual([201, expect.objectContaining(limit)]);
  });

  it('of a status are not without sense', async () => {
    const itself = shop.statuses['В работе'];
    for (const [limit, path] of [
      [{ leaveMinutes: 0 }, 'leaveMinutes'],
      [{ leaveMinutes: 30, leaveWarnMinutes: 30 }, 'leaveWarnMinutes'],
      [{ onOverdue: { kind: 'set_status' } }, 'onOverdue.statusId'],
      [{ onOverdue: { kind: 'refuse', statusId: itself } }, 'onOverdue.kind'],
      [{ onOverdue: { kind: 'set_status', statusId: '999999' } }, 'onOverdue.statusId'],
      [{ onOverdue: { kind: 'set_status', statusId: itself } }, 'onOverdue.statusId'],
    ] as const) {
      const answer = await shop.admin.patch(status, limit);
      expect([answer.status, pathsOf(answer.body)]).toEqual([422, [path]]);
    }
  });

  it('of statuses never lead round in a circle, also when one of them is deleted', async () => {
    const add = async (name: string) =>
      (await shop.admin.post('/order-statuses', { name, group: 'processing' })).body.id as string;
    const [first, second, third, last] = [await add('A'), await add('B'), await add('C'), await add('D')];
    const lead = (id: string, statusId: string) =>
      shop.admin.patch(`/order-statuses/${id}`, { onOverdue: { kind: 'set_status', statusId } });
    const targetOf = async (id: string) => (await shop.admin.get(`/order-statuses/${id}`)).body.onOverdue;
    await lead(first!, second!);
    await lead(second!, third!);
    const round = await lead(third!, first!);
    expect([round.status, pathsOf(round.body)]).toEqual([422, ['onOverdue.statusId']]);
    await lead(last!, first!);
    expect((await shop.admin.delete(`/order-statuses/${third}?replacementId=${last}`)).status).toBe(204);
    expect([await targetOf(first!), await targetOf(second!)]).toEqual([{ kind: 'set_status', statusId: second }, null]);
  });

  it('lead to the replacement of a status that is deleted', async () => {
    const [target, other] = await Promise.all(
      ['Срочно', 'Позже'].map(
        async (name) => (await shop.admin.post('/order-statuses', { name, group: 'processing' })).body.id as string,
      ),
    );
    await shop.admin.patch(status, { onOverdue: { kind: 'set_status', statusId: target } });
    expect((await shop.admin.delete(`/order-statuses/${target}`)).body).toMatchObject({ code: 'status_in_use' });
    expect((await shop.admin.delete(`/order-statuses/${target}?replacementId=${other}`)).status).toBe(204);
    expect((await shop.admin.get(status)).body.onOverdue).toEqual({ kind: 'set_status', statusId: other });
    const itself = shop.statuses['В работе'];
    expect((await shop.admin.delete(`/order-statuses/${other}?replacementId=${itself}`)).status).toBe(204);
    expect((await shop.admin.get(status)).body.onOverdue).toBeNull();
  });
});

import { DecidingService } from '../../src/orders/external-orders/deciding.service.js';
import { ExternalOrderStore } from '../../src/orders/external-orders/external-order-store.service.js';
import { Outbox } from '../../src/outbox/outbox.service.js';
import { GETTZAP_CHANNEL } from '../../src/marketplaces/gettzap-notifications/gettzap-notification.js';
import { UnavailableError } from '../../src/platform/errors.js';
import { Shop } from '../support/shop.js';

describe('bulk decisions and deleting', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const bulk = (verb: 'accept' | 'refuse', ids: string[], more: object = {}) =>
    shop.admin.post(`/external-orders/${verb}`, { ids, ...more });
  const remove = (id: string, body?: object) => shop.admin.delete(`/external-orders/${id}`, body);

  /** One external order for each outcome, fresh ones first. */
  async function oneOfEach(prefix: string): Promise<Record<string, string>> {
    const [fresh, other, decided, cancelled, deleted] = await Promise.all(
      ['fresh', 'other', 'decided', 'cancelled', 'deleted'].map((name) => shop.receive(`${prefix}-${name}`, 2)),
    );
    await shop.accept(decided.id);
    await shop.cancel(`${prefix}-cancelled`);
    await remove(deleted.id, { reason: 'дубль' });
    const unclear = await shop.postToLink({ event: 'order.created', order: { id: `${prefix}-unclear` } });
    return {
      fresh: fresh.id,
      other: other.id,
      decided: decided.id,
      cancelled: cancelled.id,
      deleted: deleted.id,
      unclear: unclear.body.externalOrderId,
      unknown: '999999',
    };
  }

  it('accepting many says for each what became of it', async () => {
    const ids = await oneOfEach('BA');
    const { status, body } = await bulk('accept', Object.values(ids));
    expect(status).toBe(200);
    const detail = expect.stringMatching(/./);
    expect(body.results).toEqual([
      { id: ids.fresh, outcome: 'accepted' },
      { id: ids.other, outcome: 'accepted' },
      { id: ids.decided, outcome: 'already_decided', detail },
      { id: ids.cancelled, outcome: 'cancelled_by_client', detail },
      { id: ids.deleted, outcome: 'not_found', detail },
      { id: ids.unclear, outcome: 'needs_attention', detail },
      { id: ids.unknown, outcome: 'not_found', detail },
    ]);
    expect((await shop.externalOrder(ids.fresh!)).state).toBe('accepted');
    expect((await shop.externalOrder(ids.cancelled!)).state).toBe('cancelled');
    const { orderId } = await shop.externalOrder(ids.fresh!);
    await shop.toldEventually('BA-fresh', [`order | accepted | accepted ${orderId}`]);
  });

  it('refusing many tells each the reason, and refuses also what could not be understood', async () => {
    const ids = await oneOfEach('BR');
    const { body } = await bulk('refuse', Object.values(ids), { reason: 'закрыто' });
    expect(body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'refused',
      'refused',
      'already_decided',
      'cancelled_by_client',
      'not_found',
      'refused',
      'not_found',
    ]);
    await shop.toldEventually('BR-fresh', ['order | refused | refused: закрыто']);
    await shop.toldEventually('BR-unclear', ['order | refused | refused: закрыто']);
    expect((await shop.externalOrder(ids.decided!)).state).toBe('accepted');
  });

  it('the rest of what is decided in part is decided, and told position by position', async () => {
    const received = await shop.receive('BP', 3);
    await shop.refuse(received.id, { positions: [{ id: received.positions[1].id }] });
    const { body } = await bulk('accept', [received.id]);
    expect(body.results).toEqual([{ id: received.id, outcome: 'accepted' }]);
    const { orderId, state } = await shop.externalOrder(received.id);
    expect(state).toBe('partially_accepted');
    expect(await shop.recorded(received.id)).toEqual([
      'position_refused | 2 | refused | refused P2 x2',
      `position_accepted | 1 | accepted | accepted ${orderId} P1 x2`,
      `position_accepted | 3 | accepted | accepted ${orderId} P3 x2`,
    ]);
  });

  it('one that the client changed since it was seen is not decided', async () => {
    const received = await Promise.all(['BV-1', 'BV-2'].map((id) => shop.receive(id)));
    const ids: string[] = received.map(({ id }) => id);
    await shop.receive('BV-1', 2);
    const changed = { id: ids[0], outcome: 'changed_meanwhile', detail: expect.stringMatching(/./) };
    const accepted = await bulk('accept', ids, { versions: [1, 1] });
    expect(accepted.body.results).toEqual([changed, { id: ids[1], outcome: 'accepted' }]);
    const refused = await bulk('refuse', [ids[0]!], { versions: [1] });
    expect([refused.body.results, refused.body.undo]).toEqual([[changed], null]);
    expect(await shop.externalOrder(ids[0]!)).toMatchObject({ state: 'new', version: 2 });
    const seen = await bulk('accept', [ids[0]!], { versions: [2] });
    expect(seen.body.results).toEqual([{ id: ids[0], outcome: 'accepted' }]);
  });

  it('one that fails is told as such, and the decisions before and after it are told and hold', async () => {
    const received = await Promise.all(['BF-1', 'BF-2', 'BF-3'].map((id) => shop.receive(id)));
    const ids: string[] = received.map(({ id }) => id);
    const store = shop.app.get(ExternalOrderStore);
    const write = store.writeHistory.bind(store);
    const broken = jest.spyOn(store, 'writeHistory').mockImplementation((tx, order, entry) => {
      if (String(order.id) === ids[1]) throw new Error('refused');
      return write(tx, order, entry);
    });
    const { status, body } = await bulk('accept', ids);
    broken.mockRestore();
    expect([status, body.results]).toEqual([
      200,
      [
        { id: ids[0], outcome: 'accepted' },
        { id: ids[1], outcome: 'failed', detail: expect.stringMatching(/failed inside/) },
        { id: ids[2], outcome: 'accepted' },
      ],
    ]);
    const states = await Promise.all(ids.map(async (id) => (await shop.externalOrder(id)).state));
    expect(states).toEqual(['accepted', 'new', 'accepted']);
  });

  it('many are decided several at a time, so that not each one waits for all before it', async () => {
    const deciding = shop.app.get(DecidingService);
    const decide = deciding.decide.bind(deciding);
    const [underWay, together] = [new Set<number>(), [] as number[]];
    const counted = jest.spyOn(deciding, 'decide').mockImplementation(async (id, ...rest) => {
      underWay.add(id);
      together.push(underWay.size);
      await decide(id, ...rest).finally(() => underWay.delete(id));
    });
    const ids = Array.from({ length: 12 }, (_, index) => String(800_000 + index));
    await bulk('accept', ids);
    counted.mockRestore();
    expect([together.length, Math.max(...together)]).toEqual([12, 5]);
  });

  it('once the database is away the rest is not tried, and the call tells it in time', async () => {
    const received = await Promise.all(Array.from({ length: 12 }, (_, index) => shop.receive(`BU-${index}`)));
    const ids: string[] = received.map(({ id }) => id);
    const store = shop.app.get(ExternalOrderStore);
    const broken = jest.spyOn(store, 'writeHistory').mockImplementation(() => {
      throw new UnavailableError('database_unavailable', 'The database cannot be reached at the moment.');
    });
    const { body } = await bulk('refuse', ids);
    const tried = broken.mock.calls.length;
    broken.mockRestore();
    // Those that were under way at that moment were begun.
    expect(tried).toBeLessThanOrEqual(5);
    const details: string[] = body.results.map(({ detail }: { detail: string }) => detail);
    expect(details.filter((detail) => /^It was not tried/.test(detail))).toHaveLength(ids.length - tried);
    expect(body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(ids.map(() => 'failed'));
  });

  it('a decision whose notices cannot be written is not made', async () => {
    const { id } = await shop.receive('NOTICES');
    const outbox = shop.app.get(Outbox);
    const add = outbox.add.bind(outbox);
    const broken = jest.spyOn(outbox, 'add').mockImplementation(async (tx, channel, messages) => {
      if (channel === GETTZAP_CHANNEL) throw new Error('refused');
      return add(tx, channel, messages);
    });
    const { status } = await shop.admin.post(`/external-orders/${id}/accept`);
    broken.mockRestore();
    const { state, orderId } = await shop.externalOrder(id);
    expect([status, state, orderId]).toEqual([500, 'new', null]);
  });

  it('one that is named twice is decided once and is then already decided', async () => {
    const { id } = await shop.receive('BT');
    const { body } = await bulk('accept', [id, id]);
    expect(body.results).toMatchObject([
      { id, outcome: 'accepted' },
      { id, outcome: 'already_decided' },
    ]);
    expect(await shop.recorded(id)).toHaveLength(1);
  });

  it('200 are taken at once, 201 are not: 422 and nothing is decided', async () => {
    const { id } = await shop.receive('BL');
    const unknown = Array.from({ length: 199 }, (_, index) => String(900_000 + index));
    const tooMany = await bulk('accept', [id, ...unknown, '899999']);
    expect([tooMany.status, tooMany.body.errors[0].path]).toEqual([422, 'ids']);
    expect((await shop.externalOrder(id)).state).toBe('new');
    const { status, body } = await bulk('accept', [id, ...unknown]);
    expect([status, body.results.length, body.results[0].outcome]).toEqual([200, 200, 'accepted']);
  });

  it.each<[string, object, string]>([
    ['no ids', {}, 'ids'],
    ['an empty list', { ids: [] }, 'ids'],
    ['what is no id', { ids: ['1', 'x'] }, 'ids'],
    ['a reason that is no text', { ids: ['1'], reason: null }, 'reason'],
    ['too few versions', { ids: ['1', '2'], versions: [1] }, 'versions'],
    ['too many versions', { ids: ['1'], versions: [1, 1] }, 'versions'],
    ['a version that is none', { ids: ['1'], versions: [0] }, 'versions'],
  ])('a bulk decision with %s: 422 naming the field', async (_, input, path) => {
    const { status, body } = await shop.admin.post('/external-orders/refuse', input);
    expect([status, body.errors[0].path]).toEqual([422, path]);
  });

  it.each([
    ['without a body', undefined],
    ['without a reason', {}],
    ['with an empty reason', { reason: '' }],
    ['with a blank reason', { reason: ' \n' }],
    ['with a reason that is no text', { reason: 1 }],
  ])('deleting %s: 422 naming the reason, and it stays', async (what, body) => {
    const { id } = await shop.receive(`DL ${what}`);
    const answer = await remove(id, body);
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, 'reason']);
    expect((await shop.externalOrder(id)).state).toBe('new');
  });

  it('deleting takes it out of the list, keeps the reason, and tells GettZap nothing', async () => {
    const { id } = await shop.receive('DL-1');
    expect((await remove(id, { reason: 'проверка связи' })).status).toBe(204);
    const detail = await shop.externalOrder(id);
    expect(detail).toMatchObject({ state: 'deleted', notifications: [] });
    expect(detail.history.at(-1)).toMatchObject({ kind: 'deleted', comment: 'проверка связи' });
    const list = async (query: string) =>
      (await shop.admin.get(`/external-orders?q=DL-1&${query}`)).body.data.map((each: { id: string }) => each.id);
    expect(await list('')).toEqual([]);
    expect(await list('state=deleted')).toEqual([id]);
    expect(shop.told('DL-1')).toEqual([]);
  });

  it('a deleted one stays known: the same id again is a duplicate, new content only a note in its history', async () => {
    const received = await shop.receive('DL-2');
    await remove(received.id, { reason: 'дубль' });
    const again = await shop.receive('DL-2');
    expect([again.id, again.state]).toEqual([received.id, 'deleted']);
    const changed = await shop.receive('DL-2', 2);
    expect(changed).toMatchObject({ id: received.id, state: 'deleted', version: 1 });
    expect(changed.history.at(-1).kind).toBe('changed_after_deletion');
  });

  it('deleting a second time: 409 deleted; deleting what is unknown: 404', async () => {
    const { id } = await shop.receive('DL-3');
    await remove(id, { reason: 'дубль' });
    const twice = await remove(id, { reason: 'ещё раз' });
    expect([twice.status, twice.body.code]).toEqual([409, 'deleted']);
    expect((await remove('999999', { reason: 'x' })).status).toBe(404);
  });
});

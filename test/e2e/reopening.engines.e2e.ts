import { later, SECOND } from '../support/delivering.js';
import { Shop } from '../support/shop.js';

const HOLD_S = 60;

describe('a refusal', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());
  const kinds = (history: Array<{ kind: string }>) => history.map(({ kind }) => kind);

  it('can be reopened, decided once more, and that is told', async () => {
    const { id } = await shop.receive('R-1', 2);
    await shop.refuse(id, { reason: 'нет' });
    await shop.toldEventually('R-1', ['order | refused | refused: нет']);
    const { status, body } = await shop.admin.post(`/external-orders/${id}/reopen`, {});
    expect([status, body.state]).toEqual([200, 'new']);
    expect(kinds(body.history)).toEqual(['received', 'refused', 'reopened']);
    const accepted = await shop.accept(id);
    await shop.toldEventually('R-1', [
      'order | refused | refused: нет',
      `order | accepted | accepted ${accepted.body.orderId}`,
    ]);
  });

  it('is told no more where it is reopened before', async () => {
    const refused = await shop.receive('R-5', 2);
    await shop.refuse(refused.id, { hold: 60 });
    await shop.admin.post(`/external-orders/${refused.id}/reopen`, {});
    await shop.accept(refused.id);
    expect(await shop.recorded(refused.id)).toEqual([
      'order_refused | order | cancelled | undone',
      expect.stringMatching('order_accepted'),
    ]);
    const { id, positions } = await shop.receive('R-6', 3);
    await shop.refuse(id, { positions: [{ id: positions[0].id }, { id: positions[1].id }], hold: 60 });
    await shop.admin.post(`/external-orders/${id}/reopen`, { positions: [{ id: positions[1].id }] });
    expect(await shop.recorded(id)).toEqual([
      expect.stringMatching('position_refused | 1 | refused'),
      'position_refused | 2 | cancelled | undone',
    ]);
  });

  it('that is reopened is told by no retry, though a person had cancelled its notice; nor is the rest told then', async () => {
    const { id, positions } = await shop.receive('R-9', 2);
    await shop.refuse(id, { hold: HOLD_S });
    const [{ id: notification }] = await shop.notifications(id);
    await shop.admin.post(`/gettzap-notifications/${notification}/cancel`);
    await shop.admin.post(`/external-orders/${id}/reopen`, { positions: [{ id: positions[0].id }] });
    const retried = await shop.admin.post(`/gettzap-notifications/${notification}/retry`, { force: true });
    expect(retried).toMatchObject({ status: 409, body: { code: 'undone' } });
    expect(await shop.recorded(id)).toEqual(['order_refused | order | cancelled | undone']);
  });

  it('is reopened for the named positions', async () => {
    const { id, positions } = await shop.receive('R-2', 3);
    await shop.refuse(id);
    const named = { positions: [{ id: positions[1].id }] };
    const { body } = await shop.admin.post(`/external-orders/${id}/reopen`, named);
    expect(body.state).toBe('partially_decided');
    expect(body.positions.map(({ state }: { state: string }) => state)).toEqual(['refused', 'open', 'refused']);
  });

  it('nothing refused: 409, an unknown position: 422', async () => {
    const { id, positions } = await shop.receive('R-3', 2);
    const reopen = (body: object) => shop.admin.post(`/external-orders/${id}/reopen`, body);
    expect(await reopen({})).toMatchObject({ status: 409, body: { code: 'nothing_refused' } });
    await shop.accept(id);
    const named = await reopen({ positions: [{ id: positions[0].id }] });
    expect(named).toMatchObject({ status: 409, body: { code: 'nothing_refused' } });
    const unknown = await reopen({ positions: [{ id: '999999' }] });
    expect([unknown.status, unknown.body.errors[0].path]).toEqual([422, 'positions[0].id']);
  });

  it('of an order that the client has cancelled stays: 409', async () => {
    const { id } = await shop.receive('R-4');
    await shop.refuse(id);
    await shop.cancel('R-4');
    const answer = await shop.admin.post(`/external-orders/${id}/reopen`, {});
    expect(answer).toMatchObject({ status: 409, body: { code: 'cancelled_by_client' } });
  });

  it('of a position that the client has cancelled since stays: the others alone are reopened', async () => {
    const { id, positions } = await shop.receive('R-8', 2);
    await shop.refuse(id);
    expect((await shop.cancel('R-8', ['1'], 'передумал')).body).toMatchObject({ state: 'refused', duplicate: false });
    expect((await shop.cancel('R-8', ['1'])).body.duplicate).toBe(true);
    const reopen = (body: object) => shop.admin.post(`/external-orders/${id}/reopen`, body);
    const named = await reopen({ positions: [{ id: positions[0].id }] });
    expect(named).toMatchObject({ status: 409, body: { code: 'cancelled_by_client' } });
    const { body } = await reopen({});
    expect(body.positions.map(({ state }: { state: string }) => state)).toEqual(['refused', 'open']);
    expect(kinds(body.history)).toEqual(['received', 'refused', 'cancelled_by_client', 'reopened']);
    await shop.refuse(id);
    await shop.cancel('R-8', ['2']);
    expect(await reopen({})).toMatchObject({ status: 409, body: { code: 'cancelled_by_client' } });
  });

  it('of the whole order and not told yet is told of the rest alone once a position of it is reopened', async () => {
    const { id, positions } = await shop.receive('R-7', 3);
    const { body } = await shop.refuse(id, { reason: 'нет на складе', hold: HOLD_S });
    shop.clock.advance(1);
    await shop.admin.post(`/external-orders/${id}/reopen`, { positions: [{ id: positions[1].id }] });
    expect((await shop.admin.post(`/undo/${body.undo.token}`)).body.code).toBe('too_late');
    await shop.accept(id, { positions: [{ id: positions[1].id }] });
    await later(shop, HOLD_S * SECOND);
    await shop.toldEventually('R-7', [
      '1 | refused | refused P1 x2: нет на складе',
      '3 | refused | refused P3 x2: нет на складе',
      expect.stringMatching(/^2 \| accepted \| accepted/) as string,
    ]);
  });
});

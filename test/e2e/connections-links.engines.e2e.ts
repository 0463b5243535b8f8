import { MarketplaceConnection, OrderLink } from '../../src/marketplaces/connections/marketplace-connection.entity.js';
import { ConnectionDesk } from '../support/connections.js';
import { Shop } from '../support/shop.js';
import { stored } from '../support/stored.js';

const DAY_MS = 24 * 3_600_000;

describe('order links', () => {
  let shop: Shop;
  let desk: ConnectionDesk;
  beforeAll(async () => {
    shop = await Shop.open();
    desk = new ConnectionDesk(shop);
  });
  afterAll(() => shop.close());

  it('what comes to one that was never switched on is answered 403 and kept in the journal', async () => {
    const { id, orderLink } = await desk.create();
    expect(await desk.postTo(orderLink, 'too early')).toEqual([403, 'connection_inactive']);
    const { data } = (await shop.admin.get(`/gettzap-messages?connectionId=${id}`)).body;
    expect(data).toMatchObject([{ outcome: 'connection_inactive', connectionId: id }]);
  });

  it('one that is replaced works for 24 h more and not a moment longer; the new one works at once', async () => {
    const { id, orderLink: old } = await desk.create(await desk.complete());
    const { status, body } = await shop.admin.post(`/marketplace-connections/${id}/order-link`);
    expect([status, body]).toEqual([200, { orderLink: expect.any(String), oldLinkValidUntil: expect.any(String) }]);
    expect(body.orderLink).not.toBe(old);
    expect(Math.abs(Date.parse(body.oldLinkValidUntil) - shop.clock.now().getTime() - DAY_MS)).toBeLessThan(60_000);
    const { orderLink, oldLinkValidUntil } = await desk.get(id);
    expect({ orderLink, oldLinkValidUntil }).toEqual(body);
    expect(await desk.postTo(old, 'old-1')).toEqual([200, 'ok']);
    expect(await desk.postTo(body.orderLink, 'new-1')).toEqual([200, 'ok']);
    shop.clock.advance(Date.parse(body.oldLinkValidUntil) - shop.clock.now().getTime() - 30_000);
    expect(await desk.postTo(old, 'old-2')).toEqual([200, 'ok']);
    shop.clock.advance(30_000);
    expect(await desk.postTo(old, 'old-3')).toEqual([404, 'unknown_link']);
    expect((await desk.get(id)).oldLinkValidUntil).toBeNull();
    expect(await desk.postTo(body.orderLink, 'new-2')).toEqual([200, 'ok']);
  });

  it('one that is replaced twice does not prolong the life of the first', async () => {
    const { id, orderLink: first } = await desk.create(await desk.complete());
    const { oldLinkValidUntil } = (await shop.admin.post(`/marketplace-connections/${id}/order-link`)).body;
    shop.clock.advance(DAY_MS / 2);
    await shop.admin.post(`/marketplace-connections/${id}/order-link`);
    shop.clock.advance(Date.parse(oldLinkValidUntil) - shop.clock.now().getTime());
    expect(await desk.postTo(first, 'twice')).toEqual([404, 'unknown_link']);
  });

  it('one that has become known is revoked at once, the replaced ones too, and it is written down', async () => {
    const { id, orderLink: first } = await desk.create(await desk.complete());
    const path = `/marketplace-connections/${id}/order-link`;
    const second = (await shop.admin.post(path)).body.orderLink;
    const kept = await shop.admin.post(`${path}/revoke`, { scope: 'replaced' });
    expect([kept.status, kept.body]).toEqual([200, { orderLink: second }]);
    expect(await desk.postTo(first, 'leaked-1')).toEqual([404, 'unknown_link']);
    expect(await desk.postTo(second, 'kept')).toEqual([200, 'ok']);
    expect((await desk.get(id)).oldLinkValidUntil).toBeNull();

    const { body } = await shop.admin.post(`${path}/revoke`, { scope: 'all' });
    expect(await desk.postTo(second, 'leaked-2')).toEqual([404, 'unknown_link']);
    expect(await desk.postTo(body.orderLink, 'new')).toEqual([200, 'ok']);
    expect(await desk.get(id)).toMatchObject({ orderLink: body.orderLink, oldLinkValidUntil: null });
    const audit = (await shop.admin.get(`/audit?subject=marketplace_connection&subjectId=${id}`)).body.data;
    expect(audit.map(({ action }: { action: string }) => action)).toEqual([
      'revoke_link',
      'revoke_link',
      'replace_link',
      'create',
    ]);
    expect((await shop.admin.post(`${path}/revoke`, {})).status).toBe(422);
  });

  it('no secret is kept of what was replaced or deleted', async () => {
    const { id } = await desk.create(await desk.complete());
    await shop.admin.post(`/marketplace-connections/${id}/order-link`);
    const dataSource = stored(shop);
    const links = () =>
      dataSource.getRepository(OrderLink).find({ where: { connectionId: Number(id) }, order: { id: 'ASC' } });
    expect((await links()).map(({ secretSealed }) => secretSealed !== '')).toEqual([false, true]);
    await shop.admin.delete(`/marketplace-connections/${id}`);
    expect(await links()).toEqual([]);
    const row = await dataSource.getRepository(MarketplaceConnection).findOneByOrFail({ id: Number(id) });
    expect([row.passwordSealed, row.apiKeySealed]).toEqual(['', '']);
  });

  it('one that nobody knows is always answered the same', async () => {
    const link = `${shop.url}/gettzap/orders/`;
    const known = (await desk.create()).orderLink.split('/').at(-1)!;
    const answers = await Promise.all(
      [
        'x',
        'A'.repeat(43),
        known.slice(0, -1),
        `${known}A`,
        known.toLowerCase(),
        'A'.repeat(5_000),
        '%00',
        '..%2f..',
      ].map(async (secret) => {
        const { status, body } = await shop.postToLink({}, 'application/json', link + secret);
        return { status, ...body, requestId: '' };
      }),
    );
    expect(answers[0]).toMatchObject({ status: 404, code: 'unknown_link' });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('one of a deleted connection is unknown at once, the old one too, and the connection is gone from the list', async () => {
    const { id, orderLink: old } = await desk.create(await desk.complete());
    const { orderLink } = (await shop.admin.post(`/marketplace-connections/${id}/order-link`)).body;
    expect(await desk.postTo(orderLink, 'last')).toEqual([200, 'ok']);
    expect((await shop.admin.delete(`/marketplace-connections/${id}`)).status).toBe(204);
    expect(await desk.postTo(orderLink, 'too late')).toEqual([404, 'unknown_link']);
    expect(await desk.postTo(old, 'too late')).toEqual([404, 'unknown_link']);
    const { data } = (await shop.admin.get('/marketplace-connections?perPage=200')).body;
    expect(data.map((each: { id: string }) => each.id)).not.toContain(id);
    const path = `/marketplace-connections/${id}`;
    const answers = [
      await shop.admin.get(path),
      await shop.admin.patch(path, { login: 'x' }),
      await shop.admin.delete(path),
      await shop.admin.post(`${path}/order-link`),
      await shop.admin.post(`${path}/check`),
      await shop.admin.post(`${path}/resume`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  });
});

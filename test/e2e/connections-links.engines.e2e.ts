import { MarketplaceConnection, OrderLink } from '../../src/marketplaces/connections/marketplace-connection.entity.js';
import { ConnectionDesk } from '../support/connections.js';
import { eventually } from '../support/eventually.js';
import { headOf, RawRequest } from '../support/raw-http.js';
import { orderOf, Shop } from '../support/shop.js';
import { stored } from '../support/stored.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('order links', () => {
  let shop: Shop;
  let desk: ConnectionDesk;
  beforeAll(async () => {
    shop = await Shop.open();
    desk = new ConnectionDesk(shop);
  });
  afterAll(() => shop.close());

  const toldOf = async (id: string) => {
    const { data } = (await shop.admin.get('/manager-notifications?part=action&perPage=200')).body;
    return data
      .filter((each: Record<string, string>) => each.kind === 'replaced_link' && each.connectionId === id)
      .map(({ title, text, page }: Record<string, string>) => ({ title, text, page }))
      .toReversed();
  };

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

  it.each(['/', '%20', '%0A', '/?from=shop', '%C2%A0%20'])('one with %s copied along with it works', async (more) => {
    const { orderLink } = await desk.create(await desk.complete());
    const body = JSON.stringify({ event: 'order.created', order: orderOf('copied along') });
    const { pathname } = new URL(orderLink);
    const request = new RawRequest(Number(new URL(shop.url).port));
    await request.send(`${headOf(`${pathname}${more}`, `Content-Length: ${Buffer.byteLength(body)}`)}\r\n${body}`);
    expect((await request.answered).status).toBe(200);
  });

  describe('one that was replaced and is still posted to', () => {
    const isUsed = { title: expect.stringMatching(/^GettZap · .+: заказы идут по прежней ссылке$/) };
    const isRefused = { title: expect.stringMatching(/^GettZap · .+: заказы по прежней ссылке не приняты$/) };
    const replacedOne = async () => {
      const { id, orderLink: old } = await desk.create(await desk.complete());
      await shop.admin.post(`/marketplace-connections/${id}/order-link`);
      return { id, old };
    };

    it('is told to administrators: once while it works, an hour after it was replaced, and once when it is refused', async () => {
      const { id, old } = await replacedOne();
      shop.clock.advance(HOUR_MS / 2);
      expect(await desk.postTo(old, 'still-1')).toEqual([200, 'ok']);
      shop.clock.advance(HOUR_MS);
      expect(await desk.postTo(old, 'still-2')).toEqual([200, 'ok']);
      await eventually(async () => expect(await toldOf(id)).toMatchObject([isUsed]));
      const [{ text, page }] = await toldOf(id);
      expect(text).toMatch(/^Она действует до \d\d\.\d\d \d\d:\d\d/);
      expect(page).toBe(`/marketplaces/${id}`);
      expect(await desk.postTo(old, 'still-3')).toEqual([200, 'ok']);
      shop.clock.advance(DAY_MS);
      expect(await desk.postTo(old, 'lost-1')).toEqual([404, 'unknown_link']);
      await eventually(async () => expect(await toldOf(id)).toMatchObject([isUsed, isRefused]));
      expect(await desk.postTo(old, 'lost-2')).toEqual([404, 'unknown_link']);
      expect(await toldOf(id)).toHaveLength(2);
    });

    it('is told once, however many messages come at the same moment', async () => {
      const { id, old } = await replacedOne();
      shop.clock.advance(2 * HOUR_MS);
      const together = Array.from({ length: 20 }, (_, index) => desk.postTo(old, `at-once-${index}`));
      for (const answer of await Promise.all(together)) expect(answer).toEqual([200, 'ok']);
      await eventually(async () => {
        // On a busy machine it may be the next message that has it told.
        expect(await desk.postTo(old, 'and-one-more')).toEqual([200, 'ok']);
        expect(await toldOf(id)).toMatchObject([isUsed]);
      });
    });

    it.each(['replaced', 'all'])(
      'is told, too, where %s were ended at once: nobody may have entered the new one',
      async (scope) => {
        const { id, old } = await replacedOne();
        await shop.admin.post(`/marketplace-connections/${id}/order-link/revoke`, { scope });
        expect(await desk.postTo(old, 'lost-1')).toEqual([404, 'unknown_link']);
        await eventually(async () => expect(await toldOf(id)).toMatchObject([isRefused]));
        shop.clock.advance(2 * HOUR_MS);
        expect(await desk.postTo(old, 'lost-2')).toEqual([404, 'unknown_link']);
        const other = await replacedOne();
        await shop.admin.post(`/marketplace-connections/${other.id}/order-link/revoke`, { scope: 'all' });
        const { orderLink } = await desk.get(other.id);
        expect(await desk.postTo(orderLink, 'in force')).toEqual([200, 'ok']);
        expect([await toldOf(id), await toldOf(other.id)]).toMatchObject([[isRefused], []]);
      },
    );

    it('is told of the link that was in force when all were ended', async () => {
      const { id, orderLink } = await desk.create(await desk.complete());
      await shop.admin.post(`/marketplace-connections/${id}/order-link/revoke`, { scope: 'all' });
      expect(await desk.postTo(orderLink, 'lost')).toEqual([404, 'unknown_link']);
      await eventually(async () => expect(await toldOf(id)).toMatchObject([isRefused]));
    });

    it('is told once of a connection that was deleted, without a page of it', async () => {
      const { id, orderLink: old } = await desk.create(await desk.complete());
      const { orderLink } = (await shop.admin.post(`/marketplace-connections/${id}/order-link`)).body;
      await shop.admin.delete(`/marketplace-connections/${id}`);
      const told = async () => {
        const { data } = (await shop.admin.get('/manager-notifications?part=action&perPage=200')).body;
        return data.filter(({ title }: { title: string }) => /: заказы приходят удалённому подключению$/.test(title));
      };
      expect(await desk.postTo(orderLink, 'gone-1')).toEqual([404, 'unknown_link']);
      await eventually(async () => expect(await told()).toMatchObject([{ connectionId: null, page: '/marketplaces' }]));
      const [{ text }] = await told();
      expect(text).toMatch(/^Подключение удалено \d\d\.\d\d \d\d:\d\d/);
      expect(await desk.postTo(orderLink, 'gone-2')).toEqual([404, 'unknown_link']);
      expect(await desk.postTo(old, 'gone-3')).toEqual([404, 'unknown_link']);
      expect(await told()).toHaveLength(1);
    });
  });

  describe('one that was entered with a mistake', () => {
    const cases: Array<[string, (link: string) => string]> = [
      ['its end cut off', (link) => link.slice(0, -3)],
      ['something behind it', (link) => `${link}).`],
      ['its beginning lost', (link) => link.replace(/orders\/.{10}/, 'orders/')],
      ['a break in it', (link) => link.replace(/(.{12})$/, '%0A$1')],
      ['small letters only', (link) => link.toLowerCase()],
    ];
    const isTold = { title: expect.stringMatching(/^GettZap · .+: ссылка вставлена с ошибкой$/) };

    it.each(cases)('is told to administrators once, with %s', async (_, mistake) => {
      const { id, orderLink } = await desk.create(await desk.complete());
      const other = await desk.create(await desk.complete());
      expect(await desk.postTo(mistake(orderLink), 'misspelt-1')).toEqual([404, 'unknown_link']);
      await eventually(async () => expect(await toldOf(id)).toMatchObject([isTold]));
      expect(await desk.postTo(mistake(orderLink), 'misspelt-2')).toEqual([404, 'unknown_link']);
      expect(await toldOf(id)).toHaveLength(1);
      expect(await toldOf(other.id)).toEqual([]);
      expect(await desk.postTo(orderLink, 'spelt right')).toEqual([200, 'ok']);
    });

    it('is told of again when it was replaced, and of the link before it, too', async () => {
      const { id, orderLink: old } = await desk.create(await desk.complete());
      expect(await desk.postTo(`${old}x`, 'misspelt')).toEqual([404, 'unknown_link']);
      await eventually(async () => expect(await toldOf(id)).toMatchObject([isTold]));
      const { orderLink } = (await shop.admin.post(`/marketplace-connections/${id}/order-link`)).body;
      expect(await desk.postTo(`${orderLink}x`, 'misspelt')).toEqual([404, 'unknown_link']);
      await eventually(async () => expect(await toldOf(id)).toMatchObject([isTold, isTold]));
      shop.clock.advance(2 * HOUR_MS);
      expect(await desk.postTo(old, 'still')).toEqual([200, 'ok']);
      await eventually(async () => expect(await toldOf(id)).toMatchObject([isTold, isTold, {}]));
    });

    it('is no news of one that shares 19 characters', async () => {
      const { id, orderLink } = await desk.create(await desk.complete());
      const start = orderLink.slice(0, orderLink.lastIndexOf('/') + 1 + 19);
      expect(await desk.postTo(start, 'guessed')).toEqual([404, 'unknown_link']);
      expect(await desk.postTo(`${start}${'x'.repeat(24)}`, 'guessed')).toEqual([404, 'unknown_link']);
      expect(await desk.postTo(`${orderLink}x`, 'misspelt')).toEqual([404, 'unknown_link']);
      await eventually(async () => expect(await toldOf(id)).toHaveLength(1));
    });
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
    expect((await links()).map(({ secretSealed }) => secretSealed)).toEqual(['', '']);
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

import { anotherConnection, created, lastMessage, received, setActive, storedBytes } from '../support/receiving.js';
import { addPerson } from '../support/people.js';
import { Shop } from '../support/shop.js';

describe('receiving: the journal of incoming messages', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const messageOf = async (answer: Promise<unknown>) => {
    await answer;
    return lastMessage(shop);
  };
  const reprocess = (id: string) => shop.admin.post(`/gettzap-messages/${id}/reprocess`);

  /** A message that came while the connection was off. */
  const whileOff = async (body: string) => {
    await setActive(shop, false);
    const message = await messageOf(shop.postToLink(body));
    await setActive(shop, true);
    expect(message.outcome).toBe('connection_inactive');
    return message;
  };

  describe('what it keeps', () => {
    it('the raw body byte for byte, with unknown fields, spaces and repeated keys', async () => {
      const { event, order } = JSON.parse(created('J-1'));
      const body = `\r\n{ "order":${JSON.stringify({ ...order, vin: 'X\u00e9' }, null, 3)},\t"event":"x", "event":"${event}" } \n`;
      const message = await messageOf(received(shop, body));
      expect(message).toMatchObject({ body, bodyEncoding: 'text', size: Buffer.byteLength(body) });
      expect((await storedBytes(shop, message.id)).toString('utf8')).toBe(body);
    });

    it('when it came, for which connection, and what came of it', async () => {
      const order = await received(shop, created('J-2'));
      const message = await lastMessage(shop);
      expect(message).toMatchObject({
        connectionId: shop.connectionId,
        externalOrderId: order.id,
        outcome: 'created',
        detail: '',
        contentType: 'application/json',
        reprocessedAt: null,
      });
      expect(Math.abs(Date.parse(message.receivedAt) - shop.clock.now().getTime())).toBeLessThan(60_000);
      expect(message.createdAt).toBe(message.receivedAt);
    });

    it('each message of an order with its own outcome', async () => {
      const { id } = await received(shop, created('J-3'));
      await shop.postToLink(created('J-3'));
      await shop.postToLink(created('J-3', { comment: 'new' }));
      await shop.postToLink(created('J-3', { positions: [] }));
      await shop.postToLink(created('J-3', { comment: 'good again' }));
      await shop.admin.post(`/external-orders/${id}/accept`);
      await shop.postToLink(created('J-3', { comment: 'late' }));
      await shop.cancel('J-3');
      await shop.admin.delete(`/external-orders/${id}`, { reason: 'test' });
      await shop.postToLink(created('J-3', { comment: 'later still' }));
      const { body } = await shop.admin.get(`/gettzap-messages?externalOrderId=${id}&sort=createdAt`);
      expect(body.data.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
        'created',
        'duplicate',
        'updated',
        'needs_attention',
        'updated',
        'changed_after_decision',
        'cancelled',
        'changed_after_deletion',
      ]);
    });

    it('the headers, secrets masked', async () => {
      const headers = {
        'Content-Type': 'application/json',
        Authorization: 'Basic c2VjcmV0LXdvcmQ=',
        'X-Api-Key': 'secret-word',
        Cookie: 'session=secret-word',
        'User-Agent': 'gettzap/1.0',
      };
      await fetch(shop.orderLink, { method: 'POST', headers, body: created('J-4') });
      const message = await lastMessage(shop);
      expect(message.headers).toMatchObject({
        authorization: '***',
        'x-api-key': '***',
        cookie: '***',
        'user-agent': 'gettzap/1.0',
      });
      expect(JSON.stringify(message)).not.toMatch(/secret-word|c2VjcmV0/);
    });

    it('never the secret of the link, also where a proxy writes the address into a header', async () => {
      const secret = shop.orderLink.split('/').at(-1)!;
      const { pathname } = new URL(shop.orderLink);
      const headers = {
        'Content-Type': 'application/json',
        Referer: shop.orderLink,
        'X-Original-URL': pathname,
        'X-Forwarded-Uri': `${pathname}?x=1, ${pathname}`,
      };
      await fetch(shop.orderLink, { method: 'POST', headers, body: created('J-5') });
      const message = await lastMessage(shop);
      expect(message.headers['x-original-url']).toBe('/gettzap/orders/***');
      expect(JSON.stringify(message)).not.toContain(secret);
    });
  });

  describe('its list', () => {
    it('is filtered by outcome, connection and order, and shows no bodies', async () => {
      const { id } = await received(shop, created('L-1'));
      await shop.postToLink('not json');
      const list = async (query: string) => (await shop.admin.get(`/gettzap-messages?${query}`)).body.data;
      const outcomes = new Set((await list('outcome=invalid_json')).map(({ outcome }: { outcome: string }) => outcome));
      expect(outcomes).toEqual(new Set(['invalid_json']));
      expect(await list(`externalOrderId=${id}`)).toMatchObject([{ externalOrderId: id, outcome: 'created' }]);
      expect(await list('connectionId=999999')).toEqual([]);
      expect(await list('connectionId=0')).toEqual([]);
      expect(await list('regionId=999999')).toEqual([]);
      const { regionId } = (await shop.admin.get(`/marketplace-connections/${shop.connectionId}`)).body;
      expect(await list(`externalOrderId=${id}&regionId=${regionId}`)).toHaveLength(1);
      expect(await list('externalOrderId=0')).toEqual([]);
      const [message] = await list(`externalOrderId=${id}&connectionId=${shop.connectionId}`);
      expect(message.body ?? message.headers).toBeUndefined();
    });

    it('answers 404 for a message that is not there, 422 for an outcome that is none', async () => {
      expect((await shop.admin.get('/gettzap-messages/999999')).status).toBe(404);
      expect((await reprocess('999999')).status).toBe(404);
      expect((await shop.admin.get('/gettzap-messages?outcome=lost')).status).toBe(422);
    });
  });

  describe('processing a message again', () => {
    it('takes in what came while the connection was off', async () => {
      const message = await whileOff(created('P-1'));
      const { status, body } = await reprocess(message.id);
      expect([status, body.outcome, body.id]).toEqual([200, 'created', message.id]);
      expect(Date.parse(body.reprocessedAt)).toBeGreaterThanOrEqual(Date.parse(message.receivedAt));
      expect(await shop.externalOrder(body.externalOrderId)).toMatchObject({ externalId: 'P-1', state: 'new' });
      expect((await shop.admin.get(`/gettzap-messages/${message.id}`)).body).toEqual(body);
    });

    it('of a cancellation that came while the connection was off cancels', async () => {
      const { id } = await received(shop, created('P-2'));
      const message = await whileOff(JSON.stringify({ event: 'order.cancelled', order: { id: 'P-2' } }));
      expect((await reprocess(message.id)).body).toMatchObject({ outcome: 'cancelled', externalOrderId: id });
      expect(await shop.externalOrder(id)).toMatchObject({ state: 'cancelled' });
    });

    it('is refused with 409 as long as the connection is off', async () => {
      const message = await whileOff(created('P-3'));
      await setActive(shop, false);
      const { status, body } = await reprocess(message.id);
      await setActive(shop, true);
      expect([status, body.code]).toEqual([409, 'connection_inactive']);
      expect((await shop.admin.get(`/gettzap-messages/${message.id}`)).body).toEqual(message);
    });

    it('again and again changes nothing more', async () => {
      const message = await whileOff(created('P-4'));
      const first = await reprocess(message.id);
      const order = await shop.externalOrder(first.body.externalOrderId);
      const again = await reprocess(message.id);
      expect(again.body).toEqual({ ...first.body, reprocessedAt: again.body.reprocessedAt });
      expect(await shop.externalOrder(order.id)).toEqual(order);
    });

    it('many times at once makes one order', async () => {
      for (const round of ['warming up', 'first', 'second']) {
        const message = await whileOff(created(`P-5-${round}`));
        const answers = await Promise.all(Array.from({ length: 10 }, () => reprocess(message.id)));
        expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
        expect(new Set(answers.map(({ body }) => body.externalOrderId)).size).toBe(1);
      }
    });

    it('many times at once it keeps what it brought, so that an earlier version turns nothing back', async () => {
      const earlier = await whileOff(created('P-12'));
      const later = await whileOff(created('P-12', { comment: 'later' }));
      const answers = await Promise.all(Array.from({ length: 10 }, () => reprocess(later.id)));
      expect(answers.map(({ body }) => body.outcome)).toEqual(Array(10).fill('created'));
      const { body } = await reprocess(earlier.id);
      expect(body.outcome).toBe('duplicate');
      expect(await shop.externalOrder(body.externalOrderId)).toMatchObject({ comment: 'later', version: 1 });
    });

    it('of an earlier version changes nothing: the later one stays', async () => {
      const first = await messageOf(received(shop, created('P-6')));
      const order = await received(shop, created('P-6', { comment: 'later' }));
      expect((await reprocess(first.id)).body).toMatchObject({ outcome: 'created', externalOrderId: order.id });
      expect(await shop.externalOrder(order.id)).toEqual(order);
    });

    it('of one that could not be understood changes nothing after a later version', async () => {
      const bad = await messageOf(received(shop, created('P-7', { positions: [] })));
      const order = await received(shop, created('P-7'));
      expect((await reprocess(bad.id)).body.outcome).toBe('needs_attention');
      expect(await shop.externalOrder(order.id)).toEqual(order);
    });

    it('of one that came while the connection was off changes nothing after a later version', async () => {
      const { id } = await received(shop, created('P-8'));
      const missed = await whileOff(created('P-8', { comment: 'missed' }));
      shop.clock.advance(1_000);
      const order = await received(shop, created('P-8', { comment: 'later' }));
      expect((await reprocess(missed.id)).body).toMatchObject({ outcome: 'duplicate', externalOrderId: id });
      expect(await shop.externalOrder(id)).toEqual(order);
    });

    it('of all that came, the newest first, leaves the newest version', async () => {
      const { id } = await received(shop, created('P-12'));
      await whileOff(created('P-12', { comment: 'missed' }));
      shop.clock.advance(1_000);
      const order = await received(shop, created('P-12', { comment: 'newest' }));
      const { body: journal } = await shop.admin.get('/gettzap-messages?perPage=3');
      for (const message of journal.data) await reprocess(message.id);
      expect(await shop.externalOrder(id)).toEqual(order);
    });

    it('of all that came while the connection was off, in order, takes each in', async () => {
      const first = await whileOff(created('P-13'));
      shop.clock.advance(1_000);
      const second = await whileOff(created('P-13', { comment: 'second' }, 'order.updated'));
      shop.clock.advance(1_000);
      expect((await reprocess(first.id)).body.outcome).toBe('created');
      const { body } = await reprocess(second.id);
      expect(body.outcome).toBe('updated');
      expect(await shop.externalOrder(body.externalOrderId)).toMatchObject({ version: 2, comment: 'second' });
    });

    it('of one that came while the connection was off updates what came before it', async () => {
      const { id } = await received(shop, created('P-9'));
      shop.clock.advance(1_000);
      const missed = await whileOff(created('P-9', { comment: 'missed' }));
      expect((await reprocess(missed.id)).body).toMatchObject({ outcome: 'updated', externalOrderId: id });
      expect(await shop.externalOrder(id)).toMatchObject({ version: 2, comment: 'missed' });
    });

    it('of one that still cannot be understood leaves it as it is', async () => {
      const order = await received(shop, created('P-10', { positions: [] }));
      const { body } = await reprocess((await lastMessage(shop)).id);
      expect(body).toMatchObject({
        outcome: 'needs_attention',
        externalOrderId: order.id,
        reprocessedAt: expect.any(String),
      });
      expect(await shop.externalOrder(order.id)).toEqual(order);
    });

    it('of one that is no JSON says so again', async () => {
      const message = await messageOf(shop.postToLink('{'));
      const { status, body } = await reprocess(message.id);
      expect([status, body.outcome, body.externalOrderId]).toEqual([200, 'invalid_json', null]);
    });

    it('goes to the connection that it came to', async () => {
      const other = await anotherConnection(shop, 'Третий филиал');
      const first = await messageOf(received(shop, created('P-11')));
      await shop.postToLink(created('P-11'), 'application/json', other.orderLink);
      const { body } = await reprocess((await lastMessage(shop)).id);
      expect(body).toMatchObject({ connectionId: other.id, outcome: 'created' });
      expect(body.externalOrderId).not.toBe(first.externalOrderId);
    });

    it('that came before its connection had a region shows it to the people of that region', async () => {
      const { body: connection } = await shop.admin.post('/marketplace-connections', { marketplace: 'gettzap' });
      await shop.postToLink(
        created('P-12'),
        'application/json',
        `${shop.url}${new URL(connection.orderLink).pathname}`,
      );
      const { id } = await lastMessage(shop);
      const { body: region } = await shop.admin.post('/regions', { name: 'Четвёртый филиал' });
      const account = { login: 'o', password: 'p', apiKey: 'k', apiUrl: shop.sandbox.url };
      const change = { ...account, isActive: true, regionId: region.id };
      expect((await shop.admin.patch(`/marketplace-connections/${connection.id}`, change)).status).toBe(200);
      const { client } = await addPerson(shop, 'fourth', ['manager'], [region.id]);
      expect((await reprocess(id)).body.outcome).toBe('created');
      expect((await client.get(`/gettzap-messages?regionId=${region.id}`)).body.data).toMatchObject([{ id }]);
    });
  });
});

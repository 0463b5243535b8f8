import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { eventually } from '../support/eventually.js';
import { created, journalSize, lastMessage, setActive, storedBytes } from '../support/receiving.js';
import { headOf, RawRequest } from '../support/raw-http.js';
import { Shop } from '../support/shop.js';
import { errorDetail } from '../../src/platform/error-texts.js';

const MIB = 1_048_576;
const HOUR_MS = 3_600_000;

/** An order whose body has exactly so many bytes. */
function sized(id: string, bytes: number): string {
  const body = created(id);
  return body + ' '.repeat(bytes - Buffer.byteLength(body));
}

const post = (link: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
  fetch(link, { method: 'POST', headers, body });

describe('receiving: the answers of an order link', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  it('200 names the external order, its state, and that it is no duplicate', async () => {
    const { status, body } = await shop.postToLink(created('OK-1'));
    expect(status).toBe(200);
    expect(body).toEqual({
      result: 'ok',
      externalOrderId: expect.stringMatching(/^[1-9]\d*$/),
      state: 'new',
      duplicate: false,
    });
    expect(await shop.externalOrder(body.externalOrderId)).toMatchObject({ externalId: 'OK-1', state: 'new' });
  });

  it('200 means that the message is in the journal with what came of it', async () => {
    const { body } = await shop.postToLink(created('OK-2'));
    expect(await lastMessage(shop)).toMatchObject({
      outcome: 'created',
      externalOrderId: body.externalOrderId,
      connectionId: shop.connectionId,
      detail: '',
    });
  });

  it.each([
    ['text', 'hello'],
    ['nothing', ''],
    ['half an object', '{"event": "order.created", "order": {'],
    ['single quotes', `{'event': 'order.created'}`],
    ['a trailing comma', '{"event": "order.created",}'],
    ['a raw NUL', '{"event": "order.created\u0000"}'],
    ['ten thousand levels', '['.repeat(10_000) + ']'.repeat(10_000)],
  ])('400 invalid_json: %s, kept in the journal and taken into no order', async (_, text) => {
    const { status, body, headers } = await shop.postToLink(text);
    expect([status, body.code, body.status]).toEqual([400, 'invalid_json', 400]);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const message = await lastMessage(shop);
    expect(message).toMatchObject({ outcome: 'invalid_json', externalOrderId: null, body: text });
    expect(message.detail).not.toBe('');
  });

  it('400 invalid_json: bytes that are no text of their charset, kept as they came', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const { status, body } = await shop.postToLink(bytes);
    expect([status, body.code]).toEqual([400, 'invalid_json']);
    expect(await lastMessage(shop)).toMatchObject({
      outcome: 'invalid_json',
      bodyEncoding: 'base64',
      body: bytes.toString('base64'),
    });
  });

  it('403 connection_inactive while the connection is off, kept in the journal and taken into no order', async () => {
    await setActive(shop, false);
    const { status, body } = await shop.postToLink(created('OFF-1'));
    await setActive(shop, true);
    expect([status, body.code]).toEqual([403, 'connection_inactive']);
    const message = await lastMessage(shop);
    expect(message).toMatchObject({ outcome: 'connection_inactive', externalOrderId: null, body: created('OFF-1') });
    const { body: found } = await shop.admin.get('/external-orders?q=OFF-1');
    expect(found.data).toEqual([]);
  });

  it('403 connection_inactive also before the connection was ever set up, kept in the journal', async () => {
    const { body: fresh } = await shop.admin.post('/marketplace-connections', { marketplace: 'gettzap' });
    const link = `${shop.url}${new URL(fresh.orderLink).pathname}`;
    const { status, body } = await shop.postToLink(created('OFF-2'), 'application/json', link);
    expect([status, body.code]).toEqual([403, 'connection_inactive']);
    expect(await lastMessage(shop)).toMatchObject({ outcome: 'connection_inactive', connectionId: fresh.id });
  });

  describe('404 unknown_link, the same answer always', () => {
    const withoutRequestId = ({ requestId, ...rest }: { requestId: string }) => {
      expect(requestId).not.toBe('');
      return rest;
    };
    const UNKNOWN = {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'unknown_link',
      detail: 'This order link was not found.',
    };

    it.each([
      ['a link that never was', 'A'.repeat(43)],
      ['a short one', 'x'],
      ['a long one', 'x'.repeat(400)],
      ['letters of other alphabets', encodeURIComponent('ссылка')],
      ['SQL text', encodeURIComponent("' OR 1=1 --")],
    ])('%s, whatever the body', async (_, secret) => {
      const size = await journalSize(shop);
      for (const body of [created('U-1'), 'hello', '']) {
        const answer = await shop.postToLink(body, 'application/json', `${shop.url}/gettzap/orders/${secret}`);
        expect([answer.status, withoutRequestId(answer.body)]).toEqual([404, UNKNOWN]);
      }
      expect(await journalSize(shop)).toBe(size);
    });

    it.each([
      ['of another type', created('U-1'), 'text/plain'],
      ['that is too large', sized('U-1', MIB + 1), 'application/json'],
    ])('also for a body %s', async (_, body, contentType) => {
      const answer = await shop.postToLink(body, contentType, `${shop.url}/gettzap/orders/${'A'.repeat(43)}`);
      expect([answer.status, withoutRequestId(answer.body)]).toEqual([404, UNKNOWN]);
    });

    it('the body is not waited for: the answer comes while it is on its way', async () => {
      const request = new RawRequest(Number(new URL(shop.url).port));
      const path = `/gettzap/orders/${'A'.repeat(43)}`;
      await request.send(`${headOf(path, `Content-Length: ${MIB}`)}\r\n{"event"`);
      expect((await request.answered).status).toBe(404);
    });

    it('the link of a connection that was deleted', async () => {
      const { body: other } = await shop.admin.post('/marketplace-connections', { marketplace: 'gettzap' });
      const link = `${shop.url}${new URL(other.orderLink).pathname}`;
      await shop.admin.delete(`/marketplace-connections/${other.id}`);
      const { status, body } = await shop.postToLink(created('U-2'), 'application/json', link);
      expect([status, withoutRequestId(body)]).toEqual([404, UNKNOWN]);
    });

    it('a replaced link, after the 24 hours for which it works on', async () => {
      const oldLink = shop.orderLink;
      const replaced = await shop.admin.post(`/marketplace-connections/${shop.connectionId}/order-link`);
      const newLink = `${shop.url}${new URL(replaced.body.orderLink).pathname}`;
      const postTo = (link: string) => shop.postToLink(created('U-3'), 'application/json', link);
      expect((await postTo(oldLink)).status).toBe(200);
      expect((await postTo(newLink)).body.duplicate).toBe(true);
      shop.clock.advance(23.9 * HOUR_MS);
      expect((await postTo(oldLink)).status).toBe(200);
      shop.clock.advance(0.2 * HOUR_MS);
      const { status, body } = await postTo(oldLink);
      expect([status, withoutRequestId(body)]).toEqual([404, UNKNOWN]);
      expect((await postTo(newLink)).status).toBe(200);
      Object.assign(shop, { orderLink: newLink });
    });
  });

  it('413: a body over 1 MiB is refused unread, one of 1 MiB is taken', async () => {
    expect((await shop.postToLink(sized('BIG-1', MIB))).status).toBe(200);
    const size = await journalSize(shop);
    const { status, body } = await shop.postToLink(sized('BIG-2', MIB + 1));
    expect([status, body.status, body.title]).toEqual([413, 413, 'Content Too Large']);
    expect((await shop.postToLink(sized('BIG-2', 10 * MIB))).status).toBe(413);
    expect(await journalSize(shop)).toBe(size);
  });

  it('413 reaches also who says all of a body before listening', async () => {
    const { hostname, port, pathname } = new URL(shop.orderLink);
    const socket = connect(Number(port), hostname);
    const head = [`POST ${pathname} HTTP/1.1`, 'Host: shop', 'Content-Type: application/json'];
    socket.write([...head, `Content-Length: ${10 * MIB}`, '', ''].join('\r\n'));
    // Whoever writes or reads is told of it, too.
    socket.on('error', () => undefined);
    for (let piece = 0; piece < 10; piece++) {
      await new Promise<void>((resolve, reject) => {
        socket.write(Buffer.alloc(MIB, '9'), (error) => (error ? reject(error) : resolve()));
      });
    }
    expect(await text(socket)).toMatch(/^HTTP\/1.1 413 /);
  });

  describe('415, kept in the journal as it came', () => {
    const expectKept = async (body: string | Buffer, contentType: string) => {
      const message = await lastMessage(shop);
      expect(message).toMatchObject({ outcome: 'unsupported_type', externalOrderId: null, contentType });
      expect(await storedBytes(shop, message.id)).toEqual(Buffer.from(body));
    };

    it.each([
      'text/plain',
      'text/json',
      'application/problem+json',
      'application/json; charset=koi8-r',
      'application/json; charset=utf-16',
      'application/json; charset=constructor',
      'application/xml; charset=koi8-r',
    ])('%s', async (contentType) => {
      const { status, body } = await shop.postToLink(created('T-1'), contentType);
      expect([status, body.status, body.title]).toEqual([415, 415, 'Unsupported Media Type']);
      await expectKept(created('T-1'), contentType);
    });

    it('no content type at all', async () => {
      const { status } = await post(shop.orderLink, Buffer.from(created('T-2')), {});
      expect(status).toBe(415);
      await expectKept(created('T-2'), '');
    });

    it.each(['br', 'deflate', 'gzip, gzip'])('a body compressed with %s', async (encoding) => {
      const packed = gzipSync(created('T-3'));
      const answer = await post(shop.orderLink, packed, {
        'Content-Type': 'application/json',
        'Content-Encoding': encoding,
      });
      expect([answer.status, await answer.json()]).toMatchObject([415, { status: 415 }]);
      await expectKept(packed, 'application/json');
    });

    it('but a body that says it is not compressed is taken', async () => {
      const answer = await post(shop.orderLink, created('T-4'), {
        'Content-Type': 'application/json',
        'Content-Encoding': 'identity',
      });
      expect(answer.status).toBe(200);
    });

    it.each(['Application/JSON', 'application/json;charset=UTF-8', 'application/json; charset="utf-8"; v=1'])(
      'but %s is taken',
      async (contentType) => {
        expect((await shop.postToLink(created('T-5'), contentType)).status).toBe(200);
      },
    );
  });

  it('what is refused unread is counted all the same', async () => {
    const count = async (status: number) => {
      const labels = { method: 'POST', route: '/gettzap/orders/:secret', status: String(status) };
      return (await shop.metrics()).value('partsdesk_http_request_duration_seconds_count', labels) ?? 0;
    };
    const before = await Promise.all([count(413), count(415)]);
    await shop.postToLink(sized('C-1', MIB + 1));
    await shop.postToLink(created('C-1'), 'text/plain');
    await eventually(async () => {
      expect(await Promise.all([count(413), count(415)])).toEqual(before.map((number) => number + 1));
    });
  });

  describe('what comes in another form is not lost', () => {
    const ORDER = { 'order[no]': 'F-7', 'order[rows][0][art]': '0 986 494 019', 'order[rows][0][qty]': '2' };
    const xml = (no: string) => `<order no="${no}"><row><art>0 986 494 019</art><qty>2</qty></row></order>`;
    const INBOUND = `{ "event": "order.created", "order": {
      "id": order.no ? order.no : order.\`@no\`,
      "positions": [(order.rows ? order.rows : order.row).{ "id": art, "number": art, "quantity": qty, "price": "10.00" }]
    } }`;
    const multipart = new FormData();
    for (const [name, value] of Object.entries(ORDER)) multipart.append(name, value);
    const forms: Array<[string, string | Buffer<ArrayBuffer> | FormData, Record<string, string>]> = [
      ['a form', new URLSearchParams(ORDER).toString(), { 'Content-Type': 'application/x-www-form-urlencoded' }],
      ['a multipart form', multipart, {}],
      ['XML', xml('F-8'), { 'Content-Type': 'application/xml' }],
      ['XML, packed', gzipSync(xml('F-9')), { 'Content-Type': 'text/xml', 'Content-Encoding': 'gzip' }],
    ];

    const setInbound = async (inbound: string) => {
      const { status } = await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, {
        adapter: { inbound },
      });
      expect(status).toBe(200);
    };
    afterEach(() => setInbound(''));

    it.each(forms)('%s waits for a person, and is an order once there is an expression', async (_, body, headers) => {
      const answer = await fetch(shop.orderLink, { method: 'POST', headers, body });
      const waiting = (await answer.json()) as Record<string, string>;
      expect([answer.status, waiting]).toMatchObject([200, { state: 'needs_attention', duplicate: false }]);
      const { externalId, problems } = await shop.externalOrder(waiting.externalOrderId!);
      expect(externalId).toMatch(/^sha256:/);
      expect(problems).toMatchObject([{ path: '', code: expect.stringMatching(/^(form|xml)_needs_expression$/) }]);
      const message = await lastMessage(shop);
      expect(message).toMatchObject({ outcome: 'needs_attention', bodyEncoding: 'text', tree: { order: {} } });

      const tried = await shop.admin.post(`/marketplace-connections/${shop.connectionId}/adapter/try`, {
        direction: 'inbound',
        expression: INBOUND,
        messageId: message.id,
      });
      expect(tried.body).toMatchObject({ ok: true, message: { kind: 'order' } });
      await setInbound(INBOUND);
      const again = await shop.admin.post(`/gettzap-messages/${message.id}/reprocess`);
      const order = await shop.externalOrder(again.body.externalOrderId);
      expect(order).toMatchObject({ externalId: expect.stringMatching(/^F-\d$/), positions: [{ quantity: 2 }] });
    });

    it('with an expression it is an order at once', async () => {
      await setInbound(INBOUND);
      const { status, body } = await shop.postToLink(xml('F-10'), 'text/xml; charset=utf-8');
      expect([status, body.state]).toEqual([200, 'new']);
      expect(await shop.externalOrder(body.externalOrderId)).toMatchObject({ externalId: 'F-10' });
    });

    it('JSON packed with gzip is the contract as ever; packed otherwise it is the same message', async () => {
      const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
      const [first, second] = [1, 9].map((level) => gzipSync(created('GZ-1'), { level }));
      expect(await (await post(shop.orderLink, first!, headers)).json()).toMatchObject({
        state: 'new',
        duplicate: false,
      });
      expect(await lastMessage(shop)).toMatchObject({ body: created('GZ-1'), size: first!.length, tree: null });
      expect(await (await post(shop.orderLink, second!, headers)).json()).toMatchObject({ duplicate: true });
    });

    it.each<[string, Buffer, Record<string, string>, number, string]>([
      ['broken XML', Buffer.from('<order>'), { 'Content-Type': 'text/xml' }, 400, 'invalid_body'],
      [
        'a multipart form without parts',
        Buffer.from('x'),
        { 'Content-Type': 'multipart/form-data' },
        400,
        'invalid_body',
      ],
      [
        'what is no gzip',
        Buffer.from(created('T-9')),
        { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
        400,
        'invalid_body',
      ],
      [
        'a gzip bomb',
        gzipSync(Buffer.alloc(50 * MIB)),
        { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
        413,
        'body_too_large',
      ],
    ])('%s is refused and kept', async (_, body, headers, status, code) => {
      const answer = await post(shop.orderLink, Buffer.from(body), headers);
      expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
      const message = await lastMessage(shop);
      expect(message).toMatchObject({ outcome: code, externalOrderId: null });
      expect(await storedBytes(shop, message.id)).toEqual(body);
    });

    it('JSON with more values than are read waits for a person', async () => {
      const body = created('MANY').replace('"comment"', `"many":[${'1,'.repeat(60_000)}1],"comment"`);
      const answer = await shop.postToLink(body);
      expect([answer.status, answer.body.state]).toEqual([200, 'needs_attention']);
      const { problems } = await shop.externalOrder(answer.body.externalOrderId);
      expect(problems).toEqual([{ path: '', ...errorDetail('too_many_values', { max: 50_000 }) }]);
    });
  });

  it('the address may be written with percent signs: the body is kept all the same', async () => {
    const link = shop.orderLink.replace('/gettzap/', '/%67ettzap/');
    expect((await shop.postToLink(created('PCT-1'), 'application/json', link)).status).toBe(200);
    expect(await lastMessage(shop)).toMatchObject({ outcome: 'created', body: created('PCT-1') });
  });

  it('413 and 415 have codes of their own', async () => {
    expect((await shop.postToLink(sized('BIG-3', MIB + 1))).body.code).toBe('body_too_large');
    expect((await shop.postToLink(created('T-6'), 'text/plain')).body.code).toBe('unsupported_media_type');
    const foreign = await shop.postToLink(created('T-6'), 'application/json; charset=koi8-r');
    expect(foreign.body.code).toBe('unsupported_media_type');
  });

  it('every refusal is problem+json with the id of its request', async () => {
    const { headers, body } = await shop.postToLink('hello');
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body.requestId).toBe(headers.get('x-request-id'));
  });
});

describe('receiving: too many messages a second', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ WEBHOOK_RATE_LIMIT: '2' });
  });
  afterAll(() => shop.close());

  it('429 with Retry-After, nothing journalled; after that time it is taken', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => shop.postToLink(created(`R-${index}`))));
    const refused = answers.filter(({ status }) => status === 429);
    const taken = answers.filter(({ status }) => status === 200);
    expect([taken.length + refused.length, refused.length > 0, taken.length >= 2]).toEqual([10, true, true]);
    expect(refused[0].body).toMatchObject({ status: 429, code: 'too_many_requests' });
    expect(refused[0].headers.get('retry-after')).toBe('1');
    expect(await journalSize(shop)).toBe(taken.length);
    await eventually(async () => expect((await shop.postToLink(created('R-after'))).status).toBe(200));
  });
});

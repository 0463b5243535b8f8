import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox, type Sandbox } from './sandbox.js';

interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every shape
  body: any;
}

describe('sandbox', () => {
  let sandbox: Sandbox;
  let service: Server;
  let posted: { path: string; type: string; text: string }[];

  beforeAll(async () => {
    service = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        posted.push({ path: request.url!, type: request.headers['content-type']!, text });
        response.end('{"result":"ok","externalOrderId":"17"}');
      });
    });
    await new Promise<void>((done) => service.listen(0, '127.0.0.1', done));
    sandbox = await startSandbox({ port: 0, login: 'shop', password: 'пароль-7', apiKey: 'key' });
  });

  beforeEach(() => {
    posted = [];
    sandbox.reset();
    const { port } = service.address() as AddressInfo;
    sandbox.configure({
      orderLink: `http://127.0.0.1:${port}/gettzap/orders/topsecret`,
      password: 'пароль-7',
      strict: false,
    });
  });

  afterAll(async () => {
    await sandbox.close();
    service.close();
  });

  async function api(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(sandbox.url + path, init);
    return { status: response.status, body: await response.json() };
  }

  function report(path: string, key: string, change: { password?: string; body?: string } = {}): Promise<Response> {
    const login = Buffer.from(`shop:${change.password ?? 'пароль-7'}`).toString('base64');
    return fetch(`${sandbox.url}/v1/orders/${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        authorization: `Basic ${login}`,
        'x-api-key': 'key',
        'idempotency-key': key,
        'content-type': 'application/json',
      },
      body:
        change.body ?? JSON.stringify({ status: 'accepted', comment: 'да', occurredAt: '2026-11-24T06:15:00.123Z' }),
    });
  }

  it('posts an order, a change, a cancellation and the same bytes again', async () => {
    expect((await api('POST', '/api/orders', { id: 'a/б', positions: [{}, {}] })).body).toMatchObject({
      order: { id: 'a/б' },
      response: { status: 200, body: { externalOrderId: '17' } },
    });
    const path = `/api/orders/${encodeURIComponent('a/б')}`;
    await api('POST', `${path}/resend`);
    await api('POST', `${path}/update`, { positions: [{ id: '2', quantity: 40 }] });
    await api('POST', `${path}/cancel`, { positions: [{ id: '1' }], reason: 'дорого' });
    await api('POST', `${path}/resend`, { n: 1 });

    expect(posted[1]!.text).toBe(posted[0]!.text);
    expect(posted[4]!.text).toBe(posted[0]!.text);
    expect(posted[0]!.type).toBe('application/json; charset=utf-8');
    const [created, , updated, cancelled] = posted.map((post) => JSON.parse(post.text));
    expect(created.event).toBe('order.created');
    expect(updated).toMatchObject({ event: 'order.updated', order: { positions: [{ id: '1' }, { quantity: 40 }] } });
    expect(cancelled).toEqual({
      event: 'order.cancelled',
      order: { id: 'a/б', reason: 'дорого', positions: [{ id: '1' }] },
    });
  });

  it('keeps an order that could not be delivered, to send it again', async () => {
    sandbox.configure({ orderLink: 'http://127.0.0.1:1/gettzap/orders/topsecret' });
    const failed = await api('POST', '/api/orders', { id: 'a' });
    expect(failed).toMatchObject({ status: 502, body: { code: 'service_unreachable', order: { id: 'a' } } });
    expect(failed.body.message).toContain('127.0.0.1:1');
    const { port } = service.address() as AddressInfo;
    sandbox.configure({ orderLink: `http://127.0.0.1:${port}/x` });
    expect((await sandbox.resend('a')).response.status).toBe(200);
  });

  it('posts raw bytes of any type', async () => {
    await api('POST', '/api/raw', {
      body: Buffer.from('{"a"').toString('base64'),
      encoding: 'base64',
      contentType: 'text/x',
    });
    expect(posted).toEqual([{ path: '/gettzap/orders/topsecret', type: 'text/x', text: '{"a"' }]);
  });

  it('takes statuses of orders and positions, known or not', async () => {
    await sandbox.postOrder({ id: 'a', positions: [{}] });
    expect((await report('a/status', 'k1')).status).toBe(200);
    await report('a/positions/1/status', 'k2', { body: '{"status":"taken","comment":"","quantity":1}' });
    await report(`${encodeURIComponent('x/я')}/status`, 'k3');
    expect(sandbox.ledger.order('a')).toMatchObject({ status: 'accepted', positions: [{ status: 'taken' }] });
    expect(sandbox.ledger.order('x/я')).toMatchObject({ order: null, status: 'accepted' });
  });

  it('refuses wrong credentials and says so in the ledger, without keeping them', async () => {
    expect((await report('a/status', 'k1', { password: 'wrong-password' })).status).toBe(401);
    expect((await fetch(`${sandbox.url}/v1/ping`)).status).toBe(401);
    expect(sandbox.ledger.requests().map((request) => [request.authorized, request.answeredStatus])).toEqual([
      [false, 401],
      [false, 401],
    ]);
    const everything = JSON.stringify([sandbox.state(), sandbox.ledger.requests()]);
    expect(everything).not.toMatch(/topsecret|пароль-7|wrong-password/);
  });

  it.each([
    ['form', 'application/x-www-form-urlencoded', /^event=order\.created&order%5Bid%5D=/],
    ['multipart', /^multipart\/form-data; boundary=/, /name="order\[id\]"/],
    ['xml', 'application/xml; charset=utf-8', /<event>order\.created<\/event><order><id>/],
  ])('sends orders as %s when it is set so', async (form, type, text) => {
    await api('PUT', '/api/settings', { form });
    await api('POST', '/api/orders', {});
    await api('PUT', '/api/settings', { form: 'json' });
    expect(posted).toEqual([
      expect.objectContaining({ type: expect.stringMatching(type), text: expect.stringMatching(text) }),
    ]);
  });

  it('answers to its own names alone: a page whose name was made to lead here is refused', async () => {
    const ask = (host: string) =>
      new Promise<number>((resolve, reject) => {
        const { port } = sandbox;
        request({ port, host: '127.0.0.1', path: '/api/state', headers: { host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode!);
        })
          .on('error', reject)
          .end();
      });
    for (const host of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])
      expect(await ask(`${host}:${sandbox.port}`)).toBe(200);
    for (const host of ['evil.example', 'localhost.evil.example', '10.0.0.1']) {
      expect(await ask(`${host}:${sandbox.port}`)).toBe(403);
    }
  });

  it('in strict mode wants known orders and the contract', async () => {
    await api('PUT', '/api/settings', { strict: true });
    await sandbox.postOrder({ id: 'a', positions: [{}] });
    const statuses = [
      await report('b/status', 'k1'),
      await report('a/positions/9/status', 'k2'),
      await report('a/status', 'k3', { body: '{"status":""}' }),
      await report('a/status', 'k4'),
    ].map((response) => response.status);
    expect(statuses).toEqual([404, 404, 400, 200]);
  });

  it('loses an answer after applying, and applies the repeat no more', async () => {
    await api('PUT', '/api/trouble', { kind: 'reset-after-apply', count: 1 });
    await expect(report('a/status', 'k1')).rejects.toThrow();
    expect(await (await report('a/status', 'k1')).json()).toEqual({ result: 'ok', repeated: true });
    expect(sandbox.ledger.order('a')!.history).toHaveLength(1);
    expect(
      (await api('GET', '/api/requests?orderId=a')).body.map((entry: { answeredStatus: unknown; trouble: unknown }) => [
        entry.answeredStatus,
        entry.trouble,
      ]),
    ).toEqual([
      [null, 'reset-after-apply'],
      [200, null],
    ]);
  });

  it.each(['reset', 'garbage'])('breaks the connection by %s, and records the request', async (kind) => {
    await api('PUT', '/api/trouble', { kind });
    await expect(report('a/status', 'k1')).rejects.toThrow();
    expect(sandbox.ledger.requests('a')).toMatchObject([{ answeredStatus: null, trouble: kind, applied: false }]);
  });

  it('answers with what it was asked for', async () => {
    await api('PUT', '/api/trouble', { sequence: ['429', '302', 'html', 'none'], retryAfter: 'tomorrow' });
    const slow = await report('a/status', 'k1');
    expect([slow.status, slow.headers.get('retry-after')]).toEqual([429, 'tomorrow']);
    const moved = await report('a/status', 'k1');
    expect([moved.status, moved.headers.get('location')]).toEqual([302, `${sandbox.url}/v1/redirected`]);
    expect(await (await report('a/status', 'k1')).text()).toContain('<h1>');
    expect((await report('a/status', 'k1')).status).toBe(200);
    expect((await api('DELETE', '/api/trouble')).body).toEqual({ kind: 'none' });
  });

  it('closes while a request hangs', async () => {
    const other = await startSandbox({ port: 0, login: 'shop', password: 'p', apiKey: 'key' });
    other.setTrouble({ kind: 'hang' });
    const hanging = fetch(`${other.url}/v1/ping`).catch(() => 'cut');
    while (other.ledger.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await other.close();
    expect(await hanging).toBe('cut');
  });

  it.each([
    ['PUT', '/api/trouble', { kind: 'bad' }, 'kind'],
    ['PUT', '/api/trouble', { sequence: ['500', 'bad'] }, 'sequence[1]'],
    ['PUT', '/api/trouble', { kind: '500', count: 0 }, 'count'],
    ['PUT', '/api/trouble', { kind: '500', percent: 101 }, 'percent'],
    ['PUT', '/api/settings', { orderLink: 'ftp://x' }, 'orderLink'],
    ['POST', '/api/orders', { positions: [] }, 'positions'],
    ['POST', '/api/orders', { positions: [{ id: 1 }, { id: '1' }] }, 'positions[1].id'],
    ['POST', '/api/orders', { customer: { name: 1 } }, 'customer.name'],
    ['POST', '/api/raw', {}, 'body'],
  ])('%s %s %j names the wrong field', async (method, path, body, field) => {
    expect(await api(method, path, body)).toMatchObject({ status: 400, body: { code: 'invalid_input', field } });
  });

  it('records what was sent and what was answered, without the secrets', async () => {
    await api('PUT', '/api/trouble', { kind: '503', count: 1 });
    await report('a/status', 'k1');
    await report('a/status', 'k1');
    const [first, second] = (await api('GET', '/api/requests')).body;
    expect(first).toMatchObject({
      method: 'POST',
      path: '/v1/orders/a/status',
      attempt: 1,
      headers: { authorization: 'Basic ••••', 'x-api-key': '••••', 'idempotency-key': 'k1' },
      body: { status: 'accepted' },
      answeredStatus: 503,
      answer: { code: 'sandbox_trouble' },
    });
    expect(second).toMatchObject({ attempt: 2, repeated: false, answeredStatus: 200, answer: { result: 'ok' } });
  });

  it.each([
    ['http://shop.example/gettzap/orders/topsecret', 'http://shop.example'],
    ['https://shop.example:8443/office/gettzap/orders/topsecret/', 'https://shop.example:8443/office'],
    ['https://user:pass@shop.example/gettzap/orders/topsecret', 'https://shop.example'],
    ['https://shop.example/elsewhere/topsecret', ''],
    ['', ''],
  ])('order link %j leads to the shop %j', (orderLink, shopUrl) => {
    sandbox.configure({ orderLink });
    expect(sandbox.state().settings.shopUrl).toBe(shopUrl);
  });
});

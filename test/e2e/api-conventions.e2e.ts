import { connect } from 'node:net';
import { ApiAnswer, ApiClient } from '../support/api-client.js';
import { Shop } from '../support/shop.js';

const BODY_LIMIT = 1_048_576;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('conventions of the API', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const post = (body: string, headers: Record<string, string> = {}) =>
    shop.admin.call('POST', '/regions', body, headers);
  const pathsOf = ({ body }: ApiAnswer) => body.errors.map(({ path }: { path: string }) => path).sort();

  function expectProblem({ status, body, headers }: ApiAnswer, expected: { status: number; code: string }): void {
    expect({ status, code: body.code }).toEqual(expected);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: 'about:blank',
      title: expect.stringMatching(/^[A-Z]/),
      status: expected.status,
      code: expected.code,
      detail: expect.stringMatching(/./),
      requestId: expect.stringMatching(UUID),
      ...(expected.status === 422 && { errors: expect.any(Array) }),
    });
    expect(headers.get('x-request-id')).toBe(body.requestId);
  }

  describe('every error is a problem+json with its request’s id', () => {
    const statusInUse = async () => {
      const { data } = (await shop.admin.get('/order-statuses')).body;
      return data.find(({ isInitial }: { isInitial: boolean }) => isInitial).id;
    };
    const tooLarge = () => post(JSON.stringify({ name: 'x'.repeat(BODY_LIMIT) }));

    it.each<[string, { status: number; code: string }, () => Promise<ApiAnswer>]>([
      ['unreadable JSON', { status: 400, code: 'invalid_json' }, () => post('{"name":')],
      ['text after the JSON', { status: 400, code: 'invalid_json' }, () => post('{} {}')],
      ['a list', { status: 400, code: 'invalid_body' }, () => post('[{"name":"x"}]')],
      ['a number', { status: 400, code: 'invalid_body' }, () => post('5')],
      ['null', { status: 400, code: 'invalid_body' }, () => post('null')],
      ['__proto__', { status: 400, code: 'invalid_json' }, () => post('{"name":"x","__proto__":{"isAdmin":true}}')],
      [
        '__proto__, escaped and deep inside',
        { status: 400, code: 'invalid_json' },
        () => post('{"name":"x","a":[{"\\u005f_proto__":{}}]}'),
      ],
      [
        'constructor.prototype',
        { status: 400, code: 'invalid_json' },
        () => post('{"name":"x","constructor":{"prototype":{"isAdmin":true}}}'),
      ],
      ['an address that cannot be decoded', { status: 404, code: 'not_found' }, () => shop.admin.get('/orders/%zz')],
      ['a very long address', { status: 404, code: 'not_found' }, () => shop.admin.get(`/orders/${'9'.repeat(9_000)}`)],
      ['an unknown thing', { status: 404, code: 'not_found' }, () => shop.admin.get('/orders/999999')],
      ['an unknown address', { status: 404, code: 'not_found' }, () => shop.admin.get('/nothing')],
      ['an unknown method', { status: 404, code: 'not_found' }, () => shop.admin.call('PUT', '/regions', {})],
      [
        'a status in use',
        { status: 409, code: 'status_in_use' },
        async () => shop.admin.delete(`/order-statuses/${await statusInUse()}`),
      ],
      ['more than a mebibyte', { status: 413, code: 'body_too_large' }, tooLarge],
      [
        'a form',
        { status: 415, code: 'unsupported_media_type' },
        () => post('name=x', { 'Content-Type': 'application/x-www-form-urlencoded' }),
      ],
      [
        'plain text',
        { status: 415, code: 'unsupported_media_type' },
        () => post('{"name":"x"}', { 'Content-Type': 'text/plain' }),
      ],
      ['a missing field', { status: 422, code: 'validation_failed' }, () => post('{}')],
    ])('%s', async (_, expected, request) => {
      expectProblem(await request(), expected);
    });
  });

  it('every answer has a request id of its own, whatever the caller sends', async () => {
    const answers = await Promise.all([
      shop.admin.get('/regions'),
      shop.admin.get('/regions'),
      shop.admin.call('GET', '/regions', undefined, { 'X-Request-Id': 'mine', 'Request-Id': 'mine' }),
    ]);
    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(3);
  });

  it('no answer of the API is kept by a cache, whatever came of it', async () => {
    const nobody = new ApiClient(shop.admin.baseUrl);
    const answers = [
      await shop.admin.get('/external-orders'),
      await shop.admin.get('/external-orders/export?format=csv'),
      await shop.admin.get('/orders/999'),
      await nobody.get('/orders'),
    ];
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(Array(4).fill('no-store'));
  });

  it('a body of exactly a mebibyte is read', async () => {
    const frame = JSON.stringify({ name: '' }).length;
    expectProblem(await post(JSON.stringify({ name: 'x'.repeat(BODY_LIMIT - frame) })), {
      status: 422,
      code: 'validation_failed',
    });
  });

  it('a body that is shorter than announced is not taken for a whole one', async () => {
    const { port } = new URL(shop.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => (text += chunk)).on('close', () => resolve(text));
      socket.on('error', () => undefined);
      socket.end(
        'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{}',
      );
    });
    expect(answer).not.toMatch(/^HTTP\/1\.1 (2|5)/);
  });

  describe('fields', () => {
    it('that are missing are all named', async () => {
      const answer = await shop.admin.post('/order-items/status', {});
      expect([answer.status, pathsOf(answer)]).toEqual([422, ['itemIds', 'statusId']]);
      for (const { message } of answer.body.errors) expect(message).toMatch(/./);
    });

    it('that are missing are named also when there is no body at all', async () => {
      const answer = await shop.admin.call('POST', '/order-items/status');
      expect([answer.status, pathsOf(answer)]).toEqual([422, ['itemIds', 'statusId']]);
    });

    it('that are wrong are named with their place inside lists and objects', async () => {
      const positions = [{ id: '1' }, { id: 'x', quantity: -1 }];
      const accept = await shop.admin.post('/external-orders/1/accept', { positions });
      expect([accept.status, pathsOf(accept)]).toEqual([422, ['positions[1].id', 'positions[1].quantity']]);
      const status = await shop.admin.post('/order-statuses', {
        name: 'x',
        group: 'processing',
        gettzap: { item: { text: 5 }, order: 'x' },
      });
      expect([status.status, pathsOf(status)]).toEqual([422, ['gettzap.item.text', 'gettzap.order']]);
    });

    it.each([
      ['POST', '/regions', { name: 'x', id: '1' }, 'id'],
      ['PATCH', '/regions/1', { createdAt: '2026-01-01T00:00:00Z' }, 'createdAt'],
      ['POST', '/marketplace-connections', { marketplace: 'gettzap', orderLink: 'x' }, 'orderLink'],
      ['PATCH', '/marketplace-connections/1', { passwordSealed: 'x' }, 'passwordSealed'],
      [
        'POST',
        '/order-statuses',
        { name: 'x', group: 'issued', gettzap: { item: { secret: 1 } } },
        'gettzap.item.secret',
      ],
      ['GET', '/orders?isAdmin=true', undefined, 'isAdmin'],
    ])('that are unknown are refused by name: %s %s', async (method, path, body, field) => {
      const answer = await shop.admin.call(method, path, body);
      expect([answer.status, pathsOf(answer)]).toEqual([422, [field]]);
    });

    it('that are null where a value is due are refused', async () => {
      const connection = { isActive: null, login: null, password: null, acceptedText: null };
      const answer = await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, connection);
      expect([answer.status, pathsOf(answer)]).toEqual([422, ['acceptedText', 'isActive', 'login', 'password']]);
    });
  });

  it.each(['abc', '0', '-1', '1.0', '01', '1e3', '%20', '1%20', '12345678901234567890', '9007199254740993', 'null'])(
    'the id %s names nothing: 404',
    async (id) => {
      const answers = await Promise.all(
        [
          '/orders/',
          '/external-orders/',
          '/gettzap-notifications/',
          '/marketplace-connections/',
          '/order-statuses/',
        ].map((path) => shop.admin.get(path + id)),
      );
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    },
  );

  describe('lists', () => {
    const LISTS = [
      '/regions',
      '/order-statuses',
      '/marketplace-connections',
      '/external-orders',
      '/orders',
      '/gettzap-notifications',
      '/gettzap-messages',
    ];

    it.each(LISTS)('%s has pages of 50, newest first', async (path) => {
      const { status, body } = await shop.admin.get(path);
      expect([status, body]).toEqual([
        200,
        { data: expect.any(Array), meta: { page: 1, perPage: 50, total: body.data.length } },
      ]);
    });

    it.each(LISTS)('%s refuses what is no page, by name', async (path) => {
      const wrong = {
        page: ['0', '-1', '1.5', 'x', '1000001', '1&page=2'],
        perPage: ['0', '201', 'x', 'Infinity'],
        sort: ['name', '-id', 'createdAt;DROP', ''],
      };
      for (const [field, values] of Object.entries(wrong)) {
        for (const value of values) {
          const answer = await shop.admin.get(`${path}?${field}=${value}`);
          expect([value, answer.status, pathsOf(answer)]).toEqual([value, 422, [field]]);
        }
      }
      expect((await shop.admin.get(`${path}?page=1000000&perPage=200`)).body.data).toEqual([]);
    });

    it('are cut into pages that together have everything once, in the order asked for', async () => {
      const before = (await shop.admin.get('/regions')).body.meta.total;
      const made: string[] = [];
      for (let n = 0; n < 5; n++) made.push((await shop.admin.post('/regions', { name: `page-${n}` })).body.id);
      const page = async (query: string): Promise<string[]> =>
        (await shop.admin.get(`/regions?${query}`)).body.data.map(({ id }: { id: string }) => id);
      const newest = [await page('perPage=2&page=1'), await page('perPage=2&page=2'), await page('perPage=1&page=5')];
      expect(newest.flat()).toEqual([...made].reverse());
      const oldest = await page(`perPage=200&sort=createdAt`);
      expect(oldest.slice(before)).toEqual(made);
      const { meta } = (await shop.admin.get('/regions?perPage=2&page=2')).body;
      expect(meta).toEqual({ page: 2, perPage: 2, total: before + 5 });
    });

    it.each(['from', 'to'])('refuse a %s that is no ISO 8601 time', async (field) => {
      for (const value of ['yesterday', '5', '24.11.2026', '2026-13-01', '2026-11-24T25:00:00Z']) {
        const answer = await shop.admin.get(`/orders?${field}=${value}`);
        expect([value, answer.status]).toEqual([value, 422]);
        expect(pathsOf(answer)).toEqual([field]);
      }
      for (const value of ['2026-11-24', '2026-11-24T10:00:00Z', '2026-11-24T10:00:00.123%2B03:00']) {
        expect((await shop.admin.get(`/orders?${field}=${value}`)).status).toBe(200);
      }
    });

    it.each(['x', '1.5', '1e3', '0x10', '-', '1&connectionId=2'])('refuse the id filter %s', async (value) => {
      const answer = await shop.admin.get(`/orders?connectionId=${value}`);
      expect([answer.status, pathsOf(answer)]).toEqual([422, ['connectionId']]);
    });
  });

  it('making answers 201, an action 200, deleting 204 without a body', async () => {
    const made = await shop.admin.post('/regions', { name: 'x' });
    const action = await shop.admin.post(`/marketplace-connections/${shop.connectionId}/resume`);
    const deleted = await shop.admin.delete(`/regions/${made.body.id}`);
    expect([made.status, action.status, deleted.status]).toEqual([201, 200, 204]);
    expect(deleted.body).toBe('');
  });

  it('ids are strings, and money is a decimal string', async () => {
    const order = await shop.receive('GZ-conventions');
    expect(order).toMatchObject({ id: expect.stringMatching(/^\d+$/), total: '6900.00' });
    expect(order.positions[0]).toMatchObject({ id: expect.stringMatching(/^\d+$/), price: '3450.00', quantity: 2 });
    expect(new Date(order.receivedAt).toISOString()).toBe(order.receivedAt);
  });
});

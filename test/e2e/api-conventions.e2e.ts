import { connect } from 'node:net';
import { getMetadataStorage } from 'class-validator';
import { type Call, callsOf } from '../support/access-matrix.js';
import { ApiAnswer, ApiClient } from '../support/api-client.js';
import { headOf, RawRequest } from '../support/raw-http.js';
import { positionOf, Shop } from '../support/shop.js';
import { errorDetail } from '../../src/platform/error-texts.js';

const BODY_LIMIT = 256 * 1_024;
const SIGN_IN_LIMIT = 16 * 1_024;
/** No refusal is longer, whatever it refuses. */
const LONGEST_REFUSAL = 64 * 1_024;
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
      ['more than 256 KiB', { status: 413, code: 'body_too_large' }, tooLarge],
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

  it('a body of exactly 256 KiB is read', async () => {
    const frame = JSON.stringify({ name: '' }).length;
    expectProblem(await post(JSON.stringify({ name: 'x'.repeat(BODY_LIMIT - frame) })), {
      status: 422,
      code: 'validation_failed',
    });
  });

  describe('one request costs no more than it may', () => {
    const fields = (count: number) => `{${Array.from({ length: count }, (_, n) => `"f${n}":1`).join(',')}}`;
    const list = (name: string, count: number, entry: string) => `{"${name}":[${Array(count).fill(entry).join(',')}]}`;
    const levels = (count: number) => `{"name":${'['.repeat(count - 1)}${']'.repeat(count - 1)}}`;
    const signIn = (body: string) => new ApiClient(shop.admin.baseUrl).call('POST', '/auth/login', body);

    it.each<[string, string, { status: number; code: string }, (body: string) => Promise<ApiAnswer>]>([
      ['60,000 unknown fields at the sign-in', fields(60_000), { status: 413, code: 'body_too_large' }, signIn],
      ['1,300 unknown fields at the sign-in', fields(1_300), { status: 422, code: 'validation_failed' }, signIn],
      ['20,000 unknown fields', fields(20_000), { status: 400, code: 'too_many_values' }, post],
      ['4,900 unknown fields', fields(4_900), { status: 422, code: 'validation_failed' }, post],
      [
        'one field with a name of 200 kB',
        `{"${'x'.repeat(200_000)}":1}`,
        { status: 422, code: 'validation_failed' },
        post,
      ],
      ['33 levels', levels(33), { status: 400, code: 'too_deep' }, post],
      ['100,000 levels', levels(100_000), { status: 400, code: 'too_deep' }, post],
      ['32 levels', levels(32), { status: 422, code: 'validation_failed' }, post],
      [
        '60,000 entries of an order to accept',
        list('positions', 60_000, '{}'),
        { status: 400, code: 'too_many_values' },
        (body) => shop.admin.call('POST', '/external-orders/1/accept', body),
      ],
      [
        '2,400 wrong entries of an order to accept',
        list('positions', 2_400, '{}'),
        { status: 422, code: 'validation_failed' },
        (body) => shop.admin.call('POST', '/external-orders/1/accept', body),
      ],
      [
        '900 wrong entries of an order to accept',
        list('positions', 900, '{"id":"x","quantity":0}'),
        { status: 422, code: 'validation_failed' },
        (body) => shop.admin.call('POST', '/external-orders/1/accept', body),
      ],
      [
        '4,900 statuses to be put in order',
        list('ids', 4_900, '"1"'),
        { status: 422, code: 'validation_failed' },
        (body) => shop.admin.call('POST', '/order-statuses/reorder', body),
      ],
      [
        '4,900 regions of a user',
        list('regionIds', 4_900, '"1"'),
        { status: 422, code: 'validation_failed' },
        (body) => shop.admin.call('POST', '/users', body),
      ],
      [
        'a filter with 3,000 parameters',
        '',
        { status: 400, code: 'too_many_values' },
        () => shop.admin.get(`/orders?${'q=1&'.repeat(3_000)}`),
      ],
    ])('%s: refused in few words', async (_, body, expected, send) => {
      const answer = await send(body);
      expect({ status: answer.status, code: answer.body.code }).toEqual(expected);
      expect(JSON.stringify(answer.body).length).toBeLessThan(LONGEST_REFUSAL);
      expect(answer.body.errors?.length ?? 0).toBeLessThanOrEqual(100);
    });

    it('a list that is too long is refused for that, and its entries are not looked at', async () => {
      const tooLong = list('itemIds', 501, '"x"').replace('}', ',"statusId":"1"}');
      const { body } = await shop.admin.call('POST', '/order-items/status', tooLong);
      expect(body.errors).toEqual([{ path: 'itemIds', ...errorDetail('too_many', { max: 500 }) }]);
    });

    it('a body of exactly 16 KiB is read at the sign-in, a longer one is not', async () => {
      const sized = (bytes: number) => `{"email":"${'x'.repeat(bytes - 26)}","password":""}`.padEnd(bytes);
      expect((await signIn(sized(SIGN_IN_LIMIT))).status).toBe(422);
      expect((await signIn(sized(SIGN_IN_LIMIT + 1))).status).toBe(413);
    });

    it('more than 16 KiB is read only of who is known', async () => {
      const request = new RawRequest(Number(new URL(shop.url).port));
      await request.send(`${headOf('/api/regions', 'Content-Length: 200000')}\r\n{"name":"`);
      expect((await request.answered).status).toBe(401);
      expectProblem(await post(JSON.stringify({ name: 'x'.repeat(200_000) })), {
        status: 422,
        code: 'validation_failed',
      });
    });

    it('every list that a request may bring is bounded, and its length is checked before its entries', () => {
      const wrong: string[] = [];
      const lists = listRules();
      expect(lists.size).toBeGreaterThan(10);
      for (const [target, rules] of lists) {
        const names = rules.map(({ name, type }) => name ?? type);
        if (names[0] !== 'isArray' || names[1] !== 'arrayMaxSize') wrong.push(`${target}: ${names.join(', ')}`);
      }
      expect(wrong).toEqual([]);
    });
  });

  it.each([
    ['/order-items/status', 'items'],
    ['/order-items/status/preview', 'items'],
    ['/external-orders/1/accept', 'positions'],
    ['/external-orders/1/refuse', 'positions'],
    ['/external-orders/1/reopen', 'positions'],
  ])('%s: a list where an entry of %s should be is refused', async (path, field) => {
    const { status, body } = await shop.admin.post(path, { statusId: shop.statuses['Выдано'], [field]: [[]] });
    expect([status, body.errors]).toEqual([422, expect.arrayContaining([{ path: field, ...errorDetail('object') }])]);
  });

  it.each([
    [
      'JSON of a console in windows-1251',
      '/regions',
      'application/json',
      Buffer.from('{"name":"\xca\xe0\xe7\xe0\xed\xfc"}', 'latin1'),
    ],
    ['JSON in UTF-16', '/regions', 'application/json', Buffer.from('\ufeff{"name":"Казань"}', 'utf16le')],
    ['JSON with half a character', '/regions', 'application/json', Buffer.from('{"name":"K\xd0"}', 'latin1')],
    [
      'a form',
      '/v3/order_items/change_status',
      'application/x-www-form-urlencoded',
      Buffer.from('status_id=\xff', 'latin1'),
    ],
  ])('a body that is not in UTF-8 is refused, not kept with other letters: %s', async (_, path, type, body) => {
    const headers = { ...shop.admin.identity, 'Content-Type': type };
    const answer = await fetch(`${shop.url}/api${path}`, { method: 'POST', headers, body });
    const text = await answer.text();
    expect([answer.status, JSON.parse(text).code, text]).toEqual([
      400,
      'invalid_body',
      expect.stringContaining('UTF-8'),
    ]);
  });

  it('a byte order mark before a body is none of it', async () => {
    const { status, body } = await post('\ufeff{"name":"С меткой"}', {
      'Content-Type': 'application/json; charset=utf-8',
    });
    expect([status, body.name]).toEqual([201, 'С меткой']);
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

    it('of an address that a call does not know are refused by every call, also by one that takes none', async () => {
      const root = new ApiClient(shop.url, shop.admin.identity);
      const isOurs = ({ path }: Call) => /^\/api\/(?!v3\/)/.test(path);
      for (const { name, method, path } of (await callsOf(root)).filter(isOurs)) {
        const body = method === 'GET' ? undefined : {};
        const answer = await root.call(method, `${path.replace(/\{\w+\}/g, '1')}?stat=new`, body);
        const named = answer.body.errors?.find((error: { path: string }) => error.path === 'stat');
        expect([name, answer.status, named]).toEqual([name, 422, { path: 'stat', ...errorDetail('unknown_field') }]);
      }
      expect((await root.get('/api/auth/me')).status).toBe(200);
      expect((await new ApiClient(shop.url).get('/api/auth/me?stat=new')).status).toBe(401);
    });

    it.each(['/livez', '/readyz', '/metrics', '/api/openapi.json'])(
      'of an address that something in between adds are let through to %s',
      async (path) => {
        expect((await new ApiClient(shop.url).get(`${path}?verbose`)).status).toBe(200);
      },
    );

    it('that GettZap may add to the order link are let through: no order is lost by them', async () => {
      const { orderLink } = (await shop.admin.get(`/marketplace-connections/${shop.connectionId}`)).body;
      const message = { event: 'order.created', order: { id: 'GZ-utm', positions: [positionOf(1)] } };
      const path = `${new URL(orderLink).pathname}?utm_source=gettzap`;
      const { status, body } = await new ApiClient(shop.url).post(path, message);
      expect([status, body.state]).toEqual([200, 'new']);
    });

    it('that are null where a value is due are refused', async () => {
      const connection = { isActive: null, login: null, password: null, acceptedText: null };
      const answer = await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, connection);
      expect([answer.status, pathsOf(answer)]).toEqual([422, ['acceptedText', 'isActive', 'login', 'password']]);
    });

    it.each([
      ['/gettzap-notifications/retry', ['channel', 'connectionId', 'from', 'ids', 'orderId', 'q', 'regionId', 'state']],
      ['/gettzap-messages/reprocess', ['connectionId', 'from', 'outcome', 'regionId', 'to']],
    ])(
      'that are null in the filter of %s are refused: nothing is done to all because of them',
      async (path, fields) => {
        for (const field of fields) {
          const answer = await shop.admin.post(path, { filter: { [field]: null } });
          expect([field, answer.status, pathsOf(answer)]).toEqual([field, 422, [`filter.${field}`]]);
        }
      },
    );
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

  const COLUMNS = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };
  const LEAVE = { conditions: {}, action: { kind: 'leave' } };
  it.each([
    ['/regions', {}],
    ['/order-statuses', { group: 'issued' }],
    ['/users', { email: 'blank@example.com', password: 'long-enough-77', roles: ['observer'] }],
    ['/api-keys', { roles: ['observer'] }],
    ['/exchanges', { kind: 'abcp' }],
    ['/price-lists', { regionId: '1', columns: COLUMNS }],
    ['/processing-rules', { connectionId: '1', ...LEAVE }],
    ['/brands', {}],
    ['/saved-filters', { list: 'orders', query: '' }],
  ])('a name in %s is without the blanks around it, and is none if there is nothing else', async (path, rest) => {
    for (const name of [' ', '\u00a0\t\n']) {
      const answer = await shop.admin.post(path, { ...rest, name });
      expect([name, answer.status, pathsOf(answer)]).toEqual([name, 422, ['name']]);
    }
    const { status, body } = await shop.admin.post(path, { ...rest, name: '  Новая\u00a0 ' });
    expect([status, body.name]).toEqual([201, 'Новая']);
    if (path === '/api-keys') return; // nothing of it can be changed
    const renamed = await shop.admin.patch(`${path}/${body.id}`, { name: ' Другая ' });
    expect([renamed.status, renamed.body.name]).toEqual([200, 'Другая']);
    const blank = await shop.admin.patch(`${path}/${body.id}`, { name: ' ' });
    expect([blank.status, pathsOf(blank)]).toEqual([422, ['name']]);
  });

  it('a control character is refused wherever it comes, and what a text may have is kept', async () => {
    const name = 'Север\0Юг';
    const answers = [
      await shop.admin.post('/regions', { name }),
      await shop.admin.post('/order-items/status', { itemIds: ['1'], statusId: '1', comment: 'a\u001bb' }),
      await shop.admin.get('/external-orders?q=a%00b'),
      await new ApiClient(`${shop.url}/api`).post('/auth/login', { email: 'admin@example.com\0zz', password: 'x' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.errors])).toEqual([
      [422, [{ path: 'name', ...errorDetail('control_character') }]],
      [422, [{ path: 'comment', ...errorDetail('control_character') }]],
      [422, [{ path: 'q', ...errorDetail('control_character') }]],
      [422, [{ path: 'email', ...errorDetail('control_character') }]],
    ]);
    const text = 'Строка 1\r\nстрока 2\t😀';
    const gettzap = { item: { status: 'x', text } };
    const { body } = await shop.admin.patch(`/order-statuses/${shop.statuses['Выдано']}`, { gettzap });
    expect(body.gettzap.item.text).toBe(text);
  });

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
      const noDays = ['2026-13-01', '2026-02-29', '2026-06-31', '2026-06-31T10:00:00Z', '2026-11-24T25:00:00Z'];
      for (const value of ['yesterday', '5', '24.11.2026', ...noDays]) {
        const answer = await shop.admin.get(`/orders?${field}=${value}`);
        expect([value, answer.status]).toEqual([value, 422]);
        expect(pathsOf(answer)).toEqual([field]);
      }
      for (const value of ['2026-11-24', '2028-02-29', '2026-11-24T10:00:00Z', '2026-11-24T10:00:00.123%2B03:00']) {
        expect((await shop.admin.get(`/orders?${field}=${value}`)).status).toBe(200);
      }
    });

    it.each(['x', '1.5', '1e3', '0x10', '-', '1&connectionId=2'])('refuse the id filter %s', async (value) => {
      const answer = await shop.admin.get(`/orders?connectionId=${value}`);
      expect([answer.status, pathsOf(answer)]).toEqual([422, ['connectionId']]);
    });
  });

  it('whole numbers are described as such, ids and colours by their form', async () => {
    const { paths, components } = (await new ApiClient(shop.url).get('/api/openapi.json')).body;
    const wrong: string[] = [];
    for (const [name, { properties = {} }] of Object.entries<{ properties?: Record<string, Described> }>(
      components.schemas,
    )) {
      for (const [field, { type }] of Object.entries(properties)) {
        const isWhole = wholeNumbers().has(`${name}.${field}`);
        if (isWhole && type === 'number') wrong.push(`${name}.${field}: ${type}`);
      }
    }
    for (const [path, methods] of Object.entries<Record<string, { parameters?: Parameter[] }>>(paths)) {
      for (const parameter of Object.values(methods).flatMap(({ parameters = [] }) => parameters)) {
        if (parameter.schema.type === 'number') wrong.push(`${path}: ${parameter.name}`);
      }
    }
    expect(wrong).toEqual([]);
    const { id, color } = components.schemas.OrderStatusView.properties;
    expect([id.pattern, color.pattern]).toEqual(['^[1-9]\\d{0,14}$', '^#[0-9A-Fa-f]{6}$']);
    const [parameter] = paths['/api/orders/{id}'].get.parameters;
    expect(parameter.schema).toEqual({ type: 'string', pattern: id.pattern });
    const { deviationUp } = components.schemas.ProcessingRuleConditions.properties;
    expect(deviationUp.type).toBe('number');
  });

  it('a period is described, taken and refused as of days or instants', async () => {
    const { paths } = (await new ApiClient(shop.url).get('/api/openapi.json')).body;
    for (const path of ['/api/orders', '/api/external-orders/export', '/api/audit'])
      for (const parameter of paths[path].get.parameters as Parameter[])
        if (['from', 'to'].includes(parameter.name))
          expect(parameter.schema).toMatchObject({ anyOf: [{ format: 'date' }, { format: 'date-time' }] });
    for (const from of ['2026-11-24', '2026-11-24T09:15:00Z', '2026-11-24T09:15:00%2B03:00'])
      expect((await shop.admin.get(`/orders?from=${from}`)).status).toBe(200);
    const { status, body } = await shop.admin.get('/orders?from=yesterday');
    expect([status, body.errors[0]]).toMatchObject([422, { path: 'from', code: 'day_or_instant' }]);
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

interface Described {
  type?: string;
}

interface Parameter {
  name: string;
  schema: Described;
}

/** Fields of bodies that take nothing else, as `Class.field`. */
function wholeNumbers(): Set<string> {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<abstract new () => object, Rule[]>;
  };
  const names = [...validationMetadatas].flatMap(([target, rules]) =>
    rules.filter(({ name, each }) => name === 'isInt' && !each).map((rule) => `${target.name}.${rule.propertyName}`),
  );
  return new Set(names);
}

interface Rule {
  /** Of what is checked; undefined for nested objects. */
  name?: string;
  type: string;
  each: boolean;
  propertyName: string;
}

/** The rules of each field that is a list, as `Class.field`, in the order in which they are asked. */
function listRules(): Map<string, Rule[]> {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<abstract new () => object, Rule[]>;
  };
  const lists = new Map<string, Rule[]>();
  for (const [target, rules] of validationMetadatas) {
    for (const property of new Set(rules.map(({ propertyName }) => propertyName))) {
      const own = rules.filter(
        ({ propertyName, type }) => propertyName === property && type !== 'conditionalValidation',
      );
      const isList =
        Reflect.getMetadata('design:type', target.prototype, property) === Array ||
        own.some(({ each, name = '' }) => each || /array/i.test(name));
      if (isList) lists.set(`${target.name}.${property}`, own);
    }
  }
  return lists;
}

import { eventually } from '../support/eventually.js';
import { FormReceiver } from '../support/form-receiver.js';
import { Shop } from '../support/shop.js';

const NONE = {
  inbound: '',
  outbound: '',
  url: '',
  positionUrl: '',
  method: 'POST',
  headers: {},
  contentType: 'application/json',
};

describe('adapter settings and outbound expressions', () => {
  let shop: Shop;
  let receiver: FormReceiver;
  let path: string;
  beforeAll(async () => {
    shop = await Shop.open();
    receiver = await FormReceiver.start();
    path = `/marketplace-connections/${shop.connectionId}`;
  });
  afterAll(async () => {
    await shop.close();
    await receiver.close();
  });

  const adapt = async (adapter: object, rest: object = {}) => {
    const { status, body } = await shop.admin.patch(path, { adapter, ...rest });
    expect([status, body.errors]).toEqual([200, undefined]);
    return body.adapter;
  };
  const tryOut = async (input: object) => (await shop.admin.post(`${path}/adapter/try`, input)).body;

  it('shows the contract as it is, keeps fields that are not given, and empties again', async () => {
    expect((await shop.admin.get(path)).body.adapter).toEqual(NONE);
    expect(await adapt({ inbound: 'a', headers: { 'X-Shop': '7' } })).toEqual({
      ...NONE,
      inbound: 'a',
      headers: { 'X-Shop': '7' },
    });
    expect(await adapt({ method: 'PATCH' })).toMatchObject({ inbound: 'a', method: 'PATCH' });
    expect(await adapt(NONE)).toEqual(NONE);
  });

  it.each([
    [{ inbound: '{\n "a": \n}' }, 'adapter.inbound', /./, 3],
    [{ outbound: 'a.(' }, 'adapter.outbound', /./, 1],
    [{ inbound: '$uppercas(no)' }, 'adapter.inbound', 'expression_unknown_name', 1],
    [{ inbound: '$pad("x", 5e8)' }, 'adapter.inbound', /^expression_(memory|too_slow)$/],
    [{ outbound: '$pad("x", 5e8)' }, 'adapter.outbound', /^expression_(memory|too_slow)$/],
    [{ inbound: '($f := function() { $f() }; $f())' }, 'adapter.inbound', 'expression_too_slow'],
    [
      { outbound: '$match(status & "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)' },
      'adapter.outbound',
      'expression_too_slow',
    ],
    [{ outbound: '($f := function($x) { $f($x) + 1 }; $f(1))' }, 'adapter.outbound', 'expression_too_deep'],
    [{ inbound: '[1..9e6]' }, 'adapter.inbound', 'expression_failed'],
    [{ url: '/a/{positionId}' }, 'adapter.url', 'position_placeholder'],
    [{ url: '/a/{nope}' }, 'adapter.url', 'unknown_placeholder'],
    [{ positionUrl: '/a/{externalId' }, 'adapter.positionUrl', 'brace_unpaired'],
    [{ url: 'ftp://x/{externalId}' }, 'adapter.url', 'url_scheme'],
    [{ url: 'http://me:pw@x/' }, 'adapter.url', 'url_sign_in'],
    [{ url: 'http://{externalId}.example.com/' }, 'adapter.url', 'url_host_placeholder'],
    [{ headers: { 'Idempotency-Key': 'x' } }, 'adapter.headers.Idempotency-Key', 'header_reserved'],
    [{ headers: { 'X Y': 'x' } }, 'adapter.headers.X Y', 'header_name'],
    [{ headers: { 'X-Y': 'a\r\nb' } }, 'adapter.headers.X-Y', 'header_value'],
    [{ headers: { 'X-Y': 7 } }, 'adapter.headers.X-Y', 'text'],
    [{ headers: { 'X-Token': 'abc' } }, 'adapter.headers.X-Token', 'header_secret'],
    [{ headers: { 'X-Y': 'it is gz-office-token' } }, 'adapter.headers.X-Y', 'holds_secret'],
    [{ url: '/a?k=gz-office-token' }, 'adapter.url', 'holds_secret'],
    [{ method: 'DELETE' }, 'adapter.method', 'one_of'],
    [{ contentType: 'text/xml' }, 'adapter.contentType', 'one_of'],
    [{ nope: 1 }, 'adapter.nope', 'unknown_field'],
  ])('refuses %j', async (...[adapter, field, code, line]) => {
    const answer = await shop.admin.patch(path, { adapter });
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, field]);
    expect(answer.body.errors[0].code).toMatch(code);
    if (line) expect(answer.body.errors[0]).toMatchObject({ line, column: expect.any(Number) });
  });

  it('refuses a key that it holds in clear already, also when the key is given after it', async () => {
    await adapt({ headers: { 'X-Shop': 'token-of-office-2' } });
    const { status, body } = await shop.admin.patch(path, { apiKey: 'token-of-office-2' });
    expect([status, body.errors?.[0]]).toMatchObject([422, { path: 'adapter.headers.X-Shop', code: 'holds_secret' }]);
    await adapt(NONE);
  });

  it('refuses an inbound expression that the message which came last would break', async () => {
    const inbound = 'rows.$pad(art, width)';
    expect((await shop.admin.patch(path, { adapter: { inbound } })).status).toBe(200);
    await shop.postToLink({ rows: [{ art: 'P1', width: 5e8 }] });
    const { status, body } = await shop.admin.patch(path, { adapter: { inbound } });
    expect([status, body.errors[0].path]).toEqual([422, 'adapter.inbound']);
    expect((await shop.admin.patch(path, { adapter: { inbound: 'rows.art' } })).status).toBe(200);
    await adapt(NONE);
  });

  it('shows a failing outbound expression at the try, tries again, and delivers once it is mended', async () => {
    const received = await shop.receive('OUT-1', 1);
    await adapt({ outbound: '{ "s": status + 1 }', url: '/o/{externalId}' }, { apiUrl: receiver.url });
    await shop.admin.post(`/external-orders/${received.id}/accept`);
    const failed = await eventually(async () => {
      const [notification] = await shop.notifications(received.id);
      expect(notification).toMatchObject({ state: 'retrying', attemptCount: 1 });
      return notification;
    });
    const { body } = await shop.admin.get(`/gettzap-notifications/${failed.id}`);
    expect(body.attempts).toEqual([
      expect.objectContaining({
        spent: true,
        response: null,
        errorCode: 'expression_failed',
        errorParams: { reason: expect.stringMatching(/number/), line: 1, column: 15 },
      }),
    ]);
    expect(body.attempts[0].request).toMatchObject({ method: 'POST', url: `${receiver.url}/o/OUT-1` });
    expect(receiver.requests).toHaveLength(0);
    expect((await shop.admin.get(`${path}/delivery`)).body.state).toBe('ok');

    await adapt({
      outbound: '{ "s": status, "key": idempotencyKey, "kind": kind, "order": orderId, "row": positionId }',
    });
    await shop.admin.post(`/gettzap-notifications/${failed.id}/retry`);
    await eventually(() => expect(receiver.requests).toHaveLength(1));
    const { headers, body: sent } = receiver.requests[0]!;
    expect(JSON.parse(sent)).toEqual({
      s: 'accepted',
      key: headers['idempotency-key'],
      kind: 'order_accepted',
      order: expect.any(String),
      row: null,
    });
  });

  it('encodes ids in addresses and may sign in otherwise', async () => {
    await adapt({
      ...NONE,
      url: `${receiver.url}/abs/{externalId}`,
      headers: { Authorization: 'Bearer {apiKey}' },
      method: 'PATCH',
    });
    const received = await shop.receive('A/Б ?&', 1);
    await shop.admin.post(`/external-orders/${received.id}/accept`);
    await eventually(() => expect(receiver.requests).toHaveLength(2));
    expect(receiver.requests[1]).toMatchObject({
      method: 'PATCH',
      url: `/abs/${encodeURIComponent('A/Б ?&')}`,
      headers: { authorization: 'Bearer gz-office-token', 'x-api-key': 'gz-office-token' },
    });
    expect(JSON.parse(receiver.requests[1]!.body)).toMatchObject({ status: 'accepted' });
    const [notification] = await shop.notifications(received.id);
    const { body } = await shop.admin.get(`/gettzap-notifications/${notification.id}`);
    expect(JSON.stringify(body)).not.toContain('gz-office-token');
  });

  it('tries inbound expressions on stored messages and samples', async () => {
    await adapt(NONE);
    const { body } = await shop.postToLink({ event: 'order.created', order: { id: 'TRY-1' } });
    const { data } = (await shop.admin.get(`/gettzap-messages?externalOrderId=${body.externalOrderId}`)).body;
    expect(await tryOut({ direction: 'inbound', messageId: data[0].id })).toMatchObject({
      ok: true,
      result: { event: 'order.created' },
      message: { kind: 'unreadable', externalId: 'TRY-1', problems: [{ path: 'order.positions' }] },
    });
    const expression = `{ "event": event, "order": { "id": order.id, "positions": [{ "id": 1, "number": "A", "quantity": 2, "price": 1.5 }] } }`;
    expect(await tryOut({ direction: 'inbound', messageId: data[0].id, expression })).toMatchObject({
      ok: true,
      message: { kind: 'order', externalId: 'TRY-1', total: '3.00', positions: [{ id: '1', price: '1.50' }] },
    });
    expect(await tryOut({ direction: 'inbound', sample: '{"n":9007199254740993}', expression: '$$' })).toMatchObject({
      ok: true,
      result: { n: '9007199254740993' },
    });
    expect(await tryOut({ direction: 'inbound', sample: {}, expression: '\n a +' })).toMatchObject({
      ok: false,
      error: { code: 'expression_unfinished', line: 2, column: expect.any(Number), position: expect.any(Number) },
    });
    const empty = await shop.admin.post(`${path}/adapter/try`, { direction: 'inbound' });
    expect([empty.status, empty.body.errors[0].path]).toEqual([422, 'messageId']);
    expect((await shop.externalOrder(body.externalOrderId)).version).toBe(1);
  });

  it('tries outbound expressions on notifications, samples and an example', async () => {
    await adapt({ ...NONE, contentType: 'application/x-www-form-urlencoded', headers: { 'X-Token': '{apiKey}' } });
    const sentBefore = receiver.requests.length;
    const { data } = (await shop.admin.get('/gettzap-notifications?perPage=1')).body;
    const tried = await tryOut({ direction: 'outbound', notificationId: data[0].id, expression: '{ "s": status }' });
    expect(tried).toMatchObject({
      ok: true,
      result: { s: 'accepted' },
      request: { method: 'POST', body: 's=accepted' },
    });
    expect(tried.request.headers['X-Token']).toBe('***');
    expect(await tryOut({ direction: 'outbound', expression: '{ "a": { "b": 1 } }' })).toMatchObject({
      ok: false,
      error: { code: 'expression_form_field', params: { name: 'a' } },
    });
    expect(
      await tryOut({
        direction: 'outbound',
        expression: '{ "x": comment & positionId }',
        sample: { comment: 'hi', positionId: '9' },
      }),
    ).toMatchObject({ ok: true, result: { x: 'hi9' } });
    expect(await tryOut({ direction: 'outbound' })).toMatchObject({ ok: true, result: { status: 'in_work' } });
    expect(receiver.requests).toHaveLength(sentBefore);
  });
});

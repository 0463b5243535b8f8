import { startSandbox, type Sandbox } from './sandbox.js';

interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every shape
  body: any;
}

describe('JSON API of the stand-in 1C', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ port: 0, login: 'shop', password: 'p', apiKey: 'key' });
    sandbox.oneC.books.save([
      {
        id: 'a/б',
        number: 'GZ-1',
        buyer: 'Иван',
        total: 40,
        cancelled: false,
        siteStatus: { id: '7', name: 'Принят' },
        lines: [{ key: 'p1', number: 'A1', name: 'Колодки', quantity: 4, price: 10, requisites: [] }],
        xml: '<Документ/>',
      },
    ]);
  });

  afterEach(() => sandbox.close());

  async function api(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`${sandbox.url}/api/one-c/${path}`, init);
    return { status: response.status, body: await response.json() };
  }

  const CONNECTION = { url: 'http://127.0.0.1:1/1c/exchange', login: '1c', password: 'topsecret' };
  const DOCUMENT = `documents/${encodeURIComponent('a/б')}`;

  it('shows no password and no text of documents in its state', async () => {
    await api('PUT', 'connection', CONNECTION);
    const { body } = await api('PUT', 'connection', { encoding: 'windows-1251', zip: true });
    expect(body.connection).toEqual({
      url: CONNECTION.url,
      login: '1c',
      hasPassword: true,
      encoding: 'windows-1251',
      schemaVersion: '2.05',
      zip: true,
      keepsLineRequisites: false,
    });
    expect(body).toMatchObject({ documentsTotal: 1, documents: [{ id: 'a/б', numberThere: 'ЗК-000001' }] });
    expect(JSON.stringify(body)).not.toMatch(/topsecret|<Документ/);
    expect((await api('GET', DOCUMENT)).body.xml).toBe('<Документ/>');
  });

  it('changes documents as a person in 1C does', async () => {
    await api('POST', `${DOCUMENT}/status`, { status: 'К отгрузке' });
    await api('POST', `${DOCUMENT}/quantity`, { line: 'A1', quantity: 3 });
    await api('POST', `${DOCUMENT}/ship`, { lines: [{ line: 1, quantity: 2 }] });
    await api('POST', `${DOCUMENT}/mark-for-deletion`);
    await api('POST', `${DOCUMENT}/cancel`);
    expect((await api('POST', `${DOCUMENT}/remove-line`, { line: 'p1' })).body).toMatchObject({
      status: 'К отгрузке',
      cancelled: true,
      cancelledBy: '1c',
      markedForDeletion: true,
      lines: [],
      shipments: [{ lines: [{ number: 'A1', quantity: 2 }] }],
    });
  });

  it('exchanges at once or on a schedule, and keeps what happened', async () => {
    await api('PUT', 'connection', CONNECTION);
    expect((await api('POST', 'exchange')).body).toMatchObject({ n: 1, ok: false, steps: [{ name: 'checkauth' }] });
    expect((await api('PUT', 'schedule', { seconds: 1 })).body.everySeconds).toBe(1);
    while (sandbox.oneC.log.sessions.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await api('PUT', 'schedule', {})).body.everySeconds).toBeNull();
    expect((await api('GET', 'state')).body.sessions[0].steps[0]).not.toHaveProperty('answer');
    expect((await api('GET', 'sessions/1')).body).toMatchObject({ n: 1, steps: [{ answer: '', status: null }] });
    expect((await api('POST', 'reset')).body).toMatchObject({
      documents: [],
      sessions: [],
      connection: { login: '1c' },
    });
  });

  it('takes steps one by one', async () => {
    await api('PUT', 'connection', CONNECTION);
    for (const step of ['checkauth', 'init', 'query', 'success', 'info']) {
      expect((await api('POST', `steps/${step}`)).body).toMatchObject({ name: step, ok: false });
    }
    const file = { filename: 'a.xml', body: Buffer.from('<a/>').toString('base64'), encoding: 'base64', partSize: 2 };
    expect((await api('POST', 'steps/file', file)).body).toMatchObject({ name: 'file', sent: '<a' });
    expect((await api('POST', 'steps/import', { filename: 'a.xml' })).body).toMatchObject({ name: 'import' });
    expect((await api('POST', 'steps/save')).body).toEqual({ created: [], revised: [], same: [] });
    expect((await api('POST', 'outbox/ping')).body).toMatchObject({ status: null, errors: [expect.any(String)] });
    const results = [{ eventId: 'e1', success: true, externalId: 'ЗК-1' }];
    expect((await api('POST', 'outbox/ack', { batchId: 'b', results })).body).toMatchObject({ status: null });
  });

  it('misbehaves until it is told to stop', async () => {
    expect((await api('PUT', 'misbehaviour', { loseAnswerOf: 'file', slow: true })).body.misbehaviour).toMatchObject({
      loseAnswerOf: 'file',
      slow: true,
      zipBomb: false,
    });
    expect((await api('PUT', 'misbehaviour', { loseAnswerOf: null })).body.misbehaviour.loseAnswerOf).toBeNull();
    expect((await api('DELETE', 'misbehaviour')).body.misbehaviour.slow).toBe(false);
  });

  it.each([
    ['PUT', 'connection', { url: 'ftp://x', login: 'a', password: 'b' }, 'url'],
    ['PUT', 'connection', { url: 'http://x' }, 'login'],
    ['PUT', 'connection', { ...CONNECTION, encoding: 'koi8-r' }, 'encoding'],
    ['PUT', 'connection', { ...CONNECTION, schemaVersion: '1.0' }, 'schemaVersion'],
    ['PUT', 'misbehaviour', { rude: true }, 'rude'],
    ['PUT', 'misbehaviour', { slow: 'yes' }, 'slow'],
    ['PUT', 'misbehaviour', { loseAnswerOf: 'init' }, 'loseAnswerOf'],
    ['PUT', 'schedule', { seconds: 0 }, 'seconds'],
    ['POST', 'exchange', {}, 'url'],
    ['POST', 'steps/file', { body: 'x' }, 'filename'],
    ['POST', `${DOCUMENT}/status`, { status: ' ' }, 'status'],
    ['POST', `${DOCUMENT}/quantity`, { line: 1, quantity: -1 }, 'quantity'],
    ['POST', `${DOCUMENT}/quantity`, { line: 9, quantity: 1 }, 'line'],
    ['POST', `${DOCUMENT}/ship`, { lines: [] }, 'lines'],
    ['POST', `${DOCUMENT}/ship`, { lines: [{ quantity: 1 }] }, 'lines[0].line'],
    ['POST', 'outbox/ack', { batchId: 'b', results: [{ success: true }] }, 'results[0].eventId'],
  ])('%s %s %j names the wrong field', async (method, path, body, field) => {
    expect(await api(method, path, body)).toMatchObject({ status: 400, body: { code: 'invalid_input', field } });
  });

  it('knows no document that did not come', async () => {
    expect(await api('POST', 'documents/x/cancel')).toMatchObject({ status: 404, body: { code: 'order_not_found' } });
  });

  it('answers no page of elsewhere', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await fetch(`${sandbox.url}/api/one-c/state`, { headers })).status).toBe(403);
  });
});

import { ApiClient } from '../support/api-client.js';
import { addPerson } from '../support/people.js';
import { addList } from '../support/price-lists.js';
import { orderOf, positionOf, Shop } from '../support/shop.js';

describe('a change of what somebody else has changed meanwhile', () => {
  let shop: Shop;
  let colleague: ApiClient;
  beforeAll(async () => {
    shop = await Shop.open();
    colleague = (await addPerson(shop, 'colleague', ['admin'])).client;
  });
  afterAll(() => shop.close());

  const webhook = { url: 'http://127.0.0.1:9/hook', events: ['external_order.received'] };
  const user = (email: string) => ({ email, name: 'N', password: 'a-long-password', roles: ['manager'] });
  const find = async (path: string, id: string) =>
    (await shop.admin.get(`/${path}?perPage=200`)).body.data.find((each: { id: string }) => each.id === id);

  const KINDS: Array<[string, (name: string) => object, object, object]> = [
    ['marketplace-connections', () => ({ marketplace: 'gettzap' }), { login: 'first' }, { login: 'second' }],
    ['order-statuses', (name) => ({ name, group: 'processing' }), { color: '#111111' }, { color: '#222222' }],
    ['regions', (name) => ({ name }), { shopName: 'first' }, { shopName: 'second' }],
    ['users', (name) => user(`${name}@example.com`), { name: 'first' }, { name: 'second' }],
    ['webhooks', () => webhook, { isActive: false }, { isActive: true }],
  ];

  describe.each(KINDS)('of /%s', (path, input, first, second) => {
    it('is refused, with who made the other change and when, and changes nothing', async () => {
      const { body: made } = await shop.admin.post(`/${path}`, input('a'));
      expect([made.version, (await find(path, made.id)).version]).toEqual([1, 1]);
      const changed = await colleague.patch(`/${path}/${made.id}`, { ...first, version: 1 });
      expect([changed.status, changed.body.version]).toEqual([200, 2]);
      const late = await shop.admin.patch(`/${path}/${made.id}`, { ...second, version: 1 });
      const [entry] = (await shop.admin.get(`/audit?subjectId=${made.id}&perPage=1`)).body.data;
      expect([entry.action, entry.actor]).toEqual(['update', 'colleague']);
      expect([late.status, late.body]).toEqual([
        409,
        expect.objectContaining({
          code: 'changed_meanwhile',
          changed: { by: 'colleague', at: entry.createdAt },
        }),
      ]);
      expect(await find(path, made.id)).toMatchObject({ ...first, version: 2 });
      const again = await shop.admin.patch(`/${path}/${made.id}`, { ...second, version: 2 });
      expect([again.status, again.body]).toEqual([200, expect.objectContaining({ ...second, version: 3 })]);
      const whatever = await shop.admin.patch(`/${path}/${made.id}`, first);
      expect([whatever.status, whatever.body.version]).toEqual([200, 4]);
      expect((await find(path, made.id)).version).toBe(4);
    });

    it('at the same time: one of them is made', async () => {
      const { body: made } = await shop.admin.post(`/${path}`, input('b'));
      const change = (client: ApiClient) => client.patch(`/${path}/${made.id}`, { ...first, version: 1 });
      const answers = await Promise.all([shop.admin, colleague, shop.admin, colleague].map(change));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
      expect((await find(path, made.id)).version).toBe(2);
    });

    it('that says what is there already is none: no version, no entry of the audit', async () => {
      const { body: made } = await shop.admin.post(`/${path}`, input('e'));
      await colleague.patch(`/${path}/${made.id}`, { ...first, version: 1 });
      const again = await shop.admin.patch(`/${path}/${made.id}`, { ...first, version: 2 });
      expect([again.status, again.body.version]).toEqual([200, 2]);
      const entries = (await shop.admin.get(`/audit?subjectId=${made.id}&action=update`)).body.data;
      const ofThis = entries.filter(({ subject }: { subject: string }) => path.startsWith(subject.replace('_', '-')));
      expect(ofThis).toMatchObject([{ actor: 'colleague' }]);
      const late = await shop.admin.patch(`/${path}/${made.id}`, { ...second, version: 1 });
      expect([late.status, late.body.changed.by]).toEqual([409, 'colleague']);
    });

    it('takes no version when it is made, and no wrong ones later', async () => {
      const created = await shop.admin.post(`/${path}`, { ...input('c'), version: 1 });
      expect([created.status, created.body.errors[0].path]).toEqual([422, 'version']);
      const { body: made } = await shop.admin.post(`/${path}`, input('d'));
      for (const version of [0, null, '1', 1.5]) {
        const { status, body } = await shop.admin.patch(`/${path}/${made.id}`, { version });
        expect([version, status, body.errors?.[0].path]).toEqual([version, 422, 'version']);
      }
    });
  });

  it('names nobody where nobody is known', async () => {
    const { data } = (await shop.admin.get('/regions?sort=createdAt')).body;
    const { status, body } = await shop.admin.patch(`/regions/${data[0].id}`, { name: 'X', version: 7 });
    expect([status, body.code, body.changed]).toEqual([409, 'changed_meanwhile', null]);
  });

  it('counts what a change elsewhere changed: the former initial status, a replaced one in a connection', async () => {
    const former = await find('order-statuses', shop.statuses['Обрабатывается']!);
    await shop.admin.patch(`/order-statuses/${shop.statuses['В работе']}`, { isInitial: true });
    const late = await shop.admin.patch(`/order-statuses/${former.id}`, { isInitial: true, version: former.version });
    expect([late.status, late.body.code]).toEqual([409, 'changed_meanwhile']);
    const { version } = (await shop.admin.get(`/marketplace-connections/${shop.connectionId}`)).body;
    await shop.admin.delete(`/order-statuses/${shop.statuses['Снят']}?replacementId=${shop.statuses['Отказ']}`);
    const { body } = await shop.admin.get(`/marketplace-connections/${shop.connectionId}`);
    expect([body.cancelledStatusId, body.version]).toEqual([shop.statuses['Отказ'], version + 1]);
  });

  it('that says what is there already is none of an exchange and of a price list either', async () => {
    const { body: exchange } = await shop.admin.post('/exchanges', { kind: 'one_c', name: 'Учёт' });
    const listId = await addList(shop, { staleAfterHours: 24 });
    for (const [path, same, other] of [
      [`/exchanges/${exchange.id}`, { name: 'Учёт', settings: { encoding: 'utf-8' } }, { name: 'Учёт 2' }],
      [`/price-lists/${listId}`, { staleAfterHours: 24, firstRow: 1 }, { staleAfterHours: 48 }],
    ] as const) {
      await shop.admin.patch(path, same);
      const { version } = (await shop.admin.patch(path, same)).body;
      expect((await shop.admin.patch(path, { ...same, version })).body.version).toBe(version);
      expect((await shop.admin.patch(path, { ...other, version })).body.version).toBe(version + 1);
    }
  });

  it('of a price list’s key, which stands in the address, is told by the audit without it', async () => {
    const id = await addList(shop, { url: 'http://127.0.0.1:9/prices?key=one' });
    await shop.admin.patch(`/price-lists/${id}`, { url: 'http://127.0.0.1:9/prices?key=two' });
    const [entry] = (await shop.admin.get(`/audit?subject=price_list&subjectId=${id}`)).body.data;
    expect(entry).toMatchObject({ before: { urlSecret: 'former' }, after: { urlSecret: 'new' } });
    expect(JSON.stringify(entry)).not.toContain('key=');
  });

  it('is not told by the audit as a change of its own', async () => {
    const { body: made } = await shop.admin.post('/regions', { name: 'Аудит' });
    await shop.admin.patch(`/regions/${made.id}`, { name: 'Журнал', version: 1 });
    const { data } = (await shop.admin.get(`/audit?subject=region&subjectId=${made.id}`)).body;
    expect(data[0]).toMatchObject({ before: { name: 'Аудит' }, after: { name: 'Журнал' } });
    expect(Object.keys({ ...data[0].before, ...data[0].after })).toEqual(['name']);
  });

  it.each(['accept', 'refuse'])('%s: an external order that came in anew is not decided unseen', async (decision) => {
    const id = `V-${decision}`;
    const received = await shop.receive(id, 1);
    const update = orderOf(id, 1, { positions: [positionOf(1, { price: '9999.00' })] });
    await shop.postToLink({ event: 'order.created', order: update });
    const { body, status } = await shop.admin.post(`/external-orders/${received.id}/${decision}`, { version: 1 });
    expect([status, body.code]).toEqual([409, 'changed_meanwhile']);
    const current = await shop.externalOrder(received.id);
    expect([current.version, current.state, current.notifications]).toEqual([2, 'new', []]);
    const decided = await shop.admin.post(`/external-orders/${received.id}/${decision}`, { version: 2 });
    expect([decided.status, decided.body.state]).toEqual([200, `${decision.replace(/e$/, '')}ed`]);
  });
});

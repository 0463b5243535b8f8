import { ConnectionDesk, pathsOf } from '../support/connections.js';
import { Shop } from '../support/shop.js';

describe('marketplace connections', () => {
  let shop: Shop;
  let desk: ConnectionDesk;
  beforeAll(async () => {
    shop = await Shop.open({ PUBLIC_URL: 'https://shop.example' });
    desk = new ConnectionDesk(shop);
  });
  afterAll(() => shop.close());

  describe('the directory', () => {
    it('is a plain list of the marketplaces, each with how many connections it has', async () => {
      const before = (await shop.admin.get('/marketplaces')).body;
      expect(before).toEqual([{ code: 'gettzap', name: 'GettZap', connections: expect.any(Number) }]);
      const { id } = await desk.create();
      expect((await shop.admin.get('/marketplaces')).body[0].connections).toBe(before[0].connections + 1);
      await shop.admin.delete(`/marketplace-connections/${id}`);
      expect((await shop.admin.get('/marketplaces')).body).toEqual(before);
    });

    it('refuses a marketplace that it does not know', async () => {
      const { status, body } = await shop.admin.post('/marketplace-connections', { marketplace: 'ozon' });
      expect([status, pathsOf(body)]).toEqual([422, ['marketplace']]);
    });
  });

  it('a new one is inactive, empty, and has its order link at once', async () => {
    const created = await desk.create();
    expect(created).toEqual({
      id: expect.stringMatching(/^\d+$/),
      marketplace: 'gettzap',
      isActive: false,
      regionId: null,
      login: '',
      hasPassword: false,
      hasApiKey: false,
      apiUrl: '',
      waitsFor: null,
      cancelledStatusId: null,
      acceptedStatus: '',
      acceptedText: '',
      refusedStatus: '',
      refusedText: '',
      decisionMinutes: null,
      decisionWarnMinutes: null,
      onOverdue: null,
      adapter: {
        inbound: '',
        outbound: '',
        url: '',
        positionUrl: '',
        method: 'POST',
        headers: {},
        contentType: 'application/json',
      },
      orderLink: expect.stringMatching(/^https:\/\/shop\.example\/gettzap\/orders\/[\w-]{43,}$/),
      oldLinkValidUntil: null,
      orderLinkReach: 'public',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      version: 1,
    });
    expect(await desk.get(created.id)).toEqual(created);
    const { data } = (await shop.admin.get('/marketplace-connections')).body;
    expect(data).toContainEqual(created);
  });

  it.each([
    ['login', 'другой логин'],
    ['apiUrl', 'https://api.gettzap.example/base'],
    ['acceptedStatus', 'accepted'],
    ['acceptedText', 'Принят {{ order.order_id }}'],
    ['refusedStatus', 'refused'],
    ['refusedText', '{% if reason %}Отказ: {{ reason }}{% endif %}'],
  ])('changing %s changes that alone', async (field, value) => {
    const before = await desk.create();
    const { status, body } = await desk.patch(before.id, { [field]: value });
    expect([status, body]).toEqual([200, { ...before, [field]: value, version: 2 }]);
    expect(await desk.get(before.id)).toEqual(body);
    expect((await desk.patch(before.id, { [field]: '' })).body).toEqual({ ...before, [field]: '', version: 3 });
  });

  it('region and cancel status are set by id and taken away with null', async () => {
    const before = await desk.create();
    const ids = { regionId: await desk.firstRegion(), cancelledStatusId: shop.statuses['Снят'] };
    expect((await desk.patch(before.id, ids)).body).toEqual({ ...before, ...ids, version: 2 });
    expect((await desk.patch(before.id, { regionId: null, cancelledStatusId: null })).body).toEqual({
      ...before,
      version: 3,
    });
  });

  it.each(['regionId', 'cancelledStatusId'])(
    'an unknown %s is refused by name, and nothing else is saved',
    async (field) => {
      const before = await desk.create();
      const { status, body } = await desk.patch(before.id, { [field]: '999999', login: 'x' });
      expect([status, body.code, pathsOf(body)]).toEqual([422, 'validation_failed', [field]]);
      expect(await desk.get(before.id)).toEqual(before);
    },
  );

  it('can be filled in and switched on while it is made', async () => {
    const created = await desk.create(await desk.complete());
    expect(created).toMatchObject({ isActive: true, hasPassword: true, hasApiKey: true, login: 'office' });
    expect(await desk.postTo(created.orderLink, 'first')).toEqual([200, 'ok']);
  });

  describe('switching on', () => {
    it.each(['regionId', 'login', 'password', 'apiKey'])('is refused without %s, which is named', async (field) => {
      const { [field]: _, ...rest } = (await desk.complete()) as Record<string, unknown>;
      const { id } = await desk.create();
      const { status, body } = await desk.patch(id, rest);
      expect([status, body.code, pathsOf(body)]).toEqual([422, 'validation_failed', [field]]);
      expect(await desk.get(id)).toMatchObject({ isActive: false, hasPassword: false });
    });

    it('names everything that is missing at once', async () => {
      const { id } = await desk.create();
      const { status, body } = await desk.patch(id, { isActive: true });
      expect([status, pathsOf(body)]).toEqual([422, ['apiKey', 'login', 'password', 'regionId']]);
    });

    it('what an active one needs cannot be taken away from it', async () => {
      const { id } = await desk.create(await desk.complete());
      const gone = { regionId: null, login: '', password: '', apiKey: '' };
      const { status, body } = await desk.patch(id, gone);
      expect([status, pathsOf(body)]).toEqual([422, ['apiKey', 'login', 'password', 'regionId']]);
      expect((await desk.patch(id, { ...gone, isActive: false })).status).toBe(200);
    });

    it('takes what the manual names and no more: it receives, and says that it waits for the address', async () => {
      const { apiUrl: _, ...manual } = (await desk.complete()) as Record<string, unknown>;
      const { id, orderLink } = await desk.create();
      const { status, body } = await desk.patch(id, manual);
      expect([status, body.isActive, body.waitsFor]).toEqual([200, true, 'api_url']);
      expect(await desk.postTo(orderLink, 'no-address')).toEqual([200, 'ok']);
      expect((await desk.patch(id, { apiUrl: 'https://api.gettzap.example' })).body.waitsFor).toBeNull();
      expect((await desk.patch(id, { apiUrl: '', password: 'again', apiKey: 'again' })).body.waitsFor).toBe('api_url');
      // Addresses of the adapter that stand by themselves do as well.
      const own = { url: 'https://other.example/o/{externalId}' };
      expect((await desk.patch(id, { adapter: own })).body.waitsFor).toBeNull();
      const relative = { ...own, positionUrl: '/p/{externalId}/{positionId}' };
      expect((await desk.patch(id, { adapter: relative })).body.waitsFor).toBe('api_url');
      expect((await desk.patch(id, { isActive: false })).body.waitsFor).toBeNull();
    });

    it('and off again holds at once for its order link', async () => {
      const { id, orderLink } = await desk.create(await desk.complete());
      expect(await desk.postTo(orderLink, 'switch-1')).toEqual([200, 'ok']);
      await desk.patch(id, { isActive: false });
      expect(await desk.postTo(orderLink, 'switch-2')).toEqual([403, 'connection_inactive']);
      await desk.patch(id, { isActive: true });
      expect(await desk.postTo(orderLink, 'switch-2')).toEqual([200, 'ok']);
    });
  });

  describe('texts', () => {
    it.each(['acceptedText', 'refusedText'])(
      '%s is checked on saving, and the place of a mistake is named',
      async (field) => {
        const before = await desk.create();
        const syntax = await desk.patch(before.id, { [field]: 'line 1\n {{ order.order_id ' });
        expect([syntax.status, syntax.body.errors]).toMatchObject([
          422,
          [{ path: field, code: 'template_not_closed', line: 2, column: 2 }],
        ]);
        const variable = await desk.patch(before.id, { [field]: 'ok\n{{ order.order_id }} {{ order.secret }}' });
        expect([variable.status, variable.body.errors]).toMatchObject([
          422,
          [
            {
              path: field,
              code: 'template_unknown_variable',
              params: { name: 'order.secret' },
              line: 2,
              column: expect.any(Number),
            },
          ],
        ]);
        expect(await desk.get(before.id)).toEqual(before);
      },
    );

    it.each(["{% include '.env' %}", '{{ order.order_id | nonsense }}', '{{ x }}', '{% if %}', 'x'.repeat(4_001)])(
      'refuses %j',
      async (acceptedText) => {
        const { id } = await desk.create();
        const { status, body } = await desk.patch(id, { acceptedText });
        expect([status, pathsOf(body)]).toEqual([422, ['acceptedText']]);
      },
    );
  });
});

import { ApiClient } from '../support/api-client.js';
import { addPerson } from '../support/people.js';
import { Shop } from '../support/shop.js';

const WAITING = 'sort=-total&state=new%2Cpartially_decided';

describe('saved filters of the lists', () => {
  let shop: Shop;
  let anna: ApiClient;
  let boris: ApiClient;
  beforeAll(async () => {
    shop = await Shop.open();
    anna = (await addPerson(shop, 'anna', ['manager'])).client;
    boris = (await addPerson(shop, 'boris', ['observer'])).client;
  });
  afterAll(() => shop.close());

  const save = (client: ApiClient, name: string, query = WAITING, list = 'external-orders') =>
    client.post('/saved-filters', { list, name, query });
  const saved = async (client: ApiClient, name: string, query = WAITING, list?: string) => {
    const { status, body } = await save(client, name, query, list);
    expect([name, status]).toEqual([name, 201]);
    return body;
  };
  const namesOf = async (client: ApiClient, list = 'external-orders') =>
    (await client.get(`/saved-filters?list=${list}`)).body.map(({ name }: { name: string }) => name);
  const refused = ({ status, body }: Awaited<ReturnType<typeof save>>) => [
    status,
    body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`),
  ];

  it('are there again for who saved them, and for nobody else', async () => {
    const filter = await saved(anna, ' Дорогие, ждут ', 'state=new%2Cpartially_decided&sort=-total');
    expect(filter).toEqual({ id: filter.id, list: 'external-orders', name: 'Дорогие, ждут', query: WAITING });
    await saved(anna, 'Мои', 'assignee=me', 'orders');
    expect((await anna.get('/saved-filters?list=external-orders')).body).toEqual([filter]);
    expect(await namesOf(anna, 'orders')).toEqual(['Мои']);
    expect((await anna.get('/saved-filters')).body).toHaveLength(2);
    expect((await boris.get('/saved-filters')).body).toEqual([]);
  });

  it('get another name and other filters, and go', async () => {
    const { id } = await saved(boris, 'Было', 'state=new');
    expect((await boris.patch(`/saved-filters/${id}`, { name: 'Стало' })).body).toMatchObject({
      name: 'Стало',
      query: 'state=new',
    });
    expect(
      (await boris.patch(`/saved-filters/${id}`, { query: 'view=positions&positionState=open' })).body,
    ).toMatchObject({
      name: 'Стало',
      query: 'positionState=open&view=positions',
    });
    expect((await boris.delete(`/saved-filters/${id}`)).status).toBe(204);
    expect(await namesOf(boris)).toEqual([]);
    expect((await boris.delete(`/saved-filters/${id}`)).status).toBe(404);
  });

  it('of somebody else are not there', async () => {
    const { id } = await saved(anna, 'Чужой', '');
    for (const answer of [
      await boris.patch(`/saved-filters/${id}`, { name: 'Мой' }),
      await boris.delete(`/saved-filters/${id}`),
      await shop.admin.delete(`/saved-filters/${id}`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    expect(await namesOf(anna)).toContain('Чужой');
  });

  it('have names of their own in each list, however these are written', async () => {
    const { id } = await saved(boris, 'Ёлка', '');
    const taken = [422, ['name filter_name_taken']];
    expect(refused(await save(boris, 'елка'))).toEqual(taken);
    const other = await saved(boris, 'Сосна', '');
    expect(refused(await boris.patch(`/saved-filters/${other.id}`, { name: 'ЁЛКА' }))).toEqual(taken);
    expect((await boris.patch(`/saved-filters/${id}`, { name: 'ёлка', query: '' })).status).toBe(200);
    await saved(boris, 'Ёлка', '', 'orders');
    await saved(anna, 'Ёлка', '');
  });

  it.each([
    ['й and и', 'Мой', 'Мои'],
    ['accents', 'resumé', 'resume'],
    ['signs that are one letter or two', 'Straße', 'Strasse'],
    ['letters with a stroke', 'Łada', 'Lada'],
    ['signs without a width', 'ноль\u200bширины', 'нольширины'],
  ])('have names that differ by %s', async (_, name, other) => {
    await saved(boris, name, '');
    await saved(boris, other, '');
    expect(await namesOf(boris)).toEqual(expect.arrayContaining([name, other]));
  });

  it('of one name that come at the same time are saved once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => save(boris, 'Разом', '', 'orders')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
  });

  it.each([
    ['external-orders', 'state=lost', 'query.state one_of'],
    ['external-orders', 'sort=state', 'query.sort one_of'],
    ['external-orders', 'colour=red', 'query.colour unknown_field'],
    ['external-orders', 'positionState=open', 'query.positionState unknown_field'],
    ['external-orders', 'view=positions&sort=total', 'query.sort one_of'],
    ['external-orders', 'view=cards', 'query.view unknown_field'],
    ['external-orders', 'state=new&state=refused', 'query repeated'],
    ['external-orders', 'page=2', 'query.page unknown_field'],
    ['orders', 'ids=1,2', 'query.ids unknown_field'],
    ['orders', 'regionId=1', 'query.regionId unknown_field'],
    ['orders', 'view=positions', 'query.view unknown_field'],
    ['orders', 'state=new', 'query.state unknown_field'],
    ['orders', 'from=yesterday', 'query.from day_or_instant'],
    ['orders', `q=${'x'.repeat(2_000)}`, 'query too_long'],
    ['people', '', 'list one_of'],
  ])('take what the list takes: %s?%s', async (list, query, expected) => {
    expect(refused(await save(anna, 'Не сохранится', query, list))).toEqual([422, [expected]]);
  });

  it.each([
    ['', 'name required'],
    ['   ', 'name required'],
    ['x'.repeat(61), 'name too_long'],
  ])('have a name: «%s»', async (name, expected) => {
    expect(refused(await save(anna, name))).toEqual([422, [expected]]);
  });

  it('are thirty of a list at most', async () => {
    const { client } = await addPerson(shop, 'vera', ['external_orders']);
    for (let n = 1; n <= 30; n += 1) await saved(client, `Фильтр ${n}`);
    expect(refused(await save(client, 'Ещё один'))).toEqual([422, ['name too_many']]);
    await saved(client, 'Ещё один', '', 'orders');
  });

  it('are not an API key’s', async () => {
    const { key } = (await shop.admin.post('/api-keys', { name: '1C', roles: ['manager'] })).body;
    const program = new ApiClient(`${shop.url}/api`, { Authorization: `Bearer ${key}` });
    const { status, body } = await program.get('/saved-filters');
    expect([status, body.code]).toEqual([403, 'no_user']);
  });
});

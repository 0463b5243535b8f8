import { errorDetail } from '../../src/platform/error-texts.js';
import { listed } from '../support/listed.js';
import { addPerson } from '../support/people.js';
import { addRule } from '../support/processing-rules.js';
import { pathsOf } from '../support/connections.js';
import { Shop } from '../support/shop.js';

describe('processing rules in the API', () => {
  let shop: Shop;
  beforeAll(async () => (shop = await Shop.open()));
  afterAll(() => shop.close());

  let made = 0;
  const create = (change: object = {}) =>
    shop.admin.post('/processing-rules', {
      connectionId: shop.connectionId,
      name: `Правило № ${++made}`,
      conditions: {},
      action: { kind: 'leave' },
      ...change,
    });
  const patch = (id: string, change: object) => shop.admin.patch(`/processing-rules/${id}`, change);
  const list = async (query = '') => (await shop.admin.get(`/processing-rules${query}`)).body.data;
  const refusedPaths = async (change: object) => {
    const { status, body } = await create(change);
    expect(status).toBe(422);
    return pathsOf(body);
  };

  it('begin in shadow, behind the others, with all that was said of them', async () => {
    const conditions = { stock: 'full', deviationUp: 2.5, minTotal: '100.00', brands: ['Бош'], hours: 'working' };
    const { status, body } = await create({
      name: 'Правило',
      conditions,
      action: { kind: 'refuse', reason: 'Нет', delayMinutes: 60 },
    });
    expect([status, body]).toEqual([
      201,
      {
        ...{
          id: expect.any(String),
          connectionId: shop.connectionId,
          name: 'Правило',
          mode: 'shadow',
          scope: 'position',
        },
        ...{ conditions, action: { kind: 'refuse', reason: 'Нет', delayMinutes: 60 } },
        ...{ judgedSince: expect.any(String), createdAt: expect.any(String), version: 1 },
      },
    ]);
    expect((await list()).at(-1)).toEqual(body);
    expect((await shop.admin.get(`/processing-rules/${body.id}`)).body).toEqual(body);
  });

  it('have names of their own in a connection', async () => {
    const taken = { status: 422, body: { errors: [{ path: 'name', code: 'name_taken' }] } };
    const id = await addRule(shop, { name: 'Нет в наличии' });
    expect(await create({ name: 'нет в наличии' })).toMatchObject(taken);
    const other = await addRule(shop, { name: 'Есть' });
    expect(await patch(other, { name: 'Нет в наличии' })).toMatchObject(taken);
    expect((await patch(id, { name: 'НЕТ в наличии', mode: 'off' })).status).toBe(200);
  });

  it('are switched on only after they were made', async () => {
    expect(await refusedPaths({ mode: 'on' })).toEqual(['mode']);
    const id = await addRule(shop, {});
    expect((await patch(id, { mode: 'on' })).body).toMatchObject({ mode: 'on', version: 2 });
  });

  it.each<[string, object, string[]]>([
    ['without a name', { name: '' }, ['name']],
    ['of a connection that is not there', { connectionId: '999' }, ['connectionId']],
    ['with a condition that nobody knows', { conditions: { weather: 'fine' } }, ['conditions.weather']],
    ['with half a percent of a tenth', { conditions: { deviationUp: 0.05 } }, ['conditions.deviationUp']],
    ['with an amount that is none', { conditions: { minTotal: '1,5' } }, ['conditions.minTotal']],
    [
      'with a greatest sum below the smallest',
      { conditions: { minTotal: '2', maxTotal: '1.99' } },
      ['conditions.maxTotal'],
    ],
    ['with no brand named', { conditions: { brands: [] } }, ['conditions.brands']],
    [
      'with more letters of brands than a database takes',
      {
        conditions: { brands: ['Бош'], exceptBrands: Array.from({ length: 200 }, (_, at) => `Ж${at}`.padEnd(76, 'Щ')) },
      },
      ['conditions.exceptBrands'],
    ],
    ['with a list that is not there', { conditions: { priceListIds: ['1', '999'] } }, ['conditions.priceListIds[1]']],
    ['with stock where nothing is found', { conditions: { offerFound: false, stock: 'full' } }, ['conditions.stock']],
    [
      'with a price where nothing is found',
      { conditions: { offerFound: false, deviationUp: 5 } },
      ['conditions.deviationUp'],
    ],
    [
      'that accepts what there is where there is nothing',
      { conditions: { stock: 'none' }, action: { kind: 'accept_available' } },
      ['action.kind'],
    ],
    ['with a delay of more than an hour', { action: { kind: 'accept', delayMinutes: 61 } }, ['action.delayMinutes']],
    ['that does something else', { action: { kind: 'dance' } }, ['action.kind']],
  ])('%s are refused', async (_, change, paths) => {
    await listed(shop, []);
    expect(await refusedPaths(change)).toEqual(paths);
  });

  it.each([2.75, 0.05, 1e-7, 5e-324])('are told of %d percent what a percentage may be', async (deviationUp) => {
    const answer = await create({ conditions: { deviationUp } });
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      [{ path: 'conditions.deviationUp', ...errorDetail('one_place') }],
    ]);
  });

  it('are told that a number is due where a text is, and what is the least and the most', async () => {
    const told = async (deviationDown: unknown) =>
      (await create({ conditions: { deviationDown } })).body.errors.map(({ code }: { code: string }) => code);
    for (const noNumber of ['5', null, true, [], {}]) expect(await told(noNumber)).toEqual(['number']);
    expect(await told(-0.1)).toEqual(['too_small']);
    expect(await told(1000.1)).toEqual(['too_large']);
    const { body } = await create({ name: 'Ровно', conditions: { deviationUp: 0.1, deviationDown: 999.9 } });
    expect(body.conditions).toEqual({ deviationUp: 0.1, deviationDown: 999.9 });
  });

  it.each(['conditions', 'action'])('are told that their %s are an object when they are null', async (field) => {
    const { status, body } = await create({ [field]: null });
    expect([status, body.errors]).toEqual([422, [{ path: field, ...errorDetail('object') }]]);
  });

  it('take lists of the connection’s region alone', async () => {
    const { body: region } = await shop.admin.post('/regions', { name: 'Омск' });
    const elsewhere = await listed(shop, [], { regionId: region.id });
    expect(await refusedPaths({ conditions: { priceListIds: [elsewhere] } })).toEqual(['conditions.priceListIds[0]']);
  });

  it('are switched off and renamed also where a list that they name is gone', async () => {
    const list = await listed(shop, []);
    const conditions = { priceListIds: [list] };
    const { id } = (await create({ conditions })).body;
    expect((await shop.admin.delete(`/price-lists/${list}`)).status).toBe(204);
    expect(await patch(id, { mode: 'off', name: 'Без склада' })).toMatchObject({ status: 200, body: { mode: 'off' } });
    const again = await patch(id, { conditions });
    expect([again.status, pathsOf(again.body)]).toEqual([422, ['conditions.priceListIds[0]']]);
  });

  it('are changed by who has seen them as they are', async () => {
    const id = await addRule(shop, {});
    expect((await patch(id, { name: 'Новое', version: 1 })).body).toMatchObject({ name: 'Новое', version: 2 });
    const stale = await patch(id, { name: 'Старое', version: 1 });
    expect([stale.status, stale.body.code]).toEqual([409, 'changed_meanwhile']);
  });

  it('are gone by in the order that is set, which names all of them', async () => {
    const sort = (ids: string[]) => shop.admin.put('/processing-rules/order', { connectionId: shop.connectionId, ids });
    const ids = (await list()).map(({ id }: { id: string }) => id);
    const turned = [...ids].reverse();
    expect((await sort(turned)).status).toBe(200);
    expect((await list()).map(({ id }: { id: string }) => id)).toEqual(turned);
    const short = await sort(ids.slice(1));
    expect([short.status, pathsOf(short.body)]).toEqual([422, ['ids']]);
    expect((await sort([...ids, '999'])).status).toBe(422);
  });

  it('are gone when they are deleted, and so are their results', async () => {
    const id = await addRule(shop, {});
    expect((await shop.admin.delete(`/processing-rules/${id}`)).status).toBe(204);
    expect((await shop.admin.get(`/processing-rules/${id}/results`)).status).toBe(404);
    expect((await shop.admin.delete(`/processing-rules/${id}`)).status).toBe(404);
  });

  it('are those of connections that somebody sees', async () => {
    const { body: region } = await shop.admin.post('/regions', { name: 'Томск' });
    const { client } = await addPerson(shop, 'tomsk', ['manager'], [region.id]);
    const id = await addRule(shop, {});
    expect((await client.get('/processing-rules')).body.data).toEqual([]);
    expect((await client.get(`/processing-rules/${id}`)).status).toBe(404);
    expect(await list(`?connectionId=${shop.connectionId}`)).toEqual(await list());
    expect(await list('?connectionId=999')).toEqual([]);
  });

  it('tell in the audit who changed what', async () => {
    const id = await addRule(shop, {});
    await patch(id, { action: { kind: 'accept' } });
    const { body } = await shop.admin.get(`/audit?subject=processing_rule&subjectId=${id}`);
    expect(body.data[0]).toMatchObject({ action: 'update', before: { action: { kind: 'leave' } } });
  });
});

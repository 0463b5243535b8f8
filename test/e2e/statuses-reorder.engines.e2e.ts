import { addPerson } from '../support/people.js';
import { Shop } from '../support/shop.js';

interface Status {
  id: string;
  name: string;
  position: number;
  version: number;
}

describe('the order of the status directory', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const all = async (): Promise<Status[]> => {
    const { body } = await shop.admin.get('/order-statuses?perPage=200');
    return body.data.sort((a: Status, b: Status) => a.position - b.position);
  };
  const idsOf = (statuses: Status[]) => statuses.map(({ id }) => id);

  it('becomes the one that is given, and what was moved is in the audit log', async () => {
    const [first, second, ...rest] = idsOf(await all());
    const wanted = [...rest, second!, first!];
    const { status, body } = await shop.admin.post('/order-statuses/reorder', { ids: wanted });
    expect([status, idsOf(body.data), body.meta]).toEqual([200, wanted, { page: 1, perPage: 7, total: 7 }]);
    expect(body.data.map(({ position }: Status) => position)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(idsOf(await all())).toEqual(wanted);
    const { data } = (await shop.admin.get(`/audit?subject=order_status&subjectId=${first}`)).body;
    expect(data[0]).toMatchObject({ action: 'update', before: { position: 1 }, after: { position: 7 } });
  });

  it('moving one is one entry of the audit log, and refuses nobody who edits another one', async () => {
    const before = await all();
    const entries = async () => (await shop.admin.get('/audit')).body;
    const { total } = (await entries()).meta;
    const ids = idsOf(before);
    const moved = ids.at(-1)!;
    await shop.admin.post('/order-statuses/reorder', { ids: [ids[0], moved, ...ids.slice(1, -1)] });
    const { data, meta } = await entries();
    expect(meta.total).toBe(total + 1);
    expect(data[0]).toMatchObject({ subjectId: moved, before: { position: ids.length }, after: { position: 2 } });
    expect((await all()).map(({ position }) => position)).toEqual(ids.map((_, index) => index + 1));
    const save = (id: string) => {
      const { version } = before.find((each) => each.id === id)!;
      return shop.admin.patch(`/order-statuses/${id}`, { version, color: '#123456' });
    };
    expect((await save(ids[3]!)).status).toBe(200);
    expect((await save(moved)).status).toBe(409);
  });

  it('moving nothing changes nothing', async () => {
    const before = (await shop.admin.get('/audit')).body.meta.total;
    expect((await shop.admin.post('/order-statuses/reorder', { ids: idsOf(await all()) })).status).toBe(200);
    expect((await shop.admin.get('/audit')).body.meta.total).toBe(before);
  });

  it('stays as it is when a status is missing, unknown or named twice', async () => {
    const before = await all();
    const ids = idsOf(before).reverse();
    const wrong: Array<[unknown, string]> = [
      [ids.slice(1), 'ids'],
      [[...ids, '999999'], 'ids[7]'],
      [[...ids, ids[0]], 'ids'],
      [[], 'ids'],
      ['all', 'ids'],
      [undefined, 'ids'],
    ];
    for (const [given, path] of wrong) {
      const { status, body } = await shop.admin.post('/order-statuses/reorder', { ids: given });
      expect([given, status, body.errors?.[0]?.path]).toEqual([given, 422, path]);
    }
    expect(await all()).toEqual(before);
  });

  it('given twice at the same time is one of the two', async () => {
    const ids = idsOf(await all());
    const wishes = [ids.toReversed(), [...ids.slice(3), ...ids.slice(0, 3)]];
    const answers = await Promise.all(wishes.map((wish) => shop.admin.post('/order-statuses/reorder', { ids: wish })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(wishes).toContainEqual(idsOf(await all()));
  });

  it('is not for an administrator of one region', async () => {
    const { data } = (await shop.admin.get('/regions')).body;
    const near = await addPerson(shop, 'near', ['admin'], [data[0].id]);
    expect((await near.client.post('/order-statuses/reorder', { ids: idsOf(await all()) })).status).toBe(403);
  });
});

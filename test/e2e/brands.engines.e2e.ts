import { setImmediate as othersTurn } from 'node:timers/promises';
import { Configuration } from '../../src/platform/configuration/configuration.service.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { BRANDS } from '../../src/offers/brands/brand-directory.js';
import { UnknownBrandQuery } from '../../src/offers/brands/brand.dto.js';
import { partKey } from '../../src/offers/keys/part-key.js';
import { SeenBrands } from '../../src/offers/brands/seen-brands.js';
import { UnknownBrandsService } from '../../src/offers/brands/unknown-brands.service.js';
import { HOUR } from '../support/delivering.js';
import { putClockBack, runJob } from '../support/jobs.js';
import { addPerson } from '../support/people.js';
import { orderOf, positionOf, Shop } from '../support/shop.js';

interface Brand {
  id: string;
  name: string;
  synonyms: string[];
  version: number;
}

describe('the directory of brands', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const create = async (name: string, synonyms: string[] = []): Promise<Brand> => {
    const { status, body } = await shop.admin.post('/brands', { name, synonyms });
    expect([status, body.errors]).toEqual([201, undefined]);
    return body;
  };
  const patch = (id: string, change: object) => shop.admin.patch(`/brands/${id}`, change);
  const found = async (q: string): Promise<Brand[]> =>
    (await shop.admin.get(`/brands?q=${encodeURIComponent(q)}`)).body.data;
  const nameOf = async (text: string) =>
    (await shop.app.get(Configuration).refresh()).get(BRANDS).byKey.get(partKey(text))?.name ?? text;
  const errorsOf = ({ body }: { body: { errors?: Array<{ path: string; code: string; params: object }> } }) =>
    body.errors?.map(({ path, code, params }) => [path, code, params]);

  it('begins with some hundreds of makers, which any spelling finds', async () => {
    const { body } = await shop.admin.get('/brands?perPage=2&page=2');
    expect(body.meta).toEqual({ page: 2, perPage: 2, total: expect.any(Number) });
    expect(body.meta.total).toBeGreaterThan(300);
    expect((await found('бош')).map(({ name }) => name)).toContain('BOSCH');
    expect((await found('mercedes benz')).map(({ name }) => name)).toEqual(['MERCEDES-BENZ']);
    expect(await found('—')).toEqual([]);
  });

  it('is sorted by names, or by when they were made', async () => {
    await create('Zzz');
    const first = async (sort: string) => (await shop.admin.get(`/brands?perPage=1&sort=${sort}`)).body.data[0].name;
    expect([await first('-name'), await first('-createdAt')]).toEqual(['Zzz', 'Zzz']);
  });

  it('takes a brand with its synonyms, those once that differ by signs alone', async () => {
    const { id, ...made } = await create(' Test  One ', ['T-1', 'test-one', 'т 1', 'ТЭСТ']);
    expect(made).toEqual({
      name: 'Test One',
      synonyms: ['ТЭСТ', 'T-1'],
      version: 1,
      createdAt: shop.clock.now().toISOString(),
    });
    expect(await found('тэст')).toEqual([{ id, ...made }]);
    expect([await nameOf('TEST.ONE'), await nameOf('t1'), await nameOf('т1')]).toEqual([
      'Test One',
      'Test One',
      'Test One',
    ]);
  });

  it('says at the field which brand has a spelling already, and what is no spelling', async () => {
    await create('Owner', ['Owned']);
    const answer = await shop.admin.post('/brands', { name: 'OWNED', synonyms: ['ok', 'owner', '—', 'x'.repeat(101)] });
    expect([answer.status, errorsOf(answer)]).toEqual([
      422,
      [
        ['name', 'synonym_taken', { brand: 'Owner' }],
        ['synonyms[1]', 'synonym_taken', { brand: 'Owner' }],
        ['synonyms[2]', 'no_letters', {}],
        ['synonyms[3]', 'too_long', { max: 100 }],
      ],
    ]);
    const many = Array.from({ length: 201 }, (_, index) => `many${index}`);
    expect(errorsOf(await shop.admin.post('/brands', { name: 'Many', synonyms: many }))).toEqual([
      ['synonyms', 'too_many', { max: 200 }],
    ]);
    expect(errorsOf(await shop.admin.post('/brands', { name: '' }))).toEqual([['name', 'required', {}]]);
    expect(await found('many1')).toEqual([]);
  });

  it('is changed by what is given; a former name stays a spelling unless all of them are given', async () => {
    const { id } = await create('Before', ['Beforehand']);
    const { body: renamed } = await patch(id, { name: 'After' });
    expect(renamed).toMatchObject({ name: 'After', synonyms: ['Before', 'Beforehand'], version: 2 });
    const { body: given } = await patch(id, { name: 'Later', synonyms: ['Latest'] });
    expect(given).toMatchObject({ name: 'Later', synonyms: ['Latest'], version: 3 });
    expect([await nameOf('latest'), await nameOf('before')]).toEqual(['Later', 'before']);
    expect((await patch(id, {})).body).toEqual(given);
    expect((await patch('999999', { name: 'x' })).status).toBe(404);
  });

  it('refuses a change of what somebody else has changed', async () => {
    const { id, version } = await create('Contended');
    expect((await patch(id, { synonyms: ['mine'], version })).status).toBe(200);
    const late = await patch(id, { synonyms: ['theirs'], version });
    expect([late.status, late.body.code, late.body.changed.by]).toEqual([409, 'changed_meanwhile', expect.any(String)]);
    expect(await nameOf('mine')).toBe('Contended');
  });

  it('gives the spellings of a deleted brand free, and tells the log of all of it', async () => {
    const { id } = await create('Mortal', ['Mort']);
    await patch(id, { synonyms: [] });
    expect((await shop.admin.delete(`/brands/${id}`)).status).toBe(204);
    expect((await shop.admin.delete(`/brands/${id}`)).status).toBe(404);
    await create('MORTAL');
    const { data } = (await shop.admin.get(`/audit?subject=brand&subjectId=${id}`)).body;
    expect(data.map(({ action, before, after }: Record<string, unknown>) => ({ action, before, after }))).toMatchObject(
      [
        { action: 'delete', before: { name: 'Mortal' } },
        { action: 'update', before: { synonyms: ['Mort'] }, after: { synonyms: [] } },
        { action: 'create', after: { name: 'Mortal', synonyms: ['Mort'] } },
      ],
    );
  });

  it('lets one of two take a spelling that both want', async () => {
    const answers = await Promise.all(
      ['A', 'B'].map((name) => shop.admin.post('/brands', { name: `Race ${name}`, synonyms: ['RC'] })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it('is changed by managers of all regions, and read by those of external orders', async () => {
    const [region] = (await shop.admin.get('/regions')).body.data;
    const manager = await addPerson(shop, 'manager', ['manager']);
    const limited = await addPerson(shop, 'limited', ['manager'], [region.id]);
    const reader = await addPerson(shop, 'reader', ['external_orders']);
    const statuses = async ({ client }: typeof manager) => [
      (await client.get('/brands')).status,
      (await client.post('/brands', { name: `By ${client.identity.Authorization}`.slice(0, 60) })).status,
    ];
    expect([await statuses(manager), await statuses(limited), await statuses(reader)]).toEqual([
      [200, 201],
      [200, 403],
      [200, 403],
    ]);
  });

  describe('as a file', () => {
    const send = (body: string | Buffer) =>
      shop.admin.call('POST', '/brands/import', body as string, { 'Content-Type': 'text/csv' });

    it('is refused where it is sent as something else, and makes no brand', async () => {
      const { status, body } = await shop.admin.post('/brands/import', { id: '1', isAdmin: true });
      expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
      expect((await shop.admin.get(`/brands?q=${encodeURIComponent('isAdmin')}`)).body.data).toEqual([]);
    });

    it('comes out with a mark, and goes in again without a change', async () => {
      await create('=CMD()', ['+1', 'a,b']);
      const { status, body, headers } = await shop.admin.get('/brands/export');
      expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
      expect(headers.get('content-disposition')).toBe('attachment; filename="brands.csv"');
      const lines = body.replace('\uFEFF', '').split('\r\n');
      expect([lines[0], lines.includes("'=CMD();'+1, a b")]).toEqual(['brand;synonyms', true]);
      const { body: result } = await send(`\uFEFF${body}`);
      expect(result).toEqual({
        added: 0,
        updated: 0,
        unchanged: lines.length - 2,
        refused: 0,
        changes: [],
        refusals: [],
      });
    });

    it('adds brands and synonyms by its good lines, and tells which were refused and why', async () => {
      const { id } = await create('Filed', ['Filled']);
      await create('Foreign');
      const { status, body } = await send(
        'brand;synonyms\r\nFILED;Field\r\nFresh;Frech, Фреш\r\nBad;Foreign\r\n;x\r\n"y;z',
      );
      expect(status).toBe(200);
      expect(body).toEqual({
        added: 1,
        updated: 1,
        unchanged: 0,
        refused: 3,
        changes: [
          { line: 2, brand: 'FILED', outcome: 'updated' },
          { line: 3, brand: 'Fresh', outcome: 'added' },
        ],
        refusals: [
          {
            line: 4,
            brand: 'Bad',
            spelling: 'Foreign',
            error: expect.objectContaining({ path: 'synonyms[0]', code: 'synonym_taken' }),
          },
          { line: 5, brand: '', spelling: '', error: expect.objectContaining({ path: 'name', code: 'required' }) },
          {
            line: 6,
            brand: '"y;z',
            spelling: '',
            error: expect.objectContaining({ path: 'name', code: 'quote_unpaired' }),
          },
        ],
      });
      expect(await found('field')).toMatchObject([{ id, name: 'FILED', synonyms: ['Field', 'Filled'], version: 2 }]);
      expect(await found('фреш')).toMatchObject([{ name: 'Fresh', synonyms: ['Фреш', 'Frech'], version: 1 }]);
      const { data } = (await shop.admin.get(`/audit?subject=brand&subjectId=${id}`)).body;
      expect(data[0]).toMatchObject({ action: 'update', after: { name: 'FILED', synonyms: ['Filled', 'Field'] } });
    });

    it('is refused when there is nothing in it, or too much', async () => {
      const empty = await send('brand;synonyms\r\n');
      expect([empty.status, errorsOf(empty)]).toEqual([422, [['file', 'empty', {}]]]);
      expect((await send('x'.repeat(4_194_305))).status).toBe(413);
    });

    it('of many lines goes in by parts', async () => {
      const lines = Array.from({ length: 1_203 }, (_, index) => `Bulk ${index};BLK-${index}`);
      expect((await send(lines.join('\n'))).body).toMatchObject({ added: 1_203, refused: 0 });
      expect([await nameOf('blk1202'), (await found('blk')).length]).toEqual(['Bulk 1202', 50]);
    });
  });

  describe('and what it does not know', () => {
    const unknown = async () => (await shop.admin.get('/brands/unknown?perPage=200')).body.data;
    const countLater = async () => {
      shop.clock.advance(60_000);
      await runJob(shop, 'unknown-brands');
    };
    /** The first run looks how far there is something to count, which is settled then. */
    const countOrders = async () => {
      await countLater();
      await countLater();
    };
    const order = (id: string, ...brands: string[]) =>
      shop.sandbox.postOrder(
        orderOf(id, 1, { positions: brands.map((brand, index) => positionOf(index + 1, { brand })) }) as never,
      );
    const seen = async (name: string) =>
      (await unknown()).find((each: { name: string }) => each.name === name) as {
        seen: number;
        suggestion: Brand | null;
      };

    it('is counted in orders, each position once, however often it is looked for', async () => {
      await order('ub-1', 'Kumquat', 'BOSCH', 'KUM-QUAT', 'BOSHC');
      await order('ub-2', '—', 'KUMQUAT');
      await countOrders();
      await countOrders();
      expect(await unknown()).toEqual([
        { name: 'KUMQUAT', seen: 3, lastSeenAt: expect.any(String), suggestion: null },
        {
          name: 'BOSHC',
          seen: 1,
          lastSeenAt: expect.any(String),
          suggestion: expect.objectContaining({ name: 'BOSCH' }),
        },
      ]);
      await order('ub-3', 'kumquat');
      await countOrders();
      expect(await seen('kumquat')).toMatchObject({ seen: 4 });
    });

    it('is not counted while others may still write before it', async () => {
      await order('ub-4', 'Hasty');
      await countLater();
      await runJob(shop, 'unknown-brands');
      expect(await seen('Hasty')).toMatchObject({ seen: 1 });
      await order('ub-5', 'Hasty');
      await runJob(shop, 'unknown-brands');
      await runJob(shop, 'unknown-brands');
      expect(await seen('Hasty')).toMatchObject({ seen: 1 });
      await countOrders();
      expect(await seen('Hasty')).toMatchObject({ seen: 2 });
    });

    it('is known at once when it is given to a brand, or becomes one', async () => {
      const { suggestion } = await seen('BOSHC');
      const { id, synonyms, version } = suggestion!;
      expect((await patch(id, { synonyms: [...synonyms, 'BOSHC'], version })).status).toBe(200);
      await create('kumquat');
      const names = (await unknown()).map(({ name }: Brand) => name);
      expect([names.includes('BOSHC'), names.includes('kumquat'), await nameOf('boshc')]).toEqual([
        false,
        false,
        'BOSCH',
      ]);
    });

    it('is noted by whoever reads lists; what became known meanwhile is left out, and removed later', async () => {
      const note = (...brands: Array<[string, number]>) => {
        const seen = new SeenBrands();
        for (const [key, count] of brands) seen.add(key, key.toLowerCase(), count);
        return shop.app.get(Transactions).run((tx) => shop.app.get(UnknownBrandsService).note(tx, seen));
      };
      await note(['LISTED', 1_000_000], ['BOSCH', 5], ['', 7], ['X'.repeat(65), 1]);
      await note(['LISTED', 234_567], ['LATEKNOWN', 3]);
      const [first] = await unknown();
      expect(first).toMatchObject({ name: 'listed', seen: 1_234_567 });
      const before = (await unknown()).length;
      await create('Late Known');
      await note(['LATEKNOWN', 2]);
      await countLater();
      expect(await unknown()).toHaveLength(before - 1);
    });

    it('is counted also where the clock was ahead when it was looked for', async () => {
      shop.clock.advance(2 * HOUR);
      await countOrders();
      await putClockBack(shop, 2 * HOUR);
      await order('ub-6', 'Ahead');
      await countOrders();
      await countLater();
      expect(await seen('Ahead')).toMatchObject({ seen: 1 });
    });

    it('is bounded: of what is seen least the rest is forgotten', async () => {
      const noted = (from: number) => {
        const seen = new SeenBrands();
        for (let n = 0; n < 1_500; n += 1) seen.add(`RARE${from + n}`, `Rare ${from + n}`, n === 7 ? 2 : 1);
        return shop.app.get(Transactions).run((tx) => shop.app.get(UnknownBrandsService).note(tx, seen));
      };
      await noted(0);
      const { meta } = (await shop.admin.get('/brands/unknown?perPage=1')).body;
      expect(meta.total).toBeLessThan(1_100);
      for (let from = 2_000; from <= 20_000; from += 1_500) await noted(from);
      await countLater();
      expect((await shop.admin.get('/brands/unknown?perPage=1')).body.meta.total).toBe(10_000);
      expect(await seen('Rare 7')).toMatchObject({ seen: 2 });
    });

    it('lets others have their turn while brands that are alike are looked for', async () => {
      let [turns, isOver] = [0, false];
      const counting = (async () => {
        for (; !isOver; turns += 1) await othersTurn();
      })();
      const query = Object.assign(new UnknownBrandQuery(), { perPage: 200 });
      expect((await shop.app.get(UnknownBrandsService).list(query)).data).toHaveLength(200);
      isOver = true;
      await counting;
      expect(turns).toBeGreaterThanOrEqual(200);
    });
  });
});

import { EntityManager } from 'typeorm';
import { ListDownload } from '../../src/offers/price-lists/list-download.service.js';
import { PriceListFetching } from '../../src/offers/price-lists/price-list-fetch.job.js';
import { PriceListOffers } from '../../src/offers/price-lists/price-list-offers.service.js';
import { PriceListSweep } from '../../src/offers/price-lists/price-list-sweep.job.js';
import { PriceListTimes } from '../../src/offers/price-lists/price-list-times.service.js';
import { PriceListWatch } from '../../src/offers/price-lists/price-list-watch.job.js';
import { ImportRunner } from '../../src/offers/price-lists/import-runner.service.js';
import { ImportLeases } from '../../src/offers/price-lists/import-leases.service.js';
import { Configuration } from '../../src/platform/configuration/configuration.service.js';
import { ClockSynchronization } from '../../src/platform/database/clock-synchronization.service.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { HOUR, MINUTE } from '../support/delivering.js';
import { putClockBack } from '../support/jobs.js';
import { sql } from '../support/stored.js';
import { eventually } from '../support/eventually.js';
import { FileServer } from '../support/file-server.js';
import { addPerson } from '../support/people.js';
import { addList, ended, lineOf, linesOf, load, sendFile, viewOf } from '../support/price-lists.js';
import { Shop } from '../support/shop.js';

describe('a price list', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open();
  });
  afterEach(() => shop.close());

  const rowsLeft = async () => Number((await sql(shop, 'SELECT COUNT(*) AS count FROM price_list_rows'))[0].count);
  const offersOf = async (...parts: Array<[brand: string, number: string]>) => {
    const snapshot = await shop.app.get(Configuration).refresh();
    const [region] = (await shop.admin.get('/regions')).body.data;
    const wanted = parts.map(([brand, number]) => ({ brand, number }));
    const found = await shop.app
      .get(Transactions)
      .read((manager) => shop.app.get(PriceListOffers).find(manager, snapshot, Number(region.id), wanted));
    return found.map(({ offers }) => offers);
  };
  const pricesOf = async (brand: string, number: string) =>
    (await offersOf([brand, number]))[0]!.map(({ priceMinor }) => priceMinor);

  it('takes its first file without a guard, and rejects lines with what is wrong with them', async () => {
    const id = await addList(shop, { firstRow: 2 });
    const file = ['Бренд;Артикул;Имя;Кол-во;Цена', lineOf(1), lineOf(2, { price: '' }), ';;;;', 'Итого;;;5;100'];
    const done = await load(shop, id, file.join('\r\n'));
    expect(done).toMatchObject({ state: 'live', rows: 3, taken: 1, rejected: 2, progress: 100, held: [], error: null });
    expect(done.rejectedLines).toEqual([
      { line: 3, code: 'price_unreadable', content: lineOf(2, { price: '' }) },
      { line: 5, code: 'no_article', content: 'Итого;;;5;100' },
    ]);
    expect(await viewOf(shop, id)).toMatchObject({ liveImportId: done.id, rows: 1, rejected: 2, isStale: false });
  });

  it('finds a part however it is written, and its brand by the directory', async () => {
    const id = await addList(shop, { name: 'Склад', isOwnStock: true, deliveryDaysMin: 1, deliveryDaysMax: 3 });
    await load(
      shop,
      id,
      [
        lineOf(1, { brand: 'VOLKSWAGEN', article: '06A 905-161 B', quantity: '>10', price: '1 234,50 руб.' }),
        lineOf(2, { brand: 'NGK', article: '06A905161B' }),
      ].join('\n'),
    );
    const [found, unknown] = await offersOf(['vag', '06а905161В'], ['NOBODY', '06A905161B']);
    expect(found).toEqual([
      expect.objectContaining({
        priceListName: 'Склад',
        isOwnStock: true,
        deliveryDaysMin: 1,
        deliveryDaysMax: 3,
        brand: 'VOLKSWAGEN',
        article: '06A 905-161 B',
        priceMinor: 123_450,
        stock: 11,
        isAtLeast: true,
        multiplicity: 1,
        isStale: false,
      }),
    ]);
    expect(unknown).toEqual([]);
  });

  it('is replaced as a whole, and the former rows are deleted after a while', async () => {
    const id = await addList(shop);
    const first = await load(shop, id, linesOf(1_500));
    const second = await load(
      shop,
      id,
      linesOf(1_500, (index) => ({ price: `${101 + index}` })),
    );
    expect(second.state).toBe('live');
    expect(await pricesOf('BOSCH', '0986-7')).toEqual([10_800]);
    expect((await shop.admin.get(`/price-lists/${id}/imports/${first.id}`)).body.state).toBe('superseded');
    await shop.app.get(PriceListSweep).run();
    expect(await rowsLeft()).toBe(3_000);
    shop.clock.advance(2 * MINUTE);
    await shop.app.get(PriceListSweep).run();
    expect(await rowsLeft()).toBe(1_500);
    expect(await pricesOf('BOSCH', '0986-7')).toEqual([10_800]);
  });

  it('holds a file with all prices tenfold until a person publishes it', async () => {
    const id = await addList(shop);
    await load(shop, id, linesOf(100));
    const held = await load(
      shop,
      id,
      linesOf(100, (index) => ({ price: `${(100 + index) * 10}` })),
    );
    expect(held.state).toBe('held');
    expect(held.held.map(({ rule }: { rule: string }) => rule)).toEqual(['median', 'moved']);
    expect(held.held[1]).toMatchObject({ value: 100, limit: 20, before: 100, after: 100 });
    expect(await pricesOf('BOSCH', '0986-7')).toEqual([10_750]);
    expect(await viewOf(shop, id)).toMatchObject({ heldImportId: held.id });
    const path = `/price-lists/${id}/imports/${held.id}`;
    const { status, body } = await shop.admin.post(`${path}/publish`);
    expect([status, body.state]).toEqual([200, 'live']);
    expect(await pricesOf('BOSCH', '0986-7')).toEqual([107_000]);
    const again = await shop.admin.post(`${path}/discard`);
    expect([again.status, again.body.code]).toEqual([409, 'price_list_not_held']);
  });

  it('keeps what is in force where a held file is discarded', async () => {
    const id = await addList(shop);
    await load(shop, id, linesOf(100));
    const held = await load(
      shop,
      id,
      linesOf(50, (index) => ({ article: `0986-${index * 2}`, price: `${100 + index * 2}` })),
    );
    expect(held.held).toMatchObject([{ rule: 'rows', value: 50, before: 100, after: 50 }]);
    const { body } = await shop.admin.post(`/price-lists/${id}/imports/${held.id}/discard`);
    expect(body.state).toBe('discarded');
    expect(await viewOf(shop, id)).toMatchObject({ heldImportId: null, rows: 100 });
    expect((await load(shop, id, linesOf(90))).state).toBe('live');
  });

  it('is never found half, whatever takes its place meanwhile', async () => {
    const id = await addList(shop, { guard: { rows: 0, overlap: 0, median: 0, moved: 0 } });
    const version = (price: number) => linesOf(3_000, () => ({ price: String(price) }));
    await load(shop, id, version(100));
    let isOver = false;
    const changing = (async () => {
      for (const price of [200, 300, 400]) await load(shop, id, version(price));
      isOver = true;
    })();
    const seen = new Set<number>();
    while (!isOver) {
      const parts = Array.from({ length: 20 }, (_, index) => ['BOSCH', `0986-${index * 140}`] as [string, string]);
      const prices = (await offersOf(...parts)).map((offers) => offers.map(({ priceMinor }) => priceMinor));
      const [first] = prices[0]!;
      expect(prices).toEqual(parts.map(() => [first]));
      seen.add(first!);
    }
    await changing;
    expect(seen.size).toBeGreaterThan(1);
  });

  it('holds a file that lost its quantities, the last column', async () => {
    const id = await addList(shop, { columns: { brand: 1, article: 2, name: 3, price: 4, quantity: 5 } });
    const file = (end: string) =>
      Array.from({ length: 100 }, (_, at) => `BOSCH;P${at};Фильтр;3450,00${end}`).join('\n');
    expect((await load(shop, id, file(';7'))).state).toBe('live');
    expect(await load(shop, id, file(''))).toMatchObject({
      state: 'held',
      held: [{ rule: 'stock', value: 0, limit: 50, before: 100, after: 0 }],
    });
  });

  it('goes by its own limits, and by none that is off', async () => {
    const id = await addList(shop, { guard: { rows: 0, overlap: 0, median: 0, moved: 0 } });
    await load(shop, id, linesOf(100));
    expect((await load(shop, id, lineOf(5_000, { price: '1' }))).state).toBe('live');
  });

  it('takes two spellings of a brand for the same when it compares', async () => {
    const id = await addList(shop);
    await load(
      shop,
      id,
      linesOf(100, () => ({ brand: 'VAG' })),
    );
    expect(
      (
        await load(
          shop,
          id,
          linesOf(100, () => ({ brand: 'Audi' })),
        )
      ).state,
    ).toBe('live');
  });

  it('compares an article that goes over many pieces once, and is like itself', async () => {
    const id = await addList(shop);
    const sameArticle = (index: number) => ({ brand: `BRAND${index % 50}`, article: 'SAME', price: '100,50' });
    const file = linesOf(9_000, sameArticle);
    await load(shop, id, file);
    const asked = jest.spyOn(EntityManager.prototype, 'query');
    const again = await load(shop, id, file);
    const compared = asked.mock.calls.filter(([statement]) => statement.startsWith('SELECT article_key AS articleKey'));
    asked.mockRestore();
    expect([again.state, again.held, compared.length]).toEqual(['live', [], 1]);
  });

  it('fails where no line can be taken, and shows why', async () => {
    const id = await addList(shop);
    await load(shop, id, linesOf(10));
    const failed = await load(shop, id, 'one;two\nthree;four');
    expect(failed).toMatchObject({ state: 'failed', rejected: 2, error: { code: 'no_rows' } });
    expect(failed.rejectedLines[0]).toMatchObject({ line: 1, code: 'too_few_columns' });
    expect(await pricesOf('BOSCH', '0986-7')).toEqual([10_750]);
  });

  it('reads one file at a time', async () => {
    const id = await addList(shop);
    const path = `/price-lists/${id}/imports`;
    const answers = await Promise.all([1, 2, 3].map(() => sendFile(shop.admin, path, linesOf(3_000))));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([202, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('price_list_busy');
    const { importId } = answers.find(({ status }) => status === 202)!.body;
    expect((await ended(shop, id, importId)).state).toBe('live');
  });

  it('whose process died ends as failed, and what is in force stays', async () => {
    const id = await addList(shop);
    const live = await load(shop, id, linesOf(10));
    const leases = shop.app.get(ImportLeases);
    const { id: importId } = await leases.begin(Number(id), { name: 'price.csv', bytes: 1 }, 'upload', '');
    await leases.endInterrupted();
    expect((await viewOf(shop, id)).running).toMatchObject({ id: String(importId) });
    shop.clock.advance(2 * MINUTE);
    await leases.endInterrupted();
    const { body } = await shop.admin.get(`/price-lists/${id}/imports/${importId}`);
    expect(body).toMatchObject({ state: 'failed', error: { code: 'import_interrupted' } });
    expect(await viewOf(shop, id)).toMatchObject({ liveImportId: live.id, running: null });
  });

  it('whose process died while the clock was ahead ends as failed no later than any other', async () => {
    const id = await addList(shop);
    shop.clock.advance(30 * 24 * HOUR);
    const { id: importId } = await shop.app.get(ImportLeases).begin(Number(id), { name: 'x', bytes: 1 }, 'upload', '');
    await putClockBack(shop, 30 * 24 * HOUR);
    await shop.app.get(PriceListTimes).mend();
    await shop.app.get(ImportLeases).endInterrupted();
    expect((await shop.admin.get(`/price-lists/${id}/imports/${importId}`)).body.state).toBe('running');
    shop.clock.advance(2 * MINUTE);
    await shop.app.get(ImportLeases).endInterrupted();
    expect(await ended(shop, id, String(importId))).toMatchObject({ error: { code: 'import_interrupted' } });
  });

  it('is read on where the clock was put forward meanwhile', async () => {
    const id = await addList(shop);
    const { id: importId } = await shop.app.get(ImportLeases).begin(Number(id), { name: 'x', bytes: 1 }, 'upload', '');
    const synchronization = shop.app.get(ClockSynchronization);
    const stepped = jest.spyOn(synchronization, 'hasSteppedLately', 'get').mockReturnValue(true);
    shop.clock.advance(HOUR);
    await shop.app.get(ImportLeases).endInterrupted();
    expect((await shop.admin.get(`/price-lists/${id}/imports/${importId}`)).body.state).toBe('running');
    stepped.mockRestore();
    await shop.app.get(ImportLeases).endInterrupted();
    expect((await ended(shop, id, String(importId))).state).toBe('failed');
  });

  it('has a name of its own in its region', async () => {
    const id = await addList(shop, { name: 'Форум-Авто' });
    const { regionId } = await viewOf(shop, id);
    const columns = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };
    const taken = { status: 422, body: { errors: [{ path: 'name', code: 'name_taken' }] } };
    const create = (name: string, region = regionId) =>
      shop.admin.post('/price-lists', { name, regionId: region, columns });
    expect(await create(' ФОРУМ-АВТО ')).toMatchObject(taken);
    const other = await addList(shop, { name: 'Другое имя' });
    expect(await shop.admin.patch(`/price-lists/${other}`, { name: 'Форум-Авто' })).toMatchObject(taken);
    expect((await shop.admin.patch(`/price-lists/${id}`, { name: 'Форум-авто' })).status).toBe(200);
    const { body: region } = await shop.admin.post('/regions', { name: 'Ещё регион' });
    expect((await create('Форум-Авто', region.id)).status).toBe(201);
  });

  it('tells managers once that it is stale, held or failed', async () => {
    const id = await addList(shop, { name: 'Склад № 2', staleAfterHours: 24 });
    await load(shop, id, linesOf(100));
    const titles = async () =>
      (await shop.admin.get('/manager-notifications?sort=createdAt')).body.data.map(
        ({ title }: { title: string }) => title,
      );
    shop.clock.advance(25 * HOUR);
    for (let times = 0; times < 2; times += 1) await shop.app.get(PriceListWatch).run();
    expect((await viewOf(shop, id)).isStale).toBe(true);
    await load(shop, id, linesOf(10));
    await load(shop, id, 'x');
    await load(shop, id, 'y');
    expect(await titles()).toEqual([
      'Склад № 2: прайс-лист устарел',
      'Склад № 2: прайс-лист ждёт решения',
      'Склад № 2: прайс-лист не загружен',
    ]);
  });

  it('is deleted with all its offers, and frees its region', async () => {
    const id = await addList(shop);
    const { regionId } = await viewOf(shop, id);
    await load(shop, id, linesOf(10));
    const kept = await shop.admin.delete(`/regions/${regionId}`);
    expect([kept.status, kept.body.code]).toEqual([409, 'region_in_use']);
    expect((await shop.admin.delete(`/price-lists/${id}`)).status).toBe(204);
    expect(await pricesOf('BOSCH', '0986-7')).toEqual([]);
    shop.clock.advance(2 * MINUTE);
    await shop.app.get(PriceListSweep).run();
    expect(await rowsLeft()).toBe(0);
  });

  it('is forgotten import by import after 90 days, but for the one in force', async () => {
    const id = await addList(shop);
    await load(shop, id, 'nothing');
    const live = await load(shop, id, linesOf(3));
    shop.clock.advance(91 * 24 * HOUR);
    await shop.app.get(PriceListSweep).run();
    const { body } = await shop.admin.get(`/price-lists/${id}/imports`);
    expect(body.data.map((each: { id: string }) => each.id)).toEqual([live.id]);
    const [{ count }] = await sql(shop, 'SELECT COUNT(*) AS count FROM price_list_rejected_lines');
    expect(Number(count)).toBe(0);
  });

  it('belongs to its region', async () => {
    const { body: other } = await shop.admin.post('/regions', { name: 'Другой' });
    const id = await addList(shop);
    const { client: stranger } = await addPerson(shop, 'other', ['manager'], [other.id]);
    expect((await stranger.get(`/price-lists/${id}`)).status).toBe(404);
    expect((await stranger.get('/price-lists')).body.data).toEqual([]);
    expect((await sendFile(stranger, `/price-lists/${id}/imports`, linesOf(1))).status).toBe(404);
  });

  describe('with an address', () => {
    let server: FileServer;
    beforeEach(async () => {
      server = await FileServer.start(linesOf(20));
    });
    afterEach(() => server.close());

    const fetchNow = () => shop.app.get(PriceListFetching).run();
    const newest = async (id: string) => {
      const { body } = await shop.admin.get(`/price-lists/${id}/imports`);
      return ended(shop, id, body.data[0].id);
    };

    it('is fetched at its interval, and read only when it is another one', async () => {
      const id = await addList(shop, { url: server.url, refreshMinutes: 30 });
      await fetchNow();
      expect(await newest(id)).toMatchObject({ state: 'live', source: 'url', author: '', taken: 20 });
      await fetchNow();
      expect(server.requests).toHaveLength(1);
      shop.clock.advance(31 * MINUTE);
      await fetchNow();
      expect(server.requests.map(({ status }) => status)).toEqual([200, 304]);
      const { body } = await shop.admin.get(`/price-lists/${id}/imports`);
      expect(body.data).toHaveLength(1);
      expect((await viewOf(shop, id)).checkedAt).toBe(shop.clock.now().toISOString());
    });

    it('shows why it cannot be fetched, since when, and gets over it', async () => {
      const id = await addList(shop, { url: server.url });
      server.answer = 503;
      await fetchNow();
      const failed = await viewOf(shop, id);
      expect(failed).toMatchObject({
        fetchError: { code: 'fetch_status', params: { status: 503 } },
        liveImportId: null,
      });
      shop.clock.advance(HOUR);
      await fetchNow();
      expect((await viewOf(shop, id)).fetchErrorSince).toBe(failed.fetchErrorSince);
      server.answer = 200;
      shop.clock.advance(HOUR);
      await fetchNow();
      expect(await newest(id)).toMatchObject({ state: 'live' });
      expect(await viewOf(shop, id)).toMatchObject({ fetchError: null, fetchErrorSince: null });
    });

    it('is fetched sooner after a failure, later after each further one, and at once when somebody wants it', async () => {
      const id = await addList(shop, { url: server.url });
      const waits = async () => Date.parse((await viewOf(shop, id)).nextFetchAt) - shop.clock.now().getTime();
      server.answer = 503;
      for (const minutes of [5, 10, 20, 40, 60]) {
        await fetchNow();
        expect(await waits()).toBe(minutes * MINUTE);
        shop.clock.advance(minutes * MINUTE);
      }
      server.answer = 200;
      const asked = server.requests.length;
      expect((await shop.admin.post(`/price-lists/${id}/fetch`)).status).toBe(202);
      await eventually(async () => expect((await viewOf(shop, id)).liveImportId).not.toBeNull());
      expect([server.requests.length - asked, await waits()]).toEqual([1, HOUR]);
      const other = await addList(shop, { name: 'Без адреса' });
      expect((await shop.admin.post(`/price-lists/${other}/fetch`)).status).toBe(404);
    });

    it('is not there where the server has no newer one than none', async () => {
      const id = await addList(shop, { url: server.url });
      server.answer = 304;
      await fetchNow();
      expect(await viewOf(shop, id)).toMatchObject({
        fetchError: { code: 'fetch_status', params: { status: 304 } },
        checkedAt: null,
      });
    });

    it('is fetched again soon where the service itself failed to read it', async () => {
      const read = jest.spyOn(shop.app.get(ImportRunner) as never as { read(): Promise<never> }, 'read');
      read.mockRejectedValueOnce(new Error('The database went away.'));
      const id = await addList(shop, { url: server.url, refreshMinutes: 1_440 });
      await fetchNow();
      expect(await newest(id)).toMatchObject({ state: 'failed', error: { code: 'import_failed' } });
      shop.clock.advance(5 * MINUTE);
      await fetchNow();
      expect(await newest(id)).toMatchObject({ state: 'live' });
      expect(Date.parse((await viewOf(shop, id)).nextFetchAt) - shop.clock.now().getTime()).toBe(24 * HOUR);
    });

    it('is fetched later after each further time that the service failed to read it', async () => {
      const read = jest.spyOn(shop.app.get(ImportRunner) as never as { read(): Promise<never> }, 'read');
      const id = await addList(shop, { url: server.url });
      for (const minutes of [5, 10, 20, 40, 60]) {
        read.mockRejectedValueOnce(new Error('It is too much for it.'));
        await fetchNow();
        expect(await newest(id)).toMatchObject({ state: 'failed', error: { code: 'import_failed' } });
        expect(Date.parse((await viewOf(shop, id)).nextFetchAt) - shop.clock.now().getTime()).toBe(minutes * MINUTE);
        shop.clock.advance(minutes * MINUTE);
      }
      await fetchNow();
      expect(await newest(id)).toMatchObject({ state: 'live' });
    });

    it('is not taken where the download is cut off', async () => {
      const id = await addList(shop, { url: server.url });
      server.answer = 'cut';
      await fetchNow();
      expect(await viewOf(shop, id)).toMatchObject({ fetchError: { code: 'fetch_broken' }, liveImportId: null });
    });

    it.each(['gzip', 'deflate', 'br'] as const)(
      'is taken as a whole where it comes packed as %s, and not where its end is missing',
      async (encoding) => {
        server.content = linesOf(500, (index) => ({ article: `${(index * 7_919) % 10_007}` }));
        server.packing = { encoding, isHalf: true };
        const id = await addList(shop, { url: server.url });
        await fetchNow();
        expect(await viewOf(shop, id)).toMatchObject({ fetchError: { code: 'fetch_broken' }, liveImportId: null });
        server.packing.isHalf = false;
        shop.clock.advance(HOUR);
        await fetchNow();
        expect(await newest(id)).toMatchObject({ state: 'live', taken: 500 });
      },
    );

    it('is taken as it is where the server names an encoding that there is not', async () => {
      server.packing = { encoding: 'constructor', isHalf: false };
      const id = await addList(shop, { url: server.url });
      await fetchNow();
      expect(await newest(id)).toMatchObject({ state: 'live' });
    });

    it('holds up no other list when its server says nothing', async () => {
      server.answer = 'hang';
      await addList(shop, { url: server.url });
      const other = await FileServer.start(linesOf(20));
      const id = await addList(shop, { name: 'Другой', url: other.url });
      const fetching = fetchNow();
      await eventually(async () => expect((await viewOf(shop, id)).liveImportId).not.toBeNull());
      other.close();
      server.close();
      await fetching;
    });

    it('is fetched when it becomes due while another server says nothing, which is asked once', async () => {
      server.answer = 'hang';
      await addList(shop, { url: server.url });
      await fetchNow();
      const other = await FileServer.start(linesOf(20));
      const id = await addList(shop, { name: 'Ещё один', url: other.url });
      await fetchNow();
      other.close();
      expect(await newest(id)).toMatchObject({ state: 'live' });
      const [{ leaseToken }] = await shop.app
        .get(Transactions)
        .read((manager) =>
          manager.query('SELECT lease_token AS leaseToken FROM price_list_fetches ORDER BY price_list_id'),
        );
      expect(leaseToken).not.toBe('');
    });

    it('is fetched from the address that it was given while others were fetched before it', async () => {
      server.answer = 'hang';
      for (let slow = 0; slow < 4; slow += 1) await addList(shop, { url: server.url });
      const [former, latter] = [await FileServer.start(linesOf(20)), await FileServer.start(linesOf(30))];
      const id = await addList(shop, { url: former.url });
      await fetchNow();
      await shop.admin.patch(`/price-lists/${id}`, { url: latter.url });
      server.close();
      await eventually(async () => expect((await viewOf(shop, id)).liveImportId).not.toBeNull());
      expect(await viewOf(shop, id)).toMatchObject({ rows: 30 });
      expect([former.requests.length, latter.requests.length]).toEqual([0, 1]);
      former.close();
      latter.close();
    });

    it('is fetched once more where it could not be read, even if that failed before its ETag was written', async () => {
      const runner = shop.app.get(ImportRunner);
      const start = runner.start.bind(runner);
      jest.spyOn(runner, 'start').mockImplementation(async (list, ...rest) => {
        const importId = await start(list, ...rest);
        await ended(shop, String(list.id), String(importId));
        return importId;
      });
      server.content = 'nothing;of;an;offer';
      const id = await addList(shop, { url: server.url });
      await fetchNow();
      expect(await newest(id)).toMatchObject({ state: 'failed', error: { code: 'no_rows' } });
      shop.clock.advance(HOUR);
      await fetchNow();
      expect(server.requests.map(({ status }) => status)).toEqual([200, 200]);
    });

    it('is read once more after its columns were changed', async () => {
      const id = await addList(shop, { url: server.url });
      await fetchNow();
      await newest(id);
      await shop.admin.patch(`/price-lists/${id}`, {
        columns: { brand: 1, article: 2, name: 3, quantity: 4, price: 5, multiplicity: 6 },
      });
      shop.clock.advance(HOUR);
      await fetchNow();
      expect(server.requests.map(({ status }) => status)).toEqual([200, 200]);
      await eventually(async () => expect((await newest(id)).state).toBe('live'));
    });

    it('is fetched again, and grows old, also where the clock was ahead when it came', async () => {
      shop.clock.advance(30 * 24 * HOUR);
      const id = await addList(shop, { url: server.url, refreshMinutes: 30, staleAfterHours: 24 });
      await fetchNow();
      expect((await newest(id)).state).toBe('live');
      await putClockBack(shop, 30 * 24 * HOUR);
      await shop.app.get(PriceListTimes).mend();
      shop.clock.advance(25 * HOUR);
      expect((await viewOf(shop, id)).isStale).toBe(true);
      await fetchNow();
      expect(server.requests).toHaveLength(2);
    });

    it('waits as long as before where the clock goes right', async () => {
      const id = await addList(shop, { url: server.url, refreshMinutes: 30 });
      await fetchNow();
      await newest(id);
      const before = await viewOf(shop, id);
      await shop.app.get(PriceListTimes).mend();
      expect(await viewOf(shop, id)).toEqual(before);
    });

    it('whose file was held and dropped is read again once a limit is changed', async () => {
      const id = await addList(shop, { url: server.url, refreshMinutes: 30 });
      await fetchNow();
      await newest(id);
      server.content = linesOf(12);
      shop.clock.advance(31 * MINUTE);
      await fetchNow();
      const held = await newest(id);
      expect(held).toMatchObject({ state: 'held' });
      await shop.admin.post(`/price-lists/${id}/imports/${held.id}/discard`);
      shop.clock.advance(31 * MINUTE);
      await fetchNow();
      expect(server.requests.map(({ status }) => status)).toEqual([200, 200, 304]);
      const { guard } = await viewOf(shop, id);
      await shop.admin.patch(`/price-lists/${id}`, { guard: { ...guard, rows: 50 } });
      shop.clock.advance(31 * MINUTE);
      await fetchNow();
      expect(await newest(id)).toMatchObject({ state: 'live', taken: 12 });
    });

    it('is read by the columns that were set while it was on its way', async () => {
      const id = await addList(shop, { url: server.url });
      const download = shop.app.get(ListDownload);
      const fetch = download.fetch.bind(download);
      jest.spyOn(download, 'fetch').mockImplementationOnce(async (...asked) => {
        const file = await fetch(...asked);
        await shop.admin.patch(`/price-lists/${id}`, {
          columns: { brand: 1, article: 3, name: 2, quantity: 4, price: 5 },
        });
        return file;
      });
      await fetchNow();
      expect(await newest(id)).toMatchObject({ state: 'live', taken: 20 });
      expect(await pricesOf('BOSCH', 'Колодки тормозные 7')).toEqual([10_750]);
      shop.clock.advance(HOUR);
      await fetchNow();
      expect(server.requests.map(({ status }) => status)).toEqual([200, 304]);
    });

    it('is not taken from an address that was taken away while its file was on its way', async () => {
      const id = await addList(shop, { url: server.url });
      const other = await FileServer.start(linesOf(30));
      const download = shop.app.get(ListDownload);
      const fetch = download.fetch.bind(download);
      jest.spyOn(download, 'fetch').mockImplementationOnce(async (...asked) => {
        const file = await fetch(...asked);
        await shop.admin.patch(`/price-lists/${id}`, { url: other.url });
        return file;
      });
      await fetchNow();
      await fetchNow();
      expect(await newest(id)).toMatchObject({ state: 'live', taken: 30 });
      expect((await shop.admin.get(`/price-lists/${id}/imports`)).body.data).toHaveLength(1);
      other.close();
    });
  });

  it('is read by the columns that were set while another file was being read', async () => {
    const [first, second] = [await addList(shop), await addList(shop)];
    const runner = shop.app.get(ImportRunner) as never as { comparedWith(list: object): Promise<object> };
    const comparedWith = runner.comparedWith.bind(runner);
    let importId = '';
    jest.spyOn(runner, 'comparedWith').mockImplementationOnce(async (list) => {
      importId = (await sendFile(shop.admin, `/price-lists/${second}/imports`, linesOf(5))).body.importId;
      await shop.admin.patch(`/price-lists/${second}`, { firstRow: 3 });
      return comparedWith(list);
    });
    await load(shop, first, linesOf(5));
    expect(await ended(shop, second, importId)).toMatchObject({ state: 'live', taken: 3 });
  });

  it('keeps every row as it was read', async () => {
    const id = await addList(shop, {
      columns: { brand: 1, article: 2, name: 3, quantity: 4, price: 5, multiplicity: 6 },
    });
    await load(shop, id, `Ёлка "и" Ко;№ 𐐀-1;Имя с 🚗;есть;999 999 999,99;12`);
    const [row] = await sql(shop, 'SELECT * FROM price_list_rows');
    expect({ ...row, price: Number(row.price), is_at_least: Number(row.is_at_least) }).toMatchObject({
      article_key: 'NO𐐀1',
      line: 1,
      brand: 'Ёлка "и" Ко',
      article: '№ 𐐀-1',
      name: 'Имя с 🚗',
      price: 99_999_999_999,
      stock: 1,
      is_at_least: 1,
      multiplicity: 12,
    });
  });
});

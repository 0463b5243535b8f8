import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import iconv from 'iconv-lite';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { ListReading } from '../../src/offers/price-lists/reading/list-reading.js';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { onEmbedded } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { runJob } from '../support/jobs.js';
import { addList, lineOf, linesOf, load, sendFile, viewOf } from '../support/price-lists.js';
import { addPerson } from '../support/people.js';
import { Shop } from '../support/shop.js';
import { workbookOf } from '../support/workbook.js';

describe('a file of a price list', () => {
  let shop: Shop;
  let id: string;
  beforeAll(async () => {
    shop = await Shop.open({ PRICE_LIST_MEGABYTES: '4' });
  });
  beforeEach(async () => {
    id = await addList(shop, { guard: { rows: 0, overlap: 0, median: 0, moved: 0 } });
  });
  afterAll(() => shop.close());

  const preview = (content: string | Uint8Array<ArrayBuffer>, name?: string) =>
    sendFile(shop.admin, '/price-lists/preview', content, name);
  const bytes = (text: string, encoding: string) => new Uint8Array(iconv.encode(text, encoding));
  const russian = 'Бренд;Артикул;Наименование\r\nБОШ;Р-1;Колодки тормозные передние';

  it.each(['windows-1251', 'koi8-r', 'cp866', 'utf-8', 'utf-16le'])('is read in %s', async (encoding) => {
    const content =
      encoding === 'utf-16le' ? iconv.encode(russian, encoding, { addBOM: true }) : bytes(russian, encoding);
    const { status, body } = await preview(new Uint8Array(content));
    expect([status, body]).toEqual([
      200,
      {
        encoding,
        separator: ';',
        rows: [
          ['Бренд', 'Артикул', 'Наименование'],
          ['БОШ', 'Р-1', 'Колодки тормозные передние'],
        ],
      },
    ]);
  });

  it('is shown line by line up to the twentieth, empty lines too', async () => {
    const { body } = await preview(`Прайс от 1.12\n\n${linesOf(50)}`);
    expect(body.rows).toHaveLength(20);
    expect(body.rows[1]).toEqual(['']);
    expect(body.rows[2]).toEqual(lineOf(0).split(';'));
  });

  it('is read from a workbook, with numbers as people see them', async () => {
    const sheet = [
      ['Бренд', 'Артикул', 'Имя', 'Остаток', 'Цена'],
      ['BOSCH', 4012345678901, 'Фильтр', 3, 1234.5],
      ['BOSCH', 1e21, 'Фильтр', '>10', 0.1 + 0.2],
    ];
    const shown = await preview(workbookOf(sheet), 'price.xlsx');
    expect(shown.body).toEqual({
      encoding: '',
      separator: '',
      rows: [
        ['Бренд', 'Артикул', 'Имя', 'Остаток', 'Цена'],
        ['BOSCH', '4012345678901', 'Фильтр', '3', '1234.5'],
        ['BOSCH', '1000000000000000000000', 'Фильтр', '>10', '0.30000000000000004'],
      ],
    });
    const done = await load(shop, id, workbookOf([...sheet, [], ['Итого', '', '', 5]]), 'price.xlsx');
    expect(done).toMatchObject({ state: 'live', taken: 2, rejected: 2, encoding: '', separator: '' });
  });

  it('is not taken from a workbook whose sheet, or whose texts, end in the middle', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => ['BOSCH', `A-${index}`, 'Колодки', 5, 100 + index]);
    const files = unzipSync(workbookOf(rows));
    for (const name of ['xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml']) {
      const cut = strFromU8(files[name]!).replace(/<\/(sheetData|sst)>.*/s, '');
      expect(await load(shop, id, workbookOf(rows, { [name]: strToU8(cut) }))).toMatchObject({
        ...{ state: 'failed', taken: 0 },
        error: { code: 'file_broken', params: { reason: expect.stringContaining('unclosed tag') } },
      });
    }
    expect(await load(shop, id, workbookOf(rows))).toMatchObject({ state: 'live', taken: 30 });
  });

  it('is not taken from an archive or a workbook that was damaged on its way', async () => {
    const packed = { level: 0 } as const;
    const files = unzipSync(workbookOf([['BOSCH', 'A-1', 'Колодки', 5, 1234]]));
    for (const sound of [zipSync({ 'a.csv': strToU8('BOSCH;A-1;Колодки;5;1234\n') }, packed), zipSync(files, packed)]) {
      const damaged = Buffer.from(sound);
      damaged[damaged.indexOf('1234')] = '9'.charCodeAt(0);
      expect(await load(shop, id, new Uint8Array(damaged))).toMatchObject({
        ...{ state: 'failed', taken: 0 },
        error: {
          code: 'file_broken',
          params: { reason: expect.stringMatching(/^the checksum of \S+ does not match$/) },
        },
      });
      expect(await load(shop, id, new Uint8Array(sound))).toMatchObject({ state: 'live', taken: 1 });
    }
  });

  it('is read from a workbook that gives all rows one number', async () => {
    const row = '<row r="1"><c r="A1" t="inlineStr"><is><t>BOSCH</t></is></c></row>';
    const sheet = `<worksheet><sheetData>${row.repeat(3)}${row.replace('"1"', '"1e999"')}</sheetData></worksheet>`;
    const { rejectedLines } = await load(shop, id, workbookOf([], { 'xl/worksheets/sheet1.xml': strToU8(sheet) }));
    expect(rejectedLines.map(({ line }: { line: number }) => line)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['a CSV', { 'list.csv': strToU8(linesOf(5)) }],
    ['a workbook', { 'folder/list.xlsx': workbookOf([['BOSCH', 'A1', 'x', 1, 5]]), '__MACOSX/x': strToU8('x') }],
    ['a file of no kind', { price: strToU8(linesOf(5)) }],
  ])('is read from an archive of %s', async (_, files) => {
    expect(await load(shop, id, new Uint8Array(zipSync(files)), 'price.zip')).toMatchObject({
      state: 'live',
      rejected: 0,
    });
  });

  it.each([
    ['an old workbook', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'file_is_xls'],
    ['a web page', strToU8('\n<!DOCTYPE html><html><body>Войдите</body></html>'), 'file_is_page'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'file_unknown'],
    ['a broken archive', strToU8('PK\u0003\u0004 and nothing else'), 'file_broken'],
    ['an archive in an archive', zipSync({ 'a.zip': zipSync({ 'b.zip': strToU8('x') }) }), 'file_unknown'],
    [
      'a workbook of LibreOffice',
      zipSync({ mimetype: strToU8('x'), 'content.xml': strToU8('<x/>'), 'styles.xml': strToU8('<x/>') }),
      'file_is_other_workbook',
    ],
    [
      'a binary workbook',
      zipSync({ 'xl/workbook.bin': strToU8('x'), 'x.rels': strToU8('x') }),
      'file_is_other_workbook',
    ],
    ['an archive of nothing', zipSync({}), 'archive_without_list'],
    ['an archive of two', zipSync({ 'a.csv': strToU8('x'), 'b.csv': strToU8('y') }), 'archive_with_several'],
  ])('that is %s is refused by what it is', async (_, content, code) => {
    const { status, body } = await preview(new Uint8Array(content));
    expect([status, body.errors?.[0]]).toEqual([422, expect.objectContaining({ path: 'file', code })]);
    expect(await load(shop, id, new Uint8Array(content))).toMatchObject({ state: 'failed', error: { code } });
  });

  it.each([
    ['empty', '', 'file_empty'],
    ['too large', 'x'.repeat(4_000_001), 'file_too_large'],
  ])('that is %s is refused', async (_, content, code) => {
    const { status, body } = await sendFile(shop.admin, `/price-lists/${id}/imports`, content);
    expect([status, body.errors[0].code]).toEqual([422, code]);
    expect((await viewOf(shop, id)).running).toBeNull();
  });

  it('has to be there, in a form', async () => {
    const form = new FormData();
    form.append('other', 'x');
    const path = `${shop.admin.baseUrl}/price-lists/${id}/imports`;
    const none = await fetch(path, { method: 'POST', headers: shop.admin.identity, body: form });
    const { errors } = (await none.json()) as { errors: Array<{ code: string }> };
    expect([none.status, errors[0]!.code]).toEqual([422, 'file_missing']);
    expect((await shop.admin.post(`/price-lists/${id}/imports`, {})).status).toBe(415);
  });

  const BEGINNING = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nBOSCH;';
  const begin = (end: (outgoing: ClientRequest) => unknown) =>
    new Promise<{ status: number; text: string }>((resolve) => {
      const headers = { ...shop.admin.identity, 'Content-Type': 'multipart/form-data; boundary=x' };
      const path = `${shop.url}/api/price-lists/${id}/imports`;
      const outgoing = request(path, { method: 'POST', headers }, (answer) => {
        const { statusCode: status = 0 } = answer;
        void answer.toArray().then((parts) => resolve({ status, text: parts.join('') }));
      });
      outgoing.on('error', () => resolve({ status: 0, text: '' }));
      outgoing.write(BEGINNING, () => end(outgoing));
    });
  // Of a server they lie among everybody's temporary files.
  const kept = () => readdir(join(shop.app.get(AppConfig).dataDir, 'tmp'));

  onEmbedded('that breaks off on the way leaves nothing behind', async () => {
    const { status } = await begin(async (outgoing) => {
      await eventually(async () => expect(await kept()).toHaveLength(1));
      outgoing.destroy();
    });
    expect(status).toBe(0);
    await eventually(async () => expect(await kept()).toEqual([]));
    expect((await viewOf(shop, id)).running).toBeNull();
    expect((await load(shop, id, linesOf(3))).state).toBe('live');
  });

  onEmbedded('that a killed process left behind is removed a day later', async () => {
    const folder = (name: string) => join(shop.app.get(AppConfig).dataDir, 'tmp', name);
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    for (const [name, hours] of [
      ['partsdesk-list-old', 25],
      ['partsdesk-list-new', 23],
      ['other', 25],
    ] as const) {
      await mkdir(folder(name), { recursive: true });
      await utimes(folder(name), hoursAgo(hours), hoursAgo(hours));
    }
    await runJob(shop, 'price-list-sweep');
    expect((await kept()).sort()).toEqual(['other', 'partsdesk-list-new']);
    for (const name of await kept()) await rm(folder(name), { recursive: true });
  });

  onEmbedded('is one of ten that come at a time', async () => {
    const outgoing: ClientRequest[] = [];
    const others = Array.from({ length: 10 }, () => begin((each) => outgoing.push(each)));
    await eventually(async () => expect(await kept()).toHaveLength(10));
    expect((await sendFile(shop.admin, '/price-lists/preview', linesOf(3))).status).toBe(429);
    for (const each of outgoing) each.destroy();
    await Promise.all(others);
    await eventually(async () => expect(await kept()).toEqual([]));
    expect((await preview(linesOf(3))).status).toBe(200);
  });

  onEmbedded('whose form has no end is refused', async () => {
    const { status, text } = await begin((outgoing) => outgoing.end());
    expect([status, JSON.parse(text).errors]).toMatchObject([422, [{ path: 'file', code: 'invalid_form' }]]);
    await eventually(async () => expect(await kept()).toEqual([]));
  });

  it.each([
    ['one endless line', 'x'.repeat(3_900_000), { state: 'failed', rejected: 1 }],
    ['a stray quote', `"${linesOf(100)}`, { state: 'live', taken: 99, rejected: 1 }],
    ['a quote at the beginning of each line', linesOf(2_000).replace(/^/gm, '"'), { state: 'failed', rejected: 2_000 }],
    ['separators alone', `${';'.repeat(90_000)}\n`.repeat(40), { state: 'failed', rejected: 0 }],
    ['quotes alone', `${'"'.repeat(90_001)}\n`.repeat(40), { state: 'failed' }],
  ])('of %s ends', async (_, content, outcome) => {
    expect(await load(shop, id, content)).toMatchObject(outcome);
  });

  it('that grows beyond measure when it is unpacked is stopped', async () => {
    const bomb = zipSync({ 'a.csv': new Uint8Array(150_000_000).fill(65) });
    expect(await load(shop, id, new Uint8Array(bomb))).toMatchObject({
      state: 'failed',
      error: { code: 'file_expands' },
    });
  });

  /** A file that keeps who reads it at work for minutes. */
  async function slowFile() {
    const folder = await mkdtemp(join(shop.app.get(AppConfig).dataDir, 'long-'));
    await writeFile(join(folder, 'list'), `"${'a"b'.repeat(3_000)};x\n`.repeat(2_000));
    const columns = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };
    return { file: join(folder, 'list'), folder, mapping: { columns, firstRow: 1 } };
  }

  it('that takes too long is given up, since others wait for it', async () => {
    const reading = new ListReading(await slowFile(), undefined, 0.01);
    await expect(reading.figures()).rejects.toMatchObject({ error: { code: 'reading_too_long' } });
  });

  it('whose process crashes is told of in the log, with the last words of that', async () => {
    const told = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const reading = new ListReading(await slowFile());
    const { child } = reading as unknown as { child: ChildProcess };
    child.stderr!.emit('data', Buffer.from('FATAL ERROR: out of memory'));
    child.kill('SIGABRT');
    await expect(reading.figures()).rejects.toMatchObject({ error: { code: 'reading_crashed' } });
    reading.stop();
    const lines = told.mock.calls.map(([message]) => message as unknown);
    told.mockRestore();
    expect(lines).toEqual(['Reading a price list failed: it ended with SIGABRT: FATAL ERROR: out of memory']);
  });

  it('that is one text of 95 MB is refused, and the next one is read', async () => {
    const sheet = `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(95_000_000)}</t></is></c></row></sheetData></worksheet>`;
    const bomb = workbookOf([], { 'xl/worksheets/sheet1.xml': strToU8(sheet) });
    const done = await load(shop, id, bomb);
    expect(done).toMatchObject({ state: 'failed', error: { code: 'no_rows' } });
    expect((await load(shop, id, linesOf(3))).state).toBe('live');
  });

  it('is told of in the log as read only where it was', async () => {
    const told = jest.spyOn(Logger.prototype, 'log');
    const messages = () => told.mock.calls.map(([, message]) => message as unknown);
    await load(shop, id, 'nothing');
    expect(messages()).not.toContain('A price list was read.');
    await load(shop, id, linesOf(3));
    await eventually(() => expect(messages()).toContain('A price list was read.'));
    told.mockRestore();
  });

  it('is not sent by whoever only looks', async () => {
    const { client } = await addPerson(shop, 'observer', ['observer']);
    expect((await sendFile(client, `/price-lists/${id}/imports`, linesOf(1))).status).toBe(403);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ regionId: '999999' }, 'regionId'],
    [{ deliveryDaysMin: 3, deliveryDaysMax: 2 }, 'deliveryDaysMax'],
    [{ firstRow: 0 }, 'firstRow'],
    [{ columns: { brand: 1, article: 2, name: 3, quantity: 4 } }, 'columns.price'],
    [{ columns: { brand: 1, article: 1, name: 3, quantity: 4, price: 5 } }, 'columns.article'],
    [{ columns: { brand: 0, article: 1, name: 3, quantity: 4, price: 5 } }, 'columns.brand'],
    [{ guard: { rows: 101, overlap: 0, median: 0, moved: 0 } }, 'guard.rows'],
    [{ guard: { rows: 10 } }, 'guard.overlap'],
    [{ refreshMinutes: 4 }, 'refreshMinutes'],
    [{ staleAfterHours: 0 }, 'staleAfterHours'],
    [{ url: 'ftp://example.com/a.csv' }, 'url'],
    [{ liveImportId: '1' }, 'liveImportId'],
  ])('is not read by settings like %j', async (change, path) => {
    const before = await viewOf(shop, id);
    const { status, body } = await shop.admin.patch(`/price-lists/${id}`, change);
    expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
    expect(await viewOf(shop, id)).toEqual(before);
  });

  it('is read by settings that one person changes at a time', async () => {
    const { version } = await viewOf(shop, id);
    const first = await shop.admin.patch(`/price-lists/${id}`, { name: 'Один', version });
    const second = await shop.admin.patch(`/price-lists/${id}`, { name: 'Два', version });
    expect([first.status, second.status, second.body.code]).toEqual([200, 409, 'changed_meanwhile']);
    expect((await viewOf(shop, id)).name).toBe('Один');
  });
});

import { buffer } from 'node:stream/consumers';
import { strFromU8, unzipSync } from 'fflate';
import iconv from 'iconv-lite';
import { makeOrder } from './order-factory.js';
import {
  ORDERED_PARTS,
  type PriceFileForm,
  priceFile,
  priceFileName,
  priceRows,
  type RowsWanted,
} from './price-files.js';
import { BRANDS } from './supplier/brands.js';
import { priceParts } from './supplier/price-parts.js';

const ROWS = 3_000;

const textOf = async (wanted: RowsWanted & Partial<PriceFileForm>) => {
  const bytes = await buffer(priceFile(wanted));
  return iconv.decode(bytes, (wanted.encoding ?? 'windows-1251').replace('-bom', ''), { stripBOM: false });
};

describe("a supplier's files", () => {
  it('are the same for the same options, and others for another seed', async () => {
    const bytes = (wanted: RowsWanted) => buffer(priceFile(wanted));
    const first = await bytes({ rows: ROWS });
    expect((await bytes({ rows: ROWS })).equals(first)).toBe(true);
    expect((await bytes({ rows: ROWS, seed: 2 })).equals(first)).toBe(false);
  });

  it.each(['utf-8', 'utf-8-bom', 'windows-1251', 'koi8-r', 'cp866'] as const)(
    'say the same in %s',
    async (encoding) => {
      const old = (text: string) =>
        text
          .replaceAll('Ö', 'OE')
          .replaceAll('—', '-')
          .replace(/^\ufeff/, '');
      const text = await textOf({ rows: ROWS, encoding });
      expect(text).not.toContain('\ufffd');
      expect(old(text)).toBe(old(await textOf({ rows: ROWS, encoding: 'utf-8' })));
      expect(text.startsWith('\ufeff')).toBe(encoding === 'utf-8-bom');
    },
  );

  it.each([';', ',', '\t', '|'] as const)(
    'have as many columns in each line with %j between them',
    async (separator) => {
      const text = await textOf({ rows: ROWS, isPlain: true, separator });
      const widths = text
        .trimEnd()
        .split('\r\n')
        .map((line) => line.replace(/"(?:[^"]|"")*"/g, '').split(separator).length);
      expect(new Set(widths)).toEqual(new Set([6]));
      expect(widths).toHaveLength(ROWS + 1);
    },
  );

  it('are workbooks whose numbers are numbers, and archives of either', async () => {
    const files = unzipSync(await buffer(priceFile({ rows: ROWS, format: 'xlsx' })));
    const sheet = strFromU8(files['xl/worksheets/sheet1.xml']!);
    expect(sheet.match(/<row /g)!.length).toBeGreaterThan(ROWS);
    expect(sheet).toContain('<c r="D5"><v>24</v></c>');
    expect(sheet).toMatch(/<c r="E\d+" s="1"><v>\d+\.\d+<\/v><\/c>/);
    expect(strFromU8(files['xl/sharedStrings.xml']!)).toContain('<si><t>BOSCH</t></si>');
    const archive = unzipSync(await buffer(priceFile({ rows: ROWS, format: 'xlsx', isZipped: true })));
    expect(unzipSync(archive['price.xlsx']!)).toHaveProperty(['xl/workbook.xml']);
    expect(priceFileName({ format: 'xlsx', isZipped: true })).toBe('price.zip');
  });

  it('have what people make of a list: spellings, words for quantities, faults, a heading and a sum', async () => {
    const text = await textOf({ rows: ROWS });
    for (const sign of [
      /;>10;/,
      /;есть;/,
      /;нет;/,
      /\d \d{3},\d\d;/,
      /\d\u00a0\d{3},\d\d;/,
      /;по запросу;/,
      /""Tour""/,
    ])
      expect(text).toMatch(sign);
    expect(text).toMatch(/[А-Я]+\d[^;]*;[^;]*;/);
    expect(text).toMatch(/;"[^";]+;/);
    expect(text).toMatch(/\r\n;;;;;\r\n/);
    expect(text.trimEnd().split('\r\n').at(-1)).toBe(`;;Итого позиций: ${ROWS};;;`);
    const rows = [...priceRows({ rows: ROWS, hasStrayQuotes: true })];
    const atFault = rows.filter(({ part }) => part === null).length;
    expect(atFault).toBeGreaterThan(ROWS * 0.003);
    expect(atFault).toBeLessThan(ROWS * 0.02);
  });

  it('have the same parts in each edition, a few of them at other prices', () => {
    const [first, second] = [0, 1].map((edition) => [...priceParts({ rows: ROWS, edition })]);
    const name = ({ brand, article }: { brand: string; article: string }) => `${brand} ${article}`;
    expect(second!.map(name)).toEqual(first!.map(name));
    expect(new Set(first!.map(name)).size).toBe(ROWS);
    const moved = second!.filter(({ price }, place) => price !== first![place]!.price).length;
    expect(moved).toBeGreaterThan(ROWS * 0.02);
    expect(moved).toBeLessThan(ROWS * 0.08);
  });

  it('can be ten times as dear, halved, and with another column in front', () => {
    const usual = [...priceParts({ rows: 100 })];
    expect([...priceParts({ rows: 100, priceFactor: 10 })].map(({ price }) => price / 10)).toEqual(
      usual.map(({ price }) => price),
    );
    expect([...priceParts({ rows: 100, isHalved: true })]).toEqual(usual.filter((_, index) => index % 2 === 0));
    const rows = [...priceRows({ rows: 100, isPlain: true, hasOtherColumns: true })];
    expect(rows.slice(0, 2).map(({ cells }) => cells.slice(0, 2))).toEqual([
      ['Код', 'Бренд'],
      [100_000, 'BOSCH'],
    ]);
  });

  it('know most parts that the sandbox orders: enough of one, too few of another, none of a third, dearer ones', () => {
    const ordered = Array.from({ length: 60 }, (_, n) => makeOrder({}, () => ((n * 7) % 60) / 60)).flatMap(
      (order) => order.positions,
    );
    const listed = new Map(
      ORDERED_PARTS.map(([brand, number, , price, stock]) => [`${brand} ${number}`, { price, stock }]),
    );
    const states = ordered.map(({ brand, number, price }) => {
      const offer = listed.get(`${brand} ${number}`);
      if (!offer) return 'unknown';
      if (offer.stock === 0) return 'none';
      if (offer.stock === 1) return 'few';
      return Number(offer.price) > Number(price) ? 'dearer' : 'enough';
    });
    expect([...new Set(states)].sort()).toEqual(['dearer', 'enough', 'few', 'none', 'unknown']);
  });

  it('have articles that differ in seven digits at least', () => {
    const patterns = BRANDS.flatMap(({ articles }) => articles);
    expect(patterns.filter((pattern) => (pattern.match(/#/g) ?? []).length < 7)).toEqual([]);
    expect(new Set(BRANDS.map(({ name }) => name)).size).toBe(BRANDS.length);
  });
});

import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type PriceFileForm, priceFile, priceRows } from '../../sandbox/price-files.js';
import { partKey } from '../../src/offers/keys/part-key.js';
import { openList } from '../../src/offers/price-lists/reading/list-file.js';
import { isBlank, RowMapper } from '../../src/offers/price-lists/reading/row-mapper.js';

const ROWS = 4_000;
const FIRST_ROW = 5;
const COLUMNS = { brand: 1, article: 2, name: 3, quantity: 4, price: 5, multiplicity: 6 };

describe('a supplier’s file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'partsdesk-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Article, price, stock and multiplicity of each line that is taken, and how many are not. */
  async function read(file: string) {
    const list = await openList(file, folder, () => undefined);
    const mapper = new RowMapper(COLUMNS);
    const taken: string[] = [];
    let rejected = 0;
    for await (const records of list.records(mapper.mostColumns, mapper.mostColumns)) {
      for (const record of records) {
        if (record.line < FIRST_ROW || isBlank(record)) continue;
        const row = mapper.map(record);
        if (typeof row === 'string') rejected += 1;
        else taken.push([row[0], row[6], row[7], row[9]].join(' '));
      }
    }
    return { taken, rejected, encoding: list.encoding, separator: list.separator };
  }

  /** What was meant. */
  function meant(hasStrayQuotes: boolean) {
    const rows = [...priceRows({ rows: ROWS, hasStrayQuotes })].slice(FIRST_ROW - 1);
    const parts = rows.flatMap(({ part }) => part ?? []);
    return {
      taken: parts.map(({ article, price, stock, multiplicity }) =>
        [partKey(article), price, stock, multiplicity].join(' '),
      ),
      rejected: rows.filter(({ cells, part }) => part === null && cells.some((cell) => cell !== '')).length,
    };
  }

  it.each<[Partial<PriceFileForm>, string]>([
    [{ encoding: 'utf-8' }, 'utf-8'],
    [{ encoding: 'utf-8-bom', separator: ',' }, 'utf-8'],
    [{ encoding: 'windows-1251' }, 'windows-1251'],
    [{ encoding: 'koi8-r', separator: '\t' }, 'koi8-r'],
    [{ encoding: 'cp866', separator: '|', isZipped: true }, 'cp866'],
    [{ format: 'xlsx' }, ''],
    [{ format: 'xlsx', isZipped: true }, ''],
  ])('is read line by line as it was meant: %j', async (form, encoding) => {
    const file = join(folder, 'list');
    await pipeline(priceFile({ rows: ROWS, ...form }), createWriteStream(file));
    const found = await read(file);
    expect(found.encoding).toBe(encoding);
    expect(found.separator).toBe(form.format === 'xlsx' ? '' : (form.separator ?? ';'));
    const expected = meant(form.format !== 'xlsx');
    // A stray quote in a name that has another one is no fault.
    expect(found.taken.length + found.rejected).toBe(expected.taken.length + expected.rejected);
    expect(expected.taken.filter((offer) => !found.taken.includes(offer))).toEqual([]);
  });
});

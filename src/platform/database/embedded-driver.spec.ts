import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { embeddedOptions, makeDataSource } from './data-source.js';
import { EmbeddedDriver } from './embedded-driver.js';

const COLUMNS = 20;
const ROWS = 100;

describe('the embedded database', () => {
  let dir: string;
  let database: DataSource;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'partsdesk-embedded-'));
    database = await makeDataSource(embeddedOptions([], dir)).initialize();
    const columns = Array.from({ length: COLUMNS }, (_, index) => `c${index}`);
    await database.query(`CREATE TABLE things (${columns.join(', ')})`);
  });
  afterEach(async () => {
    await database.destroy();
    rmSync(dir, { recursive: true });
  });

  it('keeps a short statement, and no long one, which would hold hundreds of KB each', async () => {
    const prepare = jest.spyOn(EmbeddedDriver.prototype, 'prepare');
    try {
      const short = 'SELECT count(*) FROM things';
      const row = `(${Array(COLUMNS).fill('?').join(', ')})`;
      const long = `INSERT INTO things VALUES ${Array(ROWS).fill(row).join(', ')}`;
      for (const sql of [short, short, long, long])
        await database.query(sql, sql === long ? Array(COLUMNS * ROWS).fill('text') : []);
      const [first, again, firstLong, longAgain] = prepare.mock.results.map(({ value }) => value as unknown);
      expect(prepare.mock.calls).toEqual([[short], [short], [long], [long]]);
      expect(again).toBe(first);
      expect(longAgain).not.toBe(firstLong);
    } finally {
      prepare.mockRestore();
    }
  });

  it('is one file once it is closed: copied without its log, it has everything', async () => {
    await database.query('INSERT INTO things (c0) VALUES (1)');
    await database.destroy();
    const copy = join(dir, 'copy');
    mkdirSync(copy);
    copyFileSync(join(dir, 'partsdesk.sqlite'), join(copy, 'partsdesk.sqlite'));
    const copied = await makeDataSource(embeddedOptions([], copy)).initialize();
    expect(await copied.query('SELECT c0 FROM things')).toEqual([{ c0: 1 }]);
    await copied.destroy();
    await database.initialize();
  });

  it('a statement that was prepared before knows the columns that were added since', async () => {
    const columns = async () => Object.keys((await database.query('SELECT * FROM things'))[0]);
    await database.query('INSERT INTO things (c0) VALUES (1)');
    expect(await columns()).toHaveLength(COLUMNS);
    await database.query('ALTER TABLE things ADD COLUMN one_more');
    expect(await columns()).toHaveLength(COLUMNS + 1);
  });

  it('statements that differ in a number only are one statement, prepared once', async () => {
    await database.query('INSERT INTO things (c0, c1) VALUES (7, ?)', ['seven']);
    const find = (number: number) =>
      database
        .createQueryBuilder()
        .select('c1')
        .from('things', 'things')
        .where('c0 = :number', { number })
        .getQueryAndParameters();
    const [[one, ones], [other, others]] = [find(7), find(8)];
    expect(one).toBe(other);
    expect([ones, others]).toEqual([[7n], [8n]]);
    expect(await database.query(one, ones)).toEqual([{ c1: 'seven' }]);
  });
});

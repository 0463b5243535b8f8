import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { embeddedOptions, makeDataSource } from './data-source.js';

const COLUMNS = 20;
const ROWS = 100;
const MEGABYTE = 1024 * 1024;

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

  it('gives back what long statements took: 600 of them are no 170 MB', async () => {
    const row = `(${Array(COLUMNS).fill('?').join(', ')})`;
    const values = Array<string>(COLUMNS * ROWS).fill('some text');
    const insert = `INSERT INTO things VALUES ${Array(ROWS).fill(row).join(', ')}`;
    await database.query(insert, values);
    const before = process.memoryUsage().rss;
    for (let turn = 0; turn < 600; turn++) {
      await database.query('BEGIN TRANSACTION');
      await database.query(`${insert} -- ${turn}`, values);
      await database.query('ROLLBACK');
      await setImmediate();
    }
    expect((process.memoryUsage().rss - before) / MEGABYTE).toBeLessThan(100);
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

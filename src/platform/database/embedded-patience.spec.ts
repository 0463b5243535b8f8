import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DatabaseSync } from '@photostructure/sqlite';
import type { DataSource } from 'typeorm';
import { embeddedPath } from '../config/data-dir.js';
import { UnavailableError } from '../errors.js';
import { embeddedOptions, makeDataSource } from './data-source.js';
import { EmbeddedLock, lockEmbedded } from './embedded-lock.js';
import { latestTrouble } from './embedded-patience.js';
import { embeddedTrouble } from './embedded-trouble.js';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'partsdesk-embedded-'))));
afterEach(() => rmSync(dir, { recursive: true }));

describe('the embedded database in trouble', () => {
  let database: DataSource;
  let foreign: InstanceType<typeof DatabaseSync>;
  beforeEach(async () => {
    database = await makeDataSource(embeddedOptions([], dir)).initialize();
    await database.query('CREATE TABLE things (thing)');
    foreign = new DatabaseSync(join(dir, 'partsdesk.sqlite'));
  });
  afterEach(async () => {
    foreign.close();
    await database.destroy();
  });

  const add = async (text: string) => {
    await database.query('BEGIN TRANSACTION');
    try {
      await database.query('INSERT INTO things VALUES (?)', [text]);
      await database.query('COMMIT');
    } catch (error) {
      await database.query('ROLLBACK');
      throw error;
    }
  };
  const unavailable = (code: string) =>
    expect.objectContaining({ constructor: UnavailableError, code, cause: expect.anything() });

  it('waits for a foreign writer without standing still, so that other work of the process goes on', async () => {
    foreign.exec('BEGIN IMMEDIATE');
    setTimeout(() => foreign.exec('COMMIT'), 100); // is never called by a process that stands still
    await add('something');
    expect(await database.query('SELECT thing FROM things')).toEqual([{ thing: 'something' }]);
  });

  it('gives up a foreign writer that stays, and says so', async () => {
    foreign.exec('BEGIN IMMEDIATE');
    await expect(database.query('BEGIN TRANSACTION')).rejects.toEqual(unavailable('database_busy'));
    expect(latestTrouble(database)).toBe('busy');
    foreign.exec('COMMIT');
    await add('something');
    expect(latestTrouble(database)).toBeUndefined();
  });

  it.each<[string, string, string]>([
    ['read_only', 'query_only = 1', 'query_only = 0'],
    ['disk_full', 'max_page_count = 1', 'max_page_count = 1000000'],
  ])('tells %s of it until a write comes through', async (trouble, spoil, mend) => {
    await database.query(`PRAGMA ${spoil}`);
    await expect(add('x'.repeat(20_000))).rejects.toEqual(unavailable('database_unavailable'));
    expect(latestTrouble(database)).toBe(trouble);
    await database.query(`PRAGMA ${mend}`);
    await add('something');
    expect(latestTrouble(database)).toBeUndefined();
    expect(await database.query('SELECT thing FROM things')).toEqual([{ thing: 'something' }]);
  });

  it('that is damaged is noticed where rows are read, too', async () => {
    for (let each = 0; each < 200; each++) await database.query('INSERT INTO things VALUES (?)', ['x'.repeat(500)]);
    await database.query('PRAGMA wal_checkpoint(TRUNCATE)');
    const file = openSync(join(dir, 'partsdesk.sqlite'), 'r+');
    writeSync(file, Buffer.alloc(20 * 4_096, 7), 0, undefined, 2 * 4_096);
    closeSync(file);
    const reader = await makeDataSource(embeddedOptions([], dir, true)).initialize();
    await expect(reader.query('SELECT thing FROM things')).rejects.toEqual(unavailable('database_unavailable'));
    expect(latestTrouble(reader)).toBe('damaged');
    await reader.destroy();
  });
});

describe('embeddedTrouble', () => {
  it.each([
    ['busy', 5],
    ['busy', 261],
    ['read_only', 1032],
    ['io_error', 778],
    ['io_error', 1034],
    ['disk_full', 13],
    ['cannot_open', 14],
    ['damaged', 11],
    ['damaged', 26],
    [undefined, 19],
    [undefined, 517],
  ])('is %s when SQLite says %i', (trouble, errcode) => {
    expect(embeddedTrouble({ driverError: { errcode } })).toBe(trouble);
  });
});

describe('lockEmbedded', () => {
  const locks: EmbeddedLock[] = [];
  const take = () => locks.push(lockEmbedded(dir));
  afterEach(() => locks.splice(0).forEach((lock) => lock.release()));

  it('refuses a second one and names who has it, until it is given back', () => {
    take();
    expect(take).toThrow(new RegExp(`DATA_DIR is in use by process ${process.pid} on .+, since 20`));
    locks.pop()!.release();
    take();
  });

  it('holds it for a process that keeps nothing of it', async () => {
    const lock = new WeakRef(lockEmbedded(dir));
    setFlagsFromString('--expose-gc');
    for (let turn = 0; turn < 3; turn++) {
      runInNewContext('gc')();
      await setImmediate();
    }
    expect(lock.deref()).toBeUndefined();
    expect(take).toThrow('DATA_DIR is in use');
  });

  it('names a directory or a database that cannot be used', () => {
    writeFileSync(join(dir, 'partsdesk.sqlite'), 'x'.repeat(10_000));
    expect(take).toThrow(/^DATA_DIR cannot be used: .*partsdesk.sqlite: file is not a database/);
    expect(() => lockEmbedded(join(dir, 'partsdesk.sqlite', 'below'))).toThrow(/^DATA_DIR cannot be used: ENOTDIR/);
  });

  it('names the database that cannot be opened, as one that was restored as another user', () => {
    const [folder, hidden] = ['folder', 'hidden'].map((name) => join(dir, name));
    mkdirSync(join(folder!, 'partsdesk.sqlite'), { recursive: true });
    expect(() => lockEmbedded(folder!)).toThrow(/^DATA_DIR cannot be used: \S+folder.partsdesk\.sqlite: .+\.$/);
    mkdirSync(hidden!);
    // Whoever runs the tests may be let into every file; this one opens itself.
    symlinkSync(embeddedPath(hidden!), embeddedPath(hidden!));
    expect(() => lockEmbedded(hidden!)).toThrow(/^DATA_DIR cannot be used: \S+hidden.partsdesk\.sqlite: ELOOP/);
  });

  it('makes a directory that is not there yet, which a first start with a SECRET_KEY of its own needs', () => {
    const fresh = join(dir, 'data', 'partsdesk');
    locks.push(lockEmbedded(fresh));
    expect(statSync(fresh).mode & 0o777).toBe(0o700);
  });
});

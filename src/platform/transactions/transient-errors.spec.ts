import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { QueryFailedError } from 'typeorm';
import {
  isConnectionError,
  isOutOfTime,
  isTransientError,
  isUniqueViolation,
  NoConnectionError,
} from './transient-errors.js';

const serverError = (errno: number) => Object.assign(new Error(`errno ${errno}`), { errno });
const codeError = (code: string) => Object.assign(new Error(code), { code });
/** As TypeORM hands it on. */
const wrapped = (error: Error) => new QueryFailedError('SELECT 1', [], error);

describe('which database errors may simply be tried again', () => {
  const transient = [1213, 1205, 3572, 1020, 1047, 1180, 3101, 2006, 2013, 1053, 1317, 1927, 4031, 1290, 1836];
  const outOfResources = [1040, 1203, 1226, 1021, 1037, 1038, 1041, 1114, 3, 1026];
  const ofTidb = [8022, 8028, 9001, 9002, 9003, 9004, 9005, 9007];
  it.each([...transient, ...outOfResources, ...ofTidb])('server error %i is transient', (errno) => {
    expect(isTransientError(wrapped(serverError(errno)))).toBe(true);
    expect(isTransientError(new NoConnectionError(serverError(errno)))).toBe(true);
  });

  it.each([
    ['of a call to another system', codeError('ECONNREFUSED')],
    ['of a file', Object.assign(codeError('EPIPE'), { errno: 1213 })],
    ['that names itself fatal', Object.assign(codeError('ER_OF_OURS'), { fatal: true, errno: 1053, errcode: 5 })],
    ['that a program threw with another one inside', Object.assign(new Error('x'), { driverError: serverError(1062) })],
  ])('an error %s is none of the database, whatever its code', (_, error) => {
    expect([isTransientError(error), isConnectionError(error), isUniqueViolation(error)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each([
    'PROTOCOL_CONNECTION_LOST',
    'PROTOCOL_SEQUENCE_TIMEOUT',
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'EPIPE',
  ])('%s is transient and means that the connection must not be used again', (code) => {
    expect(isTransientError(wrapped(codeError(code)))).toBe(true);
    expect(isConnectionError(wrapped(codeError(code)))).toBe(true);
    expect(isConnectionError(new NoConnectionError(codeError(code)))).toBe(true);
  });

  it('a fatal error means that the connection must not be used again, whatever its code', () => {
    const fatal = wrapped(Object.assign(codeError('ER_SOMETHING_NEW'), { fatal: true }));
    expect([isConnectionError(fatal), isTransientError(fatal)]).toEqual([true, true]);
  });

  it.each([1969, 3024])('server error %i says that the statement was stopped at its time limit', (errno) => {
    const error = wrapped(serverError(errno));
    expect([isOutOfTime(error), isTransientError(error), isConnectionError(error)]).toEqual([true, true, true]);
    expect(isOutOfTime(wrapped(serverError(1213)))).toBe(false);
  });

  it('a deadlock and a lock wait leave the connection usable', () => {
    expect([1213, 1205].map((errno) => isConnectionError(wrapped(serverError(errno))))).toEqual([false, false]);
  });

  it.each([
    ['a taken unique key', wrapped(serverError(1062))],
    ['an SQL error', wrapped(serverError(1064))],
    ['an error of the program', new TypeError('x is not a function')],
    ['nothing at all', undefined],
    ['a text', 'ECONNRESET'],
  ])('%s is not transient', (_, error) => {
    expect(isTransientError(error)).toBe(false);
  });
});

describe('a taken unique key', () => {
  it('is recognised by the server’s number', () => {
    expect(isUniqueViolation(wrapped(serverError(1062)))).toBe(true);
  });

  it('is not seen in other errors', () => {
    expect([wrapped(serverError(1213)), new Error('x'), undefined].map(isUniqueViolation)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('errors of the embedded database', () => {
  let dir: string;
  let databases: Array<InstanceType<typeof DatabaseSync>>;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'partsdesk-errors-'));
    databases = [1, 2].map(() => new DatabaseSync(join(dir, 'test.sqlite'), { timeout: 0 }));
    databases[0]!.exec('CREATE TABLE t (id integer PRIMARY KEY, name text UNIQUE, needed text NOT NULL)');
    databases[0]!.exec("INSERT INTO t VALUES (1, 'a', 'x')");
  });
  afterEach(() => {
    for (const database of databases) database.close();
    rmSync(dir, { recursive: true });
  });

  const errorOf = (sql: string) => {
    try {
      databases[1]!.exec(sql);
    } catch (error) {
      return wrapped(error as Error);
    }
    throw new Error('It did not fail.');
  };

  it('a database locked by another process is transient', () => {
    databases[0]!.exec('BEGIN IMMEDIATE');
    expect(isTransientError(errorOf("INSERT INTO t VALUES (2, 'b', 'x')"))).toBe(true);
  });

  it('a taken unique key and a taken primary key are recognised', () => {
    expect(isUniqueViolation(errorOf("INSERT INTO t VALUES (2, 'a', 'x')"))).toBe(true);
    expect(isUniqueViolation(errorOf("INSERT INTO t VALUES (1, 'b', 'x')"))).toBe(true);
  });

  it('a missing value is neither transient nor a taken key', () => {
    const error = errorOf("INSERT INTO t VALUES (2, 'b', NULL)");
    expect([isTransientError(error), isUniqueViolation(error)]).toEqual([false, false]);
  });
});

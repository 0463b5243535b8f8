import { QueryFailedError, type QueryRunner } from 'typeorm';
import { SchemaLock } from './schema-lock.js';

/** A connection to a server that gives its named lock, and answers all else with an error. */
function refusing(errno: number): QueryRunner {
  const query = async (sql: string) => {
    if (sql.includes('GET_LOCK')) return [{ held: 1 }];
    throw new QueryFailedError(sql, [], Object.assign(new Error(`refused with ${errno}`), { errno }));
  };
  return { query } as unknown as QueryRunner;
}

describe('SchemaLock', () => {
  it.each([1290, 1836])('does not wait for a server that takes no changes (%i), and says so', async (errno) => {
    const held = new SchemaLock(refusing(errno)).hold(() => Promise.resolve());
    await expect(held).rejects.toThrow(`refused with ${errno}`);
  });
});

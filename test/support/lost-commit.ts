import { DataSource, QueryFailedError, QueryRunner } from 'typeorm';
import { isEmbedded } from '../../src/platform/sql/engine.js';
import type { Shop } from './shop.js';

type Query = (sql: string, ...rest: unknown[]) => Promise<unknown>;

/** Until `mockRestore`, the answer to a COMMIT is lost once it was made, where `isMeant` says so as it comes. */
export function loseCommits(shop: Shop, isMeant: () => boolean): jest.SpyInstance {
  const source = shop.app.get(DataSource);
  const make = source.createQueryRunner.bind(source);
  const lose = isEmbedded(source) ? loseOfEmbedded : loseOfServer;
  return jest.spyOn(source, 'createQueryRunner').mockImplementation((mode) => {
    const runner = make(mode);
    lose(runner, isMeant);
    return runner;
  });
}

/** It has one runner for all. */
function loseOfEmbedded(runner: QueryRunner, isMeant: () => boolean): void {
  const commit = Object.getPrototypeOf(runner).commitTransaction;
  runner.commitTransaction = async () => {
    await commit.call(runner);
    delete (runner as { commitTransaction?: unknown }).commitTransaction;
    if (isMeant()) throw lost();
  };
}

/** There the COMMIT ends a packet of statements. */
function loseOfServer(runner: QueryRunner, isMeant: () => boolean): void {
  const query = runner.query.bind(runner) as Query;
  const losing: Query = async (sql, ...rest) => {
    const result = await query(sql, ...rest);
    if (sql.endsWith('COMMIT') && isMeant()) throw lost();
    return result;
  };
  runner.query = losing as QueryRunner['query'];
}

function lost(): QueryFailedError {
  return new QueryFailedError('COMMIT', [], Object.assign(new Error('lost'), { code: 'PROTOCOL_CONNECTION_LOST' }));
}

import { DataSource, QueryFailedError } from 'typeorm';
import type { Shop } from './shop.js';

/** Until `mockRestore`, the answer to a COMMIT is lost once it was made, where `isMeant` says so as it comes. */
export function loseCommits(shop: Shop, isMeant: () => boolean): jest.SpyInstance {
  const source = shop.app.get(DataSource);
  const make = source.createQueryRunner.bind(source);
  return jest.spyOn(source, 'createQueryRunner').mockImplementation((mode) => {
    const runner = make(mode);
    const commit = Object.getPrototypeOf(runner).commitTransaction;
    runner.commitTransaction = async () => {
      await commit.call(runner);
      delete (runner as { commitTransaction?: unknown }).commitTransaction;
      if (!isMeant()) return;
      throw new QueryFailedError('COMMIT', [], Object.assign(new Error('lost'), { code: 'PROTOCOL_CONNECTION_LOST' }));
    };
    return runner;
  });
}

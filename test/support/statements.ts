import { DataSource, Logger, QueryRunner } from 'typeorm';
import type { Shop } from './shop.js';

/** Gathers the statements of each transaction of the service, BEGIN and COMMIT among them, until `stop` answers those that were committed. */
export function watchTransactions(shop: Shop): { stop(): string[][] } {
  const dataSource = shop.app.get(DataSource);
  const before = dataSource.logger;
  const open = new Map<QueryRunner, string[]>();
  const committed: string[][] = [];
  const logQuery = (statement: string, _: unknown, runner: QueryRunner) => {
    if (/^(BEGIN|START TRANSACTION)/.test(statement)) open.set(runner, []);
    open.get(runner)?.push(statement);
    if (statement === 'COMMIT') committed.push(open.get(runner) ?? []);
    if (/^(COMMIT|ROLLBACK)/.test(statement)) open.delete(runner);
  };
  const nothing = () => undefined;
  const others = { logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing, logMigration: nothing };
  dataSource.logger = { ...others, log: nothing, logQuery } as Logger;
  return {
    stop: () => {
      dataSource.logger = before;
      return committed;
    },
  };
}

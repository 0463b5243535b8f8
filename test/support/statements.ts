import { DataSource, Logger, QueryRunner } from 'typeorm';
import { SchedulerRegistry } from '@nestjs/schedule';
import { NEXT_STATEMENT } from '../../src/platform/transactions/statement-packets.js';
import { OutboxWorker } from '../../src/outbox/outbox-worker.service.js';
import { EventFeed } from '../../src/people/live-events/event-feed.service.js';
import type { Shop } from './shop.js';

/** Gathers the statements of each transaction of the service, BEGIN and COMMIT among them, until `stop` answers those that were committed. */
export function watchTransactions(shop: Shop): { stop(): string[][] } {
  const dataSource = shop.app.get(DataSource);
  const before = dataSource.logger;
  const open = new Map<QueryRunner, string[]>();
  const committed: string[][] = [];
  const note = (statement: string, runner: QueryRunner) => {
    if (/^(BEGIN|START TRANSACTION)/.test(statement)) open.set(runner, []);
    open.get(runner)?.push(statement);
    if (statement === 'COMMIT') committed.push(open.get(runner) ?? []);
    if (/^(COMMIT|ROLLBACK)/.test(statement)) open.delete(runner);
  };
  const logQuery = (packet: string, _: unknown, runner: QueryRunner) => {
    for (const statement of packet.split(NEXT_STATEMENT)) note(statement, runner);
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

/**
 * Gathers all that the service asks its database while nothing runs by itself: jobs are stopped for good, and what follows a commit
 * is not begun.
 */
export async function watchStatements(shop: Shop): Promise<{ stop(): string[] }> {
  const registry = shop.app.get(SchedulerRegistry);
  for (const name of registry.getIntervals()) registry.deleteInterval(name);
  jest.spyOn(shop.app.get(OutboxWorker), 'notify').mockReturnValue();
  jest.spyOn(shop.app.get(EventFeed), 'wake').mockReturnValue();
  await new Promise((resolve) => setTimeout(resolve, 300)); // what runs already ends
  const dataSource = shop.app.get(DataSource);
  const before = dataSource.logger;
  const statements: string[] = [];
  const nothing = () => undefined;
  const others = { logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing, logMigration: nothing };
  dataSource.logger = { ...others, log: nothing, logQuery: (sql: string) => statements.push(sql) } as unknown as Logger;
  return {
    stop: () => {
      dataSource.logger = before;
      return statements;
    },
  };
}

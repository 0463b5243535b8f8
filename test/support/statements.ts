import { DataSource, Logger, QueryRunner } from 'typeorm';
import { NEXT_STATEMENT } from '../../src/platform/transactions/statement-packets.js';
import { OutboxWorker } from '../../src/outbox/outbox-worker.service.js';
import { EventFeed } from '../../src/people/live-events/event-feed.service.js';
import { untilQuiet } from './delivering.js';
import { stopJobs } from './query-plans.js';
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
 * Gathers what the service sends to its database, packet by packet, while nothing runs by itself: jobs are stopped for good, and what
 * follows a commit is not begun.
 */
export async function watchStatements(shop: Shop): Promise<{ sent: string[]; stop(): void }> {
  await stopJobs(shop);
  jest.spyOn(shop.app.get(OutboxWorker), 'notify').mockReturnValue();
  jest.spyOn(shop.app.get(EventFeed), 'notify').mockReturnValue();
  await untilQuiet(shop);
  const dataSource = shop.app.get(DataSource);
  const before = dataSource.logger;
  const sent: string[] = [];
  const nothing = () => undefined;
  const others = { logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing, logMigration: nothing };
  dataSource.logger = { ...others, log: nothing, logQuery: (packet: string) => void sent.push(packet) } as Logger;
  return { sent, stop: () => void (dataSource.logger = before) };
}

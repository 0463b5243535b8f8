import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource, EntityManager, EntityTarget, FindManyOptions, ObjectLiteral, QueryRunner } from 'typeorm';
import { ConfigurationSnapshot } from '../../src/platform/configuration/configuration.service.js';
import { NEXT_STATEMENT } from '../../src/platform/transactions/statement-packets.js';

const COUNT = /^UPDATE configuration_versions/;
const WRITE = /^(?:INSERT INTO|DELETE FROM|UPDATE) [`"](\w+)[`"](?: SET (.*?) WHERE)?/s;
const WRITTEN_COLUMN = /[`"](\w+)[`"] = /g;

/** A sign-in writes these, and nobody goes by them. */
const EXEMPT = ['users.last_sign_in_at', 'users.version'];

/** From now on watches that whoever writes what the configuration is read from counts its version up. @returns what was written without it */
export async function guardConfiguration(app: NestFastifyApplication): Promise<Set<string>> {
  const dataSource = app.get(DataSource);
  const columns = await columnsOfConfiguration(dataSource);
  const isGuarded = (sql: string) => {
    const [, table = '', change] = WRITE.exec(sql) ?? [];
    const names = change ? [...change.matchAll(WRITTEN_COLUMN)].map(([, name]) => `${table}.${name}`) : [table];
    return names.some((name) => columns.has(name));
  };
  const uncounted = new Set<string>();
  const open = new Map<QueryRunner, { isCounted: boolean; writes: Set<string> }>();
  const hear = (sql: string, runner: QueryRunner) => {
    if (/^(BEGIN|START) TRANSACTION/.test(sql)) open.set(runner, { isCounted: false, writes: new Set() });
    const transaction = open.get(runner);
    if (transaction && COUNT.test(sql)) transaction.isCounted = true;
    if (isGuarded(sql)) (transaction?.writes ?? uncounted).add(sql);
    if (sql === 'COMMIT' && !transaction?.isCounted) transaction?.writes.forEach((write) => uncounted.add(write));
    if (sql === 'COMMIT' || sql === 'ROLLBACK') open.delete(runner);
  };
  const logQuery = (packet: string, _: unknown, runner: QueryRunner) =>
    packet.split(NEXT_STATEMENT).forEach((sql) => hear(sql, runner));
  const former = dataSource.logger;
  dataSource.logger = Object.assign(Object.create(former) as typeof former, { logQuery });
  return uncounted;
}

/** Tables that a part of the configuration reads, and their columns as `table.column`. */
async function columnsOfConfiguration(dataSource: DataSource): Promise<Set<string>> {
  const columns = new Set<string>();
  const find = async (target: EntityTarget<ObjectLiteral>, { select }: FindManyOptions = {}) => {
    const { tableName, columns: all } = dataSource.getMetadata(target);
    const read = all.filter(({ propertyName }) => !select || propertyName in select);
    for (const { databaseName } of read) columns.add(tableName).add(`${tableName}.${databaseName}`);
    return [];
  };
  await ConfigurationSnapshot.read({ find, query: async () => [{ version: 1 }] } as unknown as EntityManager);
  EXEMPT.forEach((column) => columns.delete(column));
  return columns;
}

import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { ConfigError } from '../config/config-error.js';
import { isEmbedded } from '../sql/engine.js';
import { makeDataSource, serverOptions } from './data-source.js';
import { SchemaLock } from './schema-lock.js';
import { SCHEMA_ADVICE, isUsable, schemaState, SchemaState } from './schema-state.js';

/** The lock's table and TypeORM's. */
const MADE_BEFORE = ['schema_lock', 'migrations', 'typeorm_metadata'];

type ServerError = Error & { code?: string };

/** A person can do something about these; anything else keeps its stack. */
function explained(error: ServerError): Error {
  const { code = '', message } = error;
  const isInTheWay = /^ER_(DUP_|TABLE_EXISTS)/.test(code);
  if (!isInTheWay && !code.includes('ACCESS_DENIED')) return error;
  const advice = isInTheWay ? ' Where a backup was loaded over newer tables, load it into an empty database.' : '';
  return new ConfigError(`The tables cannot be brought up to date: ${message}.${advice}`);
}

/** Brings the tables to the version of the code and knows whether they are. */
@Injectable()
export class SchemaService {
  private readonly logger = new Logger(SchemaService.name);
  private current = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {}

  /** True once all migrations of this version have been run, by this process or another one. */
  async isCurrent(): Promise<boolean> {
    this.current ||= (await this.state()) === 'current';
    return this.current;
  }

  /** How the tables stand to this version of the program, looked up anew. */
  async state(): Promise<SchemaState> {
    return schemaState(await this.migrationsRun(), this.known());
  }

  /** @throws ConfigError when this version must not work on the tables, whatever it is allowed to migrate */
  async requireUsable(): Promise<void> {
    const state = await this.state();
    if (!isUsable(state)) throw new ConfigError(SCHEMA_ADVICE[state]);
  }

  /** @throws ConfigError when the tables are not those of this version */
  async requireCurrent(): Promise<void> {
    await this.requireUsable();
    if (!(await this.isCurrent())) throw new ConfigError('The tables are not up to date: run `npm run migrate` first.');
  }

  /**
   * Runs what is pending; replicas that start together wait for each other.
   * @param announce told beforehand how many migrations there are to run, if any
   * @returns how many there were
   * @throws ConfigError as `requireUsable` does, when the user of the database may not change tables, and when newer ones are in the way
   */
  async migrate(
    announce = (pending: number) =>
      this.logger.log(`Migrations to be run: ${pending}. With many orders that takes minutes.`),
  ): Promise<number> {
    await this.requireUsable();
    const pending = await this.countPending();
    if (pending === 0) return 0;
    announce(pending);
    const { databaseUrl } = this.config;
    if (!databaseUrl) {
      await this.report(this.dataSource);
      return pending;
    }
    const entities = this.dataSource.entityMetadatas.map(({ target }) => target as new () => object);
    const migrator = await makeDataSource(await serverOptions(entities, databaseUrl, 0)).initialize();
    const guard = migrator.createQueryRunner();
    try {
      await new SchemaLock(guard).hold(() => this.report(migrator));
    } catch (error) {
      throw explained(error as ServerError);
    } finally {
      await guard.release();
      await migrator.destroy();
    }
    return pending;
  }

  /** How many migrations of this version were not run yet. */
  async countPending(): Promise<number> {
    const run = (await this.migrationsRun()) ?? [];
    return this.known().filter((name) => !run.includes(name)).length;
  }

  private known(): string[] {
    return this.dataSource.migrations.map(({ name }) => name ?? '');
  }

  /**
   * TypeORM's own `showMigrations` would make its table, and fail where replicas look at the same time.
   * @returns undefined where the tables are another program's, which migrations would change
   */
  private async migrationsRun(): Promise<string[] | undefined> {
    const runner = this.dataSource.createQueryRunner();
    try {
      if (!(await runner.hasTable('migrations'))) return (await this.isEmpty(runner)) ? [] : undefined;
      if (!(await runner.hasColumn('migrations', 'name'))) return undefined;
      const rows = await runner.manager.query<Array<{ name: string }>>('SELECT name FROM migrations');
      return rows.map(({ name }) => name);
    } finally {
      await runner.release();
    }
  }

  /** Whether it has no tables but those that are made before the first migration. */
  private async isEmpty(runner: QueryRunner): Promise<boolean> {
    const names = isEmbedded(this.dataSource)
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
      : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()';
    const tables = await runner.manager.query<Array<{ name: string }>>(names);
    return tables.every(({ name }) => MADE_BEFORE.includes(name));
  }

  private async report(dataSource: DataSource): Promise<void> {
    for (const { name } of await dataSource.runMigrations()) this.logger.log(`Migration ${name} was run.`);
    this.current = true;
  }
}

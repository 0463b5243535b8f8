import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { makeDataSource, serverOptions } from './data-source.js';
import { SchemaLock } from './schema-lock.js';

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
    this.current ||= (await this.pending()).length === 0;
    return this.current;
  }

  /** Runs what is pending; replicas that start together wait for each other. */
  async migrate(): Promise<void> {
    if (await this.isCurrent()) return;
    const { databaseUrl } = this.config;
    if (!databaseUrl) {
      await this.report(this.dataSource);
      return;
    }
    const entities = this.dataSource.entityMetadatas.map(({ target }) => target as new () => object);
    const migrator = await makeDataSource(await serverOptions(entities, databaseUrl, 0)).initialize();
    const guard = migrator.createQueryRunner();
    try {
      await new SchemaLock(guard).hold(() => this.report(migrator));
    } finally {
      await guard.release();
      await migrator.destroy();
    }
  }

  /** How many migrations of this version were not run yet. */
  async countPending(): Promise<number> {
    return (await this.pending()).length;
  }

  /** TypeORM's own `showMigrations` would make its table, and fail where replicas look at the same time. */
  private async pending(): Promise<string[]> {
    const all = this.dataSource.migrations.map(({ name }) => name ?? '');
    const runner = this.dataSource.createQueryRunner();
    try {
      if (!(await runner.hasTable('migrations'))) return all;
      const rows = await runner.manager.query<Array<{ name: string }>>('SELECT name FROM migrations');
      const run = new Set(rows.map(({ name }) => name));
      return all.filter((name) => !run.has(name));
    } finally {
      await runner.release();
    }
  }

  private async report(dataSource: DataSource): Promise<void> {
    for (const { name } of await dataSource.runMigrations()) this.logger.log(`Migration ${name} was run.`);
    this.current = true;
  }
}

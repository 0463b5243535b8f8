import { existsSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { embeddedRow, type MovedColumn, type MovedRow } from './moved-row.js';

type Database = InstanceType<typeof DatabaseSync>;

/** A database file that nobody else uses while it is open. */
export class EmbeddedSource {
  /** An iterator does not keep its statement: collected under it, the statement takes the process with it. */
  private readonly reading = new Set<ReturnType<Database['prepare']>>();

  private constructor(
    private readonly file: string,
    private readonly database: Database,
  ) {}

  /** @throws Error when it is not there, is no database, or another process uses it */
  static open(file: string): EmbeddedSource {
    if (!existsSync(file)) throw new Error(`There is no database at ${file}.`);
    const database = new DatabaseSync(file, { timeout: 2_000 });
    try {
      // A process that only has it open holds a lock that this one needs.
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
      return new EmbeddedSource(file, database);
    } catch (error) {
      database.close();
      const { message } = error as Error;
      if (/locked|busy/i.test(message)) throw new Error(`${file} is in use: stop the service first.`, { cause: error });
      throw new Error(`${file} cannot be read: ${message}.`, { cause: error });
    }
  }

  migrations(): string[] {
    return this.hasTable('migrations') ? this.all('SELECT name FROM migrations').map(({ name }) => String(name)) : [];
  }

  /** Without those of SQLite and TypeORM. */
  tables(): string[] {
    const rows = this.all(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    );
    return rows.map(({ name }) => String(name)).filter((name) => !['migrations', 'typeorm_metadata'].includes(name));
  }

  /** Those that are kept and not computed. */
  columns(table: string): string[] {
    return this.all(`PRAGMA table_xinfo("${table}")`)
      .filter(({ hidden }) => Number(hidden) === 0)
      .map(({ name }) => String(name));
  }

  count(table: string): number {
    return Number(this.all(`SELECT COUNT(*) AS count FROM "${table}"`)[0]!.count);
  }

  /** The last id that was ever given out; 0 = none, or the table gives out none. */
  lastId(table: string): number {
    if (!this.hasTable('sqlite_sequence')) return 0;
    return Number(this.all('SELECT seq FROM sqlite_sequence WHERE name = ?', table)[0]?.seq ?? 0);
  }

  /** One after the other, never all of them at once. @param changed as `embeddedRow` takes it */
  *rows(table: string, columns: MovedColumn[], changed?: Record<string, string>): Generator<MovedRow> {
    const statement = this.database.prepare(`SELECT ${embeddedRow(columns, changed)} AS row FROM "${table}"`);
    this.reading.add(statement);
    for (const { row } of statement.iterate() as IterableIterator<{ row: string }>) yield row;
    this.reading.delete(statement);
  }

  close(): void {
    this.database.exec('ROLLBACK');
    this.database.close();
  }

  private hasTable(name: string): boolean {
    return this.all('SELECT 1 FROM sqlite_master WHERE name = ?', name).length > 0;
  }

  private all(sql: string, ...parameters: string[]): Array<Record<string, unknown>> {
    return this.database.prepare(sql).all(...parameters) as Array<Record<string, unknown>>;
  }

  toString(): string {
    return this.file;
  }
}

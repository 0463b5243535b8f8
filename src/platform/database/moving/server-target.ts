import { pipeline } from 'node:stream/promises';
import mysql2, { type Connection, type RowDataPacket } from 'mysql2';
import { databaseServer } from '../../config/database-url.js';
import { CONNECT_TIMEOUT_MS, detectServerType } from '../server-driver.js';
import { MOVING } from '../schema-state.js';
import { type MovedColumn, type MovedRow, serverRow, TableDigest } from './moved-row.js';

/** Texts as they are, ids as they are, and no value cut to what fits. */
const SESSION = `SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'`;

const fillingName = (table: string) => `moving_${table}`;
const replacedName = (table: string) => `moved_${table}`;

/** The database on a server that everything goes into. */
export class ServerTarget {
  private readonly connection: ReturnType<Connection['promise']>;

  private constructor(private readonly raw: Connection) {
    this.connection = raw.promise();
    // Whatever is asked of a connection that broke is refused, too.
    raw.on('error', () => undefined);
  }

  /** @throws ConfigError when the server refuses the address */
  static async open(databaseUrl: string): Promise<ServerTarget> {
    await detectServerType(databaseUrl);
    const server = { ...databaseServer(databaseUrl), connectTimeout: CONNECT_TIMEOUT_MS };
    const target = new ServerTarget(mysql2.createConnection({ ...server, charset: 'utf8mb4', timezone: 'Z' }));
    await target.connection.query(SESSION);
    return target;
  }

  async migrations(): Promise<string[]> {
    const tables = await this.all(`SHOW TABLES LIKE 'migrations'`);
    if (tables.length === 0) return [];
    return (await this.all('SELECT name FROM migrations')).map(({ name }) => String(name));
  }

  async columns(table: string): Promise<MovedColumn[]> {
    const rows = await this.all(
      `SELECT column_name AS name, data_type AS type FROM information_schema.columns
       WHERE table_schema = DATABASE() AND table_name = ? AND COALESCE(generation_expression, '') = ''
       ORDER BY ordinal_position`,
      [table],
    );
    return rows.map(({ name, type }) => ({ name: String(name), type: String(type) }));
  }

  async isEmpty(table: string): Promise<boolean> {
    return (await this.all(`SELECT 1 FROM \`${table}\` LIMIT 1`)).length === 0;
  }

  /** From now on no service starts on it, and what it holds comes from here alone. */
  async beginMoving(): Promise<void> {
    await this.connection.query('INSERT INTO migrations (timestamp, name) VALUES (0, ?)', [MOVING]);
  }

  async endMoving(): Promise<void> {
    await this.connection.query('DELETE FROM migrations WHERE name = ?', [MOVING]);
  }

  async empty(table: string): Promise<void> {
    await this.connection.query(`DROP TABLE IF EXISTS \`${fillingName(table)}\`, \`${replacedName(table)}\``);
    await this.connection.query(`TRUNCATE TABLE \`${table}\``);
  }

  /**
   * Makes a table like this one without its indexes, which cost a fraction once all rows are there. The table itself stays as it is, so
   * that a move that is killed leaves none without indexes.
   * @returns its name
   */
  async beginFilling(table: string): Promise<string> {
    const filling = fillingName(table);
    await this.connection.query(`CREATE TABLE \`${filling}\` LIKE \`${table}\``);
    const indexes = (await this.indexesOf(table)).map(({ name }) => `DROP INDEX \`${name}\``);
    if (indexes.length > 0) await this.connection.query(`ALTER TABLE \`${filling}\` ${indexes.join(', ')}`);
    return filling;
  }

  /** Gives what was filled its indexes, and puts it into the place of the table. */
  async endFilling(table: string): Promise<void> {
    const [filling, replaced] = [fillingName(table), replacedName(table)];
    const indexes = (await this.indexesOf(table)).map(({ definition }) => `ADD ${definition}`);
    if (indexes.length > 0) await this.connection.query(`ALTER TABLE \`${filling}\` ${indexes.join(', ')}`);
    await this.connection.query(`RENAME TABLE \`${table}\` TO \`${replaced}\`, \`${filling}\` TO \`${table}\``);
    await this.connection.query(`DROP TABLE \`${replaced}\``);
  }

  async insert(table: string, columns: MovedColumn[], rows: MovedRow[]): Promise<void> {
    const names = columns.map(({ name }) => `\`${name}\``).join(', ');
    await this.connection.query(`INSERT INTO \`${table}\` (${names}) VALUES (${rows.join('),(')})`);
  }

  /** The next row gets an id above this one. */
  async continueAfter(table: string, lastId: number): Promise<void> {
    await this.connection.query(`ALTER TABLE \`${table}\` AUTO_INCREMENT = ${lastId + 1}`);
  }

  /** Reads everything back, row by row. @param progress is told how many were read, now and then */
  async digest(
    table: string,
    columns: MovedColumn[],
    progress: (rows: number) => void = () => undefined,
  ): Promise<TableDigest> {
    const digest = new TableDigest();
    const stream = this.raw
      .query({
        sql: `SELECT ${serverRow(columns)} FROM \`${table}\``,
        rowsAsArray: true,
        typeCast: (field) => field.buffer(),
      })
      .stream({ highWaterMark: 100 });
    await pipeline(stream, async (rows: AsyncIterable<[Buffer]>) => {
      for await (const [row] of rows) {
        digest.add(row);
        if (digest.count % 1_000 === 0) progress(digest.count);
      }
    });
    return digest;
  }

  close(): Promise<void> {
    return this.connection.end();
  }

  /** All but the primary key, as the server itself writes them. */
  private async indexesOf(table: string): Promise<Array<{ name: string; definition: string }>> {
    const [row] = await this.all(`SHOW CREATE TABLE \`${table}\``);
    const lines = String(row!['Create Table']).matchAll(/^ +((?:UNIQUE )?KEY `(.+?)` .+?),?$/gm);
    return [...lines].map(([, definition, name]) => ({ name: name!, definition: definition! }));
  }

  private async all(sql: string, parameters: string[] = []): Promise<RowDataPacket[]> {
    const [rows] = await this.connection.query<RowDataPacket[]>(sql, parameters);
    return rows;
  }
}

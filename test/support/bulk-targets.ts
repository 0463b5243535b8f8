import type { Connection, RowDataPacket } from 'mysql2/promise';
import { EmbeddedDriver } from '../../src/platform/database/embedded-driver.js';
import type { BulkTarget } from './rows-in-bulk.js';

const counted = (from: number, to: number) =>
  `(WITH RECURSIVE s(seq) AS (SELECT ${from} UNION ALL SELECT seq + 1 FROM s WHERE seq < ${to}) SELECT seq FROM s)`;

/** Rows `seq.seq` from … to, as a table of this server. */
export async function sequencesOf(connection: Connection): Promise<(from: number, to: number) => string> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
  if (/mariadb/i.test(String(row!.version))) return (from, to) => `seq_${from}_to_${to}`;
  await connection.query('SET SESSION cte_max_recursion_depth = 4294967295');
  return counted;
}

/** The session is spared the checks that made-up rows do not need. */
export async function bulkServer(connection: Connection): Promise<BulkTarget> {
  await connection.query('SET SESSION unique_checks = 0, foreign_key_checks = 0, time_zone = "+00:00"');
  return {
    run: (sql) => connection.query(sql),
    async number(sql) {
      const [[row]] = await connection.query<RowDataPacket[]>(sql);
      return Number(Object.values(row!)[0]);
    },
    sequence: await sequencesOf(connection),
    minutesAgo: (expression) => `(UTC_TIMESTAMP(3) - INTERVAL (${expression}) MINUTE)`,
    hash: (expression) => `SHA2(${expression}, 256)`,
    chunk: 1_000_000,
  };
}

/** @param file of an embedded database that nobody has open */
export function bulkEmbedded(file: string): BulkTarget & { close(): void } {
  const database = new EmbeddedDriver(file, {});
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -500000');
  const all = (sql: string) => {
    const statement = database.prepare(sql);
    return statement.reader ? statement.all() : statement.run();
  };
  return {
    run: async (sql) => all(sql),
    number: async (sql) => Number(Object.values((all(sql) as object[])[0]!)[0]),
    sequence: counted,
    minutesAgo: (expression) => `strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || (${expression}) || ' minutes')`,
    // A multiplication that runs round the numbers spreads them as well.
    hash: (expression) => `printf('%064d', (${expression}) * 2654435761 % 4294967296)`,
    chunk: 200_000,
    close: () => database.close(),
  };
}

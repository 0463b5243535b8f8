import type { Connection, RowDataPacket } from 'mysql2/promise';
import { bulkServer } from '../../test/support/bulk-targets.js';
import { Amounts, Loaded, loadRows } from '../../test/support/rows-in-bulk.js';

const TABLES = [
  'external_orders',
  'external_order_positions',
  'orders',
  'order_items',
  'customers',
  'customer_orders',
  'outbox_messages',
  'outbox_ordering_keys',
  'outbox_attempts',
  'gettzap_messages',
];

/** Fills a server's tables by the million: without their indexes, which are built when all is there, several times sooner. */
export async function fillServer(connection: Connection, amounts: Amounts): Promise<Loaded> {
  const indexes = new Map<string, string[]>();
  for (const table of TABLES) indexes.set(table, await indexesOf(connection, table));
  for (const [table, ofTable] of indexes) {
    await alter(
      connection,
      table,
      ofTable.map((index) => `DROP INDEX ${/`[^`]+`/.exec(index)![0]}`),
    );
  }
  const loaded = await loadRows(await bulkServer(connection), amounts);
  for (const [table, ofTable] of indexes) {
    await alter(
      connection,
      table,
      ofTable.map((index) => `ADD ${index}`),
    );
  }
  await connection.query(`ANALYZE TABLE ${TABLES.join(', ')}`);
  return loaded;
}

/** All but the primary key, as they are declared. */
async function indexesOf(connection: Connection, table: string): Promise<string[]> {
  const [[row]] = await connection.query<RowDataPacket[]>(`SHOW CREATE TABLE ${table}`);
  const lines = String(row!['Create Table']).split('\n');
  return lines.map((line) => line.trim().replace(/,$/, '')).filter((line) => /^(UNIQUE )?KEY /.test(line));
}

async function alter(connection: Connection, table: string, changes: string[]): Promise<void> {
  if (changes.length > 0) await connection.query(`ALTER TABLE ${table} ${changes.join(', ')}`);
}

import type { EntityManager } from 'typeorm';
import { isEmbedded } from '../../platform/sql/engine.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import type { ComparedRow } from './list-comparison.js';
import type { ListedRow } from './reading/reading-protocol.js';

const COLUMNS =
  'import_id, article_key, line, brand_key, brand, article, name, price, stock, is_at_least, multiplicity';
const PLACES = `(${COLUMNS.replace(/\w+/g, '?')})`;

/** So many articles are asked for at once, also where there are fewer: the embedded database keeps a statement that comes word for word. */
const ARTICLES_AT_ONCE = 500;
/** A statement of so many rows is short enough for the embedded database to keep it. */
const ROWS_OF_EMBEDDED = 50;

/**
 * Writes rows as they come, which may be done again; a million of them go this way, and TypeORM would look at each value of each.
 * @param rows in the order of their keys
 */
export async function writeRows({ manager }: Transaction, importId: number, rows: ListedRow[]): Promise<void> {
  const atOnce = isEmbedded(manager.connection) ? ROWS_OF_EMBEDDED : rows.length;
  for (let start = 0; start < rows.length; start += atOnce) {
    const piece = rows.slice(start, start + atOnce);
    const values: Array<string | number> = [];
    for (const row of piece) values.push(importId, ...row);
    const sql = `REPLACE INTO price_list_rows (${COLUMNS}) VALUES ${piece.map(() => PLACES).join(', ')}`;
    await manager.query(sql, values);
  }
}

/** What of an import is compared with a piece of a new one: the rows with the same articles. */
export async function rowsOfSameArticles(
  manager: EntityManager,
  importId: number,
  rows: ListedRow[],
): Promise<ComparedRow[]> {
  const keys = [...new Set(rows.map(([articleKey]) => articleKey))];
  const found: ComparedRow[] = [];
  for (let start = 0; start < keys.length; start += ARTICLES_AT_ONCE) {
    const asked = keys.slice(start, start + ARTICLES_AT_ONCE);
    while (asked.length < ARTICLES_AT_ONCE) asked.push(asked[0]!);
    const rows = await manager.query<Array<{ articleKey: string; brandKey: string; price: string | number }>>(
      'SELECT article_key AS articleKey, brand_key AS brandKey, price FROM price_list_rows ' +
        `WHERE import_id = ? AND article_key IN (${asked.map(() => '?').join(', ')})`,
      [importId, ...asked],
    );
    for (const row of rows) found.push({ ...row, price: Number(row.price) });
  }
  return found;
}

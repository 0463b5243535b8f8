import type { EntityManager } from 'typeorm';
import { isEmbedded } from '../../platform/sql/engine.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { type ComparedRow, MOST_COMPARED } from './list-comparison.js';
import type { ListedRow } from './reading/reading-protocol.js';

const COLUMNS =
  'import_id, article_key, line, brand_key, brand, article, name, price, stock, is_at_least, multiplicity';
const PLACES = `(${COLUMNS.replace(/\w+/g, '?')})`;

/** So many articles are asked for at once, also where there are fewer: the embedded database keeps a statement that comes word for word. */
const ARTICLES_AT_ONCE = 500;
/** Of all articles of a piece, so that a former list with mistaken columns takes no more memory than there is. */
const MOST_FORMER_ROWS = 50_000;
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

/** What of an import is compared with a piece of a new one: of each article that comes for the first time, the first rows. */
export async function rowsOfArticles(
  manager: EntityManager,
  importId: number,
  articleKeys: string[],
): Promise<ComparedRow[]> {
  const found: ComparedRow[] = [];
  const waiting: string[][] = [];
  for (let start = 0; start < articleKeys.length; start += ARTICLES_AT_ONCE)
    waiting.push(articleKeys.slice(start, start + ARTICLES_AT_ONCE));
  for (let keys = waiting.pop(); keys && found.length < MOST_FORMER_ROWS; keys = waiting.pop()) {
    const rows = await firstRowsOf(manager, importId, keys);
    const half = keys.length >> 1;
    if (rows.length === MOST_COMPARED && half > 0) waiting.push(keys.slice(half), keys.slice(0, half));
    else for (const row of rows) found.push({ ...row, price: Number(row.price) });
  }
  return found;
}

function firstRowsOf(
  manager: EntityManager,
  importId: number,
  keys: string[],
): Promise<Array<{ articleKey: string; brandKey: string; price: string | number; stock: number }>> {
  const asked = [...keys, ...new Array<string>(ARTICLES_AT_ONCE - keys.length).fill(keys[0]!)];
  return manager.query(
    'SELECT article_key AS articleKey, brand_key AS brandKey, price, stock FROM price_list_rows ' +
      `WHERE import_id = ? AND article_key IN (${asked.map(() => '?').join(', ')}) ` +
      `ORDER BY article_key, line LIMIT ${MOST_COMPARED}`,
    [importId, ...asked],
  );
}

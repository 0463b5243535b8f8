import { stringify } from 'csv-stringify/sync';
import { BYTE_ORDER_MARK, withoutFormula } from '../../platform/csv.js';
import type { Cell, ColumnKind, Language, Table } from './table.js';

/** A lone carriage return begins a new row for many programs; the library quotes only for the whole row's end. */
const LAYOUT = { delimiter: ';', record_delimiter: '\r\n', quoted_match: /\r/ };

/** The table as CSV text, a piece for each page. */
export async function* csvOf({ columns, language, pages }: Table): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + stringify([columns.map(({ title }) => title)], LAYOUT);
  for await (const page of pages) {
    if (page.length === 0) continue;
    const rows = page.map((row) => row.map((cell, index) => textOf(columns[index]!.kind, cell, language)));
    yield stringify(rows, LAYOUT);
  }
}

function textOf(kind: ColumnKind, cell: Cell, language: Language): string {
  if (cell === null) return '';
  if (cell instanceof Date) return dateText(cell, language);
  if (kind === 'number') return String(cell);
  // With a point, a Russian Excel takes «12.05» for the twelfth of May.
  if (kind === 'money') return language === 'ru' ? String(cell).replace('.', ',') : String(cell);
  return withoutFormula(String(cell));
}

function dateText(wallClock: Date, language: Language): string {
  const [day = '', time = ''] = wallClock.toISOString().slice(0, 19).split('T');
  return `${language === 'ru' ? day.split('-').reverse().join('.') : day} ${time}`;
}

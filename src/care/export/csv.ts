import { stringify } from 'csv-stringify/sync';
import type { Cell, ColumnKind, Language, Table } from './table.js';

/** Excel takes a file without it for one in the computer's old 8-bit encoding. */
const BYTE_ORDER_MARK = '\uFEFF';
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

const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;
/** Without one of these a formula can neither call a function nor reach another sheet, file or program (DDE). */
const REACHES_OUT = /[|!(]/;
/** Some programs take a lone carriage return for the end of a row. */
const ROW_INSIDE = /(\r)([=+\-@＝＋－＠])/g;
const CELL_INSIDE = /([,;\t\r\n]["'\s]*)([=+\-@＝＋－＠])/g;
const NUMBER = /^-\d{1,15}([.,]\d+)?$/;
/** Spaces or brackets make it text for a spreadsheet; a bare run of digits would lose its plus, dashes would be reckoned. */
const PHONE = /^\+\d[\d \u00a0()-]*$/;
const PHONE_BREAK = /\d[ \u00a0(]/;

/**
 * A text fit for a CSV cell: spreadsheets run what begins with `=`, `+`, `-`, `@`, a tab or a line break (also in full width) as a
 * formula, and what buyers write reaches the shop's computers by this file. Such a text gets an apostrophe before it, as OWASP
 * advises (https://owasp.org/www-community/attacks/CSV_Injection), with two exceptions that cannot do anything and would only
 * become harder to read: a negative number, and a phone number in groups (`+7 900 000-00-00`), which stays text by itself.
 * OWASP also warns of cells begun by a separator inside the text: an Excel that splits at `,` would see one in `a,=f()`, so
 * a text that could reach out gets the apostrophe there too. Columns of numbers, amounts and times never come here, and in
 * XLSX a text cell is never a formula.
 */
export function withoutFormula(text: string): string {
  const safeInside = REACHES_OUT.test(text) ? text.replace(CELL_INSIDE, `$1'$2`) : text.replace(ROW_INSIDE, `$1'$2`);
  if (!FORMULA_START.test(text)) return safeInside;
  if (NUMBER.test(text) || (PHONE.test(text) && PHONE_BREAK.test(text))) return text;
  return `'${safeInside}`;
}

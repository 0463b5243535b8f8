import type { Cell, ColumnHead, ColumnKind, Language } from './table.js';
import { wallClock } from './local-time.js';
import type { Word } from './words.js';

/** Where a row belongs. */
export interface RowContext {
  region: string;
  /** IANA name. */
  timeZone: string;
  connection: string;
}

export interface Column<Row> {
  title: Word;
  kind: ColumnKind;
  /** In characters. */
  width: number;
  /** An instant as ISO 8601, an amount as a decimal string. */
  value(row: Row, language: Language, context: RowContext): string | number | null;
}

export function column<Row>(
  ru: string,
  en: string,
  kind: ColumnKind,
  width: number,
  value: Column<Row>['value'],
): Column<Row> {
  return { title: { ru, en }, kind, width, value };
}

/** Where the row belongs, at the end of every table. */
export function contextColumns<Row>(): Column<Row>[] {
  return [
    column('Регион', 'Region', 'text', 18, (_row, _language, { region }) => region),
    column('Часовой пояс', 'Time zone', 'text', 18, (_row, _language, { timeZone }) => timeZone),
    column('Подключение', 'Connection', 'text', 20, (_row, _language, { connection }) => connection),
  ];
}

export function headOf<Row>({ title, kind, width }: Column<Row>, language: Language): ColumnHead {
  return { title: title[language], kind, width };
}

export function cellsOf<Row>(columns: Column<Row>[], row: Row, language: Language, context: RowContext): Cell[] {
  return columns.map(({ kind, value }) => {
    const cell = value(row, language, context);
    return kind === 'instant' && cell !== null ? wallClock(new Date(cell), context.timeZone) : cell;
  });
}

import { CsvRecords } from './csv-records.js';

const SEPARATORS = [';', '\t', '|', ','] as const;
/** Lines that are looked at. */
const SAMPLE = 200;

export interface CsvShape {
  separator: string;
  lineEnd: string;
  /** Most lines have so many. */
  columns: number;
}

/** What the columns of a file are separated by, as its beginning shows. */
export function sniffCsv(text: string): CsvShape {
  const lineEnd = text.includes('\n') ? '\n' : '\r';
  const shapes = SEPARATORS.map((separator) => ({ separator, lineEnd, ...commonest(text, separator, lineEnd) }));
  const best = shapes.reduce((best, each) => (isBetter(each, best) ? each : best));
  return { separator: best.separator, lineEnd, columns: best.columns };
}

interface Commonest {
  columns: number;
  /** Of the lines. */
  share: number;
}

/** Decimal commas make columns of commas in the lines that have them; so whoever divides more lines alike wins, then who divides more. */
function isBetter(one: Commonest, other: Commonest): boolean {
  if (one.columns === 1 || other.columns === 1) return one.columns > other.columns;
  if (Math.abs(one.share - other.share) > 0.1) return one.share > other.share;
  return one.columns > other.columns;
}

/** The number of columns that most of the lines have which are divided at all. */
function commonest(text: string, separator: string, lineEnd: string): Commonest {
  const records = new CsvRecords({ separator, lineEnd, mostColumns: 10_000, leastColumns: 2 });
  const counts = new Map<number, number>();
  let lines = 0;
  for (const { fields } of records.add(text)) {
    if (fields.every((field) => field.trim() === '')) continue;
    lines += 1;
    if (fields.length > 1) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
    if (lines === SAMPLE) break;
  }
  if (lines === 0) for (const { fields } of records.end()) counts.set(fields.length, (lines = 1));
  const [columns, count] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [1, 0]);
  return { columns, share: lines === 0 ? 0 : count / lines };
}

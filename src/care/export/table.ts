export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * What a column holds, and so how a cell's value is given:
 * `text` and `code` (an id, a part number: stays text everywhere) a string, `number` a number, `money` a decimal string,
 * `instant` a Date whose UTC fields show the region's wall clock.
 */
export type ColumnKind = 'text' | 'code' | 'number' | 'money' | 'instant';

/** Null and "" = empty. */
export type Cell = string | number | Date | null;

export interface ColumnHead {
  title: string;
  kind: ColumnKind;
  /** In characters. */
  width: number;
}

/** What is exported, whatever the file; the rows come page by page while they are written. */
export interface Table {
  title: Record<Language, string>;
  language: Language;
  columns: ColumnHead[];
  pages: AsyncIterable<Cell[][]>;
}

import type { StoredError } from '../../../platform/error-texts.js';
import type { PriceListColumns } from '../list-settings.dto.js';
import type { RejectedLine } from '../price-list-import.entity.js';

/** What the reading process is started with; its argument, as JSON. */
export interface ReadingRequest {
  file: string;
  /** Of its own, for what does not fit into memory. */
  folder: string;
  /** Undefined = only the beginning is shown. */
  mapping?: { columns: PriceListColumns; firstRow: number };
}

/** article key, line, brand key, brand, article, name, price in kopecks, stock, 1 = at least that, multiplicity */
export type ListedRow = [string, number, string, string, string, string, number, number, 0 | 1, number];

export type RejectedRow = Pick<RejectedLine, 'line' | 'code' | 'content'>;

/** What a file is. */
export interface FileFormat {
  /** "" = a spreadsheet. */
  encoding: string;
  /** "" = a spreadsheet. */
  separator: string;
}

/** What a file was found to have. */
export interface ReadFigures extends FileFormat {
  lines: number;
  taken: number;
  rejected: number;
  medianPrice: number;
  /** The first of them. */
  rejectedRows: RejectedRow[];
}

export type ReadingMessage =
  /** It is at work. */
  | { kind: 'progress'; percent: number }
  | ({ kind: 'preview'; rows: string[][] } & FileFormat)
  /** All is read and sorted, and can be asked for. */
  | ({ kind: 'read' } & ReadFigures)
  /** In the order of article keys, all of a key together; none = there are no more. */
  | { kind: 'rows'; rows: ListedRow[] }
  | { kind: 'failed'; error: StoredError };

import type { StoredError } from '../../../platform/error-texts.js';
import type { PriceListColumns } from '../list-settings.dto.js';
import type { PriceListPreview } from '../price-list-import.dto.js';
import type { PriceListImport, RejectedLine } from '../price-list-import.entity.js';

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
export type FileFormat = Pick<PriceListImport, 'encoding' | 'separator'>;

/** What a file was found to have. */
export interface ReadFigures extends FileFormat, Pick<PriceListImport, 'lines' | 'taken' | 'rejected' | 'medianPrice'> {
  /** The first of them. */
  rejectedRows: RejectedRow[];
}

export type ReadingMessage =
  /** It is at work. */
  | { kind: 'progress'; percent: number }
  | { kind: 'preview'; preview: PriceListPreview }
  /** All is read and sorted, and can be asked for. */
  | { kind: 'read'; figures: ReadFigures }
  /** In the order of article keys, all of a key together; none = there are no more. */
  | { kind: 'rows'; rows: ListedRow[] }
  | { kind: 'failed'; error: StoredError };

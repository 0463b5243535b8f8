import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../platform/http/paging.dto.js';
import { formatMinor } from '../../platform/money.js';
import { HeldLimitView } from './list-settings.dto.js';
import { presentProblem, PriceListProblem } from './price-list.dto.js';
import {
  IMPORT_SOURCES,
  IMPORT_STATES,
  type ImportSource,
  type ImportState,
  type PriceListImport,
  type RejectedLine,
} from './price-list-import.entity.js';

export class StartedImportView {
  importId: string;
}

export class PriceListImportView {
  id: string;
  @ApiProperty({ enum: IMPORT_STATES })
  state: ImportState;
  @ApiProperty({ enum: IMPORT_SOURCES })
  source: ImportSource;
  fileName: string;
  fileBytes: number;
  /** Who sent it; "" = it was fetched. */
  author: string;
  /** Percent. */
  progress: number;
  /** Lines from the first row on that are not empty. */
  rows: number;
  taken: number;
  rejected: number;
  /** Of the prices. */
  medianPrice: string;
  /** "" = it is not known yet, or a spreadsheet. */
  encoding: string;
  /** "" = a spreadsheet. */
  separator: string;
  /** Which limits of the guard it broke. */
  held: HeldLimitView[];
  /** Why it failed; null = it did not. */
  @ApiProperty({ type: PriceListProblem, nullable: true })
  error: PriceListProblem | null;
  createdAt: string;
  finishedAt: string | null;
}

export class PriceListImportPage extends PageOf(PriceListImportView) {}

export class RejectedLineView {
  /** Of the file, from 1. */
  line: number;
  /** One of the codes of errors: what is wrong with it. */
  code: string;
  /** What stands there, shortened. */
  content: string;
}

export class PriceListImportDetail extends PriceListImportView {
  /** The first 1000. */
  rejectedLines: RejectedLineView[];
}

/** The beginning of a file. */
export class PriceListPreview {
  /** "" = a spreadsheet. */
  encoding: string;
  /** "" = a spreadsheet. */
  separator: string;
  /** Up to 20 lines, each with what stands in its columns. */
  @ApiProperty({ type: 'array', items: { type: 'array', items: { type: 'string' } } })
  rows: string[][];
}

export function presentImport(row: PriceListImport): PriceListImportView {
  const { priceListId: _, leaseToken: _t, leaseUntil: _u, keys: _k, sweepAfter: _s, lines, ...shown } = row;
  return {
    ...shown,
    id: String(row.id),
    rows: lines,
    medianPrice: formatMinor(row.medianPrice),
    error: presentProblem(row.error),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export function presentImportDetail(row: PriceListImport, lines: RejectedLine[]): PriceListImportDetail {
  return { ...presentImport(row), rejectedLines: lines.map(({ line, code, content }) => ({ line, code, content })) };
}

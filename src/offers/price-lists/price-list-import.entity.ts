import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { StoredError } from '../../platform/error-texts.js';
import { CreatedRow, InstantColumn, LargeColumn, MinorUnitsColumn, Row } from '../../platform/sql/columns.js';
import type { HeldLimitView } from './list-settings.dto.js';

export const IMPORT_STATES = ['running', 'held', 'live', 'failed', 'discarded', 'superseded'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
export const IMPORT_SOURCES = ['upload', 'url'] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** Whoever reads a file has it so long. Above the longest that a process which is alive may be held up. */
export const IMPORT_LEASE_MS = 90_000;

/** One file that was read into a list. */
@Entity('price_list_imports')
@Index('price_list_imports_list', ['priceListId', 'id'])
@Index('price_list_imports_state', ['state', 'id'])
@Index('price_list_imports_sweep', ['sweepAfter', 'id'])
export class PriceListImport extends CreatedRow {
  @Column({ type: 'int' })
  priceListId: number;

  @Column({ type: 'varchar', length: 16 })
  state: ImportState;

  @Column({ type: 'varchar', length: 16 })
  source: ImportSource;

  @Column({ type: 'varchar', length: 255 })
  fileName: string;

  @Column({ type: 'int' })
  fileBytes: number;

  /** Who sent it; "" = it was fetched. */
  @Column({ type: 'varchar', length: 255 })
  author: string;

  /** Token of the process that reads it, "" = none does any more. */
  @Column({ type: 'varchar', length: 36 })
  leaseToken: string;

  @InstantColumn({ nullable: true })
  leaseUntil: Date | null;

  /** Percent. */
  @Column({ type: 'int' })
  progress: number;

  /** Lines of the file from the first row on that are not empty. */
  @Column({ type: 'int' })
  lines: number;

  @Column({ type: 'int' })
  taken: number;

  @Column({ type: 'int' })
  rejected: number;

  /** Different articles with their brands. */
  @Column({ type: 'int' })
  keys: number;

  /** Of the prices of its rows. */
  @MinorUnitsColumn()
  medianPrice: number;

  /** E.g. `windows-1251`; "" = it is not known yet, or a spreadsheet. */
  @Column({ type: 'varchar', length: 32 })
  encoding: string;

  /** Between the columns; "" = a spreadsheet. */
  @Column({ type: 'varchar', length: 1 })
  separator: string;

  /** Which limits it broke. */
  @Column({ type: 'simple-json' })
  held: HeldLimitView[];

  /** Why it failed; null = it did not. */
  @Column({ type: 'simple-json', nullable: true })
  error: StoredError | null;

  @InstantColumn({ nullable: true })
  finishedAt: Date | null;

  /** From then on nobody looks at its rows, and they are deleted; null = they are needed, or are deleted already. */
  @InstantColumn({ nullable: true })
  sweepAfter: Date | null;
}

/** A line of a file that could not be taken; of each import the first are kept. */
@Entity('price_list_rejected_lines')
@Index('price_list_rejected_lines_import', ['importId', 'line'])
export class RejectedLine extends Row {
  @Column({ type: 'int' })
  importId: number;

  /** From 1. */
  @Column({ type: 'int' })
  line: number;

  @Column({ type: 'varchar', length: 32 })
  code: string;

  /** What stands there, shortened. */
  @LargeColumn('largeText')
  content: string;
}

/**
 * One offer of an import. The brand is kept as it stands in the file, since a merged brand counts at once for all rows that way.
 * Rows are written in the order of the primary key: at random places an INSERT takes several times as long.
 */
@Entity('price_list_rows', { withoutRowid: true })
export class PriceListRow {
  @PrimaryColumn({ type: 'int' })
  importId: number;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  articleKey: string;

  /** Of the file, from 1. */
  @PrimaryColumn({ type: 'int' })
  line: number;

  @Column({ type: 'varchar', length: 64 })
  brandKey: string;

  @Column({ type: 'varchar', length: 100 })
  brand: string;

  @Column({ type: 'varchar', length: 100 })
  article: string;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  /** Kopecks. */
  @MinorUnitsColumn()
  price: number;

  @Column({ type: 'int' })
  stock: number;

  /** There may be more than that. */
  @Column({ type: 'boolean' })
  isAtLeast: boolean;

  /** It is sold in multiples of this. */
  @Column({ type: 'int' })
  multiplicity: number;
}

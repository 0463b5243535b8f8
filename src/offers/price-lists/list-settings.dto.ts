import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsNumber, Max, Min } from 'class-validator';
import { IsOptionalDefined } from '../../platform/http/validation.js';

/** A spreadsheet has no more. */
const MOST_COLUMNS = 16_384;

const ColumnNumber = () => applyDecorators(Max(MOST_COLUMNS), Min(1), IsInt());

/** Which column of a file is what, from 1; all are different. */
export class PriceListColumns {
  @ColumnNumber()
  brand: number;

  @ColumnNumber()
  article: number;

  @ColumnNumber()
  name: number;

  @ColumnNumber()
  quantity: number;

  @ColumnNumber()
  price: number;

  /** It is sold in multiples of this; without such a column, of 1. */
  @ApiPropertyOptional()
  @IsOptionalDefined()
  @ColumnNumber()
  multiplicity?: number;
}

const Percent = () => applyDecorators(Max(100), Min(0), IsNumber());

/** Limits in percent, 0 = off: a file outside them waits for a person, and the former one stays in force. */
export class PriceListGuard {
  /** By which the number of rows may change. */
  @Percent()
  rows: number;

  /** Of the articles with their brands that have to be in both; and of those in both that were in stock, that still have to be. */
  @Percent()
  overlap: number;

  /** By which the median of the prices may change. */
  @Percent()
  median: number;

  /** Of the positions in both, whose price may change by more than a tenth. */
  @Percent()
  moved: number;
}

const GUARD_RULES = ['rows', 'overlap', 'median', 'moved', 'stock'] as const;
export type GuardRule = (typeof GUARD_RULES)[number];

/** A limit of the guard that a file breaks. */
export class HeldLimitView {
  @ApiProperty({ enum: GUARD_RULES })
  rule: GuardRule;
  /** Percent. */
  value: number;
  limit: number;
  /** What the value was computed from: rows, keys, the median in kopecks, positions in both, those in both that were in stock. */
  before: number;
  /** Rows, keys in both, the median in kopecks, positions that moved, those that still are in stock. */
  after: number;
}

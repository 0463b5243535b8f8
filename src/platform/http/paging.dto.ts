import type { Type as Class } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { InstantFilter } from './filters.js';
import { IsOptionalDefined } from './validation.js';

export const MAX_PER_PAGE = 200;

/** Paging of every list: sorted by the time of creation, newest first unless told otherwise. */
export class PageQuery {
  /** From 1. */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  page: number = 1;

  /** Up to 200. */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PER_PAGE)
  perPage: number = 50;

  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['createdAt', '-createdAt'])
  sort: 'createdAt' | '-createdAt' = '-createdAt';
}

/** Paging of things that people know by name. */
export class NamedQuery extends PageQuery {
  /** Looks anywhere in what they are called, in whatever letter case. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(255)
  q?: string;
}

/**
 * Paging with a period (`from` inclusive, `to` exclusive, ISO 8601) and a free search. Bodies have such filters, too: null is refused there,
 * lest it came to mean all.
 */
export class SearchQuery extends PageQuery {
  /**
   * Looks anywhere in the searched texts of the newest 5000 rows that the other filters leave, and for what such texts begin with
   * (from three characters on) in all; `meta.searchedNewest` is there when that made a difference. A sign № at its beginning is not looked for.
   */
  @ApiPropertyOptional()
  @IsOptionalDefined()
  // Numbers are copied from where they stand behind that sign; ids of marketplaces may have it within.
  @Transform(({ value }) => (typeof value === 'string' ? value.replace(/^\s*№\s*/, '') : value))
  @IsString()
  @MaxLength(255)
  q?: string;

  @InstantFilter()
  from?: Date;

  @InstantFilter()
  to?: Date;
}

export class PageMeta {
  page: number;
  perPage: number;
  /** Rows on all pages; counting stops at 10000, so from there on it means: at least so many. */
  total: number;
  /**
   * Present when a search did not look everywhere: what is in the middle of a text was looked for in the newest so many rows that
   * the other filters leave, what a text begins with in all.
   */
  @ApiPropertyOptional()
  searchedNewest?: number;
}

export interface Page<T> {
  data: T[];
  meta: PageMeta;
}

/** The class of pages of such views. */
export function PageOf<T>(view: Class<T>): Class<Page<T>> {
  class PageOfViews implements Page<T> {
    @ApiProperty({ type: [view] })
    data: T[];

    meta: PageMeta;
  }
  return PageOfViews;
}

/** The same page with every row presented otherwise. */
export function mapPage<T, R>(page: Page<T>, present: (row: T) => R): Page<R> {
  return { data: page.data.map(present), meta: page.meta };
}

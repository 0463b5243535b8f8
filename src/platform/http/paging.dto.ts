import { type Type as Class, Injectable, Param, PipeTransform } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  isISO8601,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import type { EntityManager, SelectQueryBuilder, ObjectLiteral } from 'typeorm';
import { countUpTo } from '../sql/bounded-count.js';
import type { SearchBounds } from '../sql/indexed-search.js';
import { type Listing, rowsInOrder, sortedIds, type Sorting } from '../sql/sorted-rows.js';
import { errorDetail } from '../error-texts.js';
import { NotFoundError } from '../errors.js';
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

/** A day (then its beginning, UTC) or an instant with its zone; what `new Date` takes besides, as a 31st of June, is guesswork. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

function InstantFilter(): PropertyDecorator {
  return (target, property) => {
    const anyOf = ['date', 'date-time'].map((format) => ({ type: 'string', format }));
    ApiPropertyOptional({ type: String, description: 'A day (its beginning, UTC) or an instant.', anyOf })(
      target,
      property,
    );
    IsOptionalDefined()(target, property);
    const isTime = (value: unknown) => ISO_TIME.test(String(value)) && isISO8601(value, { strict: true });
    Transform(({ value }) => (isTime(value) ? new Date(value) : value))(target, property as string);
    IsDate({ context: errorDetail('day_or_instant') })(target, property as string);
  };
}

const DECIMAL_ID = /^\d{1,15}$/;

/** One of the words or several, separated by commas; `?x=` (empty) means no filter. */
export function AnyOf(words: readonly string[]): PropertyDecorator {
  return (target, property) => {
    ApiPropertyOptional({ enum: words, isArray: true })(target, property);
    IsOptionalDefined()(target, property);
    Transform(({ value }) => (value === '' ? undefined : String(value).split(',')))(target, property as string);
    IsArray()(target, property);
    ArrayMaxSize(words.length)(target, property as string);
    IsIn(words, { each: true })(target, property as string);
  };
}

/** One of the words; `?x=` (empty) means no filter. */
export function OneOf(words: readonly string[]): PropertyDecorator {
  return (target, property) => {
    IsOptionalDefined()(target, property);
    Transform(({ value }) => (value === '' ? undefined : value))(target, property as string);
    IsIn(words)(target, property as string);
  };
}

interface IdOptions {
  /** Words that stand in the place of an id. */
  or?: readonly string[];
  description?: string;
}

/** An optional id filter; `?id=` (empty) means no filter. */
export function IdFilter({ or = [], description }: IdOptions = {}): PropertyDecorator {
  return (target, property) => {
    const pattern = `^(${['\\d{1,15}', ...or].join('|')})?$`;
    ApiPropertyOptional({ type: String, pattern, ...(description && { description }) })(target, property);
    if (or.length > 0) ValidateIf((_, value) => !or.includes(value as string))(target, property as string);
    IsOptionalDefined()(target, property);
    Transform(({ value }) => (value === '' ? undefined : DECIMAL_ID.test(value) ? Number(value) : value))(
      target,
      property as string,
    );
    IsInt({ context: errorDetail('id') })(target, property as string);
  };
}

/** Rows that can be chosen one by one. */
const MAX_CHOSEN = 1_000;

/** An optional list of ids, separated by commas; `?ids=` (empty) means no filter. */
export function IdsFilter(): PropertyDecorator {
  return (target, property) => {
    ApiPropertyOptional({
      type: String,
      description: `Ids, separated by commas, up to ${MAX_CHOSEN}.`,
      pattern: '^(\\d{1,15}(,\\d{1,15})*)?$',
    })(target, property);
    IsOptionalDefined()(target, property);
    const read = (id: string) => (DECIMAL_ID.test(id) ? Number(id) : id);
    Transform(({ value }) => (value === '' ? undefined : String(value).split(',').map(read)))(
      target,
      property as string,
    );
    IsArray()(target, property);
    ArrayMaxSize(MAX_CHOSEN)(target, property as string);
    IsInt({ each: true, context: errorDetail('id') })(target, property as string);
  };
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

/**
 * Runs a list query page by page.
 * @param column what `createdAt` means in this list, e.g. `externalOrder.createdAt`; the id breaks ties
 */
export async function readPage<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  { page, perPage, sort }: PageQuery,
  column: string,
  searched: SearchBounds = {},
): Promise<Page<T>> {
  const before = (page - 1) * perPage;
  const rows = await sorted(query, sort, column)
    .offset(before)
    .limit(perPage + 1)
    .getMany();
  const total = await totalOf(query, before, rows.length, perPage);
  return { data: rows.slice(0, perPage), meta: { page, perPage, total, ...searched } };
}

/** Only what does not follow from the page itself is counted. @param read rows read behind the `before` first ones, one more than fit */
export async function totalOf<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  before: number,
  read: number,
  perPage: number,
): Promise<number> {
  const isLast = read <= perPage && (read > 0 || before === 0);
  if (isLast) return before + read;
  const counted = await countUpTo(query);
  return read > perPage ? Math.max(counted, before + read) : counted;
}

/** Ids of the first rows of a list query, in the list's order. @param column as for `readPage` */
export async function readIds<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  sort: PageQuery['sort'],
  column: string,
  limit: number,
): Promise<number[]> {
  const ids = sorted(query.select(`${query.alias}.id`, 'id'), sort, column).limit(limit);
  return (await ids.getRawMany<{ id: number }>()).map(({ id }) => id);
}

function sorted<T extends ObjectLiteral>(query: SelectQueryBuilder<T>, sort: PageQuery['sort'], column: string) {
  const direction = sort === 'createdAt' ? 'ASC' : 'DESC';
  return query.orderBy(column, direction).addOrderBy(`${query.alias}.id`, direction);
}

/** What a list can be sorted by besides its time of creation: a column and its index, by the word for it. */
export type Sortings = Record<string, Omit<Sorting, 'isDescending'>>;

function sortingOf(sort: string, sortings: Sortings): Sorting | undefined {
  const sorting = sortings[sort.replace('-', '')];
  return sorting && { ...sorting, isDescending: sort.startsWith('-') };
}

type SortedPageQuery = Pick<PageQuery, 'page' | 'perPage'> & { sort: string };

/** `readPage` of a list that can be sorted by other columns, too. */
export async function readSortedPage<T extends ObjectLiteral & { id: number }>(
  manager: EntityManager,
  list: Listing<T>,
  paging: SortedPageQuery,
  column: string,
  sortings: Sortings,
): Promise<Page<T>> {
  const { page, perPage, sort } = paging;
  const sorting = sortingOf(sort, sortings);
  if (!sorting) {
    const { query, searched } = await list(false);
    return readPage(query, paging as PageQuery, column, searched);
  }
  const { ids, total, searched, query } = await sortedIds(list, sorting, (page - 1) * perPage, perPage);
  return { data: await rowsInOrder(manager, query, ids), meta: { page, perPage, total, ...searched } };
}

/** `readIds` of such a list. */
export async function readSortedIds<T extends ObjectLiteral>(
  list: Listing<T>,
  sort: string,
  column: string,
  sortings: Sortings,
  limit: number,
): Promise<number[]> {
  const sorting = sortingOf(sort, sortings);
  if (sorting) return (await sortedIds(list, sorting, 0, limit)).ids;
  return readIds((await list(false)).query, sort as PageQuery['sort'], column, limit);
}

/** The same page with every row presented otherwise. */
export function mapPage<T, R>(page: Page<T>, present: (row: T) => R): Page<R> {
  return { data: page.data.map(present), meta: page.meta };
}

/** Ids in paths are decimal strings; anything else names a thing that does not exist. */
@Injectable()
class ParseIdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (!/^[1-9]\d{0,14}$/.test(value)) throw new NotFoundError(`«${value.slice(0, 40)}»`);
    return Number(value);
  }
}

/** The id in the path of what is asked for. */
export const IdParam = () => Param('id', ParseIdPipe);

/** An id further on in the path. */
export const OtherIdParam = (name: string) => Param(name, ParseIdPipe);

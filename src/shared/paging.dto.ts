import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { SelectQueryBuilder, ObjectLiteral } from 'typeorm';

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

/** Paging with a period (`from` inclusive, `to` exclusive, ISO 8601) and a free search. */
export class SearchQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @MaxLength(255)
  q?: string;

  @InstantFilter()
  from?: Date;

  @InstantFilter()
  to?: Date;
}

/** A day (then its beginning, UTC) or an instant with its zone; what `new Date` takes besides is guesswork. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

function InstantFilter(): PropertyDecorator {
  return (target, property) => {
    IsOptional()(target, property);
    Transform(({ value }) => (ISO_TIME.test(value) ? new Date(value) : value))(target, property as string);
    IsDate({ message: 'must be an ISO 8601 time with its zone' })(target, property as string);
  };
}

const DECIMAL_ID = /^\d{1,15}$/;

/** An optional id filter; `?id=` (empty) means no filter. */
export function IdFilter(): PropertyDecorator {
  return (target, property) => {
    ApiPropertyOptional({ type: String })(target, property);
    IsOptional()(target, property);
    Transform(({ value }) => (value === '' ? undefined : DECIMAL_ID.test(value) ? Number(value) : value))(
      target,
      property as string,
    );
    IsInt({ message: 'must be an id' })(target, property as string);
  };
}

export class PageMeta {
  page: number;
  perPage: number;
  total: number;
}

export interface Page<T> {
  data: T[];
  meta: PageMeta;
}

/**
 * Runs a list query page by page.
 * @param column what `createdAt` means in this list, e.g. `externalOrder.createdAt`; the id breaks ties
 */
export async function readPage<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  { page, perPage, sort }: PageQuery,
  column: string,
): Promise<Page<T>> {
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  const [data, total] = await query
    .orderBy(column, direction)
    .addOrderBy(`${query.alias}.id`, direction)
    .offset((page - 1) * perPage)
    .limit(perPage)
    .getManyAndCount();
  return { data, meta: { page, perPage, total } };
}

/** The same page with every row presented otherwise. */
export function mapPage<T, R>(page: Page<T>, present: (row: T) => R): Page<R> {
  return { data: page.data.map(present), meta: page.meta };
}

/** Text for a LIKE search for `q` anywhere; `\` escapes on both engines when the query says ESCAPE. */
export function likeAnywhere(q: string): string {
  return `%${q.replace(/[!%_]/g, '!$&')}%`;
}

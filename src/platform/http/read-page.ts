import type { EntityManager, SelectQueryBuilder, ObjectLiteral } from 'typeorm';
import { countUpTo } from '../sql/bounded-count.js';
import type { SearchBounds } from '../sql/indexed-search.js';
import { type Listing, rowsInOrder, sortedIds, type Sorting } from '../sql/sorted-rows.js';
import type { Page, PageQuery } from './paging.dto.js';

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

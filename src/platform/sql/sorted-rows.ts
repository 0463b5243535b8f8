import { type EntityManager, In, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { countUpTo, MAX_COUNTED } from './bounded-count.js';
import { isEmbedded } from './engine.js';
import type { Listed } from './indexed-search.js';

/** What a list is sorted by that no filter's index goes with. */
export interface Sorting {
  /** E.g. `order.totalMinor`. */
  column: string;
  /** Of this column alone. */
  index: string;
  /** Sorted by its letters, which the embedded database's bytes are not. */
  isText?: boolean;
  isDescending: boolean;
}

/** Makes a list's query. @param isWalked no index but that of the sorting is to serve: see `walked` */
export type Listing<T extends ObjectLiteral> = (isWalked: boolean) => Promise<Listed<T>>;

/**
 * Ids of a list in the order of a column. An index for each filter beside each column would be many; so of few matching rows all are
 * sorted, and of many the column's own index is gone through until there are enough.
 */
export async function sortedIds<T extends ObjectLiteral>(
  list: Listing<T>,
  { column, index, isText, isDescending }: Sorting,
  offset: number,
  limit: number,
) {
  const { query: matching, searched } = await list(false);
  const count = await countUpTo(matching);
  const isMany = count === MAX_COUNTED;
  const query = isMany ? (await list(true)).query.useIndex(index) : matching;
  const direction = isDescending ? 'DESC' : 'ASC';
  const expression = isText && isEmbedded(query.connection) ? `folded(${column})` : `COALESCE(${column}, ${column})`;
  const rows = await query
    .select(`${query.alias}.id`, 'id')
    // An expression has no index: few rows are found by their filters.
    .orderBy(isMany ? column : expression, direction)
    .addOrderBy(`${query.alias}.id`, direction)
    .offset(offset)
    .limit(limit)
    .getRawMany<{ id: number }>();
  const ids = rows.map(({ id }) => id);
  return { ids, total: ids.length > 0 ? Math.max(count, offset + ids.length) : count, searched, query };
}

/** The rows of a page by ids, in the given sequence; one may have gone since its id was read. */
export async function rowsInOrder<T extends ObjectLiteral & { id: number }>(
  manager: EntityManager,
  { expressionMap }: SelectQueryBuilder<T>,
  ids: number[],
): Promise<T[]> {
  if (ids.length === 0) return [];
  const found = (await manager.findBy(expressionMap.mainAlias!.target, { id: In(ids) })) as T[];
  const byId = new Map(found.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** A filter's column in a condition that the embedded database takes no index for; to a server it is the column as it is. */
export function walked(column: string, isWalked: boolean): string {
  return isWalked ? `+ ${column}` : column;
}

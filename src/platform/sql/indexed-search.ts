import type { EntityManager, EntityTarget, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { isEmbedded } from './engine.js';

/** So many of the newest rows are searched in the middle of their texts; further back by what these begin with. */
const SEARCHED_NEWEST = 5_000;
/** What an index is asked for: a text that more rows begin with says too little to find one of them. */
const MOST_BEGINNING = 1_000;
/** Of a shorter text more than that begin with anything. */
const SHORTEST_BEGINNING = 3;

/** An indexed column, and which column of its table names what is searched for. */
export interface SearchedColumn {
  entity: EntityTarget<ObjectLiteral>;
  column: string;
  id: string;
  /** Any of these. */
  beginnings: string[];
}

/** How far a search looked. */
export interface SearchBounds {
  /** Set when it did not look everywhere, see `PageMeta`. */
  searchedNewest?: number;
}

/** A list's query with all its filters. */
export interface Listed<T extends ObjectLiteral> {
  query: SelectQueryBuilder<T>;
  /** How far its search looked, if there is one. */
  searched?: SearchBounds;
}

/**
 * Finds rows of lists of any size: by the beginning of indexed columns among all, and by a condition among the newest.
 * @param list makes the list's query with its other filters
 * @param column when its rows came to be, e.g. `order.createdAt`
 * @param contains what finds a row in the middle of its texts
 * @param known finds ids among all rows, by `beginningWith`
 */
export async function search<T extends ObjectLiteral>(
  list: () => SelectQueryBuilder<T>,
  column: string,
  contains: (query: SelectQueryBuilder<T>) => unknown,
  known: () => Promise<Iterable<number>>,
): Promise<Listed<T>> {
  const newest = list();
  const id = `${newest.alias}.id`;
  const last = await list()
    .select([id, column])
    .orderBy(column, 'DESC')
    .addOrderBy(id, 'DESC')
    .offset(SEARCHED_NEWEST)
    .limit(1)
    .getOne();
  if (last) newest.andWhere(`${column} >= :newestFrom`, { newestFrom: last[column.split('.')[1]!] });
  contains(newest);
  const rows = await newest.select(id, 'id').getRawMany<{ id: number }>();
  const ids = new Set(rows.map((row) => row.id));
  if (last) for (const each of await known()) ids.add(each);
  return { query: list().andWhere(isOneOf(id, ids)), searched: last ? { searchedNewest: SEARCHED_NEWEST } : {} };
}

/**
 * The ids of rows whose column begins so, from its index: those that are equal first, the newest of them, then in the order of
 * the index, which does not depend on how many there are.
 */
export async function beginningWith(manager: EntityManager, searched: SearchedColumn): Promise<number[]> {
  const ids: number[] = [];
  for (const beginning of searched.beginnings.filter(({ length }) => length >= SHORTEST_BEGINNING)) {
    for (const text of letters(manager, beginning)) {
      ids.push(...(await equalTo(manager, searched, text)), ...(await after(manager, searched, text)));
    }
  }
  return ids;
}

async function equalTo(manager: EntityManager, { entity, column, id }: SearchedColumn, text: string) {
  const query = manager.createQueryBuilder(entity, 'found').where(`found.${column} = :text`, { text });
  return idsOf(query.orderBy('found.id', 'DESC'), id);
}

async function after(manager: EntityManager, { entity, column, id }: SearchedColumn, text: string) {
  const query = manager.createQueryBuilder(entity, 'found');
  if (isEmbedded(manager.connection))
    query.where(`found.${column} > :text AND found.${column} <= :end`, { text, end: `${text}\u{10FFFF}` });
  else query.where(`found.${column} LIKE :beginning ESCAPE '!'`, { beginning: likeBeginning(text) });
  return idsOf(query.orderBy(`found.${column}`).addOrderBy('found.id'), id);
}

async function idsOf(query: SelectQueryBuilder<ObjectLiteral>, id: string): Promise<number[]> {
  const rows = await query.select(`found.${id}`, 'id').limit(MOST_BEGINNING).getRawMany<{ id: number }>();
  return rows.map((row) => row.id);
}

/** The servers' indexes know no upper and lower case; the embedded one's do, and serve no LIKE. */
function letters(manager: EntityManager, text: string): string[] {
  return isEmbedded(manager.connection) ? letterCases(text) : [text];
}

/** Condition for ids read from the database; as parameters so many would take longer than the query. */
function isOneOf(column: string, ids: Iterable<number>): string {
  return `${column} IN (${[0, ...ids].join(', ')})`;
}

/** The text without these signs. */
export function without(text: string, signs: readonly string[]): string {
  return signs.reduce((rest, sign) => rest.replaceAll(sign, ''), text);
}

/** SQL expression of a column without these signs; all engines know it. */
export function withoutIn(column: string, signs: readonly string[]): string {
  return signs.reduce((sql, sign) => `REPLACE(${sql}, '${sign}', '')`, column);
}

/** Text for a LIKE search for `q` anywhere, for a condition that says `ESCAPE '!'`. */
export function likeAnywhere(q: string): string {
  return `%${likeBeginning(q)}`;
}

/** Text for a LIKE search for what begins with `q`, for a condition that says `ESCAPE '!'`. */
export function likeBeginning(q: string): string {
  return `${q.replace(/[!%_]/g, '!$&')}%`;
}

/** A text as it is, small, in capitals, and with a capital at the beginning of each word. */
function letterCases(text: string): string[] {
  const small = text.toLowerCase();
  const words = small.replace(
    /(^|[^\p{L}\p{N}])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
  return [...new Set([text, small, text.toUpperCase(), words])];
}

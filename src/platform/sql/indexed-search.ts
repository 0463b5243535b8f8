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

/** Condition for a row in the middle of its texts; it sets its parameters, and may join what it needs. */
type Contains = (query: SelectQueryBuilder<ObjectLiteral>) => string;

/**
 * Finds rows of lists of any size: by the beginning of indexed columns among all, and by a condition among the newest.
 * @param list makes the list's query with its other filters
 * @param column when its rows came to be, e.g. `order.createdAt`
 * @param known finds ids among all rows, by `beginningWith`
 */
export async function search<T extends ObjectLiteral>(
  list: () => SelectQueryBuilder<T>,
  column: string,
  contains: Contains,
  known: () => Promise<number[]>,
): Promise<Listed<T>> {
  const query = list();
  const [newest, further] = await Promise.all([amongNewest(list, column, contains), known()]);
  query.andWhere(isOneOf(`${query.alias}.id`, new Set([...newest.ids, ...further])));
  return { query, searched: newest.isAll ? {} : { searchedNewest: SEARCHED_NEWEST } };
}

/** Picks the newest by an index before it looks into them: beside their texts a server would rather read and sort the whole table. */
async function amongNewest<T extends ObjectLiteral>(
  list: () => SelectQueryBuilder<T>,
  column: string,
  contains: Contains,
): Promise<{ ids: number[]; isAll: boolean }> {
  const picked = () => {
    const query = list();
    return query.select(`${query.alias}.id`, 'id').orderBy(column, 'DESC');
  };
  const newest = picked().limit(SEARCHED_NEWEST);
  const { alias, expressionMap } = newest;
  const found = newest
    .createQueryBuilder()
    .select(`${alias}.id`, 'id')
    .from(`(${newest.getQuery()})`, 'newest')
    .innerJoin(expressionMap.mainAlias!.target, alias, `${alias}.id = newest.id`)
    .setParameters(newest.getParameters());
  found.where(contains(found));
  const [rows, older] = await Promise.all([
    found.getRawMany<{ id: number }>(),
    picked().offset(SEARCHED_NEWEST).limit(1).getRawMany(),
  ]);
  return { ids: rows.map(({ id }) => id), isAll: older.length === 0 };
}

/**
 * The ids of rows any of whose columns begins so, from its index: of each column those that are equal first, the newest of them, then
 * in the order of the index, which does not depend on how many there are. All in one statement.
 */
export async function beginningWith(manager: EntityManager, columns: SearchedColumn[]): Promise<number[]> {
  const parts = columns.flatMap((searched) =>
    searched.beginnings
      .filter(({ length }) => length >= SHORTEST_BEGINNING)
      .flatMap((beginning) => letters(manager, beginning))
      .flatMap((text) => beginningsOf(manager, searched, text)),
  );
  if (parts.length === 0) return [];
  const { driver } = manager.connection;
  const selects = parts.map(({ select, from, rest }, index) => {
    const [found, part] = [driver.escape(`found${index}`), driver.escape(`part${index}`)];
    return `SELECT wanted AS id FROM (SELECT ${select} AS wanted FROM ${from} ${found} WHERE ${rest} LIMIT ${MOST_BEGINNING}) ${part}`;
  });
  const values = parts.flatMap((part) => part.values);
  const rows = await manager.query<Array<{ id: number }>>(selects.join(' UNION ALL '), values);
  return rows.map(({ id }) => id);
}

/** A SELECT of ids by one column: the equal ones, and those that go on. */
function beginningsOf({ connection }: EntityManager, { entity, column, id }: SearchedColumn, text: string) {
  const { driver } = connection;
  const { tableName, columns } = connection.getMetadata(entity);
  const nameOf = (property: string) =>
    driver.escape(columns.find(({ propertyName }) => propertyName === property)!.databaseName);
  const name = nameOf(column);
  const part = { select: nameOf(id), from: driver.escape(tableName) };
  const [goesOn, values] = isEmbedded(connection)
    ? [`${name} > ? AND ${name} <= ?`, [text, `${text}\u{10FFFF}`]]
    : [`${name} LIKE ? ESCAPE '!'`, [likeBeginning(text)]];
  return [
    { ...part, rest: `${name} = ? ORDER BY ${driver.escape('id')} DESC`, values: [text] },
    { ...part, rest: `${goesOn} ORDER BY ${name}, ${driver.escape('id')}`, values },
  ];
}

/** The servers' indexes know no upper and lower case; the embedded one's do, and serve no LIKE. */
function letters(manager: EntityManager, text: string): string[] {
  return isEmbedded(manager.connection) ? letterCases(text) : [text];
}

/** Condition for ids read from the database; as parameters so many would take longer than the query. */
export function isOneOf(column: string, ids: Iterable<number>): string {
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
function likeBeginning(q: string): string {
  return `${q.replace(/[!%_]/g, '!$&')}%`;
}

/** A text as it is, small, in capitals, and with a capital at the beginning of each word; each with е for ё and the other way round. */
function letterCases(text: string): string[] {
  const cases = withYo(text.toLowerCase()).flatMap((small) => [small, small.toUpperCase(), capitalized(small)]);
  return [...new Set([text, ...cases])];
}

function capitalized(small: string): string {
  return small.replace(
    /(^|[^\p{L}\p{N}])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

/** Of the first places where ё may be meant; no word has two. */
const MOST_YO = 4;

function withYo(small: string): string[] {
  const plain = small.replaceAll('ё', 'е');
  const places = [...plain.matchAll(/е/g)].map(({ index }) => index).slice(0, MOST_YO);
  return [small, plain, ...places.map((place) => `${plain.slice(0, place)}ё${plain.slice(place + 1)}`)];
}

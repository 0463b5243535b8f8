import { likeAnywhere } from '../shared/paging.dto.js';

/** Signs that people put into a part number, or leave out. */
const SEPARATORS = [' ', '-', '.', '/'];
/** A shorter text without its separators would be found in every other number. */
const SHORTEST_BARE = 4;

/**
 * Condition that finds what was searched for in a part number, written with its separators or without them.
 * @param column e.g. `item.number`; the parameters are those of `searchParameters`
 */
export function partNumberMatches(column: string, q: string): string {
  const bare = withoutSeparators(q);
  const compared = bare ? SEPARATORS.reduce((sql, separator) => `REPLACE(${sql}, '${separator}', '')`, column) : column;
  return `${compared} LIKE :${bare ? 'bareLike' : 'like'} ESCAPE '!'`;
}

/** Parameters of a search: `like` for any column, `bareLike` for part numbers. */
export function searchParameters(q: string): { like: string; bareLike: string } {
  return { like: likeAnywhere(q), bareLike: likeAnywhere(withoutSeparators(q)) };
}

/** "" = too short for that. */
function withoutSeparators(q: string): string {
  const bare = SEPARATORS.reduce((text, separator) => text.replaceAll(separator, ''), q);
  return bare.length < SHORTEST_BARE ? '' : bare;
}

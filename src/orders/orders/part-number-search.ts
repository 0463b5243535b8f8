import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { beginningWith, likeAnywhere, without, withoutIn } from '../../platform/sql/indexed-search.js';

/** Signs that people put into a part number, or leave out. */
const SEPARATORS = [' ', '-', '.', '/'];
/** A shorter text without its separators would be found in every other number. */
const SHORTEST_BARE = 4;

/** Expression of a part number without its separators. */
export const BARE_NUMBER = withoutIn('number', SEPARATORS);

/**
 * Condition that finds what was searched for in a part number, written with its separators or without them.
 * @param alias of positions or items; the parameters are those of `partNumberParameters`
 */
export function partNumberContains(alias: string, q: string): string {
  return bareNumber(q).length < SHORTEST_BARE
    ? `${alias}.number LIKE :like ESCAPE '!'`
    : `${alias}.numberBare LIKE :bareLike ESCAPE '!'`;
}

export function partNumberParameters(q: string): Record<string, string> {
  return { like: likeAnywhere(q), bareLike: likeAnywhere(bareNumber(q)) };
}

/** Ids of the orders whose lines have a part number that begins so. @param id property of the lines that names their order */
export function partNumbersBeginning(
  manager: EntityManager,
  entity: EntityTarget<ObjectLiteral>,
  id: string,
  q: string,
): Promise<number[]> {
  return beginningWith(manager, { entity, column: 'numberBare', id, beginnings: [bareNumber(q)] });
}

function bareNumber(q: string): string {
  return without(q, SEPARATORS);
}

/** Stands among the migrations of a database as long as rows of an embedded one are being copied into it. */
export const MOVING = 'MovingFromEmbedded';

/**
 * `newer`: a version of the program that this one does not know has changed the tables. `older`: they are of a version before the first
 * migration of this one. `moving`: they are being filled. `foreign`: they are another program's.
 */
export type SchemaState = 'current' | 'pending' | 'newer' | 'older' | 'moving' | 'foreign';

type UsableState = 'current' | 'pending';

export const isUsable = (state: SchemaState): state is UsableState => state === 'current' || state === 'pending';

/** Every database of version 0.1 has had it. */
const FIRST_OF_0_1 = 'Initial1795500000000';

/**
 * @param run names of the migrations that a database has had; undefined = it has tables, and no list of such names
 * @param known those of this version
 */
export function schemaState(run: string[] | undefined, known: string[]): SchemaState {
  if (!run) return 'foreign';
  if (run.includes(MOVING)) return 'moving';
  const strangers = run.filter((name) => !known.includes(name));
  if (strangers.includes(FIRST_OF_0_1)) return 'older';
  if (strangers.length > 0) return strangers.some((name) => time(name) < time(known[0]!)) ? 'foreign' : 'newer';
  return known.every((name) => run.includes(name)) ? 'current' : 'pending';
}

/** @param name ends with the milliseconds at which the migration was written */
const time = (name: string) => Number(/\d+$/.exec(name)?.[0]);

/** What to do about a database that cannot be used as it is. */
export const SCHEMA_ADVICE: Record<Exclude<SchemaState, UsableState>, string> = {
  newer:
    'The database was used by a newer version of partsdesk, whose tables this one does not know: start that version again, or restore a backup from before it.',
  older:
    'The database was made by partsdesk 0.1, whose tables this version does not take over: begin with an empty one, or start version 0.1 again.',
  foreign:
    'The database has tables that partsdesk did not make: nothing was changed in it. Name a database of its own, or the one that it has used.',
  moving: 'The database is being filled by `npm run move`: wait until that is done, or run it again if it was stopped.',
};

/** Stands among the migrations of a database as long as rows of an embedded one are being copied into it. */
export const MOVING = 'MovingFromEmbedded';

/**
 * `newer`: a version of the program that this one does not know has changed the tables. `older`: they are of a version before the first
 * migration of this one. `moving`: they are being filled.
 */
export type SchemaState = 'current' | 'pending' | 'newer' | 'older' | 'moving';

type UsableState = 'current' | 'pending';

export const isUsable = (state: SchemaState): state is UsableState => state === 'current' || state === 'pending';

/** @param run names of the migrations that a database has had; @param known those of this version */
export function schemaState(run: string[], known: string[]): SchemaState {
  if (run.includes(MOVING)) return 'moving';
  const strangers = run.filter((name) => !known.includes(name));
  if (strangers.length > 0) return strangers.some((name) => time(name) < time(known[0]!)) ? 'older' : 'newer';
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
  moving: 'The database is being filled by `npm run move`: wait until that is done, or run it again if it was stopped.',
};

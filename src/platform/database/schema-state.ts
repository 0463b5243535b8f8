/** Stands among the migrations of a database as long as rows of an embedded one are being copied into it. */
export const MOVING = 'MovingFromEmbedded';

/** `newer`: a version of the program that this one does not know has changed the tables. `moving`: they are being filled. */
export type SchemaState = 'current' | 'pending' | 'newer' | 'moving';

/** @param run names of the migrations that a database has had; @param known those of this version */
export function schemaState(run: string[], known: string[]): SchemaState {
  if (run.includes(MOVING)) return 'moving';
  if (run.some((name) => !known.includes(name))) return 'newer';
  return known.every((name) => run.includes(name)) ? 'current' : 'pending';
}

/** What to do about a database that cannot be used as it is. */
export const SCHEMA_ADVICE: Record<Exclude<SchemaState, 'current' | 'pending'>, string> = {
  newer:
    'The database was used by a newer version of partsdesk, whose tables this one does not know: start that version again, or restore a backup from before it.',
  moving: 'The database is being filled by `npm run move`: wait until that is done, or run it again if it was stopped.',
};

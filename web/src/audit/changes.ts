export interface FieldChange {
  /** Names from the outside in: `gettzap`, `item`, `text`. */
  path: string[];
  /** undefined = it was not there. */
  before: unknown;
  after: unknown;
}

type Fields = Record<string, unknown>;

interface ChangedThing {
  action: string;
  before: object;
  after: object;
}

/** Told by the rest of the entry, or follows from other fields. */
const TOLD_ANYWAY = ['id', 'createdAt', 'delivery'];

/** What an entry of the log says that changed, field by field; fields that were and stay empty are left out. */
export function changesOf({ before, after }: Pick<ChangedThing, 'before' | 'after'>): FieldChange[] {
  return compare([], before as Fields, after as Fields).filter(
    ({ path, ...change }) => !TOLD_ANYWAY.includes(path[0]) && !(isEmpty(change.before) && isEmpty(change.after)),
  );
}

/** What was made has no before, what was deleted no after. */
export function sidesOf({ action, before, after }: ChangedThing): { hasBefore: boolean; hasAfter: boolean } {
  const has = (side: object) => Object.keys(side).length > 0;
  return { hasBefore: action !== 'create' && has(before), hasAfter: has(after) };
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function compare(path: string[], before: Fields, after: Fields): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [was, became] = [before[name], after[name]];
    if (JSON.stringify(was) === JSON.stringify(became)) return [];
    const here = [...path, name];
    if (isFields(was) || isFields(became)) {
      return compare(here, isFields(was) ? was : {}, isFields(became) ? became : {});
    }
    return [{ path: here, before: was, after: became }];
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Schemas } from '../api/client';
import type { TypedPlace } from '../shared/use-suggestions';

export type TextVariable = Schemas['TextVariableView'];

/** The variable that is being typed at the caret; undefined where none is. */
export function variablePlace(text: string, caret: number): TypedPlace | undefined {
  const begun = /\{\{-?[ \t]*([\w.]*)$/.exec(text.slice(0, caret));
  if (!begun) return undefined;
  // The rest of the name and the braces that stand there already are replaced too.
  const rest = /^[\w.]*([ \t]*-?\}\}?)?/.exec(text.slice(caret))![0];
  return { from: caret - begun[0].length, to: caret + rest.length, typed: begun[1] };
}

/** The variables that what was typed can become, by name or by what they are called. */
export function matching<T extends { name: string; label: string }>(variables: T[], typed: string): T[] {
  const wanted = typed.toLowerCase();
  return variables.filter(({ name, label }) => name.includes(wanted) || label.toLowerCase().includes(wanted));
}

/** How a variable is written into a text. */
export function written(name: string): string {
  return `{{ ${name} }}`;
}

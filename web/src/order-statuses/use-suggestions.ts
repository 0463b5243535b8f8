import { type KeyboardEvent, type RefObject, useState } from 'react';
import { matching, type TextVariable, typeInto, type VariablePlace, variablePlace, written } from './suggestions';

export interface Suggestions {
  /** What can be chosen now; empty = nothing is suggested. */
  found: TextVariable[];
  /** Index of the one that Enter takes. */
  active: number;
  /** To be called after each change of the text or the caret. */
  look(): void;
  close(): void;
  hear(event: KeyboardEvent): void;
  choose(variable: TextVariable): void;
}

/** Suggests variables behind `{{`: arrows walk through them, Enter and Tab take one, Escape closes. */
export function useSuggestions(field: RefObject<HTMLTextAreaElement | null>, variables: TextVariable[]): Suggestions {
  const [place, setPlace] = useState<VariablePlace>();
  const [active, setActive] = useState(0);
  // Closed by hand: quiet until another variable is begun.
  const [dismissed, setDismissed] = useState<number>();
  const found = place && place.from !== dismissed ? matching(variables, place.typed) : [];

  const look = () => {
    const { value, selectionStart, selectionEnd } = field.current!;
    const next = selectionStart === selectionEnd ? variablePlace(value, selectionStart) : undefined;
    if (next?.from !== place?.from || next?.typed !== place?.typed) setActive(0);
    if (next?.from !== place?.from) setDismissed(undefined);
    setPlace(next);
  };
  const choose = ({ name }: TextVariable) => {
    if (!place) return;
    typeInto(field.current!, place.from, place.to, written(name));
    setPlace(undefined);
  };
  const hear = (event: KeyboardEvent) => {
    if (found.length === 0 || event.nativeEvent.isComposing) return;
    const keys: Record<string, () => void> = {
      ArrowDown: () => setActive((active + 1) % found.length),
      ArrowUp: () => setActive((active + found.length - 1) % found.length),
      Enter: () => choose(found[active]),
      Tab: () => choose(found[active]),
      Escape: () => setDismissed(place!.from),
    };
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  };
  return { found, active: Math.min(active, found.length - 1), look, close: () => setPlace(undefined), hear, choose };
}

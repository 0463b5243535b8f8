import { type KeyboardEvent, type RefObject, useState } from 'react';
import { typeInto } from './type-into';

/** Something that can be written into a text. */
export interface Suggestion {
  key: string;
  /** What it is called. */
  label: string;
  /** Beside it: how the text names it. */
  code?: string;
}

/** Where it is being typed: from its sign to the end of what belongs to it already. */
export interface TypedPlace {
  from: number;
  to: number;
  typed: string;
}

/** What is suggested where. */
export interface Completion<T> {
  /** Undefined where nothing is being typed that can be completed. */
  placeAt(text: string, caret: number): TypedPlace | undefined;
  matching(typed: string): T[];
  /** How it is written into the text. */
  written(suggestion: T): string;
}

export interface Suggestions<T> {
  /** What can be chosen now; empty = nothing is suggested. */
  found: T[];
  /** Index of the one that Enter takes. */
  active: number;
  /** To be called after each change of the text or the caret. */
  look(): void;
  close(): void;
  /** @returns whether the key was for the suggestions */
  hear(event: KeyboardEvent): boolean;
  choose(suggestion: T): void;
}

/** Suggests what is being typed: arrows walk through it, Enter and Tab take one, Escape closes. */
export function useSuggestions<T extends Suggestion>(
  field: RefObject<HTMLTextAreaElement | null>,
  { placeAt, matching, written }: Completion<T>,
): Suggestions<T> {
  const [place, setPlace] = useState<TypedPlace>();
  const [active, setActive] = useState(0);
  // Closed by hand: quiet until another one is begun.
  const [dismissed, setDismissed] = useState<number>();
  const found = place && place.from !== dismissed ? matching(place.typed) : [];

  const look = () => {
    const { value, selectionStart, selectionEnd } = field.current!;
    const next = selectionStart === selectionEnd ? placeAt(value, selectionStart) : undefined;
    if (next?.from !== place?.from || next?.typed !== place?.typed) setActive(0);
    if (next?.from !== place?.from) setDismissed(undefined);
    setPlace(next);
  };
  const choose = (suggestion: T) => {
    if (!place) return;
    typeInto(field.current!, place.from, place.to, written(suggestion));
    setPlace(undefined);
  };
  const hear = (event: KeyboardEvent) => {
    if (found.length === 0 || event.nativeEvent.isComposing) return false;
    const keys: Record<string, () => void> = {
      ArrowDown: () => setActive((active + 1) % found.length),
      ArrowUp: () => setActive((active + found.length - 1) % found.length),
      Enter: () => choose(found[active]),
      Tab: () => choose(found[active]),
      Escape: () => setDismissed(place!.from),
    };
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return false;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
    return true;
  };
  return { found, active: Math.min(active, found.length - 1), look, close: () => setPlace(undefined), hear, choose };
}

import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { type FieldError, isApiError } from '../api/errors';

export type TextScope = Schemas['PreviewText']['scope'];

const TYPING_MS = 250;

export interface TextCheck {
  /** What the text becomes; undefined while it is not known or the text is wrong. */
  preview?: string;
  /** What is wrong with the text. */
  errors: FieldError[];
  /** It is known that the text cannot be saved. */
  isBad: boolean;
  /** The text could not be looked at: nothing answers, or it failed. */
  hasFailed: boolean;
}

/** Whose values are shown in a text; "" = an example's, or the item's present status. */
export interface Sample {
  orderItemId: string;
  statusName: string;
}

/** Lets the service look at a text when the typing pauses. */
export function useTextCheck(scope: TextScope, text: string, { orderItemId, statusName }: Sample): TextCheck {
  const [settled] = useDebouncedValue(text, TYPING_MS);
  const { data, error } = useQuery({
    queryKey: ['text-preview', scope, settled, orderItemId, statusName],
    queryFn: ({ signal }) => look({ scope, text: settled, ...chosen({ orderItemId, statusName }) }, signal),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  if (text === '') return { errors: [], isBad: false, hasFailed: false };
  const errors = data?.errors ?? [];
  return { preview: data?.text, errors, isBad: errors.length > 0, hasFailed: error !== null };
}

function chosen(sample: Sample): Partial<Sample> {
  return Object.fromEntries(Object.entries(sample).filter(([, value]) => value));
}

/** A text with errors is an answer like another: it is what was asked for. */
async function look(body: Schemas['PreviewText'], signal: AbortSignal) {
  try {
    const { text } = await call(api.POST('/api/order-statuses/preview', { body, signal }));
    return { text, errors: [] };
  } catch (error) {
    const errors = isApiError(error, 'validation_failed') ? error.fields.filter(({ path }) => path === 'text') : [];
    if (errors.length === 0) throw error;
    return { text: undefined, errors };
  }
}

/** Gathers of several texts of a form which of them cannot be saved. */
export function useTextsValidity<Name extends string>() {
  const [bad, setBad] = useState<ReadonlySet<Name>>(new Set());
  const validityOf = useCallback(
    (name: Name) => (isGood: boolean) =>
      setBad((before) => {
        if (before.has(name) !== isGood) return before;
        const after = new Set(before);
        if (isGood) after.delete(name);
        else after.add(name);
        return after;
      }),
    [],
  );
  return { bad, validityOf };
}

/** Tells of each change of validity once, and of none when the callback alone is another one. */
export function useTellValidity(isGood: boolean, tell: ((isGood: boolean) => void) | undefined): void {
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    latest.current?.(isGood);
  }, [isGood]);
}

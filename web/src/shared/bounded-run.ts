import { useEffect, useRef, useState } from 'react';

/** What one call of a long run answers. */
export interface RunStep {
  /** What is left, with what this call did. */
  matched: number;
  processed: number;
  /** To be given to the next call; null = nothing is left. */
  next: string | null;
}

export interface Run<S extends RunStep> {
  state: 'ready' | 'running' | 'stopped' | 'done';
  /** All that there was when it began. */
  total: number;
  processed: number;
  /** What each call answered. */
  steps: S[];
  /** Why it stopped, when nobody stopped it. */
  error: unknown;
  /** Begins, or goes on where it stopped. */
  start(): void;
  /** Ends after the call that is under way. */
  stop(): void;
}

const NOTHING = { processed: 0, total: 0, error: undefined as unknown, next: undefined as string | undefined };

/**
 * Does something to many things by calls that each do a part of it.
 * @param step one call; `after` is what the last one called `next`
 */
export function useBoundedRun<S extends RunStep>(step: (after: string | undefined) => Promise<S>): Run<S> {
  const [state, setState] = useState<Run<S>['state']>('ready');
  const [progress, setProgress] = useState({ ...NOTHING, steps: [] as S[] });
  const isStopped = useRef(false);
  useEffect(
    () => () => {
      isStopped.current = true;
    },
    [],
  );

  const run = async () => {
    isStopped.current = false;
    setState('running');
    let { next, processed, total, steps } = progress;
    try {
      do {
        const answer = await step(next);
        total = Math.max(total, processed + answer.matched);
        processed += answer.processed;
        steps = [...steps, answer];
        next = answer.next ?? undefined;
        setProgress({ next, processed, total, steps, error: undefined });
      } while (next !== undefined && !isStopped.current);
      setState(next === undefined ? 'done' : 'stopped');
    } catch (error) {
      setProgress({ next, processed, total, steps, error });
      setState('stopped');
    }
  };
  return {
    state,
    total: progress.total,
    processed: progress.processed,
    steps: progress.steps,
    error: progress.error,
    start: () => void run(),
    stop: () => {
      isStopped.current = true;
    },
  };
}

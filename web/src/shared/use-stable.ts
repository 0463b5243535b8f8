import { useCallback, useEffect, useRef } from 'react';

/** The same function at every drawing, which does what the one of the last drawing does. */
export function useStable<A extends unknown[]>(run: (...args: A) => void): (...args: A) => void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}

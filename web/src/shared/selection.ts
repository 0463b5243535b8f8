import { useMemo, useState } from 'react';

export interface Selection {
  keys: string[];
  has(key: string): boolean;
  set(keys: string[], isChosen: boolean): void;
  clear(): void;
}

/** Which rows of a list are chosen. */
export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return useMemo(
    () => ({
      keys: [...chosen],
      has: (key) => chosen.has(key),
      set: (keys, isChosen) =>
        setChosen((old) => {
          const next = new Set(old);
          for (const key of keys) {
            if (isChosen) next.add(key);
            else next.delete(key);
          }
          return next;
        }),
      clear: () => setChosen(new Set()),
    }),
    [chosen],
  );
}

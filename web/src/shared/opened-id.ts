import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/** Which row of a list is opened over it; stands in the address as `id`, "" = none. */
export function useOpenedId(): { id: string; open(id: string): void; close(): void; hrefOf(id: string): string } {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (id: string) =>
      setParams((old) => {
        const next = new URLSearchParams(old);
        if (id) next.set('id', id);
        else next.delete('id');
        return next;
      }),
    [setParams],
  );
  const hrefOf = (id: string) => {
    const next = new URLSearchParams(params);
    next.set('id', id);
    return `?${next}`;
  };
  return { id: params.get('id') ?? '', open: set, close: () => set(''), hrefOf };
}

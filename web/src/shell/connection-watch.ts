import { useEffect, useSyncExternalStore } from 'react';
import { listen } from '../api/live';
import { queries } from '../api/queries';

let isHeard = true;
const watchers = new Set<() => void>();

function setHeard(now: boolean): void {
  if (now === isHeard) return;
  isHeard = now;
  watchers.forEach((tell) => tell());
  // What was missed while nothing was heard.
  if (now) void queries.invalidateQueries();
}

/** Whether the service is there: live events are heard, and the browser has a network. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      addEventListener('online', tell);
      addEventListener('offline', tell);
      return () => {
        watchers.delete(tell);
        removeEventListener('online', tell);
        removeEventListener('offline', tell);
      };
    },
    () => isHeard && navigator.onLine,
  );
}

let stopListening: (() => void) | undefined;

/** Listens from now on, also where the stream was refused because the session had ended. */
export function listenAnew(): void {
  stopListening?.();
  stopListening = listen(setHeard);
}

/** Keeps open pages live. Call it once, where somebody is signed in. */
export function useLiveEvents(): void {
  useEffect(() => {
    listenAnew();
    return () => stopListening?.();
  }, []);
}

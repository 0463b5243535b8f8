import { useEffect, useSyncExternalStore } from 'react';
import { joinStream } from '../api/join-stream';
import { listen } from '../api/live';
import { everythingOutOfDate } from '../api/queries';

let isHeard = true;
const watchers = new Set<() => void>();

function setHeard(now: boolean): void {
  if (now === isHeard) return;
  isHeard = now;
  watchers.forEach((tell) => tell());
  if (now) lookAtAll();
}

/** What was missed while nothing was heard, or could not be asked for while there was no network. */
const lookAtAll = () => void everythingOutOfDate();

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

/** Listens from now on, also where the stream was refused because the session had ended. @param userId who is signed in */
export function listenAnew(userId: string): void {
  stopListening?.();
  stopListening = listen((hear) => joinStream(userId, hear), setHeard);
}

/** Keeps open pages live. Call it once, where somebody is signed in. */
export function useLiveEvents(userId: string): void {
  useEffect(() => {
    const leave = () => stopListening?.();
    // A page that the browser kept and shows once more has heard nothing meanwhile.
    const comeBack = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      setHeard(false);
      listenAnew(userId);
    };
    listenAnew(userId);
    addEventListener('online', lookAtAll);
    addEventListener('pagehide', leave);
    addEventListener('pageshow', comeBack);
    return () => {
      removeEventListener('online', lookAtAll);
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', comeBack);
      leave();
    };
  }, [userId]);
}

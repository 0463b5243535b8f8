import { useCallback, useSyncExternalStore } from 'react';
import { currentTime, onClockSet } from '../api/clock';
import { ago, exactTime } from '../i18n/format';
import { useWords } from '../i18n/words';

const TICK_MS = 10_000;

interface Watch {
  now: number;
  watchers: Set<() => void>;
  timer?: ReturnType<typeof setInterval>;
}

/** One for all that look equally often: hundreds of rows do. */
const watches = new Map<number, Watch>();

function watchOf(everyMs: number): Watch {
  const watch = watches.get(everyMs) ?? { now: currentTime(), watchers: new Set() };
  watches.set(everyMs, watch);
  return watch;
}

function look(watch: Watch): void {
  watch.now = currentTime();
  watch.watchers.forEach((tell) => tell());
}

onClockSet(() => watches.forEach(look));

/** The present, looked at again every ten seconds (or as often as told). */
export function useNow(everyMs = TICK_MS): number {
  const subscribe = useCallback(
    (tell: () => void) => {
      const watch = watchOf(everyMs);
      watch.watchers.add(tell);
      if (watch.watchers.size === 1) {
        watch.now = currentTime();
        watch.timer = setInterval(() => look(watch), everyMs);
      }
      return () => {
        watch.watchers.delete(tell);
        if (watch.watchers.size === 0) clearInterval(watch.timer);
      };
    },
    [everyMs],
  );
  return useSyncExternalStore(subscribe, () => watchOf(everyMs).now);
}

/** How long ago something was, or how soon it will be; the exact time on hovering. */
export function Ago({ time }: { time: string }) {
  useWords(); // draws again when the language changes
  const now = useNow();
  return (
    <time dateTime={time} title={exactTime(time)}>
      {ago(time, now)}
    </time>
  );
}

import { useEffect, useState } from 'react';
import { ago, exactTime } from '../i18n/format';
import { useWords } from '../i18n/words';

const TICK_MS = 10_000;

/** The present, looked at again every ten seconds (or as often as told). */
export function useNow(everyMs = TICK_MS): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
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

import { api, call } from './client';
import { setClock } from './clock';
import { changedElsewhere, everythingOutOfDate } from './queries';
import type { LiveEventName, StreamNews } from './stream';

/** Which questions an event makes out of date: the first part of their keys. */
const CONCERNED: Record<LiveEventName, string[]> = {
  'external-order.received': ['external-orders', 'dashboard', 'gettzap-messages', 'connection-states'],
  'external-order.changed': [
    'external-orders',
    'dashboard',
    'gettzap-messages',
    'manager-notifications',
    'rule-results',
  ],
  'order.changed': ['orders', 'dashboard', 'exchanges'],
  'delivery.changed': ['gettzap-notifications', 'external-orders', 'orders', 'dashboard', 'connection-states'],
  'manager-notification': ['manager-notifications'],
};

const EVERYTHING = new Set(Object.values(CONCERNED).flat());

/** Many changes at once cause one look, … */
const GATHER_MS = 250;
/** … and a stream of them not more than one in this time, … */
const BETWEEN_LOOKS_MS = 1_500;
/** … and after one that was answered slowly a rest of so many times its length, for a busy service has other panels to answer, … */
const RESTS = 2;
/** … but no longer than this; nor is an answer waited for longer before others are asked for. */
const MOST_MS = 10_000;
/** What changes before the stream begins is not heard of; in less nothing does. */
const LONG_MS = 1_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const listeners = new Map<LiveEventName, Set<(id: string) => void>>();

/** Hears of live events of one name, with the id of what changed. Answers how to stop hearing. */
export function onLiveEvent(name: LiveEventName, listener: (id: string) => void): () => void {
  const heard = listeners.get(name) ?? new Set();
  listeners.set(name, heard.add(listener));
  return () => heard.delete(listener);
}

/**
 * Listens to what changes in the shop and lets open pages look again.
 * @param join where it is heard; answers how to leave
 * @param onState told whether the service is heard
 * @returns how to stop
 */
export function listen(
  join: (hear: (news: StreamNews) => void) => () => void,
  onState: (isHeard: boolean) => void,
): () => void {
  const stopped = new AbortController();
  const stale = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let nextLookAt = -Infinity;
  let isLooking = false;
  const planLook = () => {
    if (isLooking || stale.size === 0 || stopped.signal.aborted) return;
    timer ??= setTimeout(() => void lookAgain(), Math.max(GATHER_MS, nextLookAt - performance.now()));
  };
  const lookAgain = async () => {
    timer = undefined;
    isLooking = true;
    const since = performance.now();
    const answered = changedElsewhere(...stale);
    stale.clear();
    await Promise.race([answered, pause(MOST_MS)]);
    const now = performance.now();
    nextLookAt = Math.max(since + BETWEEN_LOOKS_MS, now + Math.min(RESTS * (now - since), MOST_MS));
    isLooking = false;
    planLook();
  };
  const changed = (name: LiveEventName, id: string) => {
    for (const key of CONCERNED[name]) stale.add(key);
    planLook();
    listeners.get(name)?.forEach((listener) => listener(id));
  };
  // The browser does not say why a stream was refused; this answer does, and a session that has ended is begun again over the page.
  const askWhetherSignedIn = () => call(api.GET('/api/auth/me', { signal: stopped.signal })).catch(() => undefined);
  const since = performance.now();
  let hasBegun = false;
  const begin = () => {
    const tookLong = performance.now() - since > LONG_MS;
    if (tookLong && !hasBegun) void changedElsewhere(...EVERYTHING);
    hasBegun = true;
    onState(true);
  };
  const leave = join((news) => {
    if (news.kind === 'event') changed(news.name, news.id);
    if (news.kind === 'clock') setClock(news.aheadMs);
    if (news.kind === 'heard') begin();
    if (news.kind === 'unheard') onState(false);
    if (news.kind === 'refused') void askWhetherSignedIn();
    if (news.kind === 'reload') void everythingOutOfDate();
  });
  return () => {
    clearTimeout(timer);
    stopped.abort();
    leave();
  };
}

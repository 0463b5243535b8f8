import { api, call } from '../api/client';
import { onLiveEvent } from '../api/live';
import { noticesState, showNotice, watchNoticesState } from './browser-notices';
import { gathered } from './gathered-messages';
import { isPanelInFront, watchFront } from './in-front';

/** Of all tabs the one that holds it shows notices; when it is closed, another one gets it. */
const LOCK = 'partsdesk-browser-notices';
/** What comes within this time is shown together. */
const GATHER_MS = 300;
const MANY = 200;

/** Shows messages as the browser's notices while no tab of the panel is in front, if that is switched on. @param go by a click; null = to the bell @returns how to stop */
export function announceMessages(go: (page: string | null) => void): () => void {
  let stop: (() => void) | undefined;
  const look = () => {
    if ((noticesState() === 'on') === Boolean(stop)) return;
    stop?.();
    stop = stop ? undefined : begin(go);
  };
  const unwatch = watchNoticesState(look);
  look();
  return () => {
    unwatch();
    stop?.();
  };
}

function begin(go: (page: string | null) => void): () => void {
  const stopped = new AbortController();
  const missed = new Missed(go);
  const leaveFront = watchFront(() => missed.forget());
  const lead = async () => {
    const quiet = missed.begin();
    await new Promise((resolve) => stopped.signal.addEventListener('abort', resolve));
    quiet();
  };
  void navigator.locks.request(LOCK, { signal: stopped.signal }, lead).catch(() => undefined);
  return () => {
    stopped.abort();
    leaveFront();
    missed.forget();
  };
}

/** What came since the panel was in front for the last time. */
class Missed {
  /** The newest message that is known; undefined = none was asked for yet. */
  private newestId: number | undefined;
  /** The newest that was known when the panel was in front. */
  private seenId = 0;
  private closers: Array<() => void> = [];
  private looking = Promise.resolve();

  constructor(private readonly go: (page: string | null) => void) {}

  /** @returns how to stop */
  begin(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      this.looking = this.looking.then(() => this.look());
    };
    const stop = onLiveEvent('manager-notification', () => (timer ??= setTimeout(look, GATHER_MS)));
    look();
    return () => {
      stop();
      clearTimeout(timer);
    };
  }

  /** Somebody looks at the panel, which tells all by itself. */
  forget(): void {
    for (const close of this.closers) close();
    this.closers = [];
    this.seenId = this.newestId ?? 0;
  }

  private async look(): Promise<void> {
    const query = { unread: true, perPage: MANY };
    const answer = await call(api.GET('/api/manager-notifications', { params: { query } })).catch(() => null);
    if (!answer) return;
    const known = this.newestId;
    const later = (id: number) => answer.data.filter((message) => Number(message.id) > id);
    this.newestId = Math.max(known ?? 0, ...answer.data.map(({ id }) => Number(id)));
    // What was there before is no news.
    if (known === undefined || (await isPanelInFront())) return this.forget();
    const fresh = new Set(later(known).map(({ part }) => part));
    for (const { part, page, ...notice } of gathered(later(this.seenId))) {
      if (fresh.has(part)) this.closers.push(showNotice(notice, () => this.go(page)));
    }
  }
}

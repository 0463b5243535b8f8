export const LIVE_EVENTS = [
  'external-order.received',
  'external-order.changed',
  'order.changed',
  'delivery.changed',
  'manager-notification',
] as const;

export type LiveEventName = (typeof LIVE_EVENTS)[number];

/** `refused`: the service answered, but not with a stream; `reload`: more was missed than can be told. */
export type StreamNews =
  | { kind: 'heard' | 'unheard' | 'refused' | 'reload' }
  /** By how much the service's clock is ahead of this computer's. */
  | { kind: 'clock'; aheadMs: number }
  | { kind: 'event'; name: LiveEventName; id: string };

export interface Stream {
  /** Begins it anew, as when somebody has signed in. */
  open(): void;
  close(): void;
}

/** The service says every 15 seconds that it is there: who misses two of them listens to a connection that is dead, which nobody tells. */
const SILENT_MS = 35_000;
/** What has not begun by then never will. */
const BEGINS_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 5_000;
/** A refused stream is not tried again by the browser. */
const REOPEN_MS = 5_000;

/**
 * Listens to what changes in the shop. The browser comes back by itself after an interruption, and is told what it missed; a stream that
 * is opened anew goes on from what was heard last, too.
 */
export function openStream(tell: (news: StreamNews) => void): Stream {
  let source: EventSource | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let heardAt = 0;
  let lastEventId = '';
  const close = () => {
    clearTimeout(reopening);
    source?.close();
  };
  const open = () => {
    close();
    const goesOn = lastEventId && `?${new URLSearchParams({ lastEventId })}`;
    const opened = new EventSource(`/api/events${goesOn}`);
    const hear = (name: string, take: (data: string) => void) =>
      opened.addEventListener(name, (event: MessageEvent<string>) => {
        heardAt = Date.now();
        lastEventId = event.lastEventId || lastEventId;
        take(event.data);
      });
    source = opened;
    heardAt = Date.now();
    hear('open', () => tell({ kind: 'heard' }));
    hear('beat', (data) => {
      const { now } = JSON.parse(data) as { now?: string };
      if (now) tell({ kind: 'clock', aheadMs: Date.parse(now) - Date.now() });
    });
    hear('reload', () => tell({ kind: 'reload' }));
    for (const name of LIVE_EVENTS) {
      hear(name, (data) => tell({ kind: 'event', name, id: (JSON.parse(data) as { id: string }).id }));
    }
    opened.onerror = () => {
      // The browser comes back by itself, for which it has as long as at first.
      heardAt = Date.now();
      tell({ kind: 'unheard' });
      if (opened.readyState !== EventSource.CLOSED) return;
      reopening = setTimeout(open, REOPEN_MS);
      tell({ kind: 'refused' });
    };
  };
  const look = () => {
    const limit = source?.readyState === EventSource.OPEN ? SILENT_MS : BEGINS_WITHIN_MS;
    // By the clock of the wall, which goes on while the machine sleeps; one that was set back counts as silence, too.
    if (Math.abs(Date.now() - heardAt) <= limit) return;
    tell({ kind: 'unheard' });
    open();
  };
  const looking = setInterval(look, LOOK_EVERY_MS);
  open();
  return {
    open,
    close: () => {
      clearInterval(looking);
      close();
    },
  };
}

import { Component, type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react';
import { OfflineError } from '../api/errors';
import { notifyFailure } from './notify';
import { PageFailed } from './page-states';
import { text } from './texts';
import { isAnythingUnsaved } from './unsaved';

const RELOADS = 'partsdesk-reloads';
/** What still misses its parts after a reload is loaded anew after twice as long each time, … */
const FIRST_PAUSE_MS = 2_000;
/** … up to this: until all replicas have one version, or for ever where a file is lost. */
const LONGEST_PAUSE_MS = 30_000;
/** After so long it is another upgrade. */
const FORGOTTEN_AFTER_MS = 5 * 60_000;
const LOOK_EVERY_MS = 3_000;
/** Who leaves is gone by then, or stays. */
const LEFT_WITHIN_MS = 10_000;

/** A part of the panel did not come: the service is away, or has a newer version, of which the parts have other names. */
export class PartMissing extends Error {}

/** A part of the panel that is loaded when it is first shown. */
export function later<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  return lazy(async () => {
    let left: Promise<unknown> | undefined;
    const leave = () => {
      left = new Promise((resolve) => setTimeout(resolve, LEFT_WITHIN_MS));
    };
    addEventListener('beforeunload', leave);
    try {
      return await load();
    } catch (cause) {
      // Firefox gives up what is under way when the page is left, and to load the panel anew would keep people from leaving it.
      await left;
      throw new PartMissing('part missing', { cause });
    } finally {
      removeEventListener('beforeunload', leave);
    }
  });
}

/** Whether the panel itself can be had: loaded anew without the service, it would give way to a page of the browser. */
async function isServiceThere(): Promise<boolean> {
  const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
  return answer?.ok === true;
}

/** Of the panel in this window, because of missing parts, one soon after the other. */
function reloads(): { count: number; ago: number } {
  const { count, at } = JSON.parse(sessionStorage.getItem(RELOADS) ?? '{"count":0,"at":0}') as Record<string, number>;
  const ago = Math.abs(Date.now() - at!);
  return ago > FORGOTTEN_AFTER_MS ? { count: 0, ago } : { count: count!, ago };
}

function mayReload(): boolean {
  const { count, ago } = reloads();
  return count === 0 || ago > Math.min(FIRST_PAUSE_MS * 2 ** (count - 1), LONGEST_PAUSE_MS);
}

function reload(): void {
  sessionStorage.setItem(RELOADS, JSON.stringify({ count: reloads().count + 1, at: Date.now() }));
  location.reload();
}

/** In place of a page that did not come: the panel is loaded anew as soon as that helps. */
export function PageMissing() {
  useEffect(() => {
    let isLeft = false;
    const look = async () => {
      if (mayReload() && (await isServiceThere()) && !isLeft) reload();
    };
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    void look();
    return () => {
      isLeft = true;
      clearInterval(timer);
    };
  }, []);
  const retry = async () => {
    if (await isServiceThere()) reload();
  };
  return <PageFailed error={new OfflineError()} onRetry={() => void retry()} />;
}

interface WindowProps {
  /** With another one it is asked for once more. */
  opening?: unknown;
  /** Until it is there. */
  fallback?: ReactNode;
  children: ReactNode;
}

/** Around a window over the page: one that does not come takes nothing else away, and what is typed on the page stays. */
export class LaterWindow extends Component<WindowProps, { isMissing: boolean; opening: unknown }> {
  override state = { isMissing: false, opening: this.props.opening };

  static getDerivedStateFromProps({ opening }: WindowProps, state: { opening: unknown }) {
    return opening === state.opening ? null : { isMissing: false, opening };
  }

  static getDerivedStateFromError(error: unknown) {
    if (error instanceof PartMissing) return { isMissing: true };
    throw error;
  }

  override componentDidCatch(): void {
    void tellMissing();
  }

  override render() {
    const { fallback, children } = this.props;
    return this.state.isMissing ? null : <Suspense fallback={fallback}>{children}</Suspense>;
  }
}

async function tellMissing(): Promise<void> {
  const isThere = await isServiceThere();
  // Once: the page works without it.
  if (isThere && !isAnythingUnsaved() && reloads().count === 0) return reload();
  notifyFailure(isThere ? new Error(text('newVersion')) : new OfflineError(), text('failed'));
}

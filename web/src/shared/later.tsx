import { Component, type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react';
import { OfflineError } from '../api/errors';
import { notifyFailure } from './notify';
import { PageFailed } from './page-states';
import { text } from './texts';
import { isAnythingUnsaved } from './unsaved';

const RELOADED_AT = 'partsdesk-reloaded-at';
/** A page that still misses its parts after a reload is broken, not old. */
const AGAIN_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 3_000;

/** A part of the panel did not come: the service is away, or has a newer version, of which the parts have other names. */
export class PartMissing extends Error {}

/** A part of the panel that is loaded when it is first shown. */
export function later<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  return lazy(() =>
    load().catch((cause: unknown) => {
      throw new PartMissing('part missing', { cause });
    }),
  );
}

/** Whether the panel itself can be had: loaded anew without the service, it would give way to a page of the browser. */
async function isServiceThere(): Promise<boolean> {
  const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
  return answer?.ok === true;
}

function reload(): void {
  sessionStorage.setItem(RELOADED_AT, String(Date.now()));
  location.reload();
}

/** In place of a page that did not come: the panel is loaded anew as soon as that helps. */
export function PageMissing() {
  useEffect(() => {
    let isLeft = false;
    const look = async () => {
      const last = Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
      if (Date.now() - last > AGAIN_AFTER_MS && (await isServiceThere()) && !isLeft) reload();
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
  if (isThere && !isAnythingUnsaved()) return reload();
  notifyFailure(isThere ? new Error(text('newVersion')) : new OfflineError(), text('failed'));
}

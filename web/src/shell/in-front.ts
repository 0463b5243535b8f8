/** Held by every tab of the panel that is in front of somebody. */
const LOCK = 'partsdesk-in-front';
const CHANNEL = 'partsdesk-in-front';
const CHANGES = ['focus', 'blur'] as const;

function isInFront(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Whether any tab of the panel in this browser is in front of somebody. */
export async function isPanelInFront(): Promise<boolean> {
  if (isInFront()) return true;
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === LOCK);
}

/** Lets other tabs know when this one is in front. @param onFront told when any tab comes to the front @returns how to stop */
export function watchFront(onFront: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = onFront;
  let release: (() => void) | undefined;
  const look = () => {
    if (isInFront() === Boolean(release)) return;
    if (release) {
      release();
      release = undefined;
      return;
    }
    const left = new Promise<void>((resolve) => (release = resolve));
    void navigator.locks.request(LOCK, { mode: 'shared' }, () => left);
    channel.postMessage('');
    onFront();
  };
  for (const change of CHANGES) addEventListener(change, look);
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    for (const change of CHANGES) removeEventListener(change, look);
    document.removeEventListener('visibilitychange', look);
    release?.();
    channel.close();
  };
}

import { text } from './bell-texts';
import { isSoundOn } from './chime';

/** `blocked`: forbidden by the browser; `insecure`: the panel is not reached by https; `unsupported`: the browser knows none. */
export type NoticesState = 'on' | 'off' | 'blocked' | 'insecure' | 'unsupported';

const STORED = 'partsdesk-browser-notices';
const ON = 'on';

const watchers = new Set<() => void>();
let cannotShow = false;

/** Whether this browser shows notices of the panel while it is not in front: the person has to want it, and the browser to allow it. */
export function noticesState(): NoticesState {
  if (!isSecureContext) return 'insecure';
  if (cannotShow || !('Notification' in window) || !('locks' in navigator)) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' && localStorage.getItem(STORED) === ON ? 'on' : 'off';
}

/** Hears when that may have changed: here, in another tab, in the browser's settings. @returns how to stop */
export function watchNoticesState(tell: () => void): () => void {
  watchers.add(tell);
  addEventListener('storage', tell);
  let permission: PermissionStatus | undefined;
  void navigator.permissions
    ?.query({ name: 'notifications' })
    .then((status) => {
      permission = status;
      if (watchers.has(tell)) status.addEventListener('change', tell);
    })
    .catch(() => undefined);
  return () => {
    watchers.delete(tell);
    removeEventListener('storage', tell);
    permission?.removeEventListener('change', tell);
  };
}

/** To be called by a click: the browser asks nobody otherwise. Shows one at once, so that they are known to arrive. */
export async function switchNoticesOn(): Promise<void> {
  if ((await Notification.requestPermission()) === 'granted') {
    localStorage.setItem(STORED, ON);
    showNotice({ tag: 'partsdesk-sample', title: text('sample'), body: text('sampleBody') }, () => undefined);
  }
  watchers.forEach((tell) => tell());
}

export function switchNoticesOff(): void {
  localStorage.removeItem(STORED);
  watchers.forEach((tell) => tell());
}

export interface Notice {
  /** One with the same tag takes its place. */
  tag: string;
  title: string;
  body: string;
}

/** @returns how to take it away */
export function showNotice({ tag, title, body }: Notice, onClick: () => void): () => void {
  try {
    // The panel's own sound is heard then.
    const options = { tag, body, icon: '/icon.svg', renotify: true, silent: isSoundOn() };
    const notice = new Notification(title, options);
    notice.onclick = () => {
      window.focus();
      notice.close();
      onClick();
    };
    return () => notice.close();
  } catch {
    // As on Android, where a page may not.
    cannotShow = true;
    watchers.forEach((tell) => tell());
    return () => undefined;
  }
}

import { notificationsStore } from '@mantine/notifications';

const ASK_EVERY_MS = 5 * 60_000;

let askedAt = Date.now();
let isOutdated = false;

/** The files of a page are named by their content. */
const partsOf = (page: Document) =>
  [...page.querySelectorAll('script[type=module]')].map((part) => part.getAttribute('src'));

async function askForNewVersion(): Promise<void> {
  askedAt = Date.now();
  const html = await fetch('/', { cache: 'no-store' })
    .then((answer) => (answer.ok ? answer.text() : ''))
    .catch(() => '');
  const own = new Set(partsOf(document));
  isOutdated = partsOf(new DOMParser().parseFromString(html, 'text/html')).some((part) => !own.has(part));
}

/**
 * Goes to another page by loading the panel anew, where the service has another version of it by now: a tab may be open for weeks. Not
 * while a message is shown, which may offer to take something back.
 * @returns whether it does; if not, the page is gone to as ever
 */
export function loadsAnew(to: string | URL, { replace = false } = {}): boolean {
  const url = new URL(to, location.href);
  if (url.pathname === location.pathname) return false;
  if (!isOutdated && Math.abs(Date.now() - askedAt) > ASK_EVERY_MS) void askForNewVersion();
  if (!isOutdated || notificationsStore.getState().notifications.length > 0) return false;
  location[replace ? 'replace' : 'assign'](url);
  return true;
}

import { notificationsStore } from '@mantine/notifications';

const ASK_EVERY_MS = 5 * 60_000;

let askedAt = Date.now();
let isOutdated = false;

/** The files of a page are named by their content. */
const partsOf = (page: Document) =>
  [...page.querySelectorAll('script[type=module]')].map((part) => part.getAttribute('src'));

async function askForNewVersion(): Promise<void> {
  askedAt = Date.now();
  const answer = await fetch('/', { cache: 'no-store' }).catch(() => undefined);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const own = new Set(partsOf(document));
  isOutdated = partsOf(page).some((part) => !own.has(part));
}

/**
 * Goes to another page by loading the panel anew, where the service has another version of it by now: a tab may be open for weeks. Not
 * while a message is shown, which may offer to take something back.
 * @returns whether it does; if not, the page is gone to as ever
 */
export function loadsAnew(to: string | URL, { replace = false } = {}): boolean {
  const url = new URL(to, location.href);
  const isOtherPage = url.pathname !== location.pathname;
  if (!isOtherPage || notificationsStore.getState().notifications.length > 0) return false;
  if (isOutdated) location[replace ? 'replace' : 'assign'](url);
  else if (Math.abs(Date.now() - askedAt) > ASK_EVERY_MS) void askForNewVersion();
  return isOutdated;
}

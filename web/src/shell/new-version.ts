const RELOADED_AT = 'partsdesk-reloaded-at';
/** A page that still misses its parts after a reload is broken, not old. */
const AGAIN_AFTER_MS = 60_000;

/** A part of the page is gone from the server since a new version was put there: the page is loaded anew. */
export function reloadForNewVersion(event: Event): void {
  const last = Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
  if (Date.now() - last < AGAIN_AFTER_MS) return;
  event.preventDefault();
  sessionStorage.setItem(RELOADED_AT, String(Date.now()));
  location.reload();
}

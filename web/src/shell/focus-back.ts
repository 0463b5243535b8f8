const OPENED = '[role="dialog"], [role="alertdialog"]';
/** What is gone once it was used: the focus goes back to what opened it, or of a bar with what can be done to the rows that are chosen. */
const PASSING = `${OPENED}, [role="menu"], [role="listbox"], [role="alert"]`;

/**
 * Keeps the focus somewhere when what had it goes away: after a dialog it is where it was before, after a row of a list on the row that
 * comes into its place, after anything else on the title of the page. Answers how to stop.
 */
export function keepFocusPlace(): () => void {
  let focused: Element | undefined;
  /** Where it was last that is not passing. */
  let place: HTMLElement | undefined;
  /** What of a list begins with the row that this is in. */
  let list: Element | null | undefined;
  let rows: Element[] = [];
  const remember = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    focused = target;
    const isOfChosen = target.closest('[data-for-chosen]') !== null;
    const at = isOfChosen ? document.querySelector('[data-row][data-chosen] a') : target;
    if (!(at instanceof HTMLElement) || at.closest(PASSING)) return;
    place = at;
    const row = at.closest('[data-row]');
    list = row?.parentElement;
    rows = row && list ? [...list.children].slice([...list.children].indexOf(row)) : [];
  };
  /** Whoever clicks beside everything wants the focus nowhere. */
  const forget = ({ target, relatedTarget }: FocusEvent) => {
    if (target !== focused || relatedTarget || !document.hasFocus() || focused?.closest(PASSING)) return;
    // What goes away loses the focus first.
    queueMicrotask(() => {
      if (target === focused && focused?.isConnected) focused = undefined;
    });
  };
  const isLost = () => focused?.isConnected === false && document.activeElement === document.body;
  const giveBack = () => {
    if (!isLost() || document.querySelector(OPENED)) return;
    if (place?.isConnected) return place.focus({ preventScroll: true });
    const found =
      rows.find(({ isConnected }) => isConnected) ??
      (list?.isConnected ? list.lastElementChild : null) ??
      document.querySelector('main h1');
    if (!(found instanceof HTMLElement)) return;
    found.tabIndex = -1;
    found.focus({ preventScroll: true });
  };
  // Something may be about to take it by itself.
  const look = () => isLost() && setTimeout(giveBack);
  const observer = new MutationObserver(look);
  addEventListener('focusin', remember);
  addEventListener('focusout', forget);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    removeEventListener('focusin', remember);
    removeEventListener('focusout', forget);
    observer.disconnect();
  };
}

const OPENED = '[role="dialog"], [role="alertdialog"]';
/** What is gone once it was used: the focus goes back to what opened it. */
const PASSING = `${OPENED}, [role="menu"], [role="listbox"]`;

/** Gives the focus back to where it was before a dialog, when the dialog went away with it. Answers how to stop. */
export function keepFocusPlace(): () => void {
  let place: HTMLElement | undefined;
  const remember = ({ target }: FocusEvent) => {
    if (target instanceof HTMLElement && !target.closest(PASSING)) place = target;
  };
  const giveBack = (changes: MutationRecord[]) => {
    if (document.activeElement !== document.body || document.querySelector(OPENED)) return;
    const hasClosed = changes
      .flatMap(({ removedNodes }) => [...removedNodes])
      .some((node) => node instanceof Element && (node.matches(OPENED) || node.querySelector(OPENED)));
    if (hasClosed && place?.isConnected) place.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(giveBack);
  addEventListener('focusin', remember);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    removeEventListener('focusin', remember);
    observer.disconnect();
  };
}

import { announceMessages } from './message-notices';
import { announceNewOrders } from './new-order-toasts';

/** So long after the page they are in nobody's way. */
const FETCHED_AFTER_MS = 3_000;

/** Tells of messages and of new orders. @param go by a click; null = to the bell @returns how to stop */
export function announce(go: (page: string | null) => void): () => void {
  const stops = [announceMessages(go), announceNewOrders()];
  const timer = setTimeout(fetchWindows, FETCHED_AFTER_MS);
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

/** The windows that open over any page, so that they still do without a network and after the service has got a new version. */
function fetchWindows(): void {
  const coming = [import('./search-window'), import('./bell-messages'), import('./shortcuts-window')];
  void Promise.allSettled(coming);
}

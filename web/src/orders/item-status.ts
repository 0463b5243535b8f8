import { api, call, type Schemas } from '../api/client';
import { askInParts } from '../shared/undo';
import type { OrderItem } from './order-words';

export type StatusPreview = Schemas['ItemStatusPreview'];

/** As many as one call takes. */
const AT_ONCE = 500;
/** A call with as many takes about as long as deciding so many orders. */
const CALL_AS_ORDERS = 10;

/** Items by order: the items of one order go together, so that its own status is worked out once. */
export type ItemsByOrder = OrderItem[][];

/** By item, where not all of its pieces are meant. */
export type Pieces = Record<string, number>;

type Named = Schemas['ItemPieces'];

interface Change {
  orders: ItemsByOrder;
  pieces: Pieces;
  statusId: string;
  comment: string;
}

/** What the change would do and tell, all calls together. */
export async function previewStatus(
  { orders, pieces, ...change }: Change,
  signal: AbortSignal,
): Promise<StatusPreview> {
  const parts: StatusPreview[] = [];
  for (const items of bundles(orders, pieces)) {
    parts.push(await call(api.POST('/api/order-items/status/preview', { body: { ...change, items }, signal })));
  }
  return {
    changed: sum(parts.map(({ changed }) => changed)),
    unchanged: sum(parts.map(({ unchanged }) => unchanged)),
    notices: parts.flatMap(({ notices }) => notices),
    orders: parts.flatMap((part) => part.orders),
  };
}

/** @returns how many items passed into the status, and by which that can be undone, call by call */
export async function setStatus({ orders, pieces, ...change }: Change) {
  const { answers, ...done } = await askInParts(
    bundles(orders, pieces),
    () => CALL_AS_ORDERS,
    (items, hold) => call(api.POST('/api/order-items/status', { body: { ...change, items, hold } })),
  );
  return { ...done, changed: sum(answers.map(({ changed }) => changed)) };
}

/**
 * Whole orders, up to what one call takes; only a greater order is taken apart. Of an item that is divided it says how many pieces it
 * had: a repeat then divides nothing twice.
 */
function bundles(orders: ItemsByOrder, pieces: Pieces): Named[][] {
  const all: Named[][] = [];
  for (const items of orders) {
    const named = items.map(({ id, quantity: of }) => (id in pieces ? { id, quantity: pieces[id], of } : { id }));
    const last = all.at(-1);
    if (last && last.length + named.length <= AT_ONCE) last.push(...named);
    else for (let start = 0; start < named.length; start += AT_ONCE) all.push(named.slice(start, start + AT_ONCE));
  }
  return all;
}

function sum(counts: number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

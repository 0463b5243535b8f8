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

interface Change {
  orders: ItemsByOrder;
  statusId: string;
  comment: string;
}

/** What the change would do and tell, all calls together. */
export async function previewStatus({ orders, ...change }: Change, signal: AbortSignal): Promise<StatusPreview> {
  const parts: StatusPreview[] = [];
  for (const itemIds of bundles(orders)) {
    parts.push(await call(api.POST('/api/order-items/status/preview', { body: { ...change, itemIds }, signal })));
  }
  return {
    changed: sum(parts.map(({ changed }) => changed)),
    unchanged: sum(parts.map(({ unchanged }) => unchanged)),
    notices: parts.flatMap(({ notices }) => notices),
    orders: parts.flatMap((part) => part.orders),
  };
}

/** @returns how many items passed into the status, and by which that can be undone, call by call */
export async function setStatus({ orders, ...change }: Change) {
  const { answers, ...done } = await askInParts(
    bundles(orders),
    () => CALL_AS_ORDERS,
    (itemIds, hold) => call(api.POST('/api/order-items/status', { body: { ...change, itemIds, hold } })),
  );
  return { ...done, changed: sum(answers.map(({ changed }) => changed)) };
}

/** Ids of whole orders, up to what one call takes; only a greater order is taken apart. */
function bundles(orders: ItemsByOrder): string[][] {
  const all: string[][] = [];
  for (const items of orders) {
    const ids = items.map(({ id }) => id);
    const last = all.at(-1);
    if (last && last.length + ids.length <= AT_ONCE) last.push(...ids);
    else for (let start = 0; start < ids.length; start += AT_ONCE) all.push(ids.slice(start, start + AT_ONCE));
  }
  return all;
}

function sum(counts: number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

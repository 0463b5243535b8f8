import { api, call, type Schemas } from '../api/client';
import { type ApiError, type FieldError, isApiError, type MeanwhileChange } from '../api/errors';
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

/** Of an order of which nothing was changed, since somebody else had been there meanwhile. */
export interface Overtaken {
  /** In which status each item is by now; absent = it has other pieces. */
  items: Array<{ id: string; status?: string }>;
  changed: MeanwhileChange | null;
}

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
  for (const named of bundles(orders, pieces)) {
    // It says what comes of the change as things are, whatever was seen.
    const items = named.map(({ fromStatusId: _, ...item }) => item);
    parts.push(await call(api.POST('/api/order-items/status/preview', { body: { ...change, items }, signal })));
  }
  return {
    changed: sum(parts.map(({ changed }) => changed)),
    unchanged: sum(parts.map(({ unchanged }) => unchanged)),
    notices: parts.flatMap(({ notices }) => notices),
    orders: parts.flatMap((part) => part.orders),
  };
}

/** @returns how many items passed into the status, which orders were left as they are, and by which it can be undone, call by call */
export async function setStatus({ orders, pieces, ...change }: Change) {
  const { answers, ...done } = await askInParts(
    bundles(orders, pieces),
    () => CALL_AS_ORDERS,
    (items, hold) =>
      call(api.POST('/api/order-items/status', { body: { ...change, items, hold } })).then(
        ({ overtaken = [], ...answer }) => ({
          ...answer,
          overtaken: overtaken.map(({ errors, changed }) => ({ items: otherItems(errors, items), changed })),
        }),
        (error) => {
          if (!isApiError(error, 'changed_meanwhile')) throw error;
          return { changed: 0, undo: null, overtaken: [overtakenAsAWhole(error, items)] };
        },
      ),
  );
  return {
    ...done,
    changed: sum(answers.map(({ changed }) => changed)),
    overtaken: answers.flatMap(({ overtaken }): Overtaken[] => overtaken),
  };
}

/** Where no order was left that could be changed. */
function overtakenAsAWhole({ fields, changed }: ApiError, named: Named[]): Overtaken {
  const items = otherItems(fields, named);
  return { items: items.length > 0 ? items : named.map(({ id }) => ({ id })), changed };
}

function otherItems(errors: FieldError[], named: Named[]): Overtaken['items'] {
  return errors.flatMap(({ path, params }) => {
    const item = named[Number(/^items\[(\d+)\]/.exec(path)?.[1])];
    return item ? [{ id: item.id, status: String(params.status) }] : [];
  });
}

/**
 * Whole orders, up to what one call takes; only a greater order is taken apart. Of each item it says in which status it was seen, and of
 * one that is divided how many pieces it had: a repeat then divides nothing twice.
 */
function bundles(orders: ItemsByOrder, pieces: Pieces): Named[][] {
  const all: Named[][] = [];
  for (const items of orders) {
    const named = items.map(({ id, quantity: of, status }) => ({
      id,
      fromStatusId: status.id,
      ...(id in pieces && { quantity: pieces[id], of }),
    }));
    const last = all.at(-1);
    if (last && last.length + named.length <= AT_ONCE) last.push(...named);
    else for (let start = 0; start < named.length; start += AT_ONCE) all.push(named.slice(start, start + AT_ONCE));
  }
  return all;
}

function sum(counts: number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

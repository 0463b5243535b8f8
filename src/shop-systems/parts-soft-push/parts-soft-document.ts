import type { HandOver } from '../exchanges/hand-over.entity.js';
import type { ReturnedDocument } from '../exchanges/handed-over-order.js';
import type { ItemThere } from './parts-soft-client.service.js';
import type { PartsSoftItem } from './parts-soft-item.js';

/** Of an order that is followed. */
export type FollowedRow = Pick<HandOver, 'id' | 'orderId' | 'number' | 'confirmedContent'>;

/** What of a buyer's is not: our key. */
export const NAMES_OF_NOBODY = new Set(['comment', 'customer_id']);

/** By comment, all of the items that have it. */
export type ItemsByComment = Map<string, ItemThere[]>;

export function keysOf({ confirmedContent }: FollowedRow): string[] {
  return (confirmedContent?.lines ?? []).flatMap(({ keyThere }) => keyThere ?? []);
}

/** Of a page of anybody's items, those comments of which it has all pieces that were told: nothing of them lies elsewhere. */
export function coveredBy(page: ItemThere[], { confirmedContent }: FollowedRow): ItemsByComment {
  const covered: ItemsByComment = new Map();
  for (const { keyThere, quantity } of confirmedContent?.lines ?? []) {
    if (keyThere === undefined) continue;
    const items = page.filter(({ item }) => item?.comment === keyThere);
    const pieces = items.reduce((sum, { item }) => sum + item!.quantity, 0);
    if (items.length > 0 && pieces >= quantity) covered.set(keyThere, items);
  }
  return covered;
}

/** What became of an order there; each of its items is a line, of which a position may have several. */
export function documentOf(key: string, numberThere: string, items: PartsSoftItem[]): ReturnedDocument {
  return {
    formedAt: '',
    key,
    number: '',
    statuses: [],
    isCancelled: false,
    numberThere,
    lines: [...items]
      .sort((one, other) => one.id.localeCompare(other.id))
      .map(({ id, comment, number, name, quantity, statuses }) => ({
        key: `${comment}#${id}`,
        handedOverAs: comment,
        number,
        name,
        quantity,
        ...(statuses.length > 0 && { statuses }),
      })),
    steps: [],
  };
}

import { isGivenUp, StatusGroup } from '../order-statuses/order-status.entity.js';

export interface ItemStatus {
  statusId: number;
  group: StatusGroup;
}

/**
 * The status that the whole order is in, by the statuses of its items (rule of the GettZap chapter of the PARTS SOFT manual).
 * Items in «Отказ» and «Снято» do not count while there are others; the others must all be in one status. When none is left,
 * the given-up items decide: by their common status or, where they differ, by the one that was changed last.
 * @returns the status id, or null when the order is in no single status
 */
export function wholeOrderStatus(items: ItemStatus[], changedLast: number | null): number | null {
  const live = items.filter(({ group }) => !isGivenUp(group));
  const [first, ...others] = live.length > 0 ? live : items;
  if (!first) return null;
  if (others.every(({ statusId }) => statusId === first.statusId)) return first.statusId;
  return live.length > 0 ? null : changedLast;
}

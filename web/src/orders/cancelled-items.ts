import type { Schemas } from '../api/client';

type Order = {
  items: Array<Pick<Schemas['OrderItemView'], 'id' | 'positionId'>>;
  history: Array<Pick<Schemas['OrderHistoryView'], 'kind' | 'itemId'>>;
};

/** Items whose positions the client has cancelled, with what was divided off them before or since. */
export function cancelledItems<O extends Order>({ items, history }: O): O['items'] {
  const named = new Set(history.filter(({ kind }) => kind === 'cancelled_by_client').map(({ itemId }) => itemId));
  const positionIds = new Set(items.filter(({ id }) => named.has(id)).map(({ positionId }) => positionId));
  return items.filter(({ positionId }) => positionIds.has(positionId));
}

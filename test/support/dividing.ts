import { positionOf, type Shop } from './shop.js';

export interface Item {
  id: string;
  positionExternalId: string;
  quantity: number;
  status: { name: string };
}

/** Has GettZap told of the statuses that pieces are put into. */
export async function tellPieces(shop: Shop): Promise<void> {
  const told = (status: string) => ({
    item: { status, text: '{{ order_item.qnt }} шт.' },
    order: { status: `all_${status}`, text: '' },
  });
  await shop.configureStatus('В работе', told('in_work'));
  await shop.configureStatus('Пришло на склад', told('arrived'));
  await shop.configureStatus('Отказ', told('refused'));
}

/** An accepted order whose positions have so many pieces. */
export async function acceptedOf(shop: Shop, id: string, ...quantities: number[]) {
  const positions = quantities.map((quantity, index) => positionOf(index + 1, { quantity }));
  const received = await shop.receive(id, 1, { positions });
  const { body } = await shop.accept(received.id);
  return shop.order(body.orderId);
}

/** Puts pieces of items into a status. */
export function setPieces(shop: Shop, items: Array<{ id: string; quantity?: number }>, status: string, more = {}) {
  return shop.admin.post('/order-items/status', { items, statusId: shop.statuses[status], ...more });
}

export const linesOf = (items: Item[]) =>
  items.map(({ positionExternalId, quantity, status }) => `${positionExternalId}: ${quantity} ${status.name}`);

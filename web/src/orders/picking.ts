import type { OrderItem, OrderSummary } from './order-words';

/** One part, with all the orders it is for. */
export interface PickedPart {
  brand: string;
  number: string;
  name: string;
  quantity: number;
  /** In the sequence of the orders. */
  orders: Array<{ id: string; number: string; quantity: number }>;
}

type Picked = Pick<OrderSummary, 'id' | 'number' | 'regionId' | 'items'>;

/** Letters and digits alone, since the same number is written with spaces, dashes or neither. */
function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toLocaleUpperCase('ru');
}

function keyOf({ brand, number }: OrderItem): string {
  return `${bare(brand)}/${bare(number) || number}`;
}

/** What is to be fetched for these orders, by brand and part number. */
export function pickingList(orders: Picked[]): PickedPart[] {
  const parts = new Map<string, PickedPart>();
  for (const order of orders) {
    for (const item of order.items) {
      const key = keyOf(item);
      const { brand, number, name } = item;
      const part = parts.get(key) ?? { brand, number, name, quantity: 0, orders: [] };
      parts.set(key, part);
      part.quantity += item.quantity;
      const last = part.orders.at(-1);
      if (last?.id === order.id) last.quantity += item.quantity;
      else part.orders.push({ id: order.id, number: order.number, quantity: item.quantity });
    }
  }
  const compare = new Intl.Collator('ru', { numeric: true, sensitivity: 'base' }).compare;
  return [...parts.values()].sort((one, other) => compare(one.brand, other.brand) || compare(one.number, other.number));
}

/** The orders of each region: every branch fetches from its own shelves. */
export function byRegion(orders: OrderSummary[]): Array<[regionId: string, orders: OrderSummary[]]> {
  const regions = new Map<string, OrderSummary[]>();
  for (const order of orders) regions.set(order.regionId, [...(regions.get(order.regionId) ?? []), order]);
  return [...regions];
}

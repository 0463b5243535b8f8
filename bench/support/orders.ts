import { httpRequest } from './http-load.js';

const POSITIONS = 5;
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** An order of five positions, as GettZap posts it. */
function orderMessage(id: string): object {
  const positions = Array.from({ length: POSITIONS }, (_, index) => ({
    id: String(index + 1),
    brand: 'BOSCH',
    number: `0 986 494 ${100 + index}`,
    name: 'Колодки тормозные передние',
    quantity: 2,
    price: '3450.00',
    delivery_days: 1,
    comment: '',
  }));
  return {
    event: 'order.created',
    order: {
      id,
      created_at: '2026-11-24T09:15:00+03:00',
      comment: 'Позвоните перед отправкой',
      customer: { name: 'Иванов Пётр', phone: '+7 900 000-00-00', email: 'p@example.com' },
      delivery: { type: 'pickup', address: '' },
      positions,
    },
  };
}

/** Requests that each post another order; `from` on they can be made again. */
export function orderRequests(path: string, prefix: string, from = 0, to = Infinity): () => string | undefined {
  const mark = '%ID%';
  const body = JSON.stringify(orderMessage(mark));
  let next = from;
  return () => {
    if (next >= to) return undefined;
    const id = `${prefix}${next++}`;
    return httpRequest('POST', path, JSON_TYPE, body.replace(mark, id));
  };
}

/** Requests that each put five articles into a new visitor's order of Vendure's. */
export function cartRequests(path: string): () => string {
  const articles = Array.from({ length: POSITIONS }, (_, index) => `{ productVariantId: ${index + 1}, quantity: 2 }`);
  const query = `mutation { addItemsToOrder(inputs: [${articles.join(', ')}]) { order { id } errorResults { __typename } } }`;
  const request = httpRequest('POST', path, JSON_TYPE, JSON.stringify({ query }));
  return () => request;
}

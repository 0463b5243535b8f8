import type { Sandbox } from '../../sandbox/sandbox.js';
import type { ApiClient } from './api-client.js';

export const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };
export const GETTZAP = { login: 'office-1', password: 'gz-password', apiKey: 'gz-office-token' };

/** Texts of the shop's connection, told apart by their words. */
export const DECISION_TEXTS = {
  acceptedStatus: 'accepted',
  acceptedText:
    'accepted {{ order.order_id }}{% if order_item %} {{ order_item.oem }} x{{ order_item.qnt }}{% endif %}',
  refusedStatus: 'refused',
  refusedText:
    'refused{% if order_item %} {{ order_item.oem }} x{{ order_item.qnt }}{% endif %}{% if reason %}: {{ reason }}{% endif %}',
};

export function orderOf(id: string | number, count = 1, change: object = {}): object {
  return {
    id,
    created_at: '2026-11-24T09:15:00+03:00',
    comment: 'Позвоните перед отправкой',
    customer: { name: 'Иванов Пётр', phone: '+7 900 000-00-00', email: 'p@example.com' },
    delivery: { type: 'pickup', address: '' },
    positions: Array.from({ length: count }, (_, index) => positionOf(index + 1)),
    ...change,
  };
}

export function positionOf(index: number, change: object = {}): object {
  return {
    id: String(index),
    brand: 'BOSCH',
    number: `P${index}`,
    name: 'Колодки тормозные',
    quantity: 2,
    price: '3450.00',
    delivery_days: 1,
    comment: '',
    ...change,
  };
}

/** Makes the shop's connection to the sandbox and switches it on. */
export async function connect(admin: ApiClient, sandbox: Sandbox, url: string) {
  const created = await admin.post('/marketplace-connections', { marketplace: 'gettzap' });
  const { id, orderLink } = created.body;
  const { data: regions } = (await admin.get('/regions')).body;
  const { data: statuses } = (await admin.get('/order-statuses?perPage=200')).body;
  const answer = await admin.patch(`/marketplace-connections/${id}`, {
    isActive: true,
    regionId: regions[0].id,
    ...GETTZAP,
    apiUrl: sandbox.url,
    cancelledStatusId: statuses.find(({ name }: { name: string }) => name === 'Снят').id,
    ...DECISION_TEXTS,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  const link = `${url}${new URL(orderLink).pathname}`;
  sandbox.configure({ orderLink: link });
  return { connectionId: id as string, orderLink: link };
}

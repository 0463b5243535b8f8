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
  const { connectionId, linkPath } = await setUp(admin, sandbox.url);
  const orderLink = `${url}${linkPath}`;
  sandbox.configure({ orderLink });
  return { connectionId, orderLink };
}

/** What a test has to know of its shop. */
export interface ShopDetails {
  connectionId: string;
  /** Path of the order link. */
  linkPath: string;
  /** Ids of the default directory, by name. */
  statuses: Record<string, string>;
}

/** Makes the shop's connection to a GettZap and switches it on. */
export async function setUp(admin: ApiClient, apiUrl: string): Promise<ShopDetails> {
  const created = await admin.post('/marketplace-connections', { marketplace: 'gettzap' });
  const { id, orderLink } = created.body;
  const { data: regions } = (await admin.get('/regions')).body;
  const { data } = (await admin.get('/order-statuses?perPage=200')).body;
  const statuses = Object.fromEntries(data.map((each: { name: string; id: string }) => [each.name, each.id]));
  const answer = await admin.patch(`/marketplace-connections/${id}`, {
    isActive: true,
    regionId: regions[0].id,
    ...GETTZAP,
    apiUrl,
    cancelledStatusId: statuses['Снят'],
    ...DECISION_TEXTS,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return { connectionId: id, linkPath: new URL(orderLink).pathname, statuses };
}

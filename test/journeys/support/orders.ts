import type { Position } from '../../../sandbox/order.js';
import type { ApiClient } from '../../support/api-client.js';
import type { Panel } from './panel.js';

interface AcceptedOrder {
  id: string;
  externalOrderId: string;
  regionId: string;
  items: Array<{ id: string; number: string }>;
}

/** GettZap sends an order and it is accepted, both past the panel. */
export async function acceptedOrder(
  panel: Panel,
  externalId: string,
  positions: Array<Partial<Position>>,
): Promise<AcceptedOrder> {
  await panel.sandboxOrder({ id: externalId, positions });
  const [external] = (await panel.api.get(`/external-orders?q=${externalId}`)).body.data;
  await panel.api.post(`/external-orders/${external.id}/accept`);
  const { orderId } = (await panel.api.get(`/external-orders/${external.id}`)).body;
  return (await panel.api.get(`/orders/${orderId}`)).body;
}

/** Sets what GettZap is told when items, or whole orders, pass into a status. @returns the status's id */
export async function tellInStatus(api: ApiClient, name: string, gettzap: object): Promise<string> {
  const statuses = (await api.get('/order-statuses?perPage=200')).body.data as Array<{ id: string; name: string }>;
  const { id } = statuses.find((status) => status.name === name)!;
  await api.patch(`/order-statuses/${id}`, { gettzap });
  return id;
}

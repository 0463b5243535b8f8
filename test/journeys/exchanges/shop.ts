import type { OneC } from '../../../sandbox/one-c/one-c.js';
import type { Panel } from '../support/panel.js';

/** What the exchange of these journeys is called. */
export const NAME = '1С: Торговля';

/** GettZap sends an order and a manager accepts it. @returns the shop's number of it */
export async function acceptedOrder(
  panel: Panel,
  id: string,
  positions: Array<{ id: string; quantity: number }> = [{ id: '1', quantity: 1 }],
): Promise<string> {
  await panel.sandboxOrder({ id, positions });
  const [external] = (await panel.api.get(`/external-orders?q=${id}`)).body.data;
  await panel.api.post(`/external-orders/${external.id}/accept`);
  const [order] = (await panel.api.get(`/orders?q=${id}`)).body.data;
  return order.id;
}

export async function exchangeId(panel: Panel): Promise<string> {
  const { data } = (await panel.api.get('/exchanges')).body;
  return data.find(({ name }: { name: string }) => name === NAME).id;
}

/** One whole exchange, in which nothing may go wrong. */
export async function exchanged(oneC: OneC): Promise<void> {
  const { errors } = await oneC.exchange();
  expect(errors).toEqual([]);
}

/** The order's document in 1C. */
export function documentOf(oneC: OneC, number: string) {
  return oneC.books.all().find((document) => document.number === `GZ-${number}`)!;
}

/** An order of one position of which 1C has left out all but some pieces. */
export async function reducedOrder(
  panel: Panel,
  oneC: OneC,
  id: string,
  quantity: number,
  left: number,
): Promise<void> {
  const number = await acceptedOrder(panel, id, [{ id: '1', quantity }]);
  await exchanged(oneC);
  oneC.setQuantity(documentOf(oneC, number).id, 1, left);
  await exchanged(oneC);
}

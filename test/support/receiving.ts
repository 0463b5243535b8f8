import { GettzapMessage } from '../../src/marketplaces/gettzap/gettzap-message.entity.js';
import type { ApiAnswer } from './api-client.js';
import { orderOf, Shop } from './shop.js';
import { stored } from './stored.js';

/** The text of a message, one position unless `change` says otherwise. */
export function created(id: string | number, change: object = {}, event = 'order.created'): string {
  return JSON.stringify({ event, order: orderOf(id, 1, change) });
}

/** Posts to the order link and answers the external order that came of it. */
export async function received(shop: Shop, body: string | Uint8Array<ArrayBuffer> | object, contentType?: string) {
  const answer = await shop.postToLink(body, contentType);
  expect(answer).toMatchObject({ status: 200, body: { result: 'ok' } });
  return shop.externalOrder(answer.body.externalOrderId);
}

/** The answer to a message that came before and changed nothing. */
export function expectDuplicate(answer: ApiAnswer, { id, state }: { id: string; state: string }): void {
  expect([answer.status, answer.body]).toEqual([200, { result: 'ok', externalOrderId: id, state, duplicate: true }]);
}

/** The message of the journal that came last. */
export async function lastMessage(shop: Shop) {
  const { body } = await shop.admin.get('/gettzap-messages?perPage=1');
  return (await shop.admin.get(`/gettzap-messages/${body.data[0].id}`)).body;
}

/** How many messages the journal holds. */
export async function journalSize(shop: Shop): Promise<number> {
  return (await shop.admin.get('/gettzap-messages?perPage=1')).body.meta.total;
}

/** The bytes of a message as they lie in the database. */
export async function storedBytes(shop: Shop, messageId: string): Promise<Buffer> {
  const messages = stored(shop).getRepository(GettzapMessage);
  return Buffer.from((await messages.findOneByOrFail({ id: Number(messageId) })).body);
}

export async function setActive(shop: Shop, isActive: boolean): Promise<void> {
  const { status } = await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { isActive });
  expect(status).toBe(200);
}

/** A second active connection of the shop, of its own region. */
export async function anotherConnection(shop: Shop, regionName: string) {
  const region = await shop.admin.post('/regions', { name: regionName });
  const { body } = await shop.admin.post('/marketplace-connections', { marketplace: 'gettzap' });
  const answer = await shop.admin.patch(`/marketplace-connections/${body.id}`, {
    isActive: true,
    regionId: region.body.id,
    login: 'office-2',
    password: 'gz-password',
    apiKey: 'gz-office-token-2',
    apiUrl: shop.sandbox.url,
  });
  expect(answer.status).toBe(200);
  return {
    id: body.id as string,
    regionId: region.body.id as string,
    orderLink: `${shop.url}${new URL(body.orderLink).pathname}`,
  };
}

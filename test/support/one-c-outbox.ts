import type { OutboxResult } from '../../sandbox/one-c/outbox-client.js';
import type { OneCShop } from './one-c-shop.js';

/** The next batch of the JSON outbox, which must be one. */
export async function nextBatch({ oneC }: OneCShop, limit?: number) {
  const { batch, errors } = await oneC.outbox.query(limit);
  expect(errors).toEqual([]);
  return { ...batch!, id: batch!.batchId! };
}

/** What 1C says of an event that it has carried out. */
export const taken = (eventId: string, more: Partial<OutboxResult> = {}): OutboxResult => ({
  eventId,
  success: true,
  ...more,
});

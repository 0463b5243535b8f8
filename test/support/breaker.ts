import { noticeEventually, sending, spoil } from './delivering.js';
import { sql } from './stored.js';
import { eventually } from './eventually.js';
import type { Shop } from './shop.js';

/** Ids of orders of the marketplace. */
export const ordersOf = (count: number) => Array.from({ length: count }, (_, index) => `B-${index + 1}`);

/** Five orders, each of whose first try fails: GettZap seems to be down. Answers them, what is due first before the others. */
export async function cutOff(shop: Shop, kind: '503' | '500' | 'reset' = '503'): Promise<string[]> {
  spoil(shop, kind);
  const ids = ordersOf(5);
  for (const id of ids) {
    await shop.accepted(id);
    await noticeEventually(shop, id, { attemptCount: 1 });
  }
  await eventually(async () => expect(await sending(shop)).toMatchObject({ state: 'cut_off' }));
  const rows = await sql(shop, `SELECT subject FROM outbox_messages WHERE subject LIKE 'B-%' ORDER BY due_at, id`);
  return rows.map(({ subject }: { subject: string }) => subject);
}

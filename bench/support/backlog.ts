import type { Connection, RowDataPacket } from 'mysql2/promise';
import { bulkServer } from '../../test/support/bulk-targets.js';
import { loadRows } from '../../test/support/rows-in-bulk.js';

export const PER_ORDER = 4;

/** Writes so many notifications that wait, several for each order, shared out among the endpoints. */
export async function fillBacklog(connection: Connection, count: number, endpointIds: number[]): Promise<void> {
  const externalOrders = count / PER_ORDER;
  const amounts = { externalOrders, positions: 1, deliveries: PER_ORDER, unsent: externalOrders };
  const { firstId } = await loadRows(await bulkServer(connection), amounts);
  if (endpointIds.length > 1) {
    const numbered = endpointIds.map((id, index) => `WHEN ${index} THEN ${id}`).join(' ');
    await connection.query(
      `UPDATE outbox_messages SET endpoint_id = CASE ordering_key_id % ${endpointIds.length} ${numbered} END
        WHERE ordering_key_id >= ${firstId}`,
    );
  }
  await connection.query('ANALYZE TABLE outbox_messages');
}

/** Waits until everything was sent; answers how many seconds that took. */
export async function untilSent(connection: Connection, start: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await start();
  while (await isUnfinished(connection)) await new Promise((resolve) => setTimeout(resolve, 50));
  return (performance.now() - startedAt) / 1_000;
}

async function isUnfinished(connection: Connection): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT 1 FROM outbox_messages WHERE state = 'pending' UNION ALL
      SELECT 1 FROM outbox_messages WHERE state = 'waiting' UNION ALL
      SELECT 1 FROM outbox_messages WHERE state = 'sending' LIMIT 1`,
  );
  return rows.length > 0;
}

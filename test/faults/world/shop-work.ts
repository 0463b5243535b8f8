import type { ApiAnswer } from '../../support/api-client.js';
import { itemCode } from './codes.js';
import type { Row, TrialDatabase } from './database.js';
import { eventually, pause } from './waiting.js';
import type { World } from './world.js';

/** Accepts the whole of it; one that is decided already (an answer was lost) is as good. */
export async function accept(world: World, id: string): Promise<ApiAnswer> {
  return world.api.post(`/external-orders/${id}/accept`, {});
}

/** The shop's order that accepting made, or undefined. */
// oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape
export async function orderOf(world: World, externalOrderId: string): Promise<any> {
  const { orderId } = await world.api.read(`/external-orders/${externalOrderId}`);
  return orderId ? world.api.read(`/orders/${orderId}`) : undefined;
}

/** Puts all items of an order into a status of the directory. */
export function setStatus(world: World, order: { items: Array<{ id: string }> }, name: string): Promise<ApiAnswer> {
  const itemIds = order.items.map(({ id }) => id);
  return world.api.post('/order-items/status', { itemIds, statusId: world.statuses[name] });
}

/** What GettZap is told of an item that passes into a status. @param text a template */
export async function tellOfItem(world: World, statusName: string, text: string): Promise<void> {
  const gettzap = { item: { status: itemCode(statusName), text } };
  const { status, body } = await world.api.patch(`/order-statuses/${world.statuses[statusName]}`, { gettzap });
  if (status !== 200) throw new Error(JSON.stringify(body));
}

const UNFINISHED = `SELECT state, COUNT(*) AS count FROM outbox_messages WHERE state IN ('waiting', 'pending', 'sending') GROUP BY state`;

/** Waits until nothing is left to be sent; time is moved on meanwhile, so that retries and probes are due at once. */
export async function untilDrained(world: World, withinMs = 120_000): Promise<void> {
  await eventually(
    async () => {
      const open = await world.database.rows(UNFINISHED);
      if (open.length === 0) return;
      await moveTime(world, 600);
      await pause(500, world.signal);
      throw new Error(`Still to be sent: ${open.map(({ state, count }) => `${count} ${state}`).join(', ')}`);
    },
    withinMs,
    world.signal,
  );
}

/** Waits for what comes by itself, without moving time. */
export async function untilSent(world: World, withinMs: number): Promise<void> {
  await eventually(
    async () => {
      const open = await world.database.rows(UNFINISHED);
      if (open.length > 0) throw new Error(`Still to be sent: ${JSON.stringify(open)}`);
    },
    withinMs,
    world.signal,
  );
}

/** As if so many seconds had passed for what waits: retries, pauses that were asked for, probes. Claims keep their lease. */
export async function moveTime(world: World, seconds: number): Promise<void> {
  const earlier = (column: string) =>
    world.isEmbedded
      ? `${column} = strftime('%Y-%m-%d %H:%M:%f', ${column}, '-${seconds} seconds')`
      : `${column} = ${column} - INTERVAL ${seconds} SECOND`;
  await world.database.rows(
    `UPDATE outbox_messages SET ${earlier('due_at')}, ${earlier('not_before')}, ${earlier('tried_at')} WHERE state IN ('pending', 'waiting')`,
  );
  const ofTargets = ['probe_at', 'opened_at', 'recovered_at'].map(earlier).join(', ');
  await world.database.rows(`UPDATE outbox_endpoints SET ${ofTargets}`);
}

/** Deliveries to GettZap in the order in which they were caused, order by order. */
export async function noticesOf({ database }: { database: Pick<TrialDatabase, 'rows'> }): Promise<Row[]> {
  const rows = await database.rows(
    `SELECT d.*, l.\`key\` AS ordering_key FROM outbox_messages d JOIN outbox_ordering_keys l ON l.id = d.ordering_key_id
     WHERE d.channel = 'gettzap' ORDER BY d.ordering_key_id, d.seq`,
  );
  return rows.map((row) => ({ ...row, payload: JSON.parse(String(row.payload)) }));
}

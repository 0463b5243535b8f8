import { itemCode, orderCode } from '../world/codes.js';
import type { Row } from '../world/database.js';
import { noticesOf } from '../world/shop-work.js';
import { list } from './inbox.js';
import type { Observed } from './observed.js';

/** I2: every decision and every change of status has its notices, in their order, and no notice is without its cause. */
export async function checkCauses(world: Observed): Promise<string[]> {
  const notices = await noticesOf(world);
  return [
    ...(await checkDecisions(world, notices)),
    ...(await checkStatuses(world, notices)),
    ...(await checkPieces(world)),
  ];
}

/** The items made of a position have the pieces that were accepted of it, however they were divided. */
async function checkPieces({ database }: Observed): Promise<string[]> {
  const rows = await database.rows(
    `SELECT p.id, p.accepted_quantity, SUM(i.quantity) AS pieces, MIN(i.quantity) AS least FROM order_items i
     JOIN external_order_positions p ON p.id = i.position_id GROUP BY p.id, p.accepted_quantity`,
  );
  const wrong = rows.filter((row) => Number(row.pieces) !== row.accepted_quantity || Number(row.least) < 1);
  return list(
    'I2: pieces of positions and of their items',
    wrong.map((row) => `position ${row.id}: ${row.accepted_quantity} ≠ ${row.pieces}`),
  );
}

/** All that must be told of a decision: one notice for the whole order, or those of each decided position; of one undone, none. */
async function checkDecisions({ database }: Observed, notices: Row[]): Promise<string[]> {
  const positions = groupedBy(
    await database.rows('SELECT * FROM external_order_positions ORDER BY external_order_id, line'),
    (row) => String(row.external_order_id),
  );
  const told = groupedBy(
    notices.filter(({ kind, reason }) => /^(order|position)_(accepted|refused)$/.test(kind) && reason !== 'undone'),
    ({ payload }) => String(payload.externalOrderId),
  );
  const orders = await database.rows('SELECT id, external_id, decided_at FROM external_orders');
  const wrong: string[] = [];
  for (const { id, external_id: externalId, decided_at: decidedAt } of orders) {
    const decided = (positions.get(String(id)) ?? []).filter((row) => row.decided_at !== null);
    const kinds = (told.get(String(id)) ?? []).map(({ kind, payload }) => `${kind} ${payload.positionId ?? ''}`.trim());
    const asWhole = wholeNotice(decided);
    const byPosition = decided.flatMap((row) => positionNotices(row)).sort();
    const isRight =
      decidedAt === null
        ? kinds.length === 0
        : (kinds.length === 1 && kinds[0] === asWhole) || [...kinds].sort().join() === byPosition.join();
    if (!isRight || (decidedAt !== null && kinds.length === 0))
      wrong.push(`${externalId}: ${kinds.join(' ') || 'none'}`);
  }
  const known = new Set(orders.map(({ id }) => String(id)));
  const strays = [...told.keys()].filter((id) => !known.has(id));
  return [...list('I2: decisions and their notices', wrong), ...list('I2: notices of no external order', strays)];
}

function wholeNotice(decided: Row[]): string | undefined {
  if (decided.every((row) => row.accepted_quantity === 0)) return 'order_refused';
  return decided.every((row) => row.accepted_quantity === row.quantity) ? 'order_accepted' : undefined;
}

function positionNotices(row: Row): string[] {
  return [
    ...(row.accepted_quantity > 0 ? [`position_accepted ${row.id}`] : []),
    ...(row.accepted_quantity < row.quantity ? [`position_refused ${row.id}`] : []),
  ];
}

/** The history of an order and what was told of it must read the same, line by line. */
async function checkStatuses({ database }: Observed, notices: Row[]): Promise<string[]> {
  const history = await database.rows(
    `SELECT h.order_id, h.kind, h.to_status, h.quantity, i.position_id FROM order_history_entries h
     LEFT JOIN order_items i ON i.id = h.item_id
     WHERE h.kind IN ('item_status', 'order_status') AND h.to_status <> '' ORDER BY h.id`,
  );
  const happened = groupedBy(history, (row) => String(row.order_id));
  const told = groupedBy(
    notices.filter(({ kind }) => kind === 'item_status' || kind === 'order_status'),
    ({ payload }) => String(payload.orderId),
  );
  const wrong: string[] = [];
  for (const orderId of new Set([...happened.keys(), ...told.keys()])) {
    const expected = (happened.get(orderId) ?? []).map(({ kind, to_status: name, position_id: positionId, quantity }) =>
      kind === 'item_status' ? `${positionId} ${itemCode(name)} ${quantity ?? 'all'}` : orderCode(name),
    );
    const found = (told.get(orderId) ?? []).map(({ kind, payload }) =>
      kind === 'item_status' ? `${payload.positionId} ${payload.status} ${payload.quantity ?? 'all'}` : payload.status,
    );
    if (expected.join('|') !== found.join('|'))
      wrong.push(`order ${orderId}: ${expected.join('|')} ≠ ${found.join('|')}`);
  }
  return list('I2: changes of status and their notices', wrong);
}

export function groupedBy(rows: Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

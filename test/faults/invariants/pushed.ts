import { groupBy } from '../../../src/platform/collections.js';
import type { Row } from '../world/database.js';
import { groupedBy } from './causes.js';
import { presentLines, textOf } from './exchanges.js';
import { list } from './inbox.js';
import type { Observed } from './observed.js';

/**
 * I8, of exchanges that push: each order that is handed over is there exactly once by its key; none is confirmed that is not there by
 * that number, what is settled is there as it is here, and what waits has a message that will see to it.
 */
export async function checkPushed(world: Observed): Promise<string[]> {
  return [...(await checkWaiting(world)), ...(await checkBooks(world)), ...(await checkPartsSoft(world))];
}

/** What waits without having been queued is found by a job. */
async function checkWaiting({ database, isEmbedded }: Observed): Promise<string[]> {
  const key = isEmbedded ? "h.exchange_id || ':' || h.order_id" : "CONCAT(h.exchange_id, ':', h.order_id)";
  const forgotten = await database.rows(
    `SELECT h.order_id FROM exchange_hand_overs h JOIN exchanges e ON e.id = h.exchange_id AND e.kind IN ('abcp', 'parts_soft')
     WHERE h.push_state <> '' AND e.is_active = 1 AND NOT EXISTS (
       SELECT 1 FROM outbox_ordering_keys k JOIN outbox_messages m ON m.ordering_key_id = k.id
       WHERE k.channel = e.kind AND k.\`key\` = ${key} AND m.state IN ('waiting', 'pending', 'sending'))`,
  );
  const left = await database.rows(
    `SELECT h.order_id FROM exchange_hand_overs h JOIN exchanges e ON e.id = h.exchange_id AND e.kind IN ('abcp', 'parts_soft')
     WHERE e.deleted_at IS NOT NULL AND (h.is_waiting = 1 OR h.push_state <> '')`,
  );
  return [
    ...list('I8: orders that wait and that no message will push', forgotten.map(orderName)),
    ...list('I8: orders that wait for an exchange that was deleted', left.map(orderName)),
  ];
}

async function checkBooks({ database, abcp }: Observed): Promise<string[]> {
  if (!abcp) return [];
  const rows = await database.rows(
    `SELECT h.order_id, h.revision, h.number, h.is_waiting, h.push_state, h.error, e.key_prefix
     FROM exchange_hand_overs h JOIN exchanges e ON e.id = h.exchange_id AND e.kind = 'abcp'`,
  );
  const ours = new Set(rows.map(({ key_prefix: prefix }) => String(prefix)));
  const there = groupBy(abcp.orders.all(), ({ internalNumber }) => internalNumber);
  const lines = groupedBy(await presentLines(database), ({ order_id: id }) => String(id));
  const [unconfirmable, different]: string[][] = [[], []];
  for (const row of rows) {
    const orders = there.get(keyOf(row)) ?? [];
    if (row.revision && !orders.some(({ number }) => number === row.number)) unconfirmable!.push(orderName(row));
    const present = textOf(lines.get(String(row.order_id)) ?? []);
    if (isSettled(row) && orders.length === 1 && textOf(orders[0]!.positions) !== present)
      different!.push(`${orderName(row)}: ${present} ≠ ${textOf(orders[0]!.positions)}`);
  }
  const keys = new Set(rows.map(keyOf));
  const isOurs = (key: string) => ours.has(key.split('-')[0]!);
  const strays = [...there.keys()].filter((key) => isOurs(key) && !keys.has(key));
  const doubled = [...there].filter(([key, orders]) => isOurs(key) && orders.length > 1);
  return [
    ...list('I8: confirmed and not at ABCP', unconfirmable!),
    ...list('I8: confirmed with other pieces than there are', different!),
    ...list('I8: at ABCP more than once, or of no order', [...doubled.map(([key]) => key), ...strays]),
  ];
}

/** Each position that was put into PARTS SOFT is there once by its key, and those of settled orders are. */
async function checkPartsSoft({ database, partsSoft }: Observed): Promise<string[]> {
  if (!partsSoft) return [];
  const rows = await database.rows(
    `SELECT h.order_id, h.revision, h.is_waiting, h.push_state, h.error, e.key_prefix
     FROM exchange_hand_overs h JOIN exchanges e ON e.id = h.exchange_id AND e.kind = 'parts_soft'`,
  );
  const there = groupBy(partsSoft.items, ({ comment }) => comment);
  const lines = groupedBy(await presentLines(database), ({ order_id: id }) => String(id));
  const different: string[] = [];
  for (const row of rows.filter(isSettled)) {
    const items = partsSoft.items.filter(({ comment }) => comment.startsWith(`${keyOf(row)}-`));
    const present = textOf(lines.get(String(row.order_id)) ?? []);
    const found = textOf(items.map(({ oem, qnt }) => ({ number: oem, quantity: qnt })));
    if (present !== found) different.push(`${orderName(row)}: ${present} ≠ ${found}`);
  }
  const prefixes = new Set(rows.map((row) => `${keyOf(row)}-`));
  const isOurs = (comment: string) => prefixes.has(comment.replace(/\d+$/, ''));
  const wrong = [...there].filter(([comment, items]) => items.length > 1 || !isOurs(comment));
  return [
    ...list('I8: confirmed with other pieces than there are in PARTS SOFT', different),
    ...list(
      'I8: in PARTS SOFT more than once, or of no order',
      wrong.map(([comment]) => comment),
    ),
  ];
}

function isSettled({ revision, is_waiting: isWaiting, push_state: state, error }: Row): boolean {
  return Number(revision) > 0 && !isWaiting && state === '' && error === '';
}

function keyOf({ key_prefix: prefix, order_id: id }: Row): string {
  return `${prefix}-${id}`;
}

function orderName({ order_id: id }: Row): string {
  return `order ${id}`;
}

import type { BookDocument } from '../../../sandbox/one-c/books.js';
import type { Row } from '../world/database.js';
import { groupedBy } from './causes.js';
import { list } from './inbox.js';
import type { Observed } from './observed.js';

/** How late a call may be written down that was answered before another one's confirmation. */
const GRACE_S = 10;

/**
 * I8: an exchange hands out one batch at a time and never one that was confirmed; nothing is confirmed here that 1C has not saved,
 * and what is settled stands in its books once and as it is here.
 */
export async function checkExchanges(world: Observed): Promise<string[]> {
  return [...(await checkBatches(world)), ...(await checkRevisions(world)), ...(await checkBooks(world))];
}

async function checkBatches({ database, isEmbedded }: Observed): Promise<string[]> {
  const open = await database.rows(
    `SELECT exchange_id, format, COUNT(*) AS batches FROM exchange_batches WHERE confirmed_at IS NULL
     GROUP BY exchange_id, format HAVING COUNT(*) > 1`,
  );
  const stuck = await database.rows(
    `SELECT h.order_id FROM exchange_hand_overs h LEFT JOIN exchange_batches b ON b.id = h.batch_id
     WHERE h.batch_id IS NOT NULL AND (b.id IS NULL OR b.confirmed_at IS NOT NULL)`,
  );
  const late = isEmbedded
    ? `strftime('%Y-%m-%d %H:%M:%f', b.confirmed_at, '+${GRACE_S} seconds')`
    : `b.confirmed_at + INTERVAL ${GRACE_S} SECOND`;
  const again = await database.rows(
    `SELECT b.id FROM exchange_session_steps s JOIN exchange_batches b ON b.id = s.batch_id WHERE s.created_at > ${late}`,
  );
  return [
    ...list(
      'I8: exchanges with several open batches',
      open.map(({ exchange_id: id, format, batches }) => `${id} ${format} ${batches}`),
    ),
    ...list(
      'I8: orders that wait for a batch that is over',
      stuck.map(({ order_id: id }) => `order ${id}`),
    ),
    ...list(
      'I8: batches handed out though they were confirmed',
      again.map(({ id }) => `batch ${id}`),
    ),
  ];
}

/** Each revision is handed out in one batch, and none is left out. */
async function checkRevisions({ database }: Observed): Promise<string[]> {
  const rows = await database.rows(
    `SELECT h.order_id, h.revision, COUNT(e.id) AS entries, COUNT(DISTINCT e.revision) AS revisions, MAX(e.revision) AS newest
     FROM exchange_hand_overs h JOIN exchanges x ON x.id = h.exchange_id AND x.kind = 'one_c'
     LEFT JOIN exchange_batch_entries e ON e.hand_over_id = h.id GROUP BY h.id, h.order_id, h.revision`,
  );
  const wrong = rows.filter(({ revision, entries, revisions, newest }) =>
    [entries, revisions, newest ?? 0].some((count) => Number(count) !== revision),
  );
  return list(
    'I8: revisions and batches',
    wrong.map((row) => `order ${row.order_id}: ${row.revision} ≠ ${row.entries} in batches, the newest ${row.newest}`),
  );
}

async function checkBooks({ database, oneC }: Observed): Promise<string[]> {
  if (!oneC) return [];
  const { books, mistakes } = oneC;
  const rows = await database.rows(
    `SELECT o.id AS order_id, e.key_prefix, h.id, h.confirmed_at, h.is_waiting, h.batch_id FROM orders o
     JOIN exchanges e ON e.kind = 'one_c' AND e.is_active = 1 AND o.created_at >= e.since
     LEFT JOIN exchange_hand_overs h ON h.order_id = o.id AND h.exchange_id = e.id`,
  );
  const lines = groupedBy(await presentLines(database), ({ order_id: id }) => String(id));
  const [unconfirmable, missing, different]: string[][] = [[], [], []];
  for (const row of rows) {
    const document = books.document(`${row.key_prefix}-${row.order_id}`);
    const present = lines.get(String(row.order_id)) ?? [];
    if (!document && row.confirmed_at !== null) unconfirmable!.push(`order ${row.order_id}`);
    // One that was cancelled before anybody over there heard of it is never handed over.
    else if (!document && present.length > 0) missing!.push(`order ${row.order_id}`);
    else if (document && isSettled(row) && textOf(present) !== textOfDocument(document))
      different!.push(`order ${row.order_id}: ${textOf(present)} ≠ ${textOfDocument(document)}`);
  }
  const keys = new Set(rows.map((row) => `${row.key_prefix}-${row.order_id}`));
  const strays = books.all().filter(({ id }) => !keys.has(id));
  const doubled = books.all().filter(({ createdCount }) => createdCount !== 1);
  return [
    ...list('I8: what 1C would have to pay for', books.problems()),
    ...list('I8: answers to 1C that no fault excuses', [...mistakes]),
    ...list('I8: confirmed and not in 1C’s books', unconfirmable!),
    ...list('I8: accepted and not in 1C’s books', missing!),
    ...list('I8: confirmed with other lines than there are', different!),
    ...list(
      'I8: made in 1C more than once, or of no order',
      [...doubled, ...strays].map(({ id }) => id),
    ),
  ];
}

function isSettled({ id, is_waiting: isWaiting, batch_id: batchId }: Row): boolean {
  return id !== null && !isWaiting && batchId === null;
}

/** What of each position is still to be delivered. */
export function presentLines(database: Observed['database']): Promise<Row[]> {
  return database.rows(
    `SELECT i.order_id, i.position_id, i.number, SUM(i.quantity) AS quantity FROM order_items i
     JOIN order_statuses s ON s.id = i.status_id WHERE s.\`group\` NOT IN ('refused', 'removed')
     GROUP BY i.order_id, i.position_id, i.number`,
  );
}

function textOfDocument({ lines, cancelled }: BookDocument): string {
  return cancelled ? textOf([]) : textOf(lines);
}

export function textOf(lines: Array<{ number: string; quantity: number | string } | Row>): string {
  const words = lines.map(({ number, quantity }) => `${Number(quantity)} × ${number}`);
  return words.sort().join(', ') || 'cancelled';
}

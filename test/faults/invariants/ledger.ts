import type { Row } from '../world/database.js';
import { noticesOf } from '../world/shop-work.js';
import { groupedBy } from './causes.js';
import { list } from './inbox.js';
import type { Observed } from './observed.js';

/** How late a claim may be looked after, past its lease. */
const GRACE_S = 10;

/**
 * I3: what GettZap's books show of an order is what was delivered, in that order, and nothing that was undone.
 * I4: one key for all tries of a notification, and one body. I5: nothing is being sent past its lease.
 */
export async function checkLedger(world: Observed): Promise<string[]> {
  const notices = await noticesOf(world);
  const requests = world.sandbox.ledger.requests().filter(({ orderId }) => orderId !== null);
  return [
    ...checkSequence(notices, requests as unknown as Row[]),
    ...checkUndone(notices, requests as unknown as Row[]),
    ...checkKeys(notices, requests as unknown as Row[]),
    ...(await checkLeases(world)),
  ];
}

function checkSequence(notices: Row[], requests: Row[]): string[] {
  const applied = groupedBy(
    requests.filter((request) => request.applied),
    ({ orderId }) => orderId as string,
  );
  const wrong: string[] = [];
  for (const [externalId, ofOrder] of groupedBy(notices, ({ subject }) => String(subject))) {
    const stateOf = new Map(ofOrder.map((notice) => [notice.idempotency_key, notice.state]));
    const delivered = ofOrder.filter(({ state }) => state === 'delivered').map((notice) => notice.idempotency_key);
    const shown = (applied.get(externalId) ?? []).map(({ idempotencyKey }) => idempotencyKey);
    // One that took effect while its answer was lost is delivered later, by its repeat.
    const settled = shown.filter((key) => stateOf.get(key) === 'delivered');
    if (settled.join() !== delivered.join()) {
      wrong.push(
        `${externalId}: ${ofOrder.map(({ kind, state }) => `${kind} ${state}`).join(', ')}; shown ${shown.length}`,
      );
    }
  }
  return list('I3: GettZap’s books and what was delivered', wrong);
}

function checkUndone(notices: Row[], requests: Row[]): string[] {
  const asked = new Set(requests.map(({ idempotencyKey }) => idempotencyKey));
  const told = notices.filter((notice) => notice.reason === 'undone' && asked.has(notice.idempotency_key));
  return list(
    'I3: undone, and told all the same',
    told.map(({ subject }) => String(subject)),
  );
}

function checkKeys(notices: Row[], requests: Row[]): string[] {
  const owner = new Map(notices.map((notice) => [notice.idempotency_key, notice]));
  const bodies = new Map<string, string>();
  const [strays, changed]: [string[], string[]] = [[], []];
  for (const { idempotencyKey, orderId, path, body } of requests) {
    if (String(owner.get(idempotencyKey)?.subject) !== orderId) strays.push(`${orderId} ${idempotencyKey}`);
    const content = `${path} ${JSON.stringify(body)}`;
    if ((bodies.get(idempotencyKey) ?? content) !== content) changed.push(idempotencyKey);
    bodies.set(idempotencyKey, content);
  }
  const doubled = notices.length - owner.size;
  return [
    ...(doubled > 0 ? [`I4: ${doubled} notifications share a key`] : []),
    ...list('I4: requests with a key of no notification of theirs', strays),
    ...list('I4: keys that came with another content', changed),
  ];
}

async function checkLeases({ database, isEmbedded }: Observed): Promise<string[]> {
  const limit = isEmbedded
    ? `strftime('%Y-%m-%d %H:%M:%f', 'now', '-${GRACE_S} seconds')`
    : `UTC_TIMESTAMP(3) - INTERVAL ${GRACE_S} SECOND`;
  const late = await database.rows(`SELECT id FROM outbox_messages WHERE state = 'sending' AND due_at < ${limit}`);
  return list(
    'I5: being sent past the lease',
    late.map(({ id }) => String(id)),
  );
}

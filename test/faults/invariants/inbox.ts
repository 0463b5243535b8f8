import type { Observed } from './observed.js';

const SHOWN = 5;

/** I1: what was answered 2xx is there exactly once, in the inbox and in the journal; and nothing is there that nobody posted. */
export async function checkInbox({ database, poster }: Observed): Promise<string[]> {
  // Counted here, since a server may group what differs by a letter's case or a space.
  const rows = await database.rows('SELECT external_id FROM external_orders');
  const journalled = await database.rows(
    `SELECT o.external_id FROM gettzap_messages m JOIN external_orders o ON o.id = m.external_order_id`,
  );
  const counts = new Map<string, number>();
  for (const { external_id: id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1);
  const inJournal = new Set(journalled.map(({ external_id: id }) => String(id)));
  const acknowledged = [...poster.acknowledged];
  return [
    ...list(
      'I1: answered 2xx and not there',
      acknowledged.filter((id) => !counts.has(id)),
    ),
    ...list(
      'I1: there more than once',
      [...counts.keys()].filter((id) => counts.get(id)! > 1),
    ),
    ...list(
      'I1: answered 2xx and not in the journal',
      acknowledged.filter((id) => !inJournal.has(id)),
    ),
    ...list(
      'I1: there though nobody posted it',
      [...counts.keys()].filter((id) => !poster.posted.has(id)),
    ),
  ];
}

/** One line for all, or none. */
export function list(what: string, found: string[]): string[] {
  if (found.length === 0) return [];
  return [`${what}: ${found.length} (${found.slice(0, SHOWN).join(', ')}${found.length > SHOWN ? ', …' : ''})`];
}

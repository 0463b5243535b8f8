import { format } from 'mysql2';

const PAGE = 50;
/** As far as the lists count. */
const COUNTED = 10_000;

/** What the inbox's first page shows: rows, positions, the orders made of them, and how many there are. One round trip. */
export function inboxPage(where = `state <> 'deleted'`): string {
  const newest = `SELECT id FROM external_orders WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ${PAGE + 1}`;
  return `SELECT e.* FROM (${newest}) page JOIN external_orders e ON e.id = page.id ORDER BY e.created_at DESC, e.id DESC;
    SELECT COUNT(*) FROM (SELECT id FROM external_orders WHERE ${where} LIMIT ${COUNTED}) some;
    SELECT p.* FROM (${newest}) page JOIN external_order_positions p ON p.external_order_id = page.id;
    SELECT o.id, o.external_order_id FROM (${newest}) page JOIN orders o ON o.external_order_id = page.id`;
}

/** The inbox searched for an id. */
export function inboxSearch(q: string): string {
  return inboxPage(format(`state <> 'deleted' AND external_id LIKE ?`, [`${q}%`]));
}

/** What an external order's page shows. One round trip. */
export function externalOrderPage(id: number): string {
  return format(
    `SELECT * FROM external_orders WHERE id = ?;
    SELECT * FROM external_order_positions WHERE external_order_id = ? ORDER BY line, id;
    SELECT id FROM orders WHERE external_order_id = ?;
    SELECT * FROM external_order_history_entries WHERE external_order_id = ? ORDER BY id;
    SELECT m.* FROM outbox_messages m JOIN outbox_ordering_keys k ON k.id = m.ordering_key_id
      WHERE k.channel = 'gettzap' AND k.\`key\` = ? ORDER BY m.seq`,
    [id, id, id, id, String(id)],
  );
}

/** What an order's page shows, where its external order has the same number. One round trip. */
export function orderPage(id: number): string {
  return format(
    `SELECT * FROM orders WHERE id = ?;
    SELECT * FROM order_items WHERE order_id = ? ORDER BY id;
    SELECT * FROM order_history_entries WHERE order_id = ? ORDER BY id;
    SELECT m.* FROM outbox_messages m JOIN outbox_ordering_keys k ON k.id = m.ordering_key_id
      WHERE k.channel = 'gettzap' AND k.\`key\` = ? ORDER BY m.seq`,
    [id, id, id, String(id)],
  );
}

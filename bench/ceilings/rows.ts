import { createHash, randomUUID } from 'node:crypto';
import { format, raw } from 'mysql2';

/** What is left of an order message once it was validated. */
export interface Received {
  event: string;
  order: {
    id: string;
    comment: string;
    customer: { name: string; phone: string; email: string };
    delivery: { type: string; address: string };
    positions: Array<Record<'id' | 'brand' | 'number' | 'name' | 'price' | 'comment', string> & { quantity: number }>;
  };
}

export const RECEIVED_SCHEMA = {
  type: 'object',
  required: ['event', 'order'],
  properties: {
    event: { const: 'order.created' },
    order: {
      type: 'object',
      required: ['id', 'customer', 'delivery', 'positions'],
      properties: {
        id: { type: 'string', maxLength: 255 },
        positions: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            required: ['id', 'brand', 'number', 'name', 'quantity', 'price'],
            properties: {
              number: { type: 'string', maxLength: 255 },
              quantity: { type: 'integer', minimum: 1 },
              price: { type: 'string', pattern: '^\\d+\\.\\d\\d$' },
            },
          },
        },
      },
    },
  },
} as const;

/** As the service makes it, about. */
const searchedText = ({ id, customer, delivery, comment, positions }: Received['order']) => {
  const parts = positions.flatMap(({ brand, number, name }) => [number, number.replace(/[ ./-]/g, ''), brand, name]);
  const lines = [id, customer.name, customer.phone, customer.email, delivery.address, comment, ...parts];
  return Buffer.from(`\n${lines.join('\n').toLowerCase()}\n`);
};

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * The rows of several orders in one round trip: orders, positions and journal rows, three INSERTs in one transaction. Ids of a
 * multi-row INSERT follow one another, so the positions can name them.
 */
export function insertOrders(messages: Received[]): string {
  const now = new Date();
  const orders = messages.map(({ order }) => [
    1,
    1,
    order.id,
    sha256(order.id),
    'new',
    1,
    sha256(JSON.stringify(order)),
    order.positions.reduce((sum, { price, quantity }) => sum + Math.round(Number(price) * 100) * quantity, 0),
    ...[order.customer.name, order.customer.phone, order.customer.email],
    ...[order.delivery.type, order.delivery.address, order.comment, searchedText(order), '[]'],
    ...[0, 0, 0, 0, 0, now],
  ]);
  const positions = messages.flatMap(({ order }, index) =>
    order.positions.map((each, line) => [
      ...[each.brand, each.number, each.name, each.quantity, Math.round(Number(each.price) * 100), each.comment],
      ...[raw(`@first + ${index}`), line, each.id, 0, 'open', 1],
    ]),
  );
  const journal = messages.map((message, index) => {
    const body = Buffer.from(JSON.stringify(message));
    const about = [1, 1, raw(`@first + ${index}`), 'created', null, 'application/json', '{}'];
    return [...about, body, body.length, now];
  });
  return format(
    `START TRANSACTION;
    INSERT INTO external_orders (connection_id, region_id, external_id, external_id_hash, state, version, content_hash,
      total_minor, customer_name, customer_phone, customer_email, delivery_type, delivery_address, comment, searched_text, problems,
      changed_after_decision, cancel_conflict, cancelled_by_client, accepted_minor, refused_minor, created_at) VALUES ?;
    SET @first = LAST_INSERT_ID();
    INSERT INTO external_order_positions (brand, number, name, quantity, price_minor, comment,
      external_order_id, line, external_id, accepted_quantity, state, is_current) VALUES ?;
    INSERT INTO gettzap_messages (connection_id, region_id, external_order_id, outcome, detail, content_type, headers,
      body, size, created_at) VALUES ?;
    COMMIT`,
    [orders, positions, journal],
  );
}

/** One item into another status, with all that the service writes for it but messages to people: one round trip. */
export function setStatus(itemIds: number[], statusId: number): string {
  const now = new Date();
  return format(
    `START TRANSACTION;
    SELECT id FROM orders WHERE id IN (SELECT order_id FROM order_items WHERE id IN (?)) FOR UPDATE;
    UPDATE order_items SET status_id = ? WHERE id IN (?);
    INSERT INTO order_history_entries (order_id, item_id, kind, from_status, to_status, comment, actor, at)
      SELECT order_id, id, 'item_status', 'Обрабатывается', 'В работе', '', 'ceiling', ? FROM order_items WHERE id IN (?);
    INSERT INTO audit_entries (actor, action, subject, subject_id, \`before\`, \`after\`, request_id, created_at)
      SELECT 'ceiling', 'set_item_status', 'order', order_id, '{}', '{}', ?, ?
        FROM order_items WHERE id IN (?) GROUP BY order_id;
    INSERT INTO outbox_messages (channel, endpoint_id, ordering_key_id, region_id, seq, kind, state, reason, subject, idempotency_key,
      payload, due_at, lease_token, counted_attempts, attempts, retry_step, is_manual, created_at)
      SELECT 'gettzap', 1, l.id, 1, 1, 'item_status', 'pending', '', o.external_id, UUID(), ?, ?, '', 0, 0, 0, 0, ?
        FROM order_items i JOIN orders o ON o.id = i.order_id
        JOIN outbox_ordering_keys l ON l.channel = 'gettzap' AND l.\`key\` = CAST(o.external_order_id AS CHAR)
        WHERE i.id IN (?);
    COMMIT`,
    [itemIds, statusId, itemIds, now, itemIds, randomUUID(), now, itemIds, PAYLOAD, now, now, itemIds],
  );
}

/** An external order accepted whole, its order made, with all that the service writes for it but messages to people: one round trip. */
export function accept(externalOrderId: number): string {
  const now = new Date();
  return format(
    `START TRANSACTION;
    SELECT id FROM external_orders WHERE id = ? FOR UPDATE;
    UPDATE external_order_positions SET state = 'accepted', accepted_quantity = quantity, decided_at = ?
      WHERE external_order_id = ?;
    UPDATE external_orders SET state = 'accepted', decided_at = ? WHERE id = ?;
    INSERT INTO external_order_history_entries (external_order_id, kind, version, comment, details, actor, at)
      VALUES (?, 'accepted', 1, '', '{}', 'ceiling', ?);
    INSERT INTO audit_entries (actor, action, subject, subject_id, \`before\`, \`after\`, request_id, created_at)
      VALUES ('ceiling', 'accept', 'external_order', ?, '{}', '{}', ?, ?);
    INSERT INTO orders (external_order_id, external_id, connection_id, region_id, status_id, total_minor, customer_name,
      cancelled_by_client, cancel_conflict, changed_after_decision, created_at, updated_at)
      SELECT id, external_id, connection_id, region_id, 1, total_minor, customer_name, 0, 0, 0, ?, created_at FROM external_orders WHERE id = ?;
    SET @order = LAST_INSERT_ID();
    INSERT INTO order_items (order_id, position_id, position_external_id, status_id, brand, number, name, quantity,
      price_minor, comment, created_at)
      SELECT @order, id, external_id, 1, brand, number, name, quantity, price_minor, comment, ?
        FROM external_order_positions WHERE external_order_id = ?;
    INSERT INTO order_history_entries (order_id, kind, from_status, to_status, comment, actor, at)
      VALUES (@order, 'created', '', 'Новый', '', 'ceiling', ?);
    INSERT INTO outbox_ordering_keys (channel, \`key\`) VALUES ('gettzap', ?);
    INSERT INTO outbox_messages (channel, endpoint_id, ordering_key_id, region_id, seq, kind, state, reason, subject, idempotency_key,
      payload, due_at, lease_token, counted_attempts, attempts, retry_step, is_manual, created_at)
      VALUES ('gettzap', 1, LAST_INSERT_ID(), 1, 1, 'decision', 'pending', '', 'ceiling', ?, ?, ?, '', 0, 0, 0, 0, ?);
    COMMIT`,
    [
      ...[externalOrderId, now, externalOrderId, now, externalOrderId],
      ...[externalOrderId, now, externalOrderId, randomUUID(), now],
      ...[now, externalOrderId, now, externalOrderId, now, externalOrderId],
      ...[randomUUID(), PAYLOAD, now, now],
    ],
  );
}

/** The statements of such a text one by one; values have no line breaks, since `format` escapes them. */
export function statementsOf(text: string): string[] {
  return text.split(/;\n\s*/);
}

const PAYLOAD = JSON.stringify({
  externalOrderId: 1,
  externalId: 'L1',
  orderId: 1,
  positionId: 1,
  positionExternalId: '1',
  status: 'in_work',
  text: 'Деталь 0986494100 взята в работу',
  quantity: null,
  occurredAt: '2026-11-24T09:15:00.000Z',
});

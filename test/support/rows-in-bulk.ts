import type { Connection, RowDataPacket } from 'mysql2/promise';

/** How much of what is to be there. */
export interface Amounts {
  /** External orders, one a minute, the newest now. */
  externalOrders: number;
  /** Of each. */
  positions: number;
  /** Whether they are accepted: each then has an order with items. */
  accepted?: boolean;
  /** GettZap notifications of each external order. */
  deliveries: number;
  /** The newest external orders whose notifications wait to be sent; those of all others have arrived. */
  unsent?: number;
}

/** Ids of what was put in: one number for an external order, its order and its lane. */
export interface Loaded {
  firstId: number;
  lastId: number;
  firstItemId: number;
}

/** Rows of one INSERT. */
const CHUNK = 200_000;

/**
 * Fills the tables by INSERT … SELECT over a sequence, so that the server makes millions of rows by itself. Region, connection
 * and delivery target are the first ones, as `openShop` makes them.
 */
export async function loadRows(connection: Connection, amounts: Amounts): Promise<Loaded> {
  const { externalOrders, positions, accepted = true, deliveries, unsent = 0 } = amounts;
  const base = await highest(connection, ['external_orders', 'orders', 'delivery_lanes']);
  const lines = await highest(connection, ['external_order_positions', 'order_items']);
  await connection.query('SET SESSION unique_checks = 0, foreign_key_checks = 0');
  const id = `(${base} + seq)`;
  const at = `(UTC_TIMESTAMP(3) - INTERVAL (${externalOrders} - seq) MINUTE)`;
  const ofOrder = `seq_0_to_${positions - 1} line`;
  await inChunks(connection, externalOrders, [
    `INSERT INTO external_orders (id, connection_id, region_id, external_id, external_id_hash, state, version, content_hash,
      total_minor, customer_name, customer_phone, customer_email, delivery_type, delivery_address, comment, problems,
      changed_after_decision, cancel_conflict, cancelled_by_client, decided_at, created_at)
    SELECT ${id}, 1, 1, CONCAT('L', ${id}), SHA2(${id}, 256), ${accepted ? "'accepted'" : "'new'"}, 1, SHA2(-seq, 256),
      690000 + seq % 1000, CONCAT('Покупатель ', seq), CONCAT('+7 9', LPAD(seq, 8, '0')), CONCAT('p', seq, '@example.com'),
      'pickup', '', '', '[]', 0, 0, 0, ${accepted ? at : 'NULL'}, ${at} FROM`,
    `INSERT INTO external_order_positions (id, external_order_id, line, external_id, brand, number, name, quantity,
      price_minor, comment, accepted_quantity, delivery_days, state, is_current, decided_at)
    SELECT ${lines} + (seq.seq - 1) * ${positions} + line.seq + 1, ${base} + seq.seq, line.seq, line.seq + 1, 'BOSCH',
      CONCAT('0 986 ', LPAD((seq.seq * 7 + line.seq) % 1000000, 6, '0')), 'Колодки тормозные передние', 2, 345000, '', 2, 1,
      ${accepted ? "'accepted'" : "'open'"}, 1, NULL FROM ${ofOrder} JOIN`,
    ...(accepted ? ordersAndItems(id, at, base, lines, positions, ofOrder) : []),
    `INSERT INTO delivery_lanes (id, channel, \`key\`) SELECT ${id}, 'gettzap', ${id} FROM`,
    ...(deliveries > 0 ? [notifications(at, base, externalOrders - unsent, deliveries)] : []),
  ]);
  return { firstId: base + 1, lastId: base + externalOrders, firstItemId: lines + 1 };
}

function ordersAndItems(id: string, at: string, base: number, lines: number, positions: number, ofOrder: string) {
  return [
    `INSERT INTO orders (id, external_order_id, external_id, connection_id, region_id, status_id, cancelled_by_client,
      cancel_conflict, created_at) SELECT ${id}, ${id}, CONCAT('L', ${id}), 1, 1, 1, 0, 0, ${at} FROM`,
    `INSERT INTO order_items (id, order_id, position_id, position_external_id, status_id, brand, number, name, quantity,
      price_minor, comment, created_at)
    SELECT ${lines} + (seq.seq - 1) * ${positions} + line.seq + 1, ${base} + seq.seq,
      ${lines} + (seq.seq - 1) * ${positions} + line.seq + 1, line.seq + 1, 1, 'BOSCH',
      CONCAT('0 986 ', LPAD((seq.seq * 7 + line.seq) % 1000000, 6, '0')), 'Колодки тормозные передние', 2, 345000, '',
      UTC_TIMESTAMP(3) FROM ${ofOrder} JOIN`,
  ];
}

/** The first notification of a lane that was not sent may be sent, the later ones wait for it. */
function notifications(at: string, base: number, sent: number, deliveries: number): string {
  const created = at.replace('seq)', 'seq.seq)');
  const payload = `JSON_OBJECT('externalOrderId', ${base} + seq.seq, 'externalId', CONCAT('L', ${base} + seq.seq),
    'orderId', ${base} + seq.seq, 'positionId', 1, 'positionExternalId', CAST(n.seq AS CHAR), 'status', 'in_work',
    'text', 'Деталь 0986494100 взята в работу', 'quantity', NULL, 'occurredAt', '2026-11-24T09:15:00.000Z')`;
  return `INSERT INTO deliveries (channel, target_id, lane_id, region_id, seq, kind, state, reason, subject,
      idempotency_key, payload, due_at, owner, attempt_count, tries_made, schedule_step, is_manual, created_at, delivered_at)
    SELECT 'gettzap', 1, ${base} + seq.seq, 1, n.seq, 'item_status',
      IF(seq.seq <= ${sent}, 'delivered', IF(n.seq = 1, 'pending', 'waiting')), '', CONCAT('L', ${base} + seq.seq), UUID(),
      ${payload}, ${created}, '', seq.seq <= ${sent}, seq.seq <= ${sent}, 0, 0, ${created},
      IF(seq.seq <= ${sent}, ${created}, NULL) FROM seq_1_to_${deliveries} n JOIN`;
}

/** @param statements each is ended by the sequence it reads */
async function inChunks(connection: Connection, rows: number, statements: string[]): Promise<void> {
  for (const statement of statements) {
    for (let from = 1; from <= rows; from += CHUNK) {
      await connection.query(`${statement} seq_${from}_to_${Math.min(from + CHUNK - 1, rows)} seq`);
    }
  }
}

async function highest(connection: Connection, tables: string[]): Promise<number> {
  const maxima = tables.map((table) => `(SELECT COALESCE(MAX(id), 0) FROM ${table})`);
  const [rows] = await connection.query<RowDataPacket[]>(`SELECT GREATEST(${maxima.join(', ')}) AS id`);
  return Number(rows[0]!.id);
}

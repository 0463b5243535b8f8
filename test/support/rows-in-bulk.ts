/** How the tables are reached: each engine says some things in words of its own. */
export interface BulkTarget {
  run(sql: string): Promise<unknown>;
  /** The one number that a query answers. */
  number(sql: string): Promise<number>;
  /** Rows `seq.seq` from … to. */
  sequence(from: number, to: number): string;
  minutesAgo(expression: string): string;
  /** 64 characters, spread like a SHA-256. */
  hash(expression: string): string;
  /** Rows of one INSERT. */
  chunk: number;
}

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
  /** Whether each external order has its message in the journal. */
  messages?: boolean;
  /** The oldest notifications that have their attempt, if they arrived. */
  attempts?: number;
}

/** Ids of what was put in: one number for an external order, its order and its ordering key. */
export interface Loaded {
  firstId: number;
  lastId: number;
  firstItemId: number;
}

const ZEROS = '0'.repeat(9);
const padded = (expression: string, length: number) => `SUBSTR(CONCAT('${ZEROS}', ${expression}), -${length})`;
/** Names that several thousand of a million share. */
const GIVEN = ['Анна', 'Иван', 'Мария', 'Пётр', 'Ольга', 'Олег', 'Юлия', 'Артём', 'Елена', 'Глеб'];
const SURNAMES = ['Ким', 'Соколенко', 'Белых', 'Шевчук', 'Дюма', 'Гончар', 'Рыбка', 'Тихих', 'Мороз', 'Кравец'];
const oneOf = (words: string[], index: string) =>
  `CASE ${index} % ${words.length} ${words.map((word, at) => `WHEN ${at} THEN '${word}'`).join(' ')} END`;
/** The engines divide whole numbers differently. */
const buyerOf = (given: string[], surnames: string[]) =>
  `CONCAT(${oneOf(given, 'seq')}, ' ', ${oneOf(surnames, '((seq - seq % 10) / 10)')})`;
const BUYER = buyerOf(GIVEN, SURNAMES);
const [BUYER_FOLDED, PART] = [
  buyerOf(...([GIVEN, SURNAMES].map(folded) as [string[], string[]])),
  'Колодки тормозные передние',
];

function folded(words: string[]): string[] {
  return words.map((word) => word.toLowerCase().replaceAll('ё', 'е'));
}

/** As `searchedTextOf` makes it, about. */
function searchedText(id: string, numbers: string[]): string {
  const lines = [
    `CONCAT('l', ${id})`,
    BUYER_FOLDED,
    `CONCAT('+7 9', ${padded('seq', 9)})`,
    `CONCAT('79', ${padded('seq', 9)})`,
  ];
  const parts = numbers.flatMap((number) => [number, `REPLACE(${number}, ' ', '')`]);
  const rest = [`CONCAT('p', seq, '@example.com')`, ...parts, `'bosch'`, `'${PART.toLowerCase()}'`, `''`];
  return `CONCAT_WS('\n', '', ${[...lines, ...rest].join(', ')})`;
}

/**
 * Fills the tables by INSERT … SELECT over a sequence, so that the database makes millions of rows by itself. Region, connection
 * and delivery target are the first ones, as `openShop` makes them.
 */
export async function loadRows(target: BulkTarget, amounts: Amounts): Promise<Loaded> {
  const { externalOrders, positions, accepted = true, deliveries, unsent = 0, messages, attempts } = amounts;
  const base = await highest(target, ['external_orders', 'orders', 'customers', 'outbox_ordering_keys']);
  const lines = await highest(target, ['external_order_positions', 'order_items']);
  const sent = externalOrders - unsent;
  const id = `(${base} + seq.seq)`;
  const at = target.minutesAgo(`${externalOrders} - seq.seq`);
  const eachLine = `${target.sequence(0, positions - 1)} line JOIN`;
  const lineId = `${lines} + (seq.seq - 1) * ${positions} + line.seq + 1`;
  const numberOf = (line: number | string) => `CONCAT('0 986 ', ${padded(`(seq.seq * 7 + ${line}) % 1000000`, 6)})`;
  const number = numberOf('line.seq');
  const numbers = Array.from({ length: positions }, (_, line) => numberOf(line));
  const statements = [
    `INSERT INTO external_orders (id, connection_id, region_id, external_id, external_id_hash, state, version, content_hash,
      total_minor, accepted_minor, refused_minor, customer_name, customer_phone, customer_email, delivery_type, delivery_address,
      comment, searched_text, problems, changed_after_decision, cancel_conflict, cancelled_by_client, decided_at, decided_by_id,
      created_at)
    SELECT ${id}, 1, 1, CONCAT('L', ${id}), ${target.hash(id)}, ${accepted ? "'accepted'" : "'new'"}, 1, ${target.hash('-seq.seq')},
      690000 + seq % 1000, ${accepted ? '690000 + seq % 1000' : '0'}, 0, ${BUYER}, CONCAT('+7 9', ${padded('seq', 9)}),
      CONCAT('p', seq, '@example.com'), 'pickup', '', '', ${searchedText(id, numbers)}, '[]', 0, 0, 0,
      ${accepted ? `${at}, 1 + seq % 5` : 'NULL, NULL'}, ${at} FROM`,
    `INSERT INTO external_order_positions (id, external_order_id, line, external_id, brand, number, name, quantity,
      price_minor, comment, accepted_quantity, delivery_days, state, is_current, decided_at)
    SELECT ${lineId}, ${id}, line.seq, line.seq + 1, 'BOSCH', ${number}, '${PART}', 2, 345000, '', 2, 1,
      ${accepted ? "'accepted'" : "'open'"}, 1, NULL FROM ${eachLine}`,
    `INSERT INTO outbox_ordering_keys (id, channel, \`key\`) SELECT ${id}, 'gettzap', ${id} FROM`,
  ];
  if (accepted) {
    statements.push(
      // Before the orders: the service makes customers of those that have none.
      `INSERT INTO customers (id, region_id, key_hash, name, phone, email, created_at, updated_at)
      SELECT ${id}, 1, ${target.hash(`-${id}`)}, ${BUYER}, CONCAT('+7 9', ${padded('seq', 9)}),
        CONCAT('p', seq, '@example.com'), ${at}, ${at} FROM`,
      `INSERT INTO customer_orders (order_id, customer_id) SELECT ${id}, ${id} FROM`,
      `INSERT INTO orders (id, external_order_id, external_id, connection_id, region_id, status_id, total_minor, customer_name,
        cancelled_by_client, cancel_conflict, changed_after_decision, created_at, updated_at)
      SELECT ${id}, ${id}, CONCAT('L', ${id}), 1, 1, 1, 690000 + seq % 1000, ${BUYER}, 0, 0, 0, ${at}, ${at} FROM`,
      `INSERT INTO order_items (id, order_id, position_id, position_external_id, status_id, brand, number, name, quantity,
        price_minor, comment, created_at)
      SELECT ${lineId}, ${id}, ${lineId}, line.seq + 1, 1, 'BOSCH', ${number}, '${PART}', 2, 345000, '', ${at}
      FROM ${eachLine}`,
    );
  }
  if (deliveries > 0) statements.push(notifications(target, id, at, sent, deliveries));
  if (messages) statements.push(journal(id, at));
  for (const statement of statements) await inChunks(target, externalOrders, statement);
  if (attempts) await attemptsOfDelivered(target, attempts);
  await target.run('DELETE FROM quarter_counts'); // made of what was there before
  return { firstId: base + 1, lastId: base + externalOrders, firstItemId: lines + 1 };
}

/** The first notification of an order that was not sent may be sent, the later ones wait for it. */
function notifications(target: BulkTarget, id: string, at: string, sent: number, deliveries: number): string {
  const isSent = `seq.seq <= ${sent}`;
  const payload = `CONCAT('{"externalOrderId":', ${id}, ',"externalId":"L', ${id}, '","orderId":', ${id}, ',"positionId":1,',
    '"positionExternalId":"', n.seq, '","status":"in_work","text":"Деталь 0986494100 взята в работу","quantity":null,',
    '"occurredAt":"2026-11-24T09:15:00.000Z"}')`;
  return `INSERT INTO outbox_messages (channel, endpoint_id, ordering_key_id, region_id, seq, kind, state, reason, subject,
      idempotency_key, payload, due_at, lease_token, counted_attempts, attempts, retry_step, is_manual, created_at, delivered_at)
    SELECT 'gettzap', 1, ${id}, 1, n.seq, 'item_status',
      CASE WHEN ${isSent} THEN 'delivered' WHEN n.seq = 1 THEN 'pending' ELSE 'waiting' END, '', CONCAT('L', ${id}),
      CONCAT('load-', ${id}, '-', n.seq), ${payload}, ${at}, '', ${isSent}, ${isSent}, 0, 0, ${at},
      CASE WHEN ${isSent} THEN ${at} END FROM ${target.sequence(1, deliveries)} n JOIN`;
}

/** About as long as a message with two positions is. */
function journal(id: string, at: string): string {
  const headers = `'{"content-type":"application/json","user-agent":"GettZap/1.0"}'`;
  const body = `CONCAT('{"event":"order.created","order":{"id":"L', ${id}, '","filler":"', '${'x'.repeat(800)}', '"}}')`;
  return `INSERT INTO gettzap_messages (connection_id, region_id, external_order_id, outcome, detail, content_type, headers, body,
      size, created_at) SELECT 1, 1, ${id}, 'created', NULL, 'application/json', ${headers}, ${body}, 900, ${at} FROM`;
}

async function attemptsOfDelivered(target: BulkTarget, last: number): Promise<void> {
  const request = `'{"method":"POST","url":"http://127.0.0.1:9/","headers":{},"body":"${'x'.repeat(300)}"}'`;
  const response = `'{"status":200,"headers":{},"body":"ok"}'`;
  for (let from = 0; from < last; from += target.chunk) {
    await target.run(
      `INSERT INTO outbox_attempts (message_id, number, at, duration_ms, is_spent, is_manual, request, response, error)
      SELECT id, 1, delivered_at, 20, 1, 0, ${request}, ${response}, NULL FROM outbox_messages
      WHERE id > ${from} AND id <= ${Math.min(from + target.chunk, last)} AND state = 'delivered'`,
    );
  }
}

/** @param statement is ended by the sequence it reads */
async function inChunks(target: BulkTarget, rows: number, statement: string): Promise<void> {
  for (let from = 1; from <= rows; from += target.chunk) {
    await target.run(`${statement} ${target.sequence(from, Math.min(from + target.chunk - 1, rows))} seq`);
  }
}

async function highest(target: BulkTarget, tables: string[]): Promise<number> {
  const maxima: number[] = [];
  for (const table of tables) maxima.push(await target.number(`SELECT COALESCE(MAX(id), 0) FROM ${table}`));
  return Math.max(...maxima);
}

import { createConnection, Connection } from 'mysql2/promise';
import { Claims } from '../../src/outbox/claims.service.js';
import { Endpoints } from '../../src/outbox/endpoints.service.js';
import type { ReturnedDocument } from '../../src/shop-systems/exchanges/handed-over-order.js';
import { SQL_MODE } from '../../src/platform/database/server-driver.js';
import { ReturnedDocuments } from '../../src/shop-systems/exchanges/returned-documents.service.js';
import { onOtherServer } from '../support/engine.js';
import { AbcpShop } from '../support/abcp-shop.js';
import { bulkServer, sequencesOf } from '../support/bulk-targets.js';
import { countOnce, EXPLAIN, Statement, statementsOf, stopJobs } from '../support/query-plans.js';
import { listed } from '../support/listed.js';
import { loadRows } from '../support/rows-in-bulk.js';
import { addRule, ruleOf } from '../support/processing-rules.js';
import { Shop } from '../support/shop.js';

/** One table's line of EXPLAIN. */
interface PlanLine {
  table: string | null;
  type: string | null;
  key: string | null;
  rows: number | string | null;
  Extra: string | null;
}

/** Tests of tables that are small enough to be read whole. */
const ofLittle = onOtherServer ? it.skip : it;

const TABLES = [
  'external_orders',
  'external_order_positions',
  'orders',
  'order_items',
  'outbox_messages',
  'outbox_ordering_keys',
];

describe('how the database finds what is asked for', () => {
  let shop: Shop;
  let connection: Connection;
  let sequence: (from: number, to: number) => string;
  beforeAll(async () => {
    shop = await Shop.open();
    await stopJobs(shop);
    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { isActive: false });
    connection = await createConnection(shop.database.env.DATABASE_URL!);
    await connection.query(SQL_MODE);
    sequence = await sequencesOf(connection);
    await loadRows(await bulkServer(connection), { externalOrders: 4_000, positions: 2, deliveries: 3, unsent: 1_000 });
    await loadRows(await bulkServer(connection), {
      externalOrders: 1_000,
      positions: 2,
      deliveries: 0,
      accepted: false,
    });
    // Another receiver's waiting deliveries must not be read on the way to one's own.
    await connection.query(
      `INSERT INTO outbox_endpoints (channel, \`key\`, is_enabled, is_archived, pause_reason, failures_in_row, probes_failed)
        VALUES ('gettzap', '999', 0, 0, '', 0, 0)`,
    );
    await connection.query('UPDATE outbox_messages SET endpoint_id = LAST_INSERT_ID() WHERE id % 4 > 0');
    await countOnce(connection, TABLES);
  });
  afterAll(async () => {
    await connection.end();
    await shop.close();
  });

  async function planOf({ sql, parameters }: Statement): Promise<PlanLine[]> {
    const [rows] = await connection.query(`${EXPLAIN} ${sql}`, parameters);
    return rows as PlanLine[];
  }

  /** The page of a list: what is selected from its table a page at a time. */
  async function pageOf(path: string, table: string): Promise<Statement> {
    const selects = await statementsOf(shop, () => shop.admin.get(path));
    const page = selects.find(({ sql }) => sql.includes(`FROM \`${table}\``) && / LIMIT 51( |$)/.test(sql));
    if (!page) throw new Error(`No page in:\n${selects.map(({ sql }) => sql).join('\n')}`);
    return page;
  }

  it('claims by an index, in its order', async () => {
    await connection.query('UPDATE outbox_endpoints SET is_enabled = 1');
    const [first] = await statementsOf(shop, () => shop.app.get(Claims).claim(1, 32));
    const lines = await planOf(first!);
    await connection.query('UPDATE outbox_endpoints SET is_enabled = 0');
    expect(lines.find(({ table }) => table === 'message')).toMatchObject({ key: 'outbox_messages_claim' });
    expect(lines.map(({ Extra }) => Extra).join()).not.toMatch(/filesort|temporary/);
  });

  it('claims alone by the same index', async () => {
    await connection.query('UPDATE outbox_endpoints SET is_enabled = 1');
    const [first] = await statementsOf(shop, () => shop.app.get(Claims).claimAlone(1));
    const lines = await planOf(first!);
    await connection.query('UPDATE outbox_endpoints SET is_enabled = 0');
    expect(lines.find(({ table }) => table === 'message')).toMatchObject({ key: 'outbox_messages_claim' });
    expect(lines.map(({ Extra }) => Extra).join()).not.toMatch(/filesort|temporary/);
  });

  it('finds what waits to be pushed, and what came back, by indexes, however much was handed over', async () => {
    const exchange = await AbcpShop.connect(shop);
    const columns =
      'exchange_id, order_id, external_order_id, external_id, region_id, is_waiting, created_at, revision';
    await connection.query(
      `INSERT INTO exchange_hand_overs (${columns})
       SELECT ?, seq, seq, seq, 1, 0, '2026-01-01', 1 FROM ${sequence(1_000_001, 1_020_000)} seq`,
      [exchange.exchangeId],
    );
    await countOnce(connection, ['exchange_hand_overs']);
    const documents = [{ key: '', number: '1000007' }] as ReturnedDocument[];
    const returned = shop.app.get(ReturnedDocuments);
    const selects = [
      ...(await statementsOf(shop, () => exchange.runQueue())),
      ...(await statementsOf(shop, () => returned.changedOf(Number(exchange.exchangeId), documents))),
    ].filter(({ sql }) => sql.includes('FROM `exchange_hand_overs`'));
    const lines = (await Promise.all(selects.map(planOf))).flat();
    const [waiting, known] = ['exchange_hand_overs_(push|waiting)', 'exchange_hand_overs_order'].map((key) =>
      expect.stringMatching(key),
    );
    expect(lines.map(({ key }) => key)).toEqual([waiting, known]);
    expect(lines.map(({ Extra }) => Extra).join()).not.toMatch(/filesort|temporary/);
  });

  it('finds the offers of a position, and what open orders were promised of them, by their keys', async () => {
    const other = (index: number) => ({ brand: 'BOSCH', article: `X-${index}`, price: 100, stock: 1 });
    const offer = { brand: 'BOSCH', article: 'P1', price: 100, stock: 9 };
    const listId = await listed(shop, [offer, ...Array.from({ length: 2_000 }, (_, index) => other(index))]);
    const keys = "offer_list_id = ?, offer_article_key = CONCAT('X', id), offer_brand_key = 'BOSCH'";
    await connection.query(`UPDATE order_items SET ${keys} WHERE id % 2 = 0`, [listId]);
    await countOnce(connection, [...TABLES, 'price_list_rows']);
    const [{ id }] = (await shop.admin.get('/external-orders?perPage=1')).body.data;
    await connection.query(
      "UPDATE external_order_positions SET brand = 'BOSCH', number = 'P1' WHERE external_order_id = ?",
      [id],
    );
    const selects = await statementsOf(shop, () => shop.admin.get(`/external-orders/${id}/offers`));
    const of = (table: string) => selects.find(({ sql }) => sql.includes(table) && !sql.includes('EXPLAIN'))!;
    const [offers, promised] = await Promise.all([
      planOf(of('FROM price_list_rows')),
      planOf(of('FROM `order_items`')),
    ]);
    expect([offers, promised]).toMatchObject([[{ key: 'PRIMARY' }], [{ key: 'order_items_offer' }]]);
    expect([...offers, ...promised].every(({ rows }) => Number(rows) < 10)).toBe(true);
  });

  it('finds what rules have to judge, what they decided and what of it can be undone by indexes, however much there is', async () => {
    const ruleId = await addRule(shop, { conditions: { knownBuyer: true }, action: { kind: 'leave' } });
    const [{ id: orderId }] = (await shop.admin.get('/external-orders?state=new&perPage=1')).body.data;
    await connection.query('UPDATE external_orders SET version = 2 WHERE id = ?', [orderId]);
    await connection.query("INSERT INTO rule_tasks (external_order_id, due_at, failures) VALUES (?, '2020-01-01', 0)", [
      orderId,
    ]);
    const many = `FROM ${sequence(1_000_001, 1_020_000)} seq`;
    await connection.query(
      `INSERT INTO rule_tasks (external_order_id, due_at, failures) SELECT seq, '2099-01-01', 0 ${many}`,
    );
    await connection.query(
      `INSERT INTO rule_verdicts (created_at, rule_id, position_id, is_shadow, quantity)
       SELECT UTC_TIMESTAMP(3), 1000000 + seq % 50, seq, 0, 1 ${many}`,
    );
    await connection.query(
      `INSERT INTO undo_steps (created_at, token, until, hold_id, kind, subject_id, region_id, \`change\`)
       SELECT UTC_TIMESTAMP(3), seq, '2099-01-01', seq, 'decision', seq, 1, '{}' ${many}`,
    );
    await countOnce(connection, [...TABLES, 'rule_tasks', 'rule_verdicts', 'undo_steps']);
    const keysOf = async (table: string, work: () => Promise<unknown>, verb?: 'DELETE') => {
      const made = (await statementsOf(shop, work, verb)).filter(({ sql }) => sql.includes(`FROM \`${table}\``));
      const lines = (await Promise.all(made.map(planOf))).flat();
      expect(lines.map(({ Extra }) => Extra).join()).not.toMatch(/filesort|temporary/);
      expect(Math.max(...lines.map(({ rows }) => Number(rows ?? 0)))).toBeLessThan(100);
      return lines.map(({ key }) => key);
    };
    const judge = () => ruleOf(shop).run();
    const results = () => shop.admin.get(`/processing-rules/${ruleId}/results`);
    const page = () => shop.admin.get(`/external-orders/${orderId}`);
    expect(await keysOf('rule_verdicts', judge, 'DELETE')).toEqual(['rule_verdicts_position']);
    expect(await keysOf('rule_tasks', judge)).toEqual(['rule_tasks_due']);
    expect(await keysOf('rule_tasks', () => shop.metrics())).toEqual(['rule_tasks_due', 'rule_tasks_failures']);
    expect(await keysOf('rule_verdicts', results)).toEqual(['rule_verdicts_rule', 'PRIMARY', 'PRIMARY']);
    expect(await keysOf('undo_steps', page)).toEqual(['undo_steps_subject']);
  });

  it('finds the endpoints that have work by the claim’s index, an entry for each, whatever their backlogs', async () => {
    const [sweep] = await statementsOf(shop, () => shop.app.get(Endpoints).withWork());
    const lines = await planOf(sweep!);
    expect(lines.find(({ table }) => table === 'message')).toMatchObject({ key: 'outbox_messages_claim' });
    expect(lines.map(({ Extra }) => Extra).join()).not.toMatch(/filesort|temporary/);
    expect(lines.map(({ table }) => table).sort()).toEqual(['endpoint', 'message']);
  });

  it('finds when something arrived last at each connection by one entry of the claim’s index, however much arrived', async () => {
    const selects = await statementsOf(shop, () => shop.admin.get('/marketplace-connections/status'));
    const { sql } = selects.find((each) => each.sql.includes('delivered_at'))!;
    const read = async () => {
      const [rows] = await connection.query(`SHOW SESSION STATUS LIKE 'Handler_read_prev'`);
      return Number((rows as Array<{ Value: string }>)[0]!.Value);
    };
    const before = await read();
    const [found] = await connection.query(sql);
    expect(found).toEqual([{ id: Number(shop.connectionId), at: expect.any(Date) }]);
    expect((await read()) - before).toBe(0);
  });

  ofLittle.each([
    ['/external-orders', 'external_orders', 'external_orders_created'],
    ['/external-orders?state=new', 'external_orders', 'external_orders_state'],
    ['/orders', 'orders', 'orders_created'],
    ['/orders?sort=createdAt', 'orders', 'orders_created'],
    ['/gettzap-notifications', 'outbox_messages', 'outbox_messages_created'],
    ['/gettzap-messages', 'gettzap_messages', 'gettzap_messages_created'],
  ])('pages %s by an index, in its order', async (path, table, key) => {
    const lines = await planOf(await pageOf(path, table));
    expect(lines[0]).toMatchObject({ key });
    expect(lines.map(({ Extra }) => Extra).join()).not.toMatch(/filesort|temporary/);
  });

  it('pages positions by the orders’ index and sorts no more than the page', async () => {
    const lines = await planOf(await pageOf('/external-orders/positions', 'external_order_positions'));
    const inner = lines.find(({ table, key }) => table === 'externalOrder' && key === 'external_orders_created');
    expect(inner?.Extra).not.toMatch(/filesort|temporary/);
    expect(lines.filter(({ table, type }) => type === 'ALL' && !table?.startsWith('<'))).toEqual([]);
  });

  ofLittle.each([
    '/external-orders',
    '/external-orders/positions',
    '/orders',
    '/gettzap-notifications',
    '/orders/counts',
  ])('reads no table of %s without an index', async (path) => {
    const selects = await statementsOf(shop, () => shop.admin.get(path));
    const big = selects.filter(({ sql }) => /FROM `(external_order|order(s|_items)`|outbox_messages`)/.test(sql));
    expect(big).not.toEqual([]);
    for (const select of big) {
      for (const { table, key } of await planOf(select)) {
        if (!table?.startsWith('<')) expect({ sql: select.sql, table, key }).toMatchObject({ key: expect.any(String) });
      }
    }
  });
});

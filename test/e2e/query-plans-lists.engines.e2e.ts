import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { bulkEmbedded, bulkServer } from '../support/bulk-targets.js';
import { engine, onMysql, onOtherServer } from '../support/engine.js';
import { runJob } from '../support/jobs.js';
import { loadRows } from '../support/rows-in-bulk.js';
import { Shop } from '../support/shop.js';
import { countOnce, faultsOf, readPlans, Statement, statementsOf, stopJobs } from '../support/query-plans.js';

/** Several times what a search looks through in the middle of words, and what is counted. */
const ORDERS = onOtherServer ? 200_000 : 40_000;
const DAY_MS = 86_400_000;
/** On a machine that has much else to do. */
const FILLING_MS = onOtherServer ? 600_000 : 180_000;

describe('every list, filter, search, count and figure is read by indexes', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await stopJobs(shop);
    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { isActive: false });
    await fill();
  }, FILLING_MS);
  afterAll(() => shop.close());

  /** As after an hour of work: the dashboard counts the rest by itself. */
  async function countQuarters(): Promise<void> {
    const count = () => runJob(shop, 'quarter-counts');
    await count(); // adds the quarters
    shop.clock.advance(60_000);
    await count();
  }

  async function fill(): Promise<void> {
    const decided = {
      externalOrders: ORDERS,
      positions: 2,
      deliveries: 3,
      unsent: 1_000,
      messages: true,
      attempts: 1_000,
    };
    const open = { externalOrders: 500, positions: 2, deliveries: 0, accepted: false };
    if (engine === 'embedded') {
      const target = bulkEmbedded(join(shop.database.env.DATA_DIR, 'partsdesk.sqlite'));
      await loadRows(target, decided);
      await loadRows(target, open);
      target.close();
      await countQuarters();
    } else {
      const connection = await createConnection(shop.database.env.DATABASE_URL!);
      const target = await bulkServer(connection);
      await loadRows(target, decided);
      await loadRows(target, open);
      await countQuarters();
      const [tables] = await connection.query('SHOW TABLES');
      await countOnce(
        connection,
        (tables as object[]).map((row) => Object.values(row)[0]),
      );
      await connection.end();
    }
  }

  const day = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString();
  const SEARCHES = ['L1234', '0 986 500', '+7 9 000', 'Анна Ким', 'гончар', 'nothing'].map(
    (q) => `q=${encodeURIComponent(q)}`,
  );
  const OF_ORDERS = [
    '',
    'regionId=1',
    'regionId=9',
    'connectionId=1',
    'connectionId=9',
    'flag=cancelConflict',
    'flag=changedAfterDecision',
    'assignee=1',
    'assignee=none',
    'ids=1,2,3',
    `from=${day(2)}`,
  ];
  const SORTED = ['sort=total', 'sort=-customerName'].flatMap((sort) =>
    [
      '',
      '&regionId=1',
      '&regionId=9',
      '&connectionId=1',
      '&assignee=none',
      '&flag=cancelConflict',
      `&from=${day(2)}`,
      '&page=20',
    ].map((filter) => sort + filter),
  );
  const BY_TIME_LEFT = ['', '&regionId=1', '&connectionId=1', '&state=new', '&page=20'].map(
    (filter) => `sort=timeLeft${filter}`,
  );
  const INBOX = [
    'overdue=true',
    'overdue=true&regionId=1',
    'cancelledLately=true',
    'cancelledLately=true&regionId=1',
    'decidedBy=1',
    'decidedBy=none',
    'refusalReason=x',
    'state=new',
    'state=accepted',
    'state=refused',
    'state=new,partially_decided,needs_attention',
  ];
  const DELIVERIES = [
    '',
    'state=delivered',
    'state=pending',
    'state=retrying',
    'state=dead',
    'state=pending,retrying,sending',
    'kind=item_status',
    'kind=order_refused',
    'regionId=1',
    'regionId=9',
    'connectionId=1',
    'externalOrderId=77',
    'q=L1234',
    'q=nothing',
    `from=${day(2)}`,
    'channel=webhook',
    'ids=1,2',
  ];
  const MESSAGES = [
    '',
    'outcome=created',
    'outcome=invalid_json',
    'connectionId=1',
    'connectionId=9',
    'regionId=1',
    'regionId=9',
    'externalOrderId=77',
    'q=77',
    'q=L1234',
    `from=${day(2)}`,
  ];
  const FOR_PARTS_SOFT: Array<[filter: string, value: string]> = [
    ['none', ''],
    ['created_at_gteq', day(7)],
    ['created_at_lteq', day(20)],
    ['updated_at_gteq', day(7)],
    ['customer_id_eq', '1'],
    ['customer_region_id_eq', '1'],
    ['customer_region_id_eq', '9'],
    ['status_id_eq', '1'],
    ['marketplace_id_eq', 'L1234'],
    ['marketplace_id_in', 'L1234,L1235'],
    ['marketplace_id_cont', '123'],
    ['order_items_comment_eq', '1'],
    ['order_items_comment_eq', 'nothing'],
    ['order_items_comment_in', '1,2'],
    ['customer_id_gteq', '1'],
    ['id_in', '1,2,3'],
  ];
  /** What would go through all orders when the wrong one of its filters led. */
  const PAIRS = [
    'order_items_comment_in=1,2',
    `order_items_comment_eq=1 created_at_gteq=${day(26)} created_at_lteq=${day(25)}`,
    `order_items_comment_eq=1 updated_at_lteq=${day(27)}`,
    `customer_id_gteq=1 created_at_lteq=${day(27)}`,
    `updated_at_gteq=${day(-1)} created_at_lteq=${day(1)}`,
    `marketplace_id_eq=L1234 order_items_comment_eq=1`,
  ].map((filters) =>
    filters
      .split(' ')
      .map((filter) => `search[${filter.replace('=', ']=')}`)
      .join('&'),
  );
  const paths = {
    '/external-orders': [
      ...OF_ORDERS,
      ...INBOX,
      ...SEARCHES,
      ...SORTED,
      ...BY_TIME_LEFT,
      'sort=createdAt',
      'page=20',
      'sort=-total&state=accepted&regionId=1',
      'sort=customerName&state=new,partially_decided',
      'sort=total&q=L1234',
    ],
    '/external-orders/counts': [...OF_ORDERS, ...SEARCHES],
    '/external-orders/positions': [
      ...OF_ORDERS,
      ...INBOX,
      ...SEARCHES,
      'positionState=open',
      'positionState=refused',
      'page=20',
    ],
    '/external-orders/1234': [''],
    '/orders': [
      ...OF_ORDERS,
      ...SEARCHES,
      ...SORTED,
      'statusId=1',
      'statusId=2',
      'statusId=none',
      'sort=createdAt',
      'sort=-total&statusId=1&regionId=1',
      'sort=customerName&statusId=2',
      'sort=total&q=L1234',
    ],
    '/orders/counts': [...OF_ORDERS, ...SEARCHES],
    '/orders/1234': [''],
    '/gettzap-notifications': DELIVERIES,
    '/gettzap-notifications/1234': [''],
    '/gettzap-notifications/summary': ['', 'connectionId=1'],
    '/marketplace-connections/status': [''],
    '/marketplace-connections/1/delivery': [''],
    '/gettzap-messages': MESSAGES,
    '/gettzap-messages/1234': [''],
    '/dashboard': ['', 'days=31', 'regionId=1'],
    '/v3/orders.json': FOR_PARTS_SOFT.map(
      ([filter, value]) => `search[${filter}]=${encodeURIComponent(value)}&per_page=100`,
    ).concat(PAIRS),
    '/v3/customers.json': ['', 'search[region_id_eq]=1', `search[updated_at_gteq]=${day(2)}`],
  };
  const calls = Object.entries(paths).flatMap(([path, queries]) => queries.map((query) => `${path}?${query}`));

  it.each(calls)('%s', async (path) => {
    let status = 0;
    const statements: Statement[] = await statementsOf(shop, async () => {
      ({ status } = await shop.admin.get(path));
    });
    expect(status).toBe(200);
    expect(faultsOf(await readPlans(shop, statements))).toEqual([]);
  });

  // The embedded database does not count what it reads.
  if (engine !== 'embedded') {
    it.each(PAIRS)('orders.json?%s reads few rows', async (query) => {
      const connection = await createConnection(shop.database.env.DATABASE_URL!);
      // Of this database alone: other tests work on the same server.
      const READ = onMysql
        ? 'SELECT SUM(COUNT_FETCH) AS count FROM performance_schema.table_io_waits_summary_by_table WHERE OBJECT_SCHEMA = DATABASE()'
        : 'SELECT SUM(ROWS_READ) AS count FROM information_schema.TABLE_STATISTICS WHERE TABLE_SCHEMA = DATABASE()';
      const read = async () => {
        const [[row]] = await connection.query<RowDataPacket[]>(READ);
        return Number(row!.count);
      };
      try {
        if (!onMysql) await connection.query('SET GLOBAL userstat = 1');
        const before = await read();
        expect((await shop.admin.get(`/v3/orders.json?${query}`)).status).toBe(200);
        const count = (await read()) - before;
        expect([count > 0, count < ORDERS / 4]).toEqual([true, true]);
      } finally {
        await connection.end();
      }
    });
  }

  it.each(['/external-orders?state=accepted&', '/orders?'])(
    '%s goes through many rows by sum, page by page',
    async (list) => {
      const pages = await Promise.all(
        [1, 2].map((page) => shop.admin.get(`${list}regionId=1&sort=-total&perPage=200&page=${page}`)),
      );
      const rows: Array<{ id: string; total: string }> = pages.flatMap(({ body }) => body.data);
      const sums = rows.map(({ total }) => Number(total));
      expect(sums).toEqual([...sums].sort((one, other) => other - one));
      expect(new Set(rows.map(({ id }) => id)).size).toBe(400);
      expect(pages[0]!.body.meta).toEqual({ page: 1, perPage: 200, total: 10_000 });
    },
  );
});

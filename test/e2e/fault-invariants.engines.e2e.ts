import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { createConnection } from 'mysql2/promise';
import type { AbcpOrder, ReceivedRequest } from '../../sandbox/sandbox.js';
import { breaches } from '../faults/invariants/check.js';
import type { Observed } from '../faults/invariants/observed.js';
import { itemCode, orderCode } from '../faults/world/codes.js';
import type { Row } from '../faults/world/database.js';
import { eventually } from '../support/eventually.js';
import { OneCShop } from '../support/one-c-shop.js';
import { Shop } from '../support/shop.js';

const SECRET = 'a-secret-that-nobody-may-see';

type Rows = Observed['database']['rows'];

/** Straight into a database that no service works with any more, over one connection. */
async function connectTo({ database: { env } }: Shop): Promise<{ rows: Rows; close: () => Promise<void> }> {
  if (env.DATABASE_URL) {
    const connection = await createConnection({ uri: env.DATABASE_URL, dateStrings: true });
    const rows: Rows = async (statement, parameters) => (await connection.query(statement, parameters))[0] as never;
    return { rows, close: () => connection.end() };
  }
  const database = new DatabaseSync(join(env.DATA_DIR, 'partsdesk.sqlite'));
  const rows: Rows = async (statement, parameters = []) => database.prepare(statement).all(...(parameters as never[]));
  return { rows, close: async () => database.close() };
}

type OneCBooks = NonNullable<Observed['oneC']>['books'];

function withoutDocuments(books: OneCBooks): OneCBooks {
  return { all: () => [], document: () => undefined, problems: () => books.problems() };
}

/** As if the orders had been pushed. */
const PUSHED = `UPDATE exchanges SET kind = 'abcp'`;

/** Each invariant that the trials under faults end with, in a shop where it does not hold. */
describe('the invariants of the trials name', () => {
  let shop: Shop;
  let database: Awaited<ReturnType<typeof connectTo>>;
  let healthy: Observed;

  beforeAll(async () => {
    shop = await Shop.open();
    for (const name of Object.keys(shop.statuses)) {
      const item = { status: itemCode(name), text: '{{ status.name }}' };
      await shop.configureStatus(name, { item, order: { status: orderCode(name), text: '{{ status.name }}' } });
    }
    const exchange = await OneCShop.connect(shop);
    const accepted = await shop.accepted('ACCEPTED', 2);
    await exchange.exchange();
    await shop.setStatus(accepted.items, 'В работе');
    await shop.setStatus([accepted.items[0]], 'Выдано');
    await shop.refuse((await shop.receive('REFUSED')).id);
    const parts = await shop.receive('PARTS', 2);
    await shop.accept(parts.id, { positions: [{ id: parts.positions[0].id }] });
    await shop.receive('NEW');
    const undone = await shop.accept((await shop.receive('UNDONE')).id, { hold: 60 });
    await shop.admin.post(`/undo/${undone.body.undo.token}`);
    await exchange.exchange();
    const connection = await connectTo(shop);
    const OPEN = `SELECT id FROM outbox_messages WHERE state NOT IN ('delivered', 'skipped', 'cancelled')`;
    await eventually(async () => expect(await connection.rows(OPEN)).toEqual([]));
    await connection.close();
    await shop.app.close();

    database = await connectTo(shop);
    const requests = shop.sandbox.ledger.requests();
    const LIST = engineOf(shop) === 'embedded' ? `SELECT name FROM sqlite_master WHERE type = 'table'` : 'SHOW TABLES';
    healthy = {
      isEmbedded: engineOf(shop) === 'embedded',
      database: {
        rows: database.rows,
        tables: async () => (await database.rows(LIST)).map((row) => String(Object.values(row)[0])),
        files: () => [],
      },
      poster: {
        acknowledged: new Set(['ACCEPTED', 'REFUSED', 'PARTS', 'NEW', 'UNDONE']),
        posted: new Set(['ACCEPTED', 'REFUSED', 'PARTS', 'NEW', 'UNDONE']),
        answers: [],
      },
      api: { failures: [] },
      replicas: [{ output: ['{"msg":"request"}\n'], unexpectedEnds: [], peakMemoryMb: 200 }],
      sandbox: { ledger: { requests: () => requests } },
      oneC: { books: exchange.oneC.books, mistakes: [] },
      secretTexts: () => ({ 'a secret': SECRET }),
    };
  });
  afterAll(async () => {
    await database.close();
    await shop.sandbox.close();
    await shop.database.drop();
  });

  const engineOf = ({ database: { env } }: Shop) => (env.DATABASE_URL ? 'mariadb' : 'embedded');
  const withRequests = (requests: ReceivedRequest[]): Partial<Observed> => ({
    sandbox: { ledger: { requests: () => requests } },
  });
  const replica = (change: object): Partial<Observed> => ({ replicas: [{ ...healthy.replicas[0]!, ...change }] });

  /** Does what no service would, looks, and takes it back. */
  async function afterDoing(...statements: string[]): Promise<string[]> {
    return inAWorld(healthy, ...statements);
  }

  async function inAWorld(world: Observed, ...statements: string[]): Promise<string[]> {
    await database.rows('BEGIN');
    try {
      for (const statement of statements) await database.rows(statement);
      return await breaches(world);
    } finally {
      await database.rows('ROLLBACK');
    }
  }

  const idOf = (externalId: string) => `(SELECT id FROM external_orders WHERE external_id = '${externalId}')`;
  const orderOf = (externalId: string) => `(SELECT id FROM orders WHERE external_id = '${externalId}')`;
  const expectNamed = (found: string[], breach: string) =>
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining(breach)]));

  it('nothing where all holds', async () => {
    expect(await breaches(healthy)).toEqual([]);
    expect(healthy.sandbox.ledger.requests().length).toBeGreaterThan(6);
  });

  it.each<[string, string[]]>([
    ['I1: answered 2xx and not there: 1 (NEW)', [`DELETE FROM external_orders WHERE external_id = 'NEW'`]],
    [
      'I1: there more than once: 1 (REFUSED)',
      [`UPDATE external_orders SET external_id = 'REFUSED' WHERE external_id = 'NEW'`],
    ],
    [
      'I1: there though nobody posted it: 1 (STRAY)',
      [`UPDATE external_orders SET external_id = 'STRAY' WHERE external_id = 'NEW'`],
    ],
    [
      'I1: answered 2xx and not in the journal: 1 (NEW)',
      [`DELETE FROM gettzap_messages WHERE external_order_id = ${idOf('NEW')}`],
    ],
    [
      'I2: decisions and their notices: 1 (REFUSED: none)',
      [`DELETE FROM outbox_messages WHERE subject = 'REFUSED' AND kind = 'order_refused'`],
    ],
    [
      'I2: decisions and their notices: 1 (PARTS: none)',
      [`DELETE FROM outbox_messages WHERE subject = 'PARTS' AND kind = 'position_accepted'`],
    ],
    [
      'I2: decisions and their notices: 1 (REFUSED: order_refused)',
      [`UPDATE external_orders SET decided_at = NULL WHERE external_id = 'REFUSED'`],
    ],
    ['I2: notices of no external order', [`DELETE FROM external_orders WHERE external_id = 'REFUSED'`]],
    [
      'I2: changes of status and their notices: 1',
      [`DELETE FROM outbox_messages WHERE subject = 'ACCEPTED' AND kind = 'item_status'`],
    ],
    ['I2: changes of status and their notices: 1', [`DELETE FROM order_history_entries WHERE to_status = 'Выдано'`]],
    [
      'I3: GettZap’s books and what was delivered: 1 (REFUSED',
      [`UPDATE outbox_messages SET idempotency_key = 'another' WHERE subject = 'REFUSED'`],
    ],
    [
      'I3: undone, and told all the same: 1 (REFUSED)',
      [`UPDATE outbox_messages SET state = 'cancelled', reason = 'undone' WHERE subject = 'REFUSED'`],
    ],
    [
      'I4: requests with a key of no notification',
      [`UPDATE outbox_messages SET idempotency_key = 'another' WHERE subject = 'REFUSED'`],
    ],
    [
      'I5: being sent past the lease: 1',
      [`UPDATE outbox_messages SET state = 'sending', due_at = '2026-01-01 00:00:00.000' WHERE subject = 'REFUSED'`],
    ],
    [
      'I6: secrets seen: 1 (a secret in table external_orders)',
      [`UPDATE external_orders SET comment = '${SECRET}' WHERE external_id = 'NEW'`],
    ],
    [
      'I6: secrets seen: 1 (a secret in table gettzap_messages)',
      [`UPDATE gettzap_messages SET body = '..${SECRET}..' WHERE external_order_id = ${idOf('NEW')}`],
    ],
    [
      'I8: exchanges with several open batches: 1 (1 commerceml 2)',
      ['UPDATE exchange_batches SET confirmed_at = NULL'],
    ],
    [
      'I8: orders that wait for a batch that is over: 1',
      [`UPDATE exchange_hand_overs SET batch_id = 1 WHERE external_id = 'PARTS'`],
    ],
    [
      'I8: batches handed out though they were confirmed: 1 (batch 1)',
      [`UPDATE exchange_batches SET confirmed_at = '2026-01-01 00:00:00.000' WHERE id = 1`],
    ],
    ['I8: revisions and batches: 1', [`UPDATE exchange_hand_overs SET revision = 2 WHERE external_id = 'PARTS'`]],
    [
      'I8: confirmed with other lines than there are: 1',
      [`UPDATE order_items SET quantity = quantity + 1 WHERE order_id = ${orderOf('PARTS')}`],
    ],
    ['I8: made in 1C more than once, or of no order: 1', [`DELETE FROM orders WHERE external_id = 'PARTS'`]],
    [
      'I8: orders that wait and that no message will push: 1',
      [PUSHED, `UPDATE exchange_hand_overs SET push_state = 'queued' WHERE external_id = 'PARTS'`],
    ],
    [
      'I8: orders that wait for an exchange that was deleted: 1',
      [
        `UPDATE exchanges SET kind = 'abcp', deleted_at = '2026-01-01'`,
        `UPDATE exchange_hand_overs SET is_waiting = 1 WHERE external_id = 'PARTS'`,
      ],
    ],
  ])('%s', async (breach, statements) => {
    expectNamed(await afterDoing(...statements), breach);
    expect(await breaches(healthy)).toEqual([]);
  });

  it('no claim that is still within its lease', async () => {
    const soon = `UPDATE outbox_messages SET state = 'sending', due_at = '2099-01-01 00:00:00.000' WHERE subject = 'REFUSED'`;
    expect((await afterDoing(soon)).filter((line) => line.startsWith('I5'))).toEqual([]);
  });

  it('I3: books in which something delivered is missing, or came in another order', async () => {
    const requests = healthy.sandbox.ledger.requests();
    const ofAccepted = requests.filter(({ orderId }) => orderId === 'ACCEPTED');
    const missing = requests.filter((request) => request !== ofAccepted[1]);
    const swapped = requests.map((request) => {
      if (request === ofAccepted[1]) return ofAccepted[2]!;
      return request === ofAccepted[2] ? ofAccepted[1]! : request;
    });
    for (const books of [missing, swapped]) {
      expectNamed(
        await breaches({ ...healthy, ...withRequests(books) }),
        'I3: GettZap’s books and what was delivered: 1 (ACCEPTED',
      );
    }
  });

  it('I4: a notification that was tried with two keys, and a key that came with two contents', async () => {
    const requests = healthy.sandbox.ledger.requests();
    const again = { ...requests[0]!, applied: false };
    const otherKey = [...requests, { ...again, idempotencyKey: 'another' }];
    const otherBody = [...requests, { ...again, body: { status: 'another' } }];
    expectNamed(
      await breaches({ ...healthy, ...withRequests(otherKey) }),
      'I4: requests with a key of no notification',
    );
    expectNamed(
      await breaches({ ...healthy, ...withRequests(otherBody) }),
      'I4: keys that came with another content: 1',
    );
  });

  it('I8: an accepted order that is not in the books of 1C, whether it was confirmed or not', async () => {
    const { books } = healthy.oneC!;
    const world = { ...healthy, oneC: { books: withoutDocuments(books), mistakes: ['query: a wrong answer'] } };
    const found = await breaches(world);
    expectNamed(found, 'I8: confirmed and not in 1C’s books: 2');
    expectNamed(found, 'I8: answers to 1C that no fault excuses: 1 (query: a wrong answer)');
    const unconfirmed: Rows = async (statement, parameters) => {
      const rows = await database.rows(statement, parameters);
      return statement.includes('key_prefix') ? rows.map((row) => ({ ...row, confirmed_at: null })) : rows;
    };
    const noted = { ...world, database: { ...healthy.database, rows: unconfirmed } };
    expectNamed(await breaches(noted), 'I8: accepted and not in 1C’s books: 2');
  });

  it('I8: an order that ABCP has not, has twice, or has otherwise', async () => {
    const handOvers = 'SELECT order_id, external_id FROM exchange_hand_overs ORDER BY external_id';
    const [accepted, parts] = await database.rows(handOvers);
    const [{ key_prefix: prefix }] = (await database.rows('SELECT key_prefix FROM exchanges')) as [Row];
    const at = (row: Row, number: string) => ({ internalNumber: `${prefix}-${row.order_id}`, number, positions: [] });
    const world = (...orders: object[]) => ({ ...healthy, abcp: { orders: { all: () => orders as AbcpOrder[] } } });
    const doing = [PUSHED, "UPDATE exchange_hand_overs SET number = 'N'"];
    expectNamed(await inAWorld(world(), ...doing), 'I8: confirmed and not at ABCP: 2');
    expectNamed(
      await inAWorld(world(at(accepted!, 'N'), at(parts!, 'M')), ...doing),
      'I8: confirmed and not at ABCP: 1',
    );
    const doubled = await inAWorld(world(at(accepted!, 'N'), at(parts!, 'N'), at(parts!, 'N')), ...doing);
    expectNamed(doubled, 'I8: at ABCP more than once, or of no order: 1');
    expectNamed(doubled, 'I8: confirmed with other pieces than there are: 1');
  });

  it('I8: a document that was made twice', async () => {
    const { books } = healthy.oneC!;
    const doubled = books.all().map((document) => ({ ...document, createdCount: 2 }));
    const oneC = { books: { ...withoutDocuments(books), all: () => doubled, problems: () => ['twice'] }, mistakes: [] };
    const found = await breaches({ ...healthy, oneC });
    expectNamed(found, 'I8: what 1C would have to pay for: 1 (twice)');
    expectNamed(found, 'I8: made in 1C more than once, or of no order: 2');
  });

  it('I4: two notifications with one key', async () => {
    const doubled: Rows = async (statement, parameters) => {
      const found = await database.rows(statement, parameters);
      return statement.includes('FROM outbox_messages d') ? [...found, found[0]!] : found;
    };
    const world = { ...healthy, database: { ...healthy.database, rows: doubled } };
    expectNamed(await breaches(world), 'I4: 1 notifications share a key');
  });

  it.each<[string, () => Partial<Observed>]>([
    ['I6: secrets seen: 1 (a secret in the log of replica 1)', () => replica({ output: [`{"msg":"${SECRET}"}\n`] })],
    [
      'I6: secrets seen: 1 (a secret in file 1)',
      () => ({ database: { ...healthy.database, files: () => [Buffer.from(`..${SECRET}..`)] } }),
    ],
    ['I7: replica 1 ended by itself: 1 (exit 1)', () => replica({ unexpectedEnds: ['exit 1'] })],
    [
      'I7: replica 1 left something unhandled: 1',
      () => replica({ output: ['[UnhandledPromise', 'Rejection: This error originated…\n'] }),
    ],
    ['I7: replica 1 took 513 MB', () => replica({ peakMemoryMb: 513 })],
    ['answers 500: 1 (GET /x)', () => ({ api: { failures: ['GET /x'] } })],
    [
      'answers 500 to posts: 1 (oops)',
      () => ({
        poster: { ...healthy.poster, answers: [{ status: 500, ms: 1, at: 1, retryAfter: null, body: 'oops' }] },
      }),
    ],
  ])('%s', async (breach, change) => {
    expect(await breaches({ ...healthy, ...change() })).toEqual([breach].map((text) => expect.stringContaining(text)));
  });
});

import { eventually } from '../support/eventually.js';
import { ownTimeOf } from '../support/own-time.js';
import { ProgramShop } from '../support/program-shop.js';
import { GETTZAP } from '../support/shop-data.js';

describe('the built program, killed in the middle of its work', () => {
  let shop: ProgramShop;
  beforeEach(async () => {
    shop = await ProgramShop.open();
  });
  afterEach(() => shop.close());

  const told = (shop: ProgramShop, id: string) =>
    shop.sandbox.ledger
      .requests(id)
      .filter(({ applied }) => applied)
      .map(({ body }) => (body as { status: string }).status);

  /** Accepts orders of one position and takes each through two statuses. */
  async function work(shop: ProgramShop, ids: string[]): Promise<void> {
    const { body } = await shop.admin.get('/order-statuses?perPage=200&sort=createdAt');
    const statuses = body.data.filter(({ name }: { name: string }) => ['В работе', 'Выдано'].includes(name));
    for (const { id, name } of statuses) {
      await shop.admin.patch(`/order-statuses/${id}`, {
        gettzap: { item: { status: name, text: '' }, order: { status: `all ${name}`, text: '' } },
      });
    }
    for (const id of ids) {
      expect(await shop.post(id)).toBe(200);
      const { body: found } = await shop.admin.get(`/external-orders?q=${id}`);
      const { body: accepted } = await shop.admin.post(`/external-orders/${found.data[0].id}/accept`);
      const order = (await shop.admin.get(`/orders/${accepted.orderId}`)).body;
      for (const { id: statusId } of statuses) {
        await shop.admin.post('/order-items/status', { itemIds: [order.items[0].id], statusId });
      }
    }
  }

  const EXPECTED = ['accepted', 'В работе', 'all В работе', 'Выдано', 'all Выдано'];
  const IDS = Array.from({ length: 8 }, (_, index) => `K-${index + 10}`);

  async function killedWhile(shop: ProgramShop, kind: 'slow' | '503'): Promise<void> {
    shop.sandbox.setTrouble(kind === 'slow' ? { kind } : { kind, count: 4 });
    await work(shop, IDS);
    await eventually(() => expect(shop.sandbox.ledger.requests().length).toBeGreaterThanOrEqual(8));
    await shop.program.kill('SIGKILL');
    const unfinished = await shop.rows(
      `SELECT state FROM outbox_messages WHERE state IN ('waiting', 'pending', 'sending')`,
    );
    expect(unfinished.length).toBeGreaterThan(0);
    shop.sandbox.clearTrouble();
    // Over a server the claims of a dead process have to run out first; how long that takes is a matter of `delivering-claims`.
    await shop.rows(`UPDATE outbox_messages SET due_at = '2020-01-01 00:00:00.000' WHERE state = 'sending'`);
    await shop.startAgain();
    for (const id of IDS) await eventually(() => expect(told(shop, id)).toEqual(EXPECTED));
    await eventually(async () => {
      const rows = await shop.rows('SELECT DISTINCT state FROM outbox_messages');
      expect(rows.map(({ state }) => state)).toEqual(['delivered']);
    });
    for (const id of IDS) expect(told(shop, id)).toEqual(EXPECTED);
  }

  it('by kill -9 while GettZap is slow or answers 503: after a restart every notice arrives, in order, and takes effect once', async () => {
    const other = await ProgramShop.open();
    // Both wait for their retries at the same time.
    const outcomes = await Promise.allSettled([killedWhile(shop, 'slow'), killedWhile(other, '503')]);
    await other.close();
    expect(outcomes).toEqual([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
  });

  it('by kill -9 while orders are posted: whoever repeats what was not answered 2xx has exactly those orders', async () => {
    const ids = Array.from({ length: 150 }, (_, index) => `P-${index + 100}`);
    const waiting = [...ids];
    let acknowledged = 0;
    const poster = async () => {
      for (let id = waiting.shift(); id; id = waiting.shift()) {
        while ((await shop.post(id)) !== 200) await new Promise((resolve) => setTimeout(resolve, 20));
        acknowledged += 1;
      }
    };
    const posting = Promise.all([poster(), poster(), poster(), poster()]);
    for (const many of [20, 60, 100]) {
      await eventually(() => expect(acknowledged).toBeGreaterThanOrEqual(many));
      await shop.program.kill('SIGKILL');
      await shop.startAgain();
    }
    await posting;
    const rows = await shop.rows('SELECT external_id, state FROM external_orders ORDER BY external_id');
    expect(rows.map(({ external_id: id, state }) => `${id} ${state}`)).toEqual(ids.map((id) => `${id} new`));
  });
});

describe('the built program, asked to stop (SIGTERM) under load', () => {
  let shop: ProgramShop;
  beforeEach(async () => {
    shop = await ProgramShop.open({ LOG_LEVEL: 'trace' });
  });
  afterEach(() => shop.close());

  it('ends with 0 within 20 s, with nothing left half sent, everything acknowledged kept, and no secret in its log', async () => {
    shop.sandbox.setTrouble({ kind: 'slow' });
    const acknowledged: string[] = [];
    let isStopping = false;
    const poster = async (name: string) => {
      for (let n = 0; !isStopping; n++) {
        const id = `${name}-${n}`;
        if ((await shop.post(id)) !== 200) continue;
        acknowledged.push(id);
        const { body } = await shop.admin.get(`/external-orders?q=${id}`).catch(() => ({ body: undefined }));
        const found = body?.data?.find((each: { externalId: string }) => each.externalId === id);
        if (found) await shop.admin.post(`/external-orders/${found.id}/accept`).catch(() => undefined);
      }
    };
    const load = Promise.all(['A', 'B', 'C', 'D'].map(poster));
    await eventually(() => expect(shop.sandbox.ledger.requests().length).toBeGreaterThanOrEqual(20));
    const sending = await shop.rows(`SELECT id FROM outbox_messages WHERE state = 'sending'`);
    expect(sending.length).toBeGreaterThan(0);
    let code: number | null | undefined;
    const tookMs = await ownTimeOf(async () => (code = await shop.program.kill('SIGTERM')));
    isStopping = true;
    await load;
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(20_000);
    expect(await shop.rows(`SELECT id FROM outbox_messages WHERE state = 'sending'`)).toEqual([]);
    const kept = new Set((await shop.rows('SELECT external_id FROM external_orders')).map((row) => row.external_id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    const log = shop.program.output.join('');
    expect(log).toContain('"attempt":1');
    const secrets = [GETTZAP.password, GETTZAP.apiKey, new URL(shop.orderLink).pathname.split('/').at(-1)!];
    for (const secret of secrets) expect(log).not.toContain(secret);
  });

  it('waits for a GettZap that hangs, and still ends with 0 within 20 s', async () => {
    shop.sandbox.setTrouble({ kind: 'hang' });
    expect(await shop.post('H-1')).toBe(200);
    const { body } = await shop.admin.get('/external-orders?q=H-1');
    await shop.admin.post(`/external-orders/${body.data[0].id}/accept`);
    await eventually(() => expect(shop.sandbox.ledger.requests()).toHaveLength(1));
    expect(await ownTimeOf(async () => expect(await shop.program.kill('SIGTERM')).toBe(0))).toBeLessThan(20_000);
    const [row] = await shop.rows('SELECT state, counted_attempts FROM outbox_messages');
    expect(row).toMatchObject({ state: 'pending', counted_attempts: 1 });
  });
});

import { HOUR } from '../support/delivering.js';
import { runJob } from '../support/jobs.js';
import { sql } from '../support/stored.js';
import { fileOf, OneCShop } from '../support/one-c-shop.js';
import { dumpOf } from '../support/dump.js';
import { orderOf, Shop } from '../support/shop.js';

const BUYER = { name: 'Секретова Аглая', phone: '+7 900 123-45-67', email: 'aglaya@example.com' };
const SECRETS = /Секретова|1234567|123-45-67|aglaya@/;

describe('a buyer who asks to be forgotten', () => {
  let shop: Shop;
  let exchange: OneCShop;
  let externalOrderId: string;
  let orderId: string;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await OneCShop.connect(shop);
    const { body } = await shop.postToLink({ event: 'order.created', order: orderOf('PV-1', 1, { customer: BUYER }) });
    externalOrderId = body.externalOrderId;
    orderId = (await shop.accept(externalOrderId)).body.orderId;
  });
  afterEach(async () => {
    exchange.oneC.close();
    await shop.close();
  });

  async function forget() {
    const answer = await shop.admin.post('/personal-data/delete', { externalOrderIds: [externalOrderId] });
    expect([answer.status, answer.body.incomplete]).toEqual([200, []]);
  }
  const raw = async (kind: 'batches' | 'files', id: string) =>
    (await shop.admin.get(`/exchanges/${exchange.exchangeId}/${kind}/${id}`)).body;

  /** Rows of exchanges that name the buyer. */
  async function rowsNaming(): Promise<string[]> {
    const rows = (await dumpOf(shop)).split(/\n(?=\w+: )/);
    return rows.filter((row) => row.startsWith('exchange') && SECRETS.test(row));
  }

  async function count(table: string): Promise<number> {
    const [row] = await sql(shop, `SELECT COUNT(*) AS count FROM exchange_${table}`);
    return Number(row.count);
  }

  it('is in nothing that was exchanged any more, and is handed over as nobody', async () => {
    await exchange.exchange();
    const { steps } = await exchange.lastSession();
    const batchId = steps.find(({ batchId }: { batchId: string | null }) => batchId).batchId;
    const fileId = steps.find(({ file }: { file: object | null }) => file).file.id;
    expect((await raw('batches', batchId)).body).toMatch(SECRETS);
    expect((await raw('files', fileId)).body).toMatch(SECRETS);
    await forget();
    expect(await raw('batches', batchId)).toEqual({ body: '', isRemoved: true });
    expect(await raw('files', fileId)).toEqual({ body: '', isRemoved: true });
    expect(await rowsNaming()).toEqual([]);
    await exchange.exchange();
    expect(exchange.documentOf(orderId)).toMatchObject({ createdCount: 1, revisions: 2, buyer: 'Покупатель' });
  });

  it('is not in the batch that waits to be confirmed', async () => {
    const other = await shop.accepted('PV-2', 1);
    const headers = await exchange.cookie();
    expect((await exchange.ask('query', { headers })).text).toMatch(SECRETS);
    await forget();
    await exchange.ask('success', { headers });
    expect(await exchange.stateOf(other.id)).toEqual(['waiting', 1]);
    const { text } = await exchange.ask('query', { headers });
    expect(text).not.toMatch(SECRETS);
    expect(text.match(/<Документ>/g)).toHaveLength(2);
    await exchange.ask('success', { headers });
    expect(await exchange.stateOf(other.id)).toEqual(['confirmed', 2]);
  });

  it('is not in files that could not be read or are not complete, nor in what 1C said of them', async () => {
    await exchange.exchange();
    const bytes = fileOf([{ key: await exchange.keyOf(orderId), number: BUYER.name }]);
    await exchange.ask('file', { body: bytes.subarray(0, -5), filename: 'cut.xml' });
    await exchange.configure({ settings: { fileLimit: 100_000 } });
    await exchange.ask('file', { body: Buffer.concat([bytes, Buffer.alloc(100_000 - bytes.length, ' ')]) });
    await exchange.repeat(orderId);
    const { batch } = await exchange.oneC.outbox.query();
    const { eventId } = batch!.events[0]!;
    await exchange.oneC.outbox.ack(batch!.batchId!, [{ eventId, success: false, error: `Нет клиента ${BUYER.name}` }]);
    expect(await rowsNaming()).not.toEqual([]);
    await forget();
    expect(await rowsNaming()).toEqual([]);
  });

  it('is removed with the rest when what was exchanged grows old, but for what is not confirmed', async () => {
    await exchange.exchange();
    const session = await exchange.lastSession();
    await exchange.configure({ settings: { fileLimit: 100_000 } });
    await exchange.ask('file', { body: Buffer.alloc(100_000, 'x') });
    const waiting = await shop.accepted('PV-3', 1);
    await exchange.ask('query');
    shop.clock.advance(400 * 24 * HOUR);
    await runJob(shop, 'retention');
    const answer = await shop.admin.get(`/exchanges/${exchange.exchangeId}/sessions/${session.id}`);
    expect(answer.status).toBe(404);
    for (const table of ['files', 'file_parts', 'file_orders', 'session_steps', 'sessions'])
      expect(await count(table)).toBe(0);
    expect(await count('batches')).toBe(1);
    await exchange.exchange();
    expect(exchange.documentOf(waiting.id)).toMatchObject({ createdCount: 1 });
  });
});

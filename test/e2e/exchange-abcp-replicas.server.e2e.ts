import { AbcpShop, ABCP_STATUSES } from '../support/abcp-shop.js';
import { later, type Notice } from '../support/delivering.js';
import { runJob } from '../support/jobs.js';
import { sql } from '../support/stored.js';
import { eventually } from '../support/eventually.js';
import { HandOverQueue } from '../../src/shop-systems/exchanges/hand-over-queue.service.js';
import { JobRunner } from '../../src/platform/jobs/job-runner.service.js';
import { OUTBOX_JOB } from '../../src/outbox/outbox.job.js';
import { Claims } from '../../src/outbox/claims.service.js';
import { Endpoint } from '../../src/outbox/outbox-message.entity.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { stopJobs } from '../support/query-plans.js';
import { openReplica } from '../support/replica.js';
import { Shop } from '../support/shop.js';

const ORDERS = 12;

describe('ABCP that two replicas call', () => {
  let shop: Shop;
  let replica: Awaited<ReturnType<typeof openReplica>>;
  let exchange: AbcpShop;
  beforeAll(async () => {
    shop = await Shop.open();
    replica = await openReplica(shop);
    exchange = await AbcpShop.connect(shop);
    await exchange.map({ [ABCP_STATUSES['На складе']]: 'Пришло на склад' });
  });
  afterAll(async () => {
    await replica.close();
    await shop.close();
  });

  it('has each order once, and one write after the other, whichever of them finds what is due', async () => {
    await exchange.configure({ isActive: false });
    const orders: Notice[] = [];
    for (let n = 0; n < ORDERS; n += 1) orders.push(await shop.accepted(`AR-${n}`, 1));
    await exchange.configure({ isActive: true });
    const apps = [shop.app, replica.app];
    await Promise.all(apps.map((app) => app.get(HandOverQueue).run()));
    await eventually(async () => {
      await Promise.all(apps.map((app) => app.get(JobRunner).run(OUTBOX_JOB)));
      expect(exchange.abcp.orders.all()).toHaveLength(ORDERS);
    });
    for (const { id } of orders) await exchange.confirmed(id);
    const writes = exchange.writes();
    expect(writes).toHaveLength(ORDERS);
    for (const [index, { beganAt }] of writes.entries())
      if (index > 0) expect(beganAt - writes[index - 1]!.endedAt!).toBeGreaterThanOrEqual(45);
  });

  it('is asked by one of them, which carries a status out once', async () => {
    const order = await shop.accepted('AR-STATUS', 1);
    const there = await exchange.confirmed(order.id);
    exchange.setStatus(there, 'На складе');
    exchange.abcp.calls.length = 0;
    shop.clock.advance(60_000);
    await Promise.all([shop, replica].map((each) => runJob(each, 'abcp-follow')));
    expect(exchange.calls().filter((call) => call.startsWith('GET cp/orders'))).toHaveLength(1);
    const { history } = await shop.order(order.id);
    expect(history.filter(({ kind }: Notice) => kind === 'item_status')).toHaveLength(1);
  });

  it('makes no probe while another message is being sent', async () => {
    await Promise.all([shop, replica].map(stopJobs));
    const orders = [await shop.accepted('AR-SENDING', 1), await shop.accepted('AR-WAITING', 1)];
    const of = (order: Notice) => `subject = '${order.externalId}' AND channel = 'abcp'`;
    await eventually(async () => {
      await later(shop, 10_000);
      const open = "SELECT id FROM outbox_messages WHERE state IN ('waiting', 'pending', 'sending')";
      expect(await sql(shop, open)).toEqual([]);
    });
    const change = (order: Notice, state: string) =>
      sql(shop, `UPDATE outbox_messages SET state = '${state}', due_at = '2099-01-01' WHERE ${of(order)}`);
    await sql(
      shop,
      "UPDATE outbox_endpoints SET opened_at = '2020-01-01', probe_at = '2020-01-01' WHERE channel = 'abcp'",
    );
    await change(orders[0], 'sending');
    await change(orders[1], 'pending');
    const transactions = shop.app.get(Transactions);
    const endpoint = await transactions.read((manager) => manager.findOneByOrFail(Endpoint, { channel: 'abcp' }));
    const claims = shop.app.get(Claims);
    expect(await claims.claimProbe(endpoint, true)).toBeUndefined();
    await change(orders[0], 'delivered');
    expect(await claims.claimProbe(endpoint, true)).toMatchObject({ subject: 'AR-WAITING' });
  });
});

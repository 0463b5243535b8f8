import type { AbcpOrder } from '../../sandbox/sandbox.js';
import { HandOverQueue } from '../../src/shop-systems/exchanges/hand-over-queue.service.js';
import { JobRunner } from '../../src/platform/jobs/job-runner.service.js';
import { later, type Notice, SECOND, sql } from './delivering.js';
import { eventually } from './eventually.js';
import type { Shop } from './shop.js';

const FOLLOWED_EVERY_MS = 60_000;

/** Codes of statuses at the stand-in, by name. */
export const ABCP_STATUSES = {
  'В работе': '144922',
  'На складе': '144924',
  Выдано: '144925',
  'Отказ поставщика': '144926',
};

export const ABCP_SIGN_IN = { login: 'api@abcp', password: 'abcp-demo' };

/** A shop with an active exchange with ABCP, and that ABCP. */
export class AbcpShop {
  private constructor(
    readonly shop: Shop,
    readonly exchangeId: string,
  ) {}

  /** @param change of the exchange */
  static async connect(shop: Shop, change: { settings?: object } & Record<string, unknown> = {}): Promise<AbcpShop> {
    const { status, body } = await shop.admin.post('/exchanges', { kind: 'abcp', name: 'ABCP магазина' });
    expect(status).toBe(201);
    const exchange = new AbcpShop(shop, (body as { id: string }).id);
    const settings = { apiUrl: exchange.apiUrl, ...ABCP_SIGN_IN, ...change.settings };
    await exchange.configure({ isActive: true, ...change, settings });
    // While the clock stands still it is not asked again by the job itself.
    await exchange.askNow();
    exchange.abcp.calls.length = 0;
    return exchange;
  }

  get apiUrl(): string {
    return `${this.shop.sandbox.url}/abcp`;
  }

  get abcp() {
    return this.shop.sandbox.abcp;
  }

  async configure(change: object): Promise<void> {
    const { status, body } = await this.shop.admin.patch(`/exchanges/${this.exchangeId}`, change);
    expect([status, body.errors]).toEqual([200, undefined]);
  }

  async view() {
    return (await this.shop.admin.get(`/exchanges/${this.exchangeId}`)).body;
  }

  /** State and revision of an order's only hand-over. */
  async stateOf(orderId: string): Promise<[state: string, revision: number] | undefined> {
    const { handOvers } = await this.shop.order(orderId);
    return handOvers[0] && [handOvers[0].state, handOvers[0].revision];
  }

  /** Waits until an order is at ABCP as it is here; answers it as it is there. */
  confirmed(orderId: string, revision = 1): Promise<AbcpOrder> {
    return eventually(async () => {
      expect(await this.stateOf(orderId)).toEqual(['confirmed', revision]);
      return this.orderOf(orderId);
    });
  }

  /** As `confirmed`, where an attempt failed before: time goes by until it is due once more. */
  retried(orderId: string): Promise<AbcpOrder> {
    return eventually(async () => {
      await later(this.shop, 10 * SECOND);
      expect(await this.stateOf(orderId)).toEqual(['confirmed', 1]);
      return this.orderOf(orderId);
    });
  }

  /** The only order at ABCP by the key of ours. */
  async orderOf(orderId: string): Promise<AbcpOrder> {
    const { handOvers } = await this.shop.order(orderId);
    const orders = this.abcp.orders.all().filter(({ internalNumber }) => internalNumber === handOvers[0].key);
    expect(orders).toHaveLength(1);
    return orders[0]!;
  }

  /** Its calls, as `method path status`. */
  calls(): string[] {
    return this.abcp.calls.map(({ method, path, status }) => `${method} ${path} ${status}`);
  }

  writes() {
    return this.abcp.calls.filter(({ method }) => method === 'POST');
  }

  /** The job that queues what waits comes by. */
  runQueue(): Promise<void> {
    return this.shop.app.get(HandOverQueue).run();
  }

  /** The time until ABCP is asked next goes by, and the job comes by. */
  async follow(): Promise<void> {
    this.shop.clock.advance(FOLLOWED_EVERY_MS);
    await this.askNow();
  }

  /** As `follow`, while time stands still. */
  async followNow(): Promise<void> {
    await sql(this.shop, "UPDATE exchange_follows SET next_at = '2020-01-01'");
    await this.askNow();
  }

  private askNow(): Promise<void> {
    return this.shop.app.get(JobRunner).run('abcp-follow');
  }

  /** Someone at ABCP puts a position of an order, the first unless told otherwise, into a status. */
  setStatus({ number, positions }: AbcpOrder, status: keyof typeof ABCP_STATUSES, index = 0): void {
    this.abcp.orders.setStatus(number, positions[index]!.id, ABCP_STATUSES[status]);
  }

  /** The newest session with its steps. */
  async lastSession() {
    const { body } = await this.shop.admin.get(`/exchanges/${this.exchangeId}/sessions`);
    return (await this.shop.admin.get(`/exchanges/${this.exchangeId}/sessions/${body.data[0].id}`)).body;
  }

  /** Pieces and statuses of an order's items. */
  async itemsOf(orderId: string): Promise<string[]> {
    const { items } = await this.shop.order(orderId);
    return items.map(({ quantity, status }: Notice) => `${quantity} ${status.name}`);
  }

  async statuses() {
    return (await this.shop.admin.get(`/exchanges/${this.exchangeId}/statuses`)).body;
  }

  /** Says what codes of ABCP mean, by the names of our statuses. */
  async map(meanings: Record<string, string>) {
    const statuses = Object.entries(meanings).map(([value, name]) => ({ value, statusId: this.shop.statuses[name] }));
    const { status, body } = await this.shop.admin.put(`/exchanges/${this.exchangeId}/statuses`, statuses);
    expect(status).toBe(200);
    return body;
  }

  async proposals(state = 'open') {
    return (await this.shop.admin.get(`/exchanges/${this.exchangeId}/proposals?state=${state}`)).body.data;
  }
}

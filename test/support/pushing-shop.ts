import { ExchangeAsking } from '../../src/shop-systems/exchanges/exchange-asking.service.js';
import { HandOverQueue } from '../../src/shop-systems/exchanges/hand-over-queue.service.js';
import { later, MINUTE, type Notice, SECOND } from './delivering.js';
import { eventually } from './eventually.js';
import { runJob } from './jobs.js';
import { positionOf, type Shop } from './shop.js';

const LOOKS_BEFORE_A_LEASE = 40;

/** A shop with an active exchange that calls the other side, whichever that is. */
export abstract class PushingShop<There> {
  protected constructor(
    readonly shop: Shop,
    readonly exchangeId: string,
    private readonly followJob: string,
    private readonly followedEveryMs: number,
  ) {}

  /** An order as it is there. */
  abstract orderOf(orderId: string): Promise<There>;

  protected static async create(shop: Shop, kind: string, name: string): Promise<string> {
    // However slow the machine is, the job ends with what it asked for.
    Object.assign(shop.app.get(ExchangeAsking), { waitsMs: 5 * MINUTE });
    const { status, body } = await shop.admin.post('/exchanges', { kind, name });
    expect(status).toBe(201);
    return (body as { id: string }).id;
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

  /** Receives and accepts an order whose positions have so many pieces. */
  async acceptedOf(id: string, quantities: number[], accept: object = {}) {
    const positions = quantities.map((quantity, index) => positionOf(index + 1, { quantity }));
    const received = await this.shop.receive(id, 1, { positions });
    const { body } = await this.shop.accept(received.id, accept);
    return this.shop.order(body.orderId);
  }

  /** Waits until an order is there as it is here; answers it as it is there. */
  confirmed(orderId: string, revision = 1): Promise<There> {
    let looks = 0;
    return eventually(async () => {
      // A claim whose end could not be written on a busy machine lasts until its time is over.
      if (++looks % LOOKS_BEFORE_A_LEASE === 0) await later(this.shop, MINUTE);
      expect(await this.stateOf(orderId)).toEqual(['confirmed', revision]);
      return this.orderOf(orderId);
    });
  }

  /** As `confirmed`, where an attempt failed before: time goes by until it is due once more. */
  retried(orderId: string): Promise<There> {
    return eventually(async () => {
      await later(this.shop, 10 * SECOND);
      expect(await this.stateOf(orderId)).toEqual(['confirmed', 1]);
      return this.orderOf(orderId);
    });
  }

  /** Hands the order over once more, as a person does. */
  async repeat(orderId: string): Promise<void> {
    const { handOvers } = await this.shop.order(orderId);
    await this.shop.admin.post(`/exchanges/${this.exchangeId}/hand-overs/${handOvers[0].id}/repeat`);
  }

  /** The job that queues what waits comes by. */
  runQueue(): Promise<void> {
    return this.shop.app.get(HandOverQueue).run();
  }

  /** The time until it is asked next goes by, and the job comes by. */
  async follow(): Promise<void> {
    this.shop.clock.advance(this.followedEveryMs);
    await this.askNow();
  }

  protected askNow(): Promise<void> {
    return runJob(this.shop, this.followJob);
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

  /** Says what values of the other side mean, by the names of our statuses. */
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

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { type ApiAnswer, ApiClient } from './api-client.js';
import { guardConfiguration } from './configuration-guard.js';
import { createDatabase, TestDatabase } from './engine.js';
import { eventually } from './eventually.js';
import { MetricsText } from './metrics.js';
import { MovableClock } from './movable-clock.js';
import { configOf, type Service, startService } from './service.js';
import { GETTZAP, orderOf, setUp, type ShopDetails } from './shop-data.js';
import { createShopDatabase } from './shop-template.js';

/** For tests that start no service of their own, these are in a file that loads nothing of it. */
export { ADMIN, connect, DECISION_TEXTS, GETTZAP, orderOf, positionOf } from './shop-data.js';

const MOST_REPEATS = 10;

/** What a shop still has when its service starts again. */
interface Kept extends ShopDetails {
  sandbox: Sandbox;
  clock: MovableClock;
  database: TestDatabase;
}

/** A running service on a database of its own, with a sandbox GettZap and one active connection to it. */
export class Shop {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly admin: ApiClient,
    readonly sandbox: Sandbox,
    readonly clock: MovableClock,
    readonly database: TestDatabase,
    readonly connectionId: string,
    readonly orderLink: string,
    /** Ids of the default directory, by name. */
    readonly statuses: Record<string, string>,
    /** Statements that changed what people configure without counting its version up; whoever does it on purpose clears this. */
    readonly uncounted: Set<string>,
  ) {}

  /** @param env further variables for the service, which may have to do with how it starts: it begins on an empty database then */
  static async open(env: Record<string, string> = {}): Promise<Shop> {
    const sandbox = await startSandbox({ port: 0, ...GETTZAP });
    const isCopy = Object.keys(env).length === 0;
    const copy = isCopy ? await createShopDatabase(sandbox.url) : undefined;
    const database = copy?.database ?? (await createDatabase({ isMigrated: true }));
    const clock = new MovableClock();
    const service = await startService(configOf({ ...database.env, ...env }), clock);
    const uncounted = await guardConfiguration(service.app);
    const details = copy?.details ?? (await setUp(service.admin, sandbox.url));
    return Shop.of(service, uncounted, { sandbox, clock, database, ...details });
  }

  /** Stops the service and starts it again on the same database, with the same clock and GettZap; this shop is closed then. */
  async restart(change: Partial<AppConfig> = {}): Promise<Shop> {
    const config = { ...this.app.get(AppConfig), ...change };
    await this.app.close();
    expect([...this.uncounted]).toEqual([]);
    const service = await startService(config, this.clock);
    const uncounted = await guardConfiguration(service.app);
    return Shop.of(service, uncounted, { ...this, linkPath: new URL(this.orderLink).pathname });
  }

  private static of({ app, url, admin }: Service, uncounted: Set<string>, kept: Kept): Shop {
    const { sandbox, clock, database, connectionId, linkPath, statuses } = kept;
    const orderLink = `${url}${linkPath}`;
    sandbox.configure({ orderLink });
    return new Shop(app, url, admin, sandbox, clock, database, connectionId, orderLink, statuses, uncounted);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.sandbox.close();
    await this.database.drop();
    expect([...this.uncounted]).toEqual([]);
  }

  /** Posts any body to the order link, as GettZap would. */
  postToLink(
    body: string | Uint8Array<ArrayBuffer> | object,
    contentType = 'application/json',
    link = this.orderLink,
  ): Promise<ApiAnswer> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    return postRaw(link, isRaw ? body : JSON.stringify(body), contentType);
  }

  /** Receives an order of `count` positions P1, P2, … and answers its detail. */
  async receive(id: string, count = 1, change: object = {}) {
    const order = orderOf(id, count, change);
    const { externalOrderId } = await untilTaken(() => this.postToLink({ event: 'order.created', order }));
    return this.externalOrder(externalOrderId);
  }

  cancel(id: string, positions?: string[], reason = ''): Promise<ApiAnswer> {
    const part = positions && { positions: positions.map((position) => ({ id: position })) };
    return this.postToLink({ event: 'order.cancelled', order: { id, reason, ...part } });
  }

  /** The metrics as they are now; the service keeps what it showed for a second. */
  metrics(): Promise<MetricsText> {
    this.clock.advance(1_000);
    return MetricsText.read(this.url);
  }

  externalOrder(id: string) {
    return untilTaken(() => this.admin.get(`/external-orders/${id}`));
  }

  order(id: string) {
    return untilTaken(() => this.admin.get(`/orders/${id}`));
  }

  /** Receives and accepts an order; answers the shop's order. */
  async accepted(id: string, count = 1) {
    const received = await this.receive(id, count);
    const { orderId } = await untilTaken(() => this.accept(received.id));
    return this.order(orderId);
  }

  setStatus(items: Array<{ id: string }>, status: string, comment?: string): Promise<ApiAnswer> {
    const itemIds = items.map(({ id }) => id);
    return this.admin.post('/order-items/status', {
      itemIds,
      statusId: this.statuses[status],
      ...(comment && { comment }),
    });
  }

  /** Sets what GettZap is told when items or orders pass into a status. */
  configureStatus(name: string, gettzap: { item?: object; order?: object }): Promise<ApiAnswer> {
    return this.admin.patch(`/order-statuses/${this.statuses[name]}`, { gettzap });
  }

  /** Items and orders that pass into a status are told so, without a text. @param told GettZap's status by the shop's */
  async tellStatuses(told: Record<string, string>): Promise<void> {
    for (const [name, status] of Object.entries(told)) {
      await this.configureStatus(name, { item: { status, text: '' }, order: { status, text: '' } });
    }
  }

  /** Every notification of an external order, oldest first. */
  async notifications(externalOrderId: string) {
    const { body } = await this.admin.get(
      `/gettzap-notifications?externalOrderId=${externalOrderId}&sort=createdAt&perPage=200`,
    );
    return body.data;
  }

  /** What GettZap was told of an order, as `path status comment`, in the order of arrival, repeats left out. */
  told(externalId: string): string[] {
    return this.sandbox.ledger
      .requests(externalId)
      .filter(({ applied }) => applied)
      .map(({ positionId, body }) => {
        const { status, comment, quantity } = body as { status: string; comment: string; quantity?: number };
        return [positionId ?? 'order', status, comment, ...(quantity === undefined ? [] : [`q${quantity}`])].join(
          ' | ',
        );
      });
  }

  /** Waits until GettZap was told exactly this of an order. */
  async toldEventually(externalId: string, expected: string[]): Promise<void> {
    await eventually(() => expect(this.told(externalId)).toEqual(expected));
  }

  /** Accepts an external order, or the named positions of it. */
  accept(externalOrderId: string, body: object = {}): Promise<ApiAnswer> {
    return this.admin.post(`/external-orders/${externalOrderId}/accept`, body);
  }

  /** Refuses an external order, or the named positions of it. */
  refuse(externalOrderId: string, body: object = {}): Promise<ApiAnswer> {
    return this.admin.post(`/external-orders/${externalOrderId}/refuse`, body);
  }

  /** All that is recorded to be told of an external order, as `kind | place | status | text`, or why it is not sent. */
  async recorded(externalOrderId: string): Promise<string[]> {
    const { positions, notifications } = await this.externalOrder(externalOrderId);
    const places = new Map<string, string>(
      positions.map((position: { id: string; externalId: string }) => [position.id, position.externalId]),
    );
    return notifications.map((each: Record<string, string>) => {
      const place = each.positionId === null ? 'order' : places.get(each.positionId!);
      const isLeftOut = each.state === 'skipped' || each.state === 'cancelled';
      return [each.kind, place, ...(isLeftOut ? [each.state, each.reason] : [each.status, each.text])].join(' | ');
    });
  }
}

/** Repeats what a busy machine had no time for, as the answer asks. @throws Error with an answer that is another one */
export async function untilTaken(ask: () => Promise<ApiAnswer>): Promise<ApiAnswer['body']> {
  for (let repeats = 0; ; repeats += 1) {
    const { status, body } = await ask();
    if (status === 200) return body;
    if (body.code !== 'database_busy' || repeats === MOST_REPEATS)
      throw new Error(`${status}: ${JSON.stringify(body)}`);
  }
}

async function postRaw(link: string, body: string | Uint8Array<ArrayBuffer>, contentType: string): Promise<ApiAnswer> {
  const response = await fetch(link, { method: 'POST', headers: { 'Content-Type': contentType }, body });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

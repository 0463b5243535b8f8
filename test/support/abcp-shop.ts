import type { AbcpOrder } from '../../sandbox/sandbox.js';
import { sql } from './stored.js';
import { PushingShop } from './pushing-shop.js';
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
export class AbcpShop extends PushingShop<AbcpOrder> {
  /** @param change of the exchange */
  static async connect(shop: Shop, change: { settings?: object } & Record<string, unknown> = {}): Promise<AbcpShop> {
    const id = await PushingShop.create(shop, 'abcp', 'ABCP магазина');
    const exchange = new AbcpShop(shop, id, 'abcp-follow', FOLLOWED_EVERY_MS);
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

  /** The only order at ABCP by the key of ours. */
  override async orderOf(orderId: string): Promise<AbcpOrder> {
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

  /** As `follow`, while time stands still. */
  async followNow(): Promise<void> {
    await sql(this.shop, "UPDATE exchange_follows SET next_at = '2020-01-01'");
    await this.askNow();
  }

  /** Someone at ABCP puts a position of an order, the first unless told otherwise, into a status. */
  setStatus({ number, positions }: AbcpOrder, status: keyof typeof ABCP_STATUSES, index = 0): void {
    this.abcp.orders.setStatus(number, positions[index]!.id, ABCP_STATUSES[status]);
  }
}

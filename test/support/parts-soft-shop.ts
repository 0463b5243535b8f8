import type { PartsSoftItem } from '../../sandbox/sandbox.js';
import { eventually } from './eventually.js';
import { PushingShop } from './pushing-shop.js';
import type { Shop } from './shop.js';

const FOLLOWED_EVERY_MS = 600_000;

export const PARTS_SOFT_KEY = 'key&of the=shop';

/** A shop with an active exchange that orders in its PARTS SOFT, and that PARTS SOFT. */
export class PartsSoftShop extends PushingShop<PartsSoftItem[]> {
  /** @param change of the exchange */
  static async connect(
    shop: Shop,
    change: { settings?: object } & Record<string, unknown> = {},
  ): Promise<PartsSoftShop> {
    const id = await PushingShop.create(shop, 'parts_soft', 'PARTS SOFT магазина');
    const exchange = new PartsSoftShop(shop, id, 'parts-soft-follow', FOLLOWED_EVERY_MS);
    exchange.partsSoft.useKey(PARTS_SOFT_KEY);
    const settings = { apiUrl: exchange.apiUrl, password: PARTS_SOFT_KEY, ...change.settings };
    await exchange.configure({ isActive: true, ...change, settings });
    // While the clock stands still it is not asked again by the job itself.
    await exchange.askNow();
    exchange.partsSoft.calls.length = 0;
    return exchange;
  }

  get apiUrl(): string {
    return `${this.shop.sandbox.url}/parts-soft`;
  }

  get partsSoft() {
    return this.shop.sandbox.partsSoft;
  }

  /** Items with keys of an order's positions, each of which was ordered once at most. */
  override async orderOf(orderId: string): Promise<PartsSoftItem[]> {
    const { handOvers } = await this.shop.order(orderId);
    const items = this.partsSoft.items.filter(({ comment }) => comment.startsWith(`${handOvers[0].key}-`));
    expect(new Set(items.map(({ comment }) => comment)).size).toBe(items.length);
    return items;
  }

  orders() {
    return this.partsSoft.calls.filter(({ path }) => path.endsWith('/order'));
  }

  async errorOf(orderId: string): Promise<string> {
    return (await this.shop.order(orderId)).handOvers[0]?.error;
  }

  /** Waits until ordering was given up for a reason, and nothing of it is on its way. */
  failed(orderId: string, why: RegExp): Promise<void> {
    return eventually(async () => {
      expect((await this.stateOf(orderId))![0]).toBe('failed');
      expect(await this.errorOf(orderId)).toMatch(why);
      // An attempt that began before people act does not see what they did.
      const list = `/gettzap-notifications?channel=parts_soft&exchangeId=${this.exchangeId}&state=sending`;
      expect((await this.shop.admin.get(list)).body.data).toEqual([]);
    });
  }
}

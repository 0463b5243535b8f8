import { Random } from '../faults/world/random.js';
import { HOUR } from '../support/delivering.js';
import { listed, renew } from '../support/listed.js';
import { addRule, ruleOf } from '../support/processing-rules.js';
import { stopJobs } from '../support/query-plans.js';
import { dayOf, type Happening, LISTS, rulesOf } from '../support/recorded-day.js';
import { orderOf, Shop } from '../support/shop.js';

const ORDERS = 200;
const SEED = 20_261_124;
const DAY_MS = 24 * HOUR;
/** Both begin at the same midnight: rules look at the clock of the region. */
const MIDNIGHT = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + 2 * DAY_MS);

interface Offer {
  id: string;
  priceListId: string;
  article: string;
  price: string;
  free: number;
  deviation: number;
  multiplicity: number;
  deliveryDaysMax: number;
  listedAt: string;
  isStale: boolean;
}

/** A position with what a rule in shadow would do. */
interface Shown {
  id: string;
  state: string;
  deliveryDays: number;
  wouldBe: { ruleId: string; action: string; quantity: number };
}

/** What became of all positions, by order and position, and how often people agreed with each rule. */
interface Outcome {
  positions: Record<string, unknown>;
  results: Array<Record<'decided' | 'agreed' | 'disagreed' | 'open', number>>;
}

/** Plays a day. */
class Player {
  private readonly ids = new Map<string, string>();
  private readonly listIds: string[] = [];
  private readonly ruleIds: string[] = [];

  private constructor(
    private readonly shop: Shop,
    private readonly mode: 'shadow' | 'on',
  ) {}

  static async open(mode: 'shadow' | 'on'): Promise<Player> {
    const shop = await Shop.open();
    await stopJobs(shop);
    const player = new Player(shop, mode);
    await player.prepare();
    return player;
  }

  async play(day: Happening[]): Promise<Outcome> {
    for (const happening of day) await this.follow(happening);
    const positions = Object.fromEntries(
      await Promise.all([...this.ids].map(async ([name, id]) => [name, await this.lookAt(id)] as const)),
    );
    const results = await Promise.all(
      this.ruleIds.map(async (id) => (await this.shop.admin.get(`/processing-rules/${id}/results`)).body),
    );
    return { positions, results };
  }

  close(): Promise<void> {
    return this.shop.close();
  }

  private async prepare(): Promise<void> {
    const { shop } = this;
    shop.clock.advance(MIDNIGHT.getTime() - shop.clock.now().getTime());
    const [region] = (await shop.admin.get('/regions')).body.data;
    const workingHours = { days: Array.from({ length: 7 }, () => ({ from: '09:00', to: '18:00' })), daysOff: [] };
    await shop.admin.patch(`/regions/${region.id}`, { workingHours });
    for (let index = 0; index < LISTS; index += 1)
      this.listIds.push(
        await listed(shop, [], { name: `Список ${index}`, staleAfterHours: 12, deliveryDaysMax: index }),
      );
    for (const rule of rulesOf(this.listIds)) this.ruleIds.push(await addRule(shop, rule, this.mode));
  }

  private async follow(happening: Happening): Promise<void> {
    const { shop } = this;
    switch (happening.what) {
      case 'later':
        return shop.clock.advance(happening.ms);
      case 'list':
        return renew(shop, this.listIds[happening.list]!, happening.offers);
      case 'received': {
        const order = orderOf(happening.order, 0, happening.content);
        const { status, body } = await shop.postToLink({ event: 'order.created', order });
        expect(status).toBe(200);
        this.ids.set(happening.order, body.externalOrderId);
        return;
      }
      case 'cancelled':
        await shop.cancel(happening.order, happening.positions);
        return;
      case 'judged':
        await ruleOf(shop).run();
        if (this.mode === 'shadow') await this.decideAsShown(this.ids.get(happening.order)!);
        return;
      case 'issued':
        return this.issue(this.ids.get(happening.order)!);
    }
  }

  /** A person who does in everything what rules in shadow would. */
  private async decideAsShown(id: string): Promise<void> {
    const { positions } = await this.shop.externalOrder(id);
    const shown = (positions as Shown[]).filter(
      ({ state, wouldBe }) => state === 'open' && wouldBe && wouldBe.action !== 'leave',
    );
    const accepted = shown.filter(({ wouldBe }) => wouldBe.quantity > 0);
    if (accepted.length > 0) {
      const named = await this.withOffers(id, accepted);
      expect(await this.shop.accept(id, { positions: named })).toMatchObject({ status: 200 });
    }
    for (const position of shown) {
      if (position.wouldBe.quantity > 0) continue;
      expect(await this.shop.refuse(id, { positions: [{ id: position.id }] })).toMatchObject({ status: 200 });
    }
  }

  /** By the best offer that the rule may go by, which has so many pieces beyond what the positions before take. */
  private async withOffers(id: string, accepted: Shown[]): Promise<object[]> {
    const { positions } = (await this.shop.admin.get(`/external-orders/${id}/offers`)).body;
    const taken = new Map<string, number>();
    const partOf = ({ priceListId, article }: Offer) => `${priceListId} ${article}`;
    return accepted.map((position) => {
      const { quantity } = position.wouldBe;
      const { offers } = positions.find(({ positionId }: { positionId: string }) => positionId === position.id);
      const left = (offer: Offer) => offer.free - (taken.get(partOf(offer)) ?? 0);
      const offer = (offers as Offer[]).find((each) => left(each) >= quantity && this.isUsable(each, position))!;
      taken.set(partOf(offer), (taken.get(partOf(offer)) ?? 0) + quantity);
      return { id: position.id, quantity, offerId: offer.id };
    });
  }

  private isUsable(offer: Offer, { deliveryDays, wouldBe: { ruleId, quantity } }: Shown): boolean {
    const { conditions } = rulesOf(this.listIds)[this.ruleIds.indexOf(ruleId)]!;
    const { deviationUp, priceListIds, maxListAgeHours = Infinity, inTime } = conditions;
    const age = this.shop.clock.now().getTime() - Date.parse(offer.listedAt);
    return (
      !offer.isStale &&
      offer.deviation <= deviationUp! &&
      (priceListIds ?? this.listIds).includes(offer.priceListId) &&
      age <= maxListAgeHours * HOUR &&
      (!inTime || offer.deliveryDaysMax <= deliveryDays) &&
      quantity % offer.multiplicity === 0
    );
  }

  private async issue(id: string): Promise<void> {
    const { orderId } = await this.shop.externalOrder(id);
    if (!orderId) return;
    const { items } = await this.shop.order(orderId);
    const open = items.filter(({ status }: { status: { name: string } }) => status.name === 'Обрабатывается');
    if (open.length > 0) await this.shop.setStatus(open, 'Выдано');
  }

  private async lookAt(id: string) {
    const { state, positions } = await this.shop.externalOrder(id);
    const each = positions.map(
      (position: { state: string; acceptedQuantity: number; quantity: number; offer: Offer | null }) => {
        const { offer } = position;
        return [
          position.state,
          position.acceptedQuantity,
          position.quantity,
          offer && `${offer.article} ${offer.price}`,
        ];
      },
    );
    return { state, positions: each };
  }
}

describe('processing rules on a recorded day', () => {
  it('come to the same in shadow, where people do what they show, and on', async () => {
    const day = dayOf(ORDERS, new Random(SEED));
    const [inShadow, on] = [await Player.open('shadow'), await Player.open('on')];
    const [shown, done] = [await inShadow.play(day), await on.play(day)];
    await Promise.all([inShadow.close(), on.close()]);
    expect(shown.positions).toEqual(done.positions);
    expect(shown.results).toEqual(done.results);
    for (const { disagreed, open } of shown.results) expect([disagreed, open]).toEqual([0, 0]);
    // All that decide did so.
    expect(shown.results.filter(({ agreed }) => agreed > 0)).toHaveLength(6);
  });
});

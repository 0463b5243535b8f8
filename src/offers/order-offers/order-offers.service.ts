import { setImmediate as othersTurn } from 'node:timers/promises';
import { Injectable, OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../access/actor.js';
import type { ExternalOrderPosition } from '../../orders/external-orders/external-order.entity.js';
import { ExternalOrdersService } from '../../orders/external-orders/external-orders.service.js';
import { type NamedOffer, OfferSource } from '../../orders/external-orders/offer-source.service.js';
import type { ChosenOffer } from '../../orders/orders/offered-line.js';
import { groupBy } from '../../platform/collections.js';
import { Configuration, type ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { NotFoundError } from '../../platform/errors.js';
import { Clock } from '../../platform/clock.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { type PriceListOffer, PriceListOffers } from '../price-lists/price-list-offers.service.js';
import { type OrderAvailabilityView, type OrderOffersView, presentOffer } from './order-offers.dto.js';
import { bestOf, type MeasuredOffers, orderAvailability, type WantedPosition } from './offered-position.js';
import { promisedStock } from './promised-stock.js';

/** Of all positions of an order together. */
const MOST_SHOWN = 20_000;
/** So long a long order may keep others from their turn. */
const MOST_AT_A_TIME_MS = 20;
/** Of all orders that are asked for at once; those behind them are left out. */
const MAX_POSITIONS = 5_000;

/** What the shop's price lists have for the positions of external orders. */
@Injectable()
export class OrderOffers implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly externalOrders: ExternalOrdersService,
    private readonly priceLists: PriceListOffers,
    private readonly source: OfferSource,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.source.register((...asked) => this.choose(...asked));
  }

  /** @throws NotFoundError */
  of(externalOrderId: number, actor: Actor): Promise<OrderOffersView> {
    return this.transactions.read(async (manager) => {
      const [found] = await this.externalOrders.withPositions(manager, [externalOrderId], actor);
      if (!found) throw new NotFoundError(`External order ${externalOrderId}`);
      const { order, positions } = found;
      const { current } = this.configuration;
      const measured = await this.measured(manager, current, order.regionId, positions);
      const most = Math.floor(MOST_SHOWN / Math.max(1, positions.length));
      return {
        priceLists: this.priceLists.inForce(current, order.regionId).length,
        positions: positions.map(({ id }, index) => ({
          positionId: String(id),
          offers: measured[index]!.offers.slice(0, most).map(presentOffer),
        })),
      };
    });
  }

  /** What of orders that wait for a decision could be delivered, by their open positions. */
  availabilities(ids: number[], actor: Actor): Promise<OrderAvailabilityView[]> {
    const { current } = this.configuration;
    return this.transactions.read(async (manager) => {
      const found = await this.externalOrders.withPositions(manager, ids, actor);
      let left = MAX_POSITIONS;
      const open = found
        .map(({ order, positions }) => ({ order, positions: positions.filter(({ state }) => state === 'open') }))
        .filter(({ positions }) => positions.length > 0)
        .filter(({ order }) => this.priceLists.inForce(current, order.regionId).length > 0)
        .filter(({ positions }) => (left -= positions.length) >= 0);
      const views = new Map<number, OrderAvailabilityView>();
      for (const [regionId, orders] of groupBy(open, ({ order }) => order.regionId)) {
        const all = orders.flatMap(({ positions }) => positions);
        const offered = await this.measured(manager, current, regionId, all);
        const offersOf = new Map(all.map((position, index) => [position, offered[index]!.offers]));
        for (const { order, positions } of orders) {
          const measured = positions.map((position) => ({ position, offers: offersOf.get(position)! }));
          views.set(order.id, { id: String(order.id), ...orderAvailability(measured) });
        }
      }
      return ids.flatMap((id) => views.get(id) ?? []);
    });
  }

  /** @returns the offers of each position, best first */
  async measured(
    manager: EntityManager,
    snapshot: ConfigurationSnapshot,
    regionId: number,
    positions: ExternalOrderPosition[],
  ): Promise<MeasuredOffers[]> {
    const found = await this.priceLists.find(manager, snapshot, regionId, positions);
    const all = [...new Set(found)].flatMap(({ offers }) => offers);
    const promised = await promisedStock(manager, snapshot, all, this.clock.now());
    const known = new Map(found.map((each) => [each, new Map<string, MeasuredOffers>()]));
    const measured: MeasuredOffers[] = [];
    let startedAt = performance.now();
    for (const [index, position] of positions.entries()) {
      const ofPart = known.get(found[index]!)!;
      const wanted = wishOf(position);
      if (!ofPart.has(wanted)) ofPart.set(wanted, bestOf(position, found[index]!, promised));
      measured.push(ofPart.get(wanted)!);
      if (performance.now() - startedAt < MOST_AT_A_TIME_MS) continue;
      await othersTurn();
      startedAt = performance.now();
    }
    return measured;
  }

  private async choose(
    manager: EntityManager,
    snapshot: ConfigurationSnapshot,
    regionId: number,
    named: NamedOffer[],
  ): Promise<Array<ChosenOffer | null>> {
    const found = await this.priceLists.find(manager, snapshot, regionId, named);
    return named.map(({ offerId }, index) => {
      const offer = found[index]!.offers.find(({ id }) => id === offerId);
      return offer ? chosen(offer) : null;
    });
  }
}

/** Positions of one part that ask for the same are measured once. */
function wishOf({ quantity, priceMinor, deliveryDays }: WantedPosition): string {
  return `${quantity} ${priceMinor} ${deliveryDays}`;
}

function chosen(offer: PriceListOffer): ChosenOffer {
  const { id: _, line: _l, part: _p, multiplicity: _m, isStale: _s, listedAt, ...kept } = offer;
  return { ...kept, listedAt: listedAt.toISOString() };
}

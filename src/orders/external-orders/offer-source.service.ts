import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import type { ChosenOffer } from '../orders/offered-line.js';
import type { NamedPosition } from './decision.js';
import type { ExternalOrderPosition } from './external-order.entity.js';

/** A position's part, and the offer that is named for it. */
export interface NamedOffer {
  offerId: string;
  brand: string;
  number: string;
}

type Source = (
  manager: EntityManager,
  snapshot: ConfigurationSnapshot,
  regionId: number,
  named: NamedOffer[],
) => Promise<Array<ChosenOffer | null>>;

/** Finds offers that positions are accepted with; the module that has price lists, further up, plugs itself in. */
@Injectable()
export class OfferSource {
  private source: Source = async (_manager, _snapshot, _regionId, named) => named.map(() => null);

  /** @param source answers one for each that is named; null = there is none of this part by this id, or not any more */
  register(source: Source): void {
    this.source = source;
  }

  /**
   * The offers that are named, by their positions.
   * @throws InvalidInputError `no_such_offer`
   */
  async chosenFor(
    manager: EntityManager,
    snapshot: ConfigurationSnapshot,
    regionId: number,
    positions: ExternalOrderPosition[],
    named: NamedPosition[],
  ): Promise<Map<ExternalOrderPosition, ChosenOffer>> {
    const asked = named.flatMap(({ id, offerId }, index) => {
      const position = positions.find((each) => String(each.id) === id);
      if (offerId === undefined || !position) return [];
      const { brand, number } = position;
      return [{ position, offerId, brand, number, path: `positions[${index}].offerId` }];
    });
    if (asked.length === 0) return new Map();
    const found = await this.source(manager, snapshot, regionId, asked);
    const missing = asked.filter((_, index) => found[index] === null);
    if (missing.length > 0)
      throw new InvalidInputError(missing.map(({ path }) => ({ path, ...errorDetail('no_such_offer') })));
    return new Map(asked.map(({ position }, index) => [position, found[index]!]));
  }
}

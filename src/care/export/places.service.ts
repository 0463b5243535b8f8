import { Injectable } from '@nestjs/common';
import { marketplaceName } from '../../marketplaces/connections/marketplace.js';
import { MarketplaceConnectionsService } from '../../marketplaces/connections/marketplace-connections.service.js';
import { RegionsService } from '../../access/regions/regions.service.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import type { Place } from './column.js';

export interface PlaceIds {
  regionId: string | null;
  connectionId: string;
}

const NO_ZONE = 'UTC';

/** Regions and connections in words, as the rows of an export need them. */
@Injectable()
export class Places {
  constructor(
    private readonly transactions: Transactions,
    private readonly regions: RegionsService,
    private readonly connections: MarketplaceConnectionsService,
  ) {}

  /** Of each of these rows, in their order. */
  of(rows: PlaceIds[]): Promise<Place[]> {
    const idsOf = (key: keyof PlaceIds) => [...new Set(rows.flatMap((row) => (row[key] ? [Number(row[key])] : [])))];
    return this.transactions.read(async (manager) => {
      const regions = await this.regions.byIds(manager, idsOf('regionId'));
      const connections = await this.connections.byIds(manager, idsOf('connectionId'));
      return rows.map(({ regionId, connectionId }) => {
        const region = regions.get(Number(regionId));
        const connection = connections.get(Number(connectionId));
        const name = connection && `${marketplaceName(connection.marketplace)} ${connection.login}`;
        return { region: region?.name ?? '', timeZone: region?.timeZone ?? NO_ZONE, connection: name?.trim() ?? '' };
      });
    });
  }
}

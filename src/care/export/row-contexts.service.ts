import { Injectable } from '@nestjs/common';
import { marketplaceName } from '../../marketplaces/connections/marketplace.js';
import { CONNECTIONS } from '../../marketplaces/connections/connection-directory.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import type { RowContext } from './column.js';

export interface RowContextIds {
  regionId: string | null;
  connectionId: string;
}

const NO_ZONE = 'UTC';

/** Regions and connections in words, as the rows of an export need them. */
@Injectable()
export class RowContexts {
  constructor(private readonly configuration: Configuration) {}

  /** Of each of these rows, in their order. */
  of(rows: RowContextIds[]): RowContext[] {
    const { current } = this.configuration;
    return rows.map(({ regionId, connectionId }) => {
      const region = current.get(REGIONS).get(Number(regionId));
      const connection = current.get(CONNECTIONS).get(Number(connectionId));
      const name = connection && `${marketplaceName(connection.marketplace)} ${connection.login}`;
      return { region: region?.name ?? '', timeZone: region?.timeZone ?? NO_ZONE, connection: name?.trim() ?? '' };
    });
  }
}

import type { SealedColumn } from '../../platform/secrets/sealed-column.js';
import { MarketplaceConnection } from './marketplace-connection.entity.js';
import { OrderLink } from './order-link.entity.js';

/** Where a secret of a connection is bound to. */
export function connectionPlaceOf(id: number, column: 'password' | 'api_key'): string {
  return `marketplace_connections:${id}:${column}`;
}

/** Where the secret of an order link is bound to. */
export function linkPlaceOf({ secretHash }: Pick<OrderLink, 'secretHash'>): string {
  return `order_links:${secretHash}:secret`;
}

export const CONNECTION_SEALED_COLUMNS: SealedColumn<MarketplaceConnection>[] = [
  { entity: MarketplaceConnection, column: 'passwordSealed', placeOf: ({ id }) => connectionPlaceOf(id, 'password') },
  { entity: MarketplaceConnection, column: 'apiKeySealed', placeOf: ({ id }) => connectionPlaceOf(id, 'api_key') },
];

export const LINK_SEALED_COLUMNS: SealedColumn<OrderLink>[] = [
  { entity: OrderLink, column: 'secretSealed', placeOf: linkPlaceOf },
];

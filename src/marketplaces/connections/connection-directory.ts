import { Actor, seesRegion } from '../../access/actor.js';
import { ConfigurationPart, ConfigurationSnapshot } from '../../platform/configuration/configuration-snapshot.js';
import type { MarketplaceCode } from './marketplace.js';
import { MarketplaceConnection, OrderLink } from './marketplace-connection.entity.js';

/** By id, also those that were deleted: their orders stay. */
export const CONNECTIONS = new ConfigurationPart(async (manager) => {
  const connections = await manager.find(MarketplaceConnection, { order: { id: 'ASC' } });
  return new Map(connections.map((connection) => [connection.id, connection]));
});

/** All that the actor may see, oldest first. */
export function connectionsFor(actor: Actor, snapshot: ConfigurationSnapshot): MarketplaceConnection[] {
  const connections = [...snapshot.get(CONNECTIONS).values()];
  return connections.filter(({ deletedAt, regionId }) => deletedAt === null && seesRegion(actor, regionId));
}

const ORDER_LINKS = new ConfigurationPart(async (manager) => {
  const links = await manager.find(OrderLink);
  return new Map(links.map((link) => [link.secretHash, link]));
});

/** The connection behind a link, as far as receiving needs it. */
export interface LinkedConnection {
  secretHash: string;
  connectionId: number;
  marketplace: MarketplaceCode;
  /** Null = it was never switched on. */
  regionId: number | null;
  isActive: boolean;
  /** Expression that what comes in goes through first; "" = none. */
  inbound: string;
}

/** @returns undefined when the secret belongs to no link that works now */
export function linkedConnection(
  snapshot: ConfigurationSnapshot,
  secretHash: string,
  now: Date,
): LinkedConnection | undefined {
  const link = snapshot.get(ORDER_LINKS).get(secretHash);
  const connection = link && snapshot.get(CONNECTIONS).get(link.connectionId);
  if (!connection || connection.deletedAt || (link.validUntil && link.validUntil <= now)) return undefined;
  const { id: connectionId, marketplace, regionId, isActive, adapter } = connection;
  return { secretHash, connectionId, marketplace, regionId, isActive, inbound: adapter?.inbound ?? '' };
}

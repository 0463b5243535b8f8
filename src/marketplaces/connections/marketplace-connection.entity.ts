import { Column, Entity, Index } from 'typeorm';
import { InstantColumn, LargeColumn, RowVersionColumn, CreatedRow } from '../../platform/sql/columns.js';
import { Adapter, CONTRACT_AS_IS, isAbsolute } from './adapter.js';
import type { SealedColumn } from '../../platform/secrets/secret-box.js';
import type { OverdueRefusal } from '../../orders/external-orders/decision-limits.service.js';
import { Actor, seesRegion } from '../../access/actor.js';
import { ConfigurationPart, ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';

/** The services that the product can be connected to. */
export const MARKETPLACES = [{ code: 'gettzap', name: 'GettZap' }] as const;

export type MarketplaceCode = (typeof MARKETPLACES)[number]['code'];

/** A delivery channel is called as the marketplace to whose connections it sends; other channels speak to somebody else. */
export function marketplaceName(channel: string): string | undefined {
  return MARKETPLACES.find(({ code }) => code === channel)?.name;
}

export const MARKETPLACE_CODES: MarketplaceCode[] = MARKETPLACES.map(({ code }) => code);

export const WAITS_FOR = ['api_url'] as const;
export type WaitsFor = (typeof WAITS_FOR)[number];

/** One office account of the shop at a marketplace. */
@Entity('marketplace_connections')
export class MarketplaceConnection extends CreatedRow {
  @Column({ type: 'varchar', length: 32 })
  marketplace: MarketplaceCode;

  @Column({ type: 'boolean' })
  isActive: boolean;

  @Index('marketplace_connections_region')
  @Column({ type: 'int', nullable: true })
  regionId: number | null;

  @Column({ type: 'varchar', length: 255 })
  login: string;

  /** Sealed, "" = none. */
  @Column({ type: 'text' })
  passwordSealed: string;

  /** Sealed, "" = none. */
  @Column({ type: 'text' })
  apiKeySealed: string;

  /** "" = not known yet. */
  @Column({ type: 'varchar', length: 500 })
  apiUrl: string;

  /** The status that items pass into when the buyer refuses; null = they stay. */
  @Column({ type: 'int', nullable: true })
  cancelledStatusId: number | null;

  @Column({ type: 'varchar', length: 255 })
  acceptedStatus: string;

  @Column({ type: 'text' })
  acceptedText: string;

  @Column({ type: 'varchar', length: 255 })
  refusedStatus: string;

  @Column({ type: 'text' })
  refusedText: string;

  /** Minutes of work that the first decision may take; null = as long as it likes. */
  @Column({ type: 'int', nullable: true })
  decisionMinutes: number | null;

  /** So many before the end of these managers are told; null = they are not. */
  @Column({ type: 'int', nullable: true })
  decisionWarnMinutes: number | null;

  /** What the service does with an order that was not decided in time; null = nothing. */
  @Column({ type: 'simple-json', nullable: true })
  onOverdue: OverdueRefusal | null;

  /** Null = the contract as it is. */
  @LargeColumn('largeJson', { nullable: true })
  adapter: Adapter | null;

  @InstantColumn({ nullable: true })
  deletedAt: Date | null;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;

  /** No address is known to send to: what is to be told waits until one is entered. */
  get lacksAddress(): boolean {
    if (this.apiUrl !== '') return false;
    const { url, positionUrl } = this.adapter ?? CONTRACT_AS_IS;
    return !(isAbsolute(url) && isAbsolute(positionUrl || url));
  }

  /** What the notifications of a connection that is on wait for. */
  get waitsFor(): WaitsFor | null {
    return this.isActive && this.lacksAddress ? 'api_url' : null;
  }

  /** What is still to be filled in before the connection can be turned on. */
  missing(): string[] {
    const needed = {
      regionId: this.regionId,
      login: this.login,
      password: this.passwordSealed,
      apiKey: this.apiKeySealed,
    };
    return Object.entries(needed)
      .filter(([, value]) => !value)
      .map(([name]) => name);
  }
}

/** A connection was made, its settings were changed, or it was deleted. */
export class MarketplaceConnectionChanged {
  constructor(
    readonly connectionId: number,
    /** It is on, and knows where to send. */
    readonly canSend: boolean,
    /** Login, password, key or address are other ones now. */
    readonly credentialsChanged: boolean,
    readonly isDeleted: boolean,
  ) {}
}

/**
 * How a marketplace uses an order link as it should not: `used`: it was replaced and still works; `refused`: it has ended; `deleted`: its
 * connection was; `misspelt`: what comes differs from it.
 */
export type LinkMisuse = 'used' | 'refused' | 'deleted' | 'misspelt';

/** A secret address that a marketplace posts orders to. */
@Entity('order_links')
export class OrderLink extends CreatedRow {
  @Index('order_links_connection')
  @Column({ type: 'int' })
  connectionId: number;

  /** SHA-256 of the secret, hex. */
  @Index('order_links_secret', { unique: true })
  @Column({ type: 'varchar', length: 64 })
  secretHash: string;

  @Column({ type: 'text' })
  secretSealed: string;

  /** Null for the link in force; a replaced one works until then. */
  @InstantColumn({ nullable: true })
  validUntil: Date | null;

  /** What people were told last of how it is used. */
  @Column({ type: 'varchar', length: 16, default: '' })
  told: '' | LinkMisuse;
}

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

/** By the hash of their secret, also those that have ended. */
export const ORDER_LINKS = new ConfigurationPart(async (manager) => {
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

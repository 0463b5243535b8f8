import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, EntityManager, In, Not } from 'typeorm';
import { AppConfig } from '../../platform/config/app-config.js';
import { Clock } from '../../platform/clock.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { RequestBatcher } from '../../platform/transactions/request-batcher.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import type { MarketplaceCode } from './marketplace.js';
import { MarketplaceConnection } from './marketplace-connection.entity.js';
import { OrderLink } from './order-link.entity.js';
import { linkPlaceOf } from './sealed-columns.js';

const SECRET_BYTES = 32;
const OVERLAP_MS = 24 * 3_600_000;
/** How long another replica may go on with what it knows of a link. */
const CACHE_MS = 2_000;
const CACHE_SIZE = 10_000;
const LOOK_UPS = { size: 100, weight: 100, weigh: () => 1, groups: 1 };

/** Which links of a connection are ended: all, or those that were replaced before. */
export const REVOKED_LINKS = ['all', 'replaced'] as const;
export type RevokedLinks = (typeof REVOKED_LINKS)[number];

/** The connection behind a link, as far as receiving needs it. */
export interface LinkedConnection {
  connectionId: number;
  marketplace: MarketplaceCode;
  /** Null = it was never switched on. */
  regionId: number | null;
  isActive: boolean;
  /** Expression that what comes in goes through first; "" = none. */
  inbound: string;
}

/** What people see of a connection's order links. */
export interface ShownLinks {
  /** Of the one in force; "" when its secret cannot be opened any more: it goes on working all the same. */
  orderLink: string;
  /** How long one that was replaced works beside it; null = none does. */
  oldLinkValidUntil: Date | null;
}

interface CacheEntry {
  connection: LinkedConnection;
  validUntil: number;
  checkedAt: number;
}

/** Secret addresses for incoming orders: shown, replaced, found by the hash of their secret. */
@Injectable()
export class OrderLinksService {
  private cache = new Map<string, CacheEntry>();
  /** Whoever tries links out takes one connection to the database, however many he tries at once. */
  private readonly lookUps = new RequestBatcher((secretHashes: string[]) => this.load(secretHashes), LOOK_UPS);

  constructor(
    private readonly transactions: Transactions,
    private readonly secretBox: SecretBox,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Makes a new link for the connection; one in force before works for 24 h more. */
  async replace(tx: Transaction, connectionId: number, marketplace: MarketplaceCode) {
    const now = this.clock.now();
    const oldLinkValidUntil = new Date(now.getTime() + OVERLAP_MS);
    // Nobody is shown a link that was replaced: its hash is enough for what still comes to it.
    const replaced = { validUntil: oldLinkValidUntil, secretSealed: '' };
    await tx.manager.update(OrderLink, { connectionId, validUntil: IsNull() }, replaced);
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const secretHash = hashOf(secret);
    await tx.insert(OrderLink, {
      connectionId,
      secretHash,
      secretSealed: this.secretBox.seal(secret, linkPlaceOf({ secretHash })),
      validUntil: null,
      createdAt: now,
    });
    tx.afterCommit(() => this.forget());
    return { orderLink: this.urlOf(marketplace, secret), oldLinkValidUntil };
  }

  /** The links of each connection. */
  async current(manager: EntityManager, connections: MarketplaceConnection[]): Promise<Map<number, ShownLinks>> {
    if (connections.length === 0) return new Map();
    const connectionId = In(connections.map(({ id }) => id));
    const links = await manager.find(OrderLink, {
      where: [
        { connectionId, validUntil: IsNull() },
        { connectionId, validUntil: MoreThan(this.clock.now()) },
      ],
      order: { validUntil: 'ASC' },
    });
    return new Map(
      connections.map(({ id, marketplace }) => {
        const own = links.filter((link) => link.connectionId === id);
        const inForce = own.find(({ validUntil }) => validUntil === null);
        const secret = inForce && this.secretBox.tryOpen(inForce.secretSealed, linkPlaceOf(inForce));
        const orderLink = secret === undefined ? '' : this.urlOf(marketplace, secret);
        const oldLinkValidUntil = own.findLast(({ validUntil }) => validUntil !== null)?.validUntil ?? null;
        return [id, { orderLink, oldLinkValidUntil }];
      }),
    );
  }

  /** Ends the links of a connection at once: all, or those that were replaced. Other replicas know within two seconds. */
  async revoke(tx: Transaction, connectionId: number, scope: RevokedLinks): Promise<void> {
    await tx.manager.delete(OrderLink, { connectionId, ...(scope === 'replaced' && { validUntil: Not(IsNull()) }) });
    tx.afterCommit(() => this.forget());
  }

  /** Forgets what was remembered or is just being read of links and their connections, after one of them changed. */
  forget(): void {
    this.cache = new Map();
  }

  /** @returns undefined when the secret belongs to no link that works now */
  async find(secret: string): Promise<LinkedConnection | undefined> {
    const secretHash = hashOf(secret);
    const now = this.clock.now().getTime();
    const { cache } = this;
    let entry = cache.get(secretHash);
    if (!entry || now - entry.checkedAt > CACHE_MS) {
      entry = await this.lookUps.do(secretHash);
      if (!entry) return undefined;
      if (cache.size >= CACHE_SIZE) cache.clear();
      cache.set(secretHash, entry);
    }
    return now < entry.validUntil ? entry.connection : undefined;
  }

  /** @returns for each hash what it leads to; undefined = nothing */
  private load(secretHashes: string[]): Promise<Array<CacheEntry | undefined>> {
    const checkedAt = this.clock.now().getTime();
    return this.transactions.read(async (manager) => {
      const links = await manager.findBy(OrderLink, { secretHash: In(secretHashes) });
      if (links.length === 0) return secretHashes.map(() => undefined);
      const id = In(links.map(({ connectionId }) => connectionId));
      const connections = await manager.findBy(MarketplaceConnection, { id });
      return secretHashes.map((secretHash) => {
        const link = links.find((each) => each.secretHash === secretHash);
        const connection = link && connections.find((each) => each.id === link.connectionId);
        if (!connection || connection.deletedAt) return undefined;
        return { connection: linked(connection), validUntil: link.validUntil?.getTime() ?? Infinity, checkedAt };
      });
    });
  }

  private urlOf(marketplace: MarketplaceCode, secret: string): string {
    return `${this.config.publicUrl}/${marketplace}/orders/${secret}`;
  }
}

function linked({
  id: connectionId,
  marketplace,
  regionId,
  isActive,
  adapter,
}: MarketplaceConnection): LinkedConnection {
  return { connectionId, marketplace, regionId, isActive, inbound: adapter?.inbound ?? '' };
}

function hashOf(secret: string): string {
  return sha256(secret);
}

import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, EntityManager, In } from 'typeorm';
import { idsOf } from '../../platform/collections.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { Clock, later } from '../../platform/clock.js';
import { PublicReach, publicReach } from '../../platform/http/public-reach.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { type ConfigurationSnapshot, Configuration } from '../../platform/configuration/configuration.service.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import {
  type MarketplaceCode,
  MarketplaceConnection,
  OrderLink,
  linkPlaceOf,
  LinkedConnection,
  linkedConnection,
} from './marketplace-connection.entity.js';

const SECRET_BYTES = 32;
/** So long a link goes on working after it was replaced. */
export const OVERLAP_MS = 24 * 3_600_000;

/** Which links of a connection are ended: all, or those that were replaced before. */
export const REVOKED_LINKS = ['all', 'replaced'] as const;
export type RevokedLinks = (typeof REVOKED_LINKS)[number];

/** What people see of a connection's order links. */
export interface ShownLinks {
  /** Of the one in force; "" when its secret cannot be opened any more: it goes on working all the same. */
  orderLink: string;
  /** How long one that was replaced works beside it; null = none does. */
  oldLinkValidUntil: Date | null;
  reach: PublicReach;
}

/** Secret addresses for incoming orders: shown, replaced, found by the hash of their secret. */
@Injectable()
export class OrderLinksService {
  constructor(
    private readonly configuration: Configuration,
    private readonly secretBox: SecretBox,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Makes a new link for the connection; one in force before works for 24 h more. */
  async replace(tx: Transaction, connectionId: number, marketplace: MarketplaceCode) {
    const now = this.clock.now();
    const oldLinkValidUntil = later(now, OVERLAP_MS);
    // Nobody is shown a link that was replaced: its hash is enough for what still comes to it.
    const replaced = { validUntil: oldLinkValidUntil, secretSealed: '' };
    await tx.manager.update(OrderLink, { connectionId, validUntil: IsNull() }, replaced);
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const secretHash = sha256(secret);
    await tx.insert(OrderLink, {
      connectionId,
      secretHash,
      secretSealed: this.secretBox.seal(secret, linkPlaceOf({ secretHash })),
      validUntil: null,
      createdAt: now,
    });
    return { orderLink: this.urlOf(marketplace, secret), oldLinkValidUntil };
  }

  /** The links of each connection. */
  async current(manager: EntityManager, connections: MarketplaceConnection[]): Promise<Map<number, ShownLinks>> {
    if (connections.length === 0) return new Map();
    const connectionId = In(idsOf(connections));
    const links = await manager.find(OrderLink, {
      where: [
        { connectionId, validUntil: IsNull() },
        { connectionId, validUntil: MoreThan(this.clock.now()) },
      ],
      order: { validUntil: 'ASC' },
    });
    const reach = publicReach(this.config);
    return new Map(
      connections.map(({ id, marketplace }) => {
        const own = links.filter((link) => link.connectionId === id);
        const inForce = own.find(({ validUntil }) => validUntil === null);
        const secret = inForce && this.secretBox.tryOpen(inForce.secretSealed, linkPlaceOf(inForce));
        const orderLink = secret === undefined ? '' : this.urlOf(marketplace, secret);
        const oldLinkValidUntil = own.findLast(({ validUntil }) => validUntil !== null)?.validUntil ?? null;
        return [id, { orderLink, oldLinkValidUntil, reach }];
      }),
    );
  }

  /** Ends links of a connection at once, their secrets with them. That they were there stays known, as of one that ran out. */
  async revoke(tx: Transaction, connectionId: number, scope: RevokedLinks): Promise<void> {
    const now = this.clock.now();
    const replaced = { connectionId, validUntil: MoreThan(now) };
    const ended = scope === 'all' ? [replaced, { connectionId, validUntil: IsNull() }] : [replaced];
    for (const which of ended) await tx.manager.update(OrderLink, which, { validUntil: now, secretSealed: '' });
  }

  /** Whose link it is; one that is not known is looked for in the database. What is known may be out of date: see `isInForce`. */
  async find(secret: string): Promise<LinkedConnection | undefined> {
    const { latest } = this.configuration;
    const find = (snapshot: ConfigurationSnapshot) => linkedConnection(snapshot, sha256(secret), this.clock.now());
    return (latest && find(latest)) ?? find(await this.configuration.refresh());
  }

  /** What a link leads to now that was found not to be in force. */
  async findAgain({ secretHash }: LinkedConnection): Promise<LinkedConnection | undefined> {
    return linkedConnection(await this.configuration.refresh(), secretHash, this.clock.now());
  }

  /** Whether a link still leads to its connection and that is as it was, until the end of the transaction. */
  async isInForce(tx: Transaction, linked: LinkedConnection): Promise<boolean> {
    const now = linkedConnection(await this.configuration.of(tx), linked.secretHash, this.clock.now());
    return isDeepStrictEqual(now, linked);
  }

  private urlOf(marketplace: MarketplaceCode, secret: string): string {
    return `${this.config.publicUrl}/${marketplace}/orders/${secret}`;
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { Clock, later } from '../../platform/clock.js';
import { Configuration, type ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import { CONNECTIONS, linkPlaceOf, type LinkMisuse, ORDER_LINKS, OrderLink } from './marketplace-connection.entity.js';
import { OVERLAP_MS } from './order-links.service.js';

/** So long it may take to enter the new link at the marketplace. */
const ENTERED_WITHIN_MS = 3_600_000;
const TRIED_AGAIN_AFTER_MS = 60_000;
/** Of a secret's 43 characters: 120 bits, which nobody guesses. */
const MEANT_FROM = 20;

/** A marketplace posts to an order link that was replaced long ago, has ended, or was entered there with a mistake. */
export class OrderLinkMisused {
  constructor(
    readonly connectionId: number,
    readonly how: LinkMisuse,
    /** Until then it works, or worked; null = it goes on working. */
    readonly validUntil: Date | null,
  ) {}
}

interface Misuse {
  link: OrderLink;
  how: LinkMisuse;
}

/**
 * Publishes once of each order link that a marketplace uses it as it should not, and once that what comes so is refused: the marketplace
 * goes on posting, and nobody at the shop sees what does not arrive.
 */
@Injectable()
export class MisusedLinks {
  private readonly logger = new Logger(MisusedLinks.name);
  private readonly underWay = new Set<string>();
  private meant: { of: Map<string, OrderLink>; byEnds: Map<string, OrderLink> } | undefined;

  constructor(
    private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly secretBox: SecretBox,
  ) {}

  /** Heeds that a message came by a link, known or not; what came does not wait for it. @param secretHash SHA-256 of its secret, hex */
  heed(secretHash: string): void {
    this.tell((snapshot) => this.misuseOf(snapshot.get(ORDER_LINKS).get(secretHash), snapshot));
  }

  /** Heeds that a message came by a link that leads nowhere: it may be one that was entered with a mistake. */
  heedUnknown(secret: string): void {
    this.tell((snapshot) => {
      const link = this.meantBy(secret, snapshot.get(ORDER_LINKS));
      return link?.told === '' ? { link, how: 'misspelt' } : undefined;
    });
  }

  /** @param find what people are to be told; undefined = nothing, or they were told */
  private tell(find: (snapshot: ConfigurationSnapshot) => Misuse | undefined): void {
    const { latest } = this.configuration;
    const secretHash = latest && find(latest)?.link.secretHash;
    if (!secretHash || this.underWay.has(secretHash)) return;
    this.underWay.add(secretHash);
    const end = () => this.underWay.delete(secretHash);
    this.publish(find).then(end, (error: Error) => {
      this.logger.warn(`The misuse of an order link could not be told: ${error.message}`);
      // Not by each message: it holds the configuration for a moment.
      setTimeout(end, TRIED_AGAIN_AFTER_MS).unref();
    });
  }

  private publish(find: (snapshot: ConfigurationSnapshot) => Misuse | undefined): Promise<void> {
    return this.configuration.change(async (tx) => {
      const misuse = find(await this.configuration.of(tx));
      if (!misuse) return;
      const { link, how } = misuse;
      const { secretHash, connectionId, validUntil } = link;
      // Several links of a connection are deleted with it, of which one is told.
      await tx.manager.update(OrderLink, how === 'deleted' ? { connectionId } : { secretHash }, { told: how });
      await tx.publish(new OrderLinkMisused(connectionId, how, validUntil));
    });
  }

  private misuseOf(link: OrderLink | undefined, snapshot: ConfigurationSnapshot): Misuse | undefined {
    const connection = link && snapshot.get(CONNECTIONS).get(link.connectionId);
    if (!connection || !link.validUntil) return undefined;
    const { validUntil, told } = link;
    const now = this.clock.now();
    if (connection.deletedAt) return told === 'deleted' ? undefined : { link, how: 'deleted' };
    if (validUntil <= now) return told === 'refused' ? undefined : { link, how: 'refused' };
    const isToBeTold = told !== 'used' && now > later(validUntil, ENTERED_WITHIN_MS - OVERLAP_MS);
    return isToBeTold ? { link, how: 'used' } : undefined;
  }

  /** The link in force that was lost in part, grew or changed its capitals on the way to the marketplace. */
  private meantBy(secret: string, links: Map<string, OrderLink>): OrderLink | undefined {
    if (secret.length < MEANT_FROM) return undefined;
    if (this.meant?.of !== links) this.meant = { of: links, byEnds: this.byEnds(links) };
    const { byEnds } = this.meant;
    return endsOf(secret).flatMap((end) => byEnds.get(end) ?? [])[0];
  }

  private byEnds(links: Map<string, OrderLink>): Map<string, OrderLink> {
    const inForce = [...links.values()].filter(({ validUntil }) => validUntil === null);
    return new Map(
      inForce.flatMap((link) => {
        const secret = this.secretBox.tryOpen(link.secretSealed, linkPlaceOf(link));
        return secret === undefined ? [] : endsOf(secret).map((end) => [end, link] as const);
      }),
    );
  }
}

/** Hashed, so that how long a look-up takes says nothing of a secret. */
function endsOf(secret: string): string[] {
  const folded = secret.trim().toLowerCase();
  return [`${sha256(folded.slice(0, MEANT_FROM))} first`, `${sha256(folded.slice(-MEANT_FROM))} last`];
}

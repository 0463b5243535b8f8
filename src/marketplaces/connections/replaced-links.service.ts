import { Injectable, Logger } from '@nestjs/common';
import { Clock, later } from '../../platform/clock.js';
import { Configuration, type ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { CONNECTIONS, ORDER_LINKS, OrderLink } from './marketplace-connection.entity.js';
import { OVERLAP_MS } from './order-links.service.js';

/** So long it may take to enter the new link at the marketplace. */
const ENTERED_WITHIN_MS = 3_600_000;
const TRIED_AGAIN_AFTER_MS = 60_000;

/** A marketplace posts to an order link that was replaced long ago, or has ended. */
export class ReplacedLinkUsed {
  constructor(
    readonly connectionId: number,
    /** Until then it works, or worked. */
    readonly validUntil: Date,
    /** What came was refused. */
    readonly isRefused: boolean,
  ) {}
}

/**
 * Publishes once of each replaced link that messages still come by it, and once that they are refused, as they are at once where it was
 * ended by hand: the marketplace goes on posting to it, and nobody at the shop sees what does not arrive.
 */
@Injectable()
export class ReplacedLinks {
  private readonly logger = new Logger(ReplacedLinks.name);
  private readonly underWay = new Set<string>();

  constructor(
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  /** Heeds that a message came by a link, known or not; what came does not wait for it. @param secretHash SHA-256 of its secret, hex */
  heed(secretHash: string): void {
    const { latest } = this.configuration;
    if (!latest || !newsOf(latest, secretHash, this.clock.now()) || this.underWay.has(secretHash)) return;
    this.underWay.add(secretHash);
    const end = () => this.underWay.delete(secretHash);
    this.publish(secretHash).then(end, (error: Error) => {
      this.logger.warn(`The use of a replaced order link could not be told: ${error.message}`);
      // Not by each message: it holds the configuration for a moment.
      setTimeout(end, TRIED_AGAIN_AFTER_MS).unref();
    });
  }

  private publish(secretHash: string): Promise<void> {
    return this.configuration.change(async (tx) => {
      const news = newsOf(await this.configuration.of(tx), secretHash, this.clock.now());
      if (!news) return;
      await tx.manager.update(OrderLink, { secretHash }, { told: news.isRefused ? 'refused' : 'used' });
      await tx.publish(news);
    });
  }
}

/** What people are to be told of a link that a message came by; undefined = nothing, or they were told. */
function newsOf(snapshot: ConfigurationSnapshot, secretHash: string, now: Date): ReplacedLinkUsed | undefined {
  const link = snapshot.get(ORDER_LINKS).get(secretHash);
  if (!link?.validUntil || snapshot.get(CONNECTIONS).get(link.connectionId)?.deletedAt !== null) return undefined;
  const { connectionId, validUntil, told } = link;
  const isRefused = validUntil <= now;
  const isToBeTold = isRefused
    ? told !== 'refused'
    : told === '' && now > later(validUntil, ENTERED_WITHIN_MS - OVERLAP_MS);
  return isToBeTold ? new ReplacedLinkUsed(connectionId, validUntil, isRefused) : undefined;
}

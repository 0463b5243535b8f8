import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppConfig } from '../../platform/config/app-config.js';
import type { LinkedConnection } from '../connections/marketplace-connection.entity.js';
import { OrderLinksService } from '../connections/order-links.service.js';
import { MisusedLinks } from '../connections/misused-links.service.js';
import { NotFoundError, TooManyRequestsError } from '../../platform/errors.js';
import { TokenBuckets } from '../../platform/http/token-buckets.js';
import { sha256 } from '../../platform/secrets/sha256.js';

/** Route of the order links: the address holds a secret. */
export const ORDER_LINK = '/gettzap/orders/:secret';

const COPIED_ALONG = /^(\/gettzap\/orders\/[\w-]+)(?:\/|%20|%0[9ad]|%c2%a0)+(?=\?|$)/i;

/** An address without the slash or the spaces that were copied along with an order link: what comes by it would be lost. */
export function withoutCopiedAlong(address: string): string {
  return address.replace(COPIED_ALONG, '$1');
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose order link it came by; of no other route. */
    linkedConnection?: LinkedConnection;
  }
}

/** Asks who comes by an order link before a byte of the body is read: what strangers send is never held in memory. */
@Injectable()
export class OrderLinkDoor {
  private readonly limits: TokenBuckets;

  constructor(
    private readonly links: OrderLinksService,
    private readonly misused: MisusedLinks,
    config: AppConfig,
  ) {
    this.limits = new TokenBuckets(config.webhookRateLimit);
  }

  guard(fastify: FastifyInstance): void {
    fastify.decorateRequest('linkedConnection', undefined);
    fastify.addHook('onRequest', async (request) => {
      if (request.routeOptions.url === ORDER_LINK) request.linkedConnection = await this.enter(request);
    });
  }

  /** @throws NotFoundError `unknown_link`, TooManyRequestsError */
  private async enter({ params }: FastifyRequest): Promise<LinkedConnection> {
    const { secret } = params as { secret: string };
    const connection = await this.links.find(secret);
    this.misused.heed(sha256(secret));
    if (!connection) {
      this.misused.heedUnknown(secret);
      throw new NotFoundError('This order link', 'unknown_link');
    }
    if (!this.limits.take(connection.connectionId, performance.now())) {
      throw new TooManyRequestsError('Too many messages a second for this link.', 1);
    }
    return connection;
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import type { WebhookEvent } from './webhook.js';
import { Webhook } from './webhook.entity.js';

/** How long another replica may go on with what it knows of the web-hooks. */
const CACHE_MS = 2_000;

/** Knows who wants to be told of an event, without a query as long as nobody does. */
@Injectable()
export class ActiveWebhooks {
  private wanted: { events: Set<WebhookEvent>; readAt: number } | undefined;

  constructor(private readonly clock: Clock) {}

  /** Those that are told of the event, as they are in this moment. */
  async wanting(tx: Transaction, event: WebhookEvent): Promise<Webhook[]> {
    const now = this.clock.now().getTime();
    const isFresh = this.wanted && Math.abs(now - this.wanted.readAt) <= CACHE_MS;
    if (isFresh && !this.wanted!.events.has(event)) return [];
    const active = await tx.manager.find(Webhook, { where: { isActive: true }, order: { id: 'ASC' } });
    this.wanted = { events: new Set(active.flatMap(({ events }) => events)), readAt: now };
    return active.filter(({ events }) => events.includes(event));
  }

  /** After a web-hook changed. */
  forget(): void {
    this.wanted = undefined;
  }
}

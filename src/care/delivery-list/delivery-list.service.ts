import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import type { RetryResult } from '../../outbox/bulk-retry.service.js';
import { OutboxAdmin } from '../../outbox/outbox-admin.service.js';
import { EmailDeliveries } from '../../people/email/email-deliveries.service.js';
import { GettzapNotificationsService } from '../../marketplaces/gettzap-notifications/gettzap-notifications.service.js';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../../platform/errors.js';
import { WebhookDeliveries } from '../../shop-systems/webhooks/webhook-deliveries.service.js';
import {
  DeliveryDetail,
  DeliveryListFilter,
  DeliveryListQuery,
  DeliveryPage,
  ListedChannel,
  RetryDeliveries,
} from './delivery-list.dto.js';

type Sender = GettzapNotificationsService | WebhookDeliveries | EmailDeliveries;

const OF_AN_ORDER = ['orderId', 'externalOrderId', 'regionId'] as const;
/** Filters that say nothing about a channel's deliveries. */
const FOREIGN_FILTERS = {
  gettzap: ['webhookId'],
  webhook: ['connectionId'],
  email: ['webhookId', 'connectionId', ...OF_AN_ORDER],
} as const;

/** One list of everything that was sent, whoever it was sent to; each channel shows its own. */
@Injectable()
export class DeliveryList {
  constructor(
    private readonly admin: OutboxAdmin,
    private readonly notifications: GettzapNotificationsService,
    private readonly webhooks: WebhookDeliveries,
    private readonly emails: EmailDeliveries,
  ) {}

  /** @throws ForbiddenError, InvalidInputError for a filter that the channel does not know */
  async list(query: DeliveryListQuery, actor: Actor): Promise<DeliveryPage> {
    return this.senderOf(this.channelOf(query, actor)).list(query, query, actor);
  }

  /** @throws ForbiddenError, InvalidInputError for a filter that the channel does not know */
  async retryAll(
    { filter, force = false, dryRun = false, after, limit }: RetryDeliveries,
    actor: Actor,
  ): Promise<RetryResult> {
    const sender = this.senderOf(this.channelOf(filter, actor));
    const bulk = { force, after, limit };
    return dryRun ? sender.countRetry(filter, bulk, actor) : sender.retryAll(filter, bulk, actor);
  }

  /** @throws NotFoundError */
  async detail(id: number, actor: Actor): Promise<DeliveryDetail> {
    return (await this.senderOfOne(id, actor)).detail(id, actor);
  }

  /** @throws NotFoundError; ConflictError `confirmation_required`, `being_sent`, `skipped` */
  async retry(id: number, force: boolean, actor: Actor): Promise<DeliveryDetail> {
    return (await this.senderOfOne(id, actor)).retry(id, force, actor);
  }

  /** @throws NotFoundError; ConflictError `being_sent`, `already_finished` */
  async cancel(id: number, actor: Actor): Promise<DeliveryDetail> {
    return (await this.senderOfOne(id, actor)).cancel(id, actor);
  }

  private channelOf({ channel = 'gettzap', ...filter }: DeliveryListFilter, actor: Actor): ListedChannel {
    for (const path of FOREIGN_FILTERS[channel]) {
      if (filter[path] !== undefined) throw InvalidInputError.of(path, `is no filter of the channel ${channel}`);
    }
    if (channel !== 'gettzap' && !isAdmin(actor)) {
      throw new ForbiddenError('forbidden', 'Only an administrator sees what is sent to web-hooks and mailboxes.');
    }
    return channel;
  }

  /** Web-hooks and e-mails are settings: for others than administrators what is sent to them does not exist. */
  private async senderOfOne(id: number, actor: Actor): Promise<Sender> {
    const channel = (await this.admin.channelOf(id)) as ListedChannel;
    if (channel !== 'gettzap' && !isAdmin(actor)) throw new NotFoundError(`Delivery ${id}`);
    return this.senderOf(channel);
  }

  private senderOf(channel: ListedChannel): Sender {
    return { gettzap: this.notifications, webhook: this.webhooks, email: this.emails }[channel];
  }
}

function isAdmin({ roles }: Actor): boolean {
  return roles.includes('admin');
}

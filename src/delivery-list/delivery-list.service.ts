import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { DeliveryDesk, RetryResult } from '../deliveries/delivery-desk.service.js';
import {
  GettzapNotificationDetail,
  GettzapNotificationPage,
} from '../gettzap-notifications/gettzap-notification.dto.js';
import { GettzapNotificationsService } from '../gettzap-notifications/gettzap-notifications.service.js';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../shared/errors.js';
import { WebhookDeliveryDetail, WebhookDeliveryPage } from '../webhooks/webhook-delivery.dto.js';
import { WebhookDeliveries } from '../webhooks/webhook-deliveries.service.js';
import { DeliveryListFilter, DeliveryListQuery } from './delivery-list.dto.js';

export type DeliveryPage = GettzapNotificationPage | WebhookDeliveryPage;
export type DeliveryDetail = GettzapNotificationDetail | WebhookDeliveryDetail;

/** One list of everything that was sent, whoever it was sent to; each channel shows its own. */
@Injectable()
export class DeliveryList {
  constructor(
    private readonly desk: DeliveryDesk,
    private readonly notifications: GettzapNotificationsService,
    private readonly webhooks: WebhookDeliveries,
  ) {}

  /** @throws ForbiddenError, InvalidInputError for a filter that the channel does not know */
  async list(query: DeliveryListQuery, actor: Actor): Promise<DeliveryPage> {
    return this.channelOf(query, actor) === 'webhook'
      ? this.webhooks.list(query, query, actor)
      : this.notifications.list(query, actor);
  }

  /** @throws ForbiddenError, InvalidInputError for a filter that the channel does not know */
  async retryAll(filter: DeliveryListFilter, force: boolean, actor: Actor): Promise<RetryResult> {
    return this.channelOf(filter, actor) === 'webhook'
      ? this.webhooks.retryAll(filter, force, actor)
      : this.notifications.retryAll(filter, force, actor);
  }

  /** @throws NotFoundError */
  async detail(id: number, actor: Actor): Promise<DeliveryDetail> {
    return (await this.senderOf(id, actor)).detail(id, actor);
  }

  /** @throws NotFoundError; ConflictError `confirmation_required`, `being_sent`, `skipped` */
  async retry(id: number, force: boolean, actor: Actor): Promise<DeliveryDetail> {
    return (await this.senderOf(id, actor)).retry(id, force, actor);
  }

  /** @throws NotFoundError; ConflictError `being_sent`, `already_finished` */
  async cancel(id: number, actor: Actor): Promise<DeliveryDetail> {
    return (await this.senderOf(id, actor)).cancel(id, actor);
  }

  private channelOf({ channel = 'gettzap', connectionId, webhookId }: DeliveryListFilter, actor: Actor) {
    const foreign = channel === 'webhook' ? { connectionId } : { webhookId };
    for (const [path, value] of Object.entries(foreign)) {
      if (value !== undefined) throw InvalidInputError.of(path, `is no filter of the channel ${channel}`);
    }
    if (channel === 'webhook' && !isAdmin(actor)) {
      throw new ForbiddenError('forbidden', 'Only an administrator sees what is sent to web-hooks.');
    }
    return channel;
  }

  /** Web-hooks are settings: for others than administrators what is sent to them does not exist. */
  private async senderOf(id: number, actor: Actor): Promise<GettzapNotificationsService | WebhookDeliveries> {
    if ((await this.desk.channelOf(id)) !== 'webhook') return this.notifications;
    if (!isAdmin(actor)) throw new NotFoundError(`Delivery ${id}`);
    return this.webhooks;
  }
}

function isAdmin({ roles }: Actor): boolean {
  return roles.includes('admin');
}

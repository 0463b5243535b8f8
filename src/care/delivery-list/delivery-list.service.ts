import { Injectable } from '@nestjs/common';
import type { RetryResultView } from '../../outbox/outbox.dto.js';
import type { Actor } from '../../access/actor.js';
import type { MessageFilter } from '../../outbox/message-filter.js';
import { OutboxAdmin } from '../../outbox/outbox-admin.service.js';
import type { MessageDetail, MessageInPlace } from '../../outbox/message-in-place.js';
import { EmailService } from '../../people/email/email.service.js';
import { GettzapNotificationsService } from '../../marketplaces/gettzap-notifications/gettzap-notifications.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../../platform/errors.js';
import { PushDeliveries } from '../../shop-systems/exchanges/push-deliveries.service.js';
import type { PushChannel } from '../../shop-systems/exchanges/exchange.entity.js';
import { WebhookDeliveries } from '../../shop-systems/webhooks/webhook-deliveries.service.js';
import {
  DeliveryDetail,
  DeliveryListFilter,
  DeliveryListQuery,
  DeliveryPage,
  DeliveryView,
  ListedChannel,
  RetryDeliveries,
} from './delivery-list.dto.js';

/** How a channel shows messages of the outbox. */
interface ChannelView {
  filterOf(filter: DeliveryListFilter, actor: Actor): Promise<MessageFilter>;
  present(messages: MessageInPlace[]): Promise<DeliveryView[]>;
  presentDetail(detail: MessageDetail): Promise<DeliveryDetail>;
}

const OF_AN_ORDER = ['orderId', 'externalOrderId', 'regionId'] as const;
const OF_NO_EXCHANGE = ['webhookId', 'connectionId'] as const;
/** Filters that say nothing about a channel's deliveries. */
const FOREIGN_FILTERS = {
  gettzap: ['webhookId', 'exchangeId'],
  webhook: ['connectionId', 'exchangeId'],
  email: ['webhookId', 'connectionId', 'exchangeId', ...OF_AN_ORDER],
  abcp: OF_NO_EXCHANGE,
  parts_soft: OF_NO_EXCHANGE,
} as const;

/** One list of everything that was sent, whoever it was sent to; each channel says how it is filtered and shown. */
@Injectable()
export class DeliveryList {
  private readonly views: Record<ListedChannel, ChannelView>;

  constructor(
    private readonly admin: OutboxAdmin,
    gettzap: GettzapNotificationsService,
    webhook: WebhookDeliveries,
    email: EmailService,
    pushed: PushDeliveries,
  ) {
    const pushedBy = (channel: PushChannel): ChannelView => ({
      filterOf: (filter, actor) => pushed.filterOf(channel, filter, actor),
      present: (messages) => pushed.present(messages),
      presentDetail: (detail) => pushed.presentDetail(detail),
    });
    this.views = { gettzap, webhook, email, abcp: pushedBy('abcp'), parts_soft: pushedBy('parts_soft') };
  }

  /** @throws ForbiddenError, InvalidInputError for a filter that the channel does not know */
  async list(query: DeliveryListQuery, actor: Actor): Promise<DeliveryPage> {
    const view = this.views[channelOf(query, actor)];
    const { data, meta } = await this.admin.list(await view.filterOf(query, actor), query);
    return { data: await view.present(data), meta };
  }

  /** @throws ForbiddenError, InvalidInputError for a filter that the channel does not know */
  async retryAll(input: RetryDeliveries, actor: Actor): Promise<RetryResultView> {
    const { filter, force = false, dryRun = false, after, limit } = input;
    const view = this.views[channelOf(filter, actor)];
    return this.admin.retryAll(await view.filterOf(filter, actor), { force, dryRun, after, limit });
  }

  /** @throws NotFoundError */
  async detail(id: number, actor: Actor): Promise<DeliveryDetail> {
    const channel = await this.channelOfOne(id, actor);
    return this.views[channel].presentDetail(await this.admin.detail(channel, id, actor));
  }

  /** @throws NotFoundError; ConflictError `confirmation_required`, `being_sent`, `skipped`, `endpoint_gone` */
  async retry(id: number, force: boolean, actor: Actor): Promise<DeliveryDetail> {
    await this.admin.retry(await this.channelOfOne(id, actor), id, force, actor);
    return this.detail(id, actor);
  }

  /** @throws NotFoundError; ConflictError `being_sent`, `already_finished` */
  async cancel(id: number, actor: Actor): Promise<DeliveryDetail> {
    await this.admin.cancel(await this.channelOfOne(id, actor), id, actor);
    return this.detail(id, actor);
  }

  /** Web-hooks, e-mails and what exchanges send are settings: for others than administrators what is sent to them does not exist. */
  private async channelOfOne(id: number, actor: Actor): Promise<ListedChannel> {
    const channel = (await this.admin.channelOf(id)) as ListedChannel;
    if (channel !== 'gettzap' && !isAdmin(actor)) throw new NotFoundError(`Delivery ${id}`);
    return channel;
  }
}

function channelOf({ channel = 'gettzap', ...filter }: DeliveryListFilter, actor: Actor): ListedChannel {
  for (const path of FOREIGN_FILTERS[channel]) {
    if (filter[path] !== undefined) throw InvalidInputError.of(path, errorDetail('no_filter_of_channel', { channel }));
  }
  if (channel !== 'gettzap' && !isAdmin(actor)) {
    throw new ForbiddenError(
      'forbidden',
      'Only an administrator sees what is sent to web-hooks, mailboxes and systems of the shop.',
    );
  }
  return channel;
}

function isAdmin({ roles }: Actor): boolean {
  return roles.includes('admin');
}

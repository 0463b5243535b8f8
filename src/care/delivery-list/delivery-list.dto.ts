import { ApiProperty, ApiPropertyOptional, getSchemaPath, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, Max, Min, ValidateNested } from 'class-validator';
import { MAX_BULK_RETRY } from '../../outbox/retries.service.js';
import { EMAIL_KINDS, EmailDeliveryDetail, EmailDeliveryView } from '../../people/email/email-delivery.dto.js';
import { NOTIFICATION_KINDS } from '../../marketplaces/gettzap-notifications/gettzap-notification.js';
import {
  GettzapNotificationDetail,
  GettzapNotificationView,
  NotificationQuery,
} from '../../marketplaces/gettzap-notifications/gettzap-notification.dto.js';
import { AnyOf, IdFilter } from '../../platform/http/filters.js';
import { Page, PageMeta } from '../../platform/http/paging.dto.js';
import { IsOptionalDefined } from '../../platform/http/validation.js';
import { PUSH_CHANNELS } from '../../shop-systems/exchanges/exchange.entity.js';
import { PUSH_KINDS, PushDeliveryDetail, PushDeliveryView } from '../../shop-systems/exchanges/push-delivery.dto.js';
import { WEBHOOK_EVENTS } from '../../shop-systems/webhooks/webhook.entity.js';
import { WebhookDeliveryDetail, WebhookDeliveryView } from '../../shop-systems/webhooks/webhook-delivery.dto.js';

export const LISTED_CHANNELS = ['gettzap', 'webhook', 'email', ...PUSH_CHANNELS] as const;
export type ListedChannel = (typeof LISTED_CHANNELS)[number];

const KINDS = [...NOTIFICATION_KINDS, ...WEBHOOK_EVENTS, ...EMAIL_KINDS, ...PUSH_KINDS] as const;

/**
 * `q` searches the order's id at the marketplace, with `email` the address: anywhere in it among the newest 5000 that the other filters
 * leave, by its beginning among all; `connectionId` goes with `gettzap`, `webhookId` with
 * `webhook`, `exchangeId` with those of shop systems; an e-mail belongs to no order and no region.
 */
export class DeliveryListQuery extends NotificationQuery {
  /** `gettzap` unless told otherwise; the others are for administrators. */
  @ApiPropertyOptional({ enum: LISTED_CHANNELS, default: 'gettzap' })
  @IsOptionalDefined()
  @IsIn(LISTED_CHANNELS)
  channel?: ListedChannel;

  /** One kind or several, separated by commas. */
  @AnyOf(KINDS)
  kind?: Array<(typeof KINDS)[number]>;

  @IdFilter()
  webhookId?: number;

  @IdFilter()
  exchangeId?: number;
}

/** The filters of the list, without paging. */
export class DeliveryListFilter extends OmitType(DeliveryListQuery, ['page', 'perPage', 'sort'] as const) {}

export class RetryDelivery {
  /** Also when it was delivered, or a later one of the same order was. */
  @IsOptionalDefined()
  @IsBoolean()
  force?: boolean;
}

export class RetryDeliveries extends RetryDelivery {
  @IsObject()
  @ValidateNested()
  @Type(() => DeliveryListFilter)
  filter: DeliveryListFilter;

  /** Only counts what would be retried, all that match at once; changes nothing. */
  @IsOptionalDefined()
  @IsBoolean()
  dryRun?: boolean;

  /** Goes on behind this delivery: what the last answer called `next`. */
  @IdFilter()
  after?: number;

  /** How many this call looks at, at most; 1000 unless told otherwise. */
  @IsOptionalDefined()
  @IsInt()
  @Min(1)
  @Max(MAX_BULK_RETRY)
  limit?: number;
}

export type DeliveryView = GettzapNotificationView | WebhookDeliveryView | EmailDeliveryView | PushDeliveryView;
export type DeliveryDetail =
  | GettzapNotificationDetail
  | WebhookDeliveryDetail
  | EmailDeliveryDetail
  | PushDeliveryDetail;

type ViewClass = new () => object;

/** One of several, told apart by `channel`. */
const byChannel = (types: Record<ListedChannel, ViewClass>) => {
  const paths = Object.entries(types).map(([channel, type]) => [channel, getSchemaPath(type)] as const);
  return {
    oneOf: [...new Set(paths.map(([, $ref]) => $ref))].map(($ref) => ({ $ref })),
    discriminator: { propertyName: 'channel', mapping: Object.fromEntries(paths) },
  };
};

export const DELIVERY_VIEWS = {
  gettzap: GettzapNotificationView,
  webhook: WebhookDeliveryView,
  email: EmailDeliveryView,
  abcp: PushDeliveryView,
  parts_soft: PushDeliveryView,
};
export const DELIVERY_DETAILS = {
  gettzap: GettzapNotificationDetail,
  webhook: WebhookDeliveryDetail,
  email: EmailDeliveryDetail,
  abcp: PushDeliveryDetail,
  parts_soft: PushDeliveryDetail,
};
export const DELIVERY_DETAIL_SCHEMA = byChannel(DELIVERY_DETAILS);

/** All of the channel that was asked for. */
export class DeliveryPage implements Page<DeliveryView> {
  @ApiProperty({ type: 'array', items: byChannel(DELIVERY_VIEWS) })
  data: DeliveryView[];
  meta: PageMeta;
}

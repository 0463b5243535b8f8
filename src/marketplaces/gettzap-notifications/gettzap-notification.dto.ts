import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { AttemptView, DeliveryStatusView, presentLastAttempt, presentMessage } from '../../outbox/outbox.dto.js';
import { UNFINISHED } from '../../outbox/outbox-message.entity.js';
import type { HourCounts, StateCounts } from '../../outbox/outbox-counts.service.js';
import type { MessageInPlace } from '../../outbox/message-in-place.js';
import { SHOWN_STATES, ShownState } from '../../outbox/message-filter.js';
import { type MarketplaceCode, WAITS_FOR, WaitsFor } from '../connections/marketplace-connection.entity.js';
import { MAX_TEMPLATE_LENGTH, type TextScope } from '../../orders/order-statuses/text-variables.js';
import { NotificationView } from '../../orders/orders/order.dto.js';
import { AnyOf, IdFilter, IdsFilter } from '../../platform/http/filters.js';
import { SearchQuery } from '../../platform/http/paging.dto.js';
import { IsOptionalDefined, IsId } from '../../platform/http/validation.js';
import { NotificationKind, NotificationPayload } from './gettzap-notification.js';

/** `q` searches the order's id at GettZap. */
export class NotificationQuery extends SearchQuery {
  /** One state or several, separated by commas. */
  @AnyOf(SHOWN_STATES)
  state?: ShownState[];

  @IdFilter()
  connectionId?: number;

  @IdFilter()
  regionId?: number;

  @IdFilter()
  orderId?: number;

  @IdFilter()
  externalOrderId?: number;

  @IdsFilter()
  ids?: number[];
}

export class GettzapNotificationView extends NotificationView {
  declare kind: NotificationKind;
  declare state: ShownState;
}

export class GettzapNotificationDetail extends GettzapNotificationView {
  /** Of more than 200 the first and the last 100. */
  attempts: AttemptView[];
  attemptsMade: number;
}

/** How a connection is, in both directions. */
export class ConnectionStatusView extends DeliveryStatusView {
  /** Of the connection. */
  id: string;
  regionId: string | null;
  marketplace: MarketplaceCode;
  isActive: boolean;
  /** What its notifications wait for while it is on; null = for nothing. */
  @ApiProperty({ enum: WAITS_FOR, nullable: true })
  waitsFor: WaitsFor | null;
  /** Of work, in which the first decision is due; null = there is no limit. */
  decisionMinutes: number | null;
  /** So long before the end it is due soon. */
  decisionWarnMinutes: number | null;
  /** When a message came to its order link last, whatever became of it. */
  lastReceivedAt: string | null;
}

export class SummaryQuery {
  /** Up to 168; 24 unless told otherwise. */
  @ApiPropertyOptional({ default: 24 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(168)
  hours: number = 24;

  @IdFilter()
  connectionId?: number;

  @IdFilter()
  regionId?: number;
}

/** Notifications that came to be within one hour, by what has become of them; those that were deliberately not sent are left out. */
export class SummaryBucketView {
  /** The beginning of the hour. */
  at: string;
  delivered: number;
  dead: number;
  cancelled: number;
  /** Not finished. */
  waiting: number;
}

export class StateCountsView implements StateCounts {
  pending: number;
  sending: number;
  retrying: number;
  delivered: number;
  dead: number;
  cancelled: number;
  skipped: number;
}

/** Whenever they came to be. */
export class OpenNotificationsView {
  waiting: number;
  dead: number;
}

export class NotificationSummaryView {
  from: string;
  /** The end of the hour that has begun. */
  to: string;
  /** One for each hour, oldest first. */
  buckets: SummaryBucketView[];
  /** All of the period. */
  states: StateCountsView;
  open: OpenNotificationsView;
}

export function presentBucket({ at, states }: HourCounts): SummaryBucketView {
  const { pending, sending, retrying, delivered, dead, cancelled } = states;
  return { at: at.toISOString(), delivered, dead, cancelled, waiting: pending + sending + retrying };
}

export class PreviewText {
  @IsIn(['item', 'order'])
  scope: TextScope;

  @IsString()
  @MaxLength(MAX_TEMPLATE_LENGTH)
  text: string;

  /** Whose values are shown; without it an example's. */
  @IsOptionalDefined()
  @IsId()
  orderItemId?: string;

  /** The status that the text belongs to: what is told is told on passing into it. Without it the item's present one. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(255)
  statusName?: string;
}

export class PreviewView {
  text: string;
}

/**
 * @param orderId of the order that the external order has now
 * @param waitsFor of the connection that it goes to
 */
export function presentNotification(
  place: MessageInPlace,
  orderId: number | undefined,
  waitsFor: WaitsFor | null,
): GettzapNotificationView {
  const { message, endpoint, lastAttempt } = place;
  const { status, text, quantity, externalOrderId, externalId, positionId } = message.payload as NotificationPayload;
  return {
    ...presentMessage(place),
    channel: 'gettzap',
    kind: message.kind as NotificationKind,
    status,
    text,
    quantity,
    connectionId: endpoint.key,
    regionId: message.regionId === null ? null : String(message.regionId),
    externalOrderId: String(externalOrderId),
    externalId,
    orderId: orderId === undefined ? null : String(orderId),
    positionId: positionId === null ? null : String(positionId),
    waitsFor: UNFINISHED.includes(message.state) ? waitsFor : null,
    lastAttempt: lastAttempt ? presentLastAttempt(lastAttempt) : null,
  };
}

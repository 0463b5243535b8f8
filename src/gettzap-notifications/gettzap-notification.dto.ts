import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { AttemptView, nextAttemptAt } from '../deliveries/delivery.dto.js';
import { DeliveryWithPlace, SHOWN_STATES, shownState, ShownState } from '../deliveries/delivery-desk.service.js';
import { TargetState } from '../deliveries/delivery-target.entity.js';
import { MAX_TEMPLATE_LENGTH, TextScope } from '../order-statuses/text-variables.js';
import { NotificationView } from '../orders/order-notifications.service.js';
import { IdFilter, Page, PageMeta, SearchQuery } from '../shared/paging.dto.js';
import { IsId } from '../shared/validation.js';
import { NotificationKind, NotificationPayload } from './gettzap-notification.js';

/** `q` searches the order's id at GettZap. */
export class NotificationQuery extends SearchQuery {
  @IsOptional()
  @IsIn(SHOWN_STATES)
  state?: ShownState;

  @IdFilter()
  connectionId?: number;

  @IdFilter()
  orderId?: number;

  @IdFilter()
  externalOrderId?: number;
}

/** The filters of the list, without paging. */
export class NotificationFilter extends OmitType(NotificationQuery, ['page', 'perPage', 'sort'] as const) {}

export class GettzapNotificationView extends NotificationView {
  declare kind: NotificationKind;
  declare state: ShownState;
  connectionId: string;
  externalOrderId: string;
  /** The order's id at GettZap. */
  externalId: string;
  orderId: string | null;
  idempotencyKey: string;
  /** Pieces, for a position accepted or refused in part. */
  quantity: number | null;
}

export class GettzapNotificationDetail extends GettzapNotificationView {
  attempts: AttemptView[];
}

export class GettzapNotificationPage implements Page<GettzapNotificationView> {
  data: GettzapNotificationView[];
  meta: PageMeta;
}

/** How sending to a connection is going. */
export class DeliveryStatusView {
  state: TargetState;
  /** Of the pause or of the cut-off. */
  since: string | null;
  /** Of the pause, e.g. `unauthorized_401`; "" = none. */
  reason: string;
  /** When a connection that was cut off is tried again. */
  nextProbeAt: string | null;
  /** Notifications that are not finished. */
  waiting: number;
}

export class PreviewText {
  @IsIn(['item', 'order'])
  scope: TextScope;

  @IsString()
  @MaxLength(MAX_TEMPLATE_LENGTH)
  text: string;

  /** Whose values are shown; without it an example's. */
  @ValidateIf((_, value) => value !== undefined)
  @IsId()
  orderItemId?: string;
}

export class PreviewView {
  text: string;
}

/** @param orderId of the order that the external order has now */
export function presentNotification(place: DeliveryWithPlace, orderId: number | undefined): GettzapNotificationView {
  const { delivery, target } = place;
  const payload = delivery.payload as NotificationPayload;
  const state = shownState(delivery);
  return {
    id: String(delivery.id),
    kind: delivery.kind as NotificationKind,
    state,
    reason: delivery.reason,
    status: payload.status,
    text: payload.text,
    quantity: payload.quantity,
    connectionId: target.key,
    externalOrderId: String(payload.externalOrderId),
    externalId: payload.externalId,
    orderId: orderId === undefined ? null : String(orderId),
    positionId: payload.positionId === null ? null : String(payload.positionId),
    idempotencyKey: delivery.idempotencyKey,
    attemptCount: delivery.attemptCount,
    nextAttemptAt: nextAttemptAt(place),
    createdAt: delivery.createdAt.toISOString(),
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
  };
}

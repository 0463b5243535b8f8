import { AttemptView, nextAttemptAt } from '../../outbox/delivery.dto.js';
import type { DeliveryWithPlace } from '../../outbox/delivery-desk.service.js';
import { shownState, ShownState } from '../../outbox/delivery-filter.js';
import { WebhookEvent, WebhookPayload } from './webhook.js';

/** One message to a web-hook. */
export class WebhookDeliveryView {
  id: string;
  channel: 'webhook';
  webhookId: string;
  kind: WebhookEvent;
  state: ShownState;
  /** Why it was given up or cancelled; "" = neither. */
  reason: string;
  /** Null for a test. */
  externalOrderId: string | null;
  /** The order's id at the marketplace; "" for a test. */
  externalId: string;
  /** Null while the external order has none. */
  orderId: string | null;
  /** The message's `webhook-id`. */
  idempotencyKey: string;
  attemptCount: number;
  nextAttemptAt: string | null;
  createdAt: string;
  deliveredAt: string | null;
}

export class WebhookDeliveryDetail extends WebhookDeliveryView {
  attempts: AttemptView[];
}

export function externalOrderIdOf({ delivery }: DeliveryWithPlace): number | undefined {
  const { externalOrderId } = (delivery.payload as WebhookPayload).data;
  return typeof externalOrderId === 'string' ? Number(externalOrderId) : undefined;
}

/** @param orderId of the order that the external order has now */
export function presentWebhookDelivery(place: DeliveryWithPlace, orderId: number | undefined): WebhookDeliveryView {
  const { delivery, target } = place;
  const externalOrderId = externalOrderIdOf(place);
  return {
    id: String(delivery.id),
    channel: 'webhook',
    webhookId: target.key,
    kind: delivery.kind as WebhookEvent,
    state: shownState(delivery),
    reason: delivery.reason,
    externalOrderId: externalOrderId === undefined ? null : String(externalOrderId),
    externalId: delivery.subject,
    orderId: orderId === undefined ? null : String(orderId),
    idempotencyKey: delivery.idempotencyKey,
    attemptCount: delivery.attemptCount,
    nextAttemptAt: nextAttemptAt(place),
    createdAt: delivery.createdAt.toISOString(),
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
  };
}

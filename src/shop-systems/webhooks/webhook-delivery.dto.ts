import { AttemptView, presentMessage } from '../../outbox/outbox.dto.js';
import type { MessageInPlace } from '../../outbox/message-in-place.js';
import type { ShownState } from '../../outbox/message-filter.js';
import { WebhookEventName, WebhookPayload } from './webhook.entity.js';

/** One message to a web-hook. */
export class WebhookDeliveryView {
  id: string;
  channel: 'webhook';
  webhookId: string;
  kind: WebhookEventName;
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
  /** Of more than 200 the first and the last 100. */
  attempts: AttemptView[];
  attemptsMade: number;
}

export function externalOrderIdOf({ message }: MessageInPlace): number | undefined {
  const { externalOrderId } = (message.payload as WebhookPayload).data;
  return typeof externalOrderId === 'string' ? Number(externalOrderId) : undefined;
}

/** @param orderId of the order that the external order has now */
export function presentWebhookDelivery(place: MessageInPlace, orderId: number | undefined): WebhookDeliveryView {
  const { message, endpoint } = place;
  const externalOrderId = externalOrderIdOf(place);
  return {
    ...presentMessage(place),
    channel: 'webhook',
    webhookId: endpoint.key,
    kind: message.kind as WebhookEventName,
    externalOrderId: externalOrderId === undefined ? null : String(externalOrderId),
    externalId: message.subject,
    orderId: orderId === undefined ? null : String(orderId),
  };
}

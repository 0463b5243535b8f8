import { ApiProperty } from '@nestjs/swagger';
import { AttemptView, presentLastAttempt, presentMessage } from '../../outbox/outbox.dto.js';
import { LastAttemptView } from '../../platform/last-attempt.dto.js';
import type { MessageInPlace } from '../../outbox/message-in-place.js';
import type { ShownState } from '../../outbox/message-filter.js';
import { PUSH_CHANNELS, type PushChannel } from './exchange.entity.js';
import type { PushPayload } from './hand-over-queue.service.js';

/** What is pushed; one for each change that may have to be handed over. */
export const PUSH_KINDS = ['order'] as const;

/** One order on its way to a system of the shop's. */
export class PushDeliveryView {
  id: string;
  @ApiProperty({ enum: PUSH_CHANNELS, enumName: 'PushChannel' })
  channel: PushChannel;
  exchangeId: string;
  @ApiProperty({ enum: PUSH_KINDS })
  kind: (typeof PUSH_KINDS)[number];
  state: ShownState;
  /** Why it was given up or cancelled; "" = neither. */
  reason: string;
  orderId: string;
  /** Null where the order is gone. */
  externalOrderId: string | null;
  /** The order's id at the marketplace. */
  externalId: string;
  idempotencyKey: string;
  attemptCount: number;
  nextAttemptAt: string | null;
  createdAt: string;
  deliveredAt: string | null;
  /** Of one that is not delivered; null = it was not tried. */
  @ApiProperty({ type: LastAttemptView, nullable: true })
  lastAttempt: LastAttemptView | null;
}

export class PushDeliveryDetail extends PushDeliveryView {
  /** Of more than 200 the first and the last 100. */
  attempts: AttemptView[];
  attemptsMade: number;
}

/** @param externalOrderId of the order */
export function presentPushDelivery(place: MessageInPlace, externalOrderId: number | undefined): PushDeliveryView {
  const { message, lastAttempt } = place;
  const { exchangeId, orderId } = message.payload as PushPayload;
  return {
    ...presentMessage(place),
    channel: message.channel as PushChannel,
    exchangeId: String(exchangeId),
    kind: message.kind as 'order',
    orderId: String(orderId),
    externalOrderId: externalOrderId === undefined ? null : String(externalOrderId),
    externalId: message.subject,
    lastAttempt: lastAttempt ? presentLastAttempt(lastAttempt) : null,
  };
}

import { AttemptView, DeliveryStatusView, nextAttemptAt } from '../../outbox/delivery.dto.js';
import type { DeliveryWithPlace } from '../../outbox/delivery-desk.service.js';
import { shownState, ShownState } from '../../outbox/delivery-filter.js';
import type { Email } from './smtp-sender.service.js';

export const EMAIL_KINDS = ['manager_notifications'] as const;
export type EmailKind = (typeof EMAIL_KINDS)[number];

/** One e-mail. */
export class EmailDeliveryView {
  id: string;
  channel: 'email';
  kind: EmailKind;
  state: ShownState;
  /** Why it was given up or cancelled; "" = neither. */
  reason: string;
  /** The address. */
  to: string;
  /** The line over it. */
  subject: string;
  /** Part of its `Message-ID`. */
  idempotencyKey: string;
  attemptCount: number;
  nextAttemptAt: string | null;
  createdAt: string;
  deliveredAt: string | null;
}

export class EmailDeliveryDetail extends EmailDeliveryView {
  /** What it says, as plain text. */
  text: string;
  attempts: AttemptView[];
}

/** How sending to the mail server is going. */
export class EmailStatusView extends DeliveryStatusView {
  /** There is a mail server (`SMTP_URL`). */
  isConfigured: boolean;
}

export function presentEmail(place: DeliveryWithPlace): EmailDeliveryView {
  const { delivery } = place;
  const { to, subject } = delivery.payload as Email;
  return {
    id: String(delivery.id),
    channel: 'email',
    kind: delivery.kind as EmailKind,
    state: shownState(delivery),
    reason: delivery.reason,
    to,
    subject,
    idempotencyKey: delivery.idempotencyKey,
    attemptCount: delivery.attemptCount,
    nextAttemptAt: nextAttemptAt(place),
    createdAt: delivery.createdAt.toISOString(),
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
  };
}

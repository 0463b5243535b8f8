import { AttemptView, DeliveryStatusView, presentMessage } from '../../outbox/outbox.dto.js';
import { LastAttemptView } from '../../platform/last-attempt.dto.js';
import type { MessageInPlace } from '../../outbox/message-in-place.js';
import type { ShownState } from '../../outbox/message-filter.js';
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
  /** Of more than 200 the first and the last 100. */
  attempts: AttemptView[];
  attemptsMade: number;
}

/** How sending to the mail server is going. */
export class EmailStatusView extends DeliveryStatusView {
  /** There is a mail server (`SMTP_URL`). */
  isConfigured: boolean;
  /** When it took an e-mail or a test letter last; null = it never did. */
  lastSentAt: string | null;
}

/** What came of a test letter. */
export class TestLetterView extends LastAttemptView {
  /** The address. */
  to: string;
  /** The mail server took it. */
  isTaken: boolean;
}

export function presentEmail(place: MessageInPlace): EmailDeliveryView {
  const { to, subject } = place.message.payload as Email;
  return { ...presentMessage(place), channel: 'email', kind: place.message.kind as EmailKind, to, subject };
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { MessageFilter, ShownState } from '../../outbox/message-filter.js';
import { MessageDetail, MessageInPlace } from '../../outbox/outbox-admin.service.js';
import { presentAttempt } from '../../outbox/outbox.dto.js';
import { EmailDeliveryDetail, EmailDeliveryView, presentEmail } from './email-delivery.dto.js';
import { EMAIL_CHANNEL } from './email.service.js';
import type { Email } from './smtp-sender.service.js';

export interface EmailDeliveryFilter {
  state?: ShownState[];
  kind?: string[];
  ids?: number[];
  /** Part of the address. */
  q?: string;
  from?: Date;
  to?: Date;
}

/** Messages of the outbox as people see e-mails. */
@Injectable()
export class EmailDeliveries {
  async filterOf({ state, kind, ids, q, from, to }: EmailDeliveryFilter, actor: Actor): Promise<MessageFilter> {
    return { channel: EMAIL_CHANNEL, actor, states: state, kinds: kind, ids, q, from, to };
  }

  async present(messages: MessageInPlace[]): Promise<EmailDeliveryView[]> {
    return messages.map(presentEmail);
  }

  async presentDetail(detail: MessageDetail): Promise<EmailDeliveryDetail> {
    const { text } = detail.message.payload as Email;
    return { ...presentEmail(detail), text, attempts: detail.attempts.map(presentAttempt) };
  }
}

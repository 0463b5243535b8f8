import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { presentAttempt } from '../../outbox/outbox.dto.js';
import { BulkRetries, BulkRetry, RetryResult } from '../../outbox/bulk-retry.service.js';
import { OutboxAdmin } from '../../outbox/outbox-admin.service.js';
import { MessageFilter, ShownState } from '../../outbox/message-filter.js';
import { mapPage, Page, PageQuery } from '../../platform/http/paging.dto.js';
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

/** What was and will be sent by e-mail, for people to see and steer. */
@Injectable()
export class EmailDeliveries {
  constructor(
    private readonly admin: OutboxAdmin,
    private readonly bulkRetries: BulkRetries,
  ) {}

  async list(filter: EmailDeliveryFilter, paging: PageQuery, actor: Actor): Promise<Page<EmailDeliveryView>> {
    return mapPage(await this.admin.list(filterOf(filter, actor), paging), presentEmail);
  }

  /** @throws NotFoundError */
  async detail(id: number, actor: Actor): Promise<EmailDeliveryDetail> {
    const { attempts, ...place } = await this.admin.detail(EMAIL_CHANNEL, id, actor);
    const { text } = place.message.payload as Email;
    return { ...presentEmail(place), text, attempts: attempts.map(presentAttempt) };
  }

  /** @throws NotFoundError; ConflictError `confirmation_required`, `being_sent` */
  async retry(id: number, force: boolean, actor: Actor): Promise<EmailDeliveryDetail> {
    await this.admin.retry(EMAIL_CHANNEL, id, force, actor);
    return this.detail(id, actor);
  }

  retryAll(filter: EmailDeliveryFilter, bulk: BulkRetry, actor: Actor): Promise<RetryResult> {
    return this.bulkRetries.retryAll(filterOf(filter, actor), bulk);
  }

  /** What `retryAll` would come to. */
  countRetry(filter: EmailDeliveryFilter, bulk: BulkRetry, actor: Actor): Promise<RetryResult> {
    return this.bulkRetries.countRetry(filterOf(filter, actor), bulk);
  }

  /** @throws NotFoundError; ConflictError `being_sent`, `already_finished` */
  async cancel(id: number, actor: Actor): Promise<EmailDeliveryDetail> {
    await this.admin.cancel(EMAIL_CHANNEL, id, actor);
    return this.detail(id, actor);
  }
}

function filterOf({ state, kind, ids, q, from, to }: EmailDeliveryFilter, actor: Actor): MessageFilter {
  return { channel: EMAIL_CHANNEL, actor, states: state, kinds: kind, ids, q, from, to };
}

import { randomUUID } from 'node:crypto';
import { Injectable, OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../../access/audit.service.js';
import { PEOPLE } from '../../access/user.entity.js';
import { Clock } from '../../platform/clock.js';
import { ConflictError, ForbiddenError } from '../../platform/errors.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { SchemaService } from '../../platform/database/schema.service.js';
import { Outbox } from '../../outbox/outbox.service.js';
import { presentAttempts, presentLastAttempt } from '../../outbox/outbox.dto.js';
import { Channel, Send, Channels, withdrawn } from '../../outbox/channel.js';
import { Endpoints } from '../../outbox/endpoints.service.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import type { MessageFilter } from '../../outbox/message-filter.js';
import type { MessageDetail, MessageInPlace } from '../../outbox/message-in-place.js';
import type { Actor } from '../../access/actor.js';
import {
  EmailDeliveryDetail,
  EmailDeliveryView,
  EmailKind,
  EmailStatusView,
  presentEmail,
  TestLetterView,
} from './email-delivery.dto.js';
import { MessageContents, type MessagePlace } from '../../outbox/message-contents.service.js';
import { type UserEmail, WITHOUT_TEXT, withdrawnBecause } from './recipient.js';
import { Email, SmtpSender } from './smtp-sender.service.js';
import { testLetter } from './test-letter.js';

export const EMAIL_CHANNEL = 'email';
/** The one mail server. */
const ENDPOINT = 'smtp';
/** In the audit, which is where test letters are remembered. */
const LETTER_TAKEN = 'test_letter';

/** Sends e-mails durably, as a channel of the messages; without SMTP_URL there is none. */
@Injectable()
export class EmailService implements Channel, OnModuleInit {
  readonly name = EMAIL_CHANNEL;
  private isPrepared = false;
  private strippedTo: MessagePlace | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly schema: SchemaService,
    private readonly configuration: Configuration,
    private readonly transactions: Transactions,
    private readonly channels: Channels,
    private readonly endpoints: Endpoints,
    private readonly outbox: Outbox,
    private readonly contents: MessageContents,
    private readonly sender: SmtpSender,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.channels.register(this);
  }

  get isConfigured(): boolean {
    return this.config.smtpUrl !== undefined;
  }

  async open(): Promise<Send | undefined> {
    if (!this.isConfigured) throw new Error('SMTP_URL is not set.');
    const { users } = (await this.configuration.refresh()).get(PEOPLE);
    return async ({ payload, idempotencyKey }) => {
      const email = payload as UserEmail;
      const why = withdrawnBecause(email, users);
      return why ? withdrawn(errorDetail(why)) : this.sender.send(email, idempotencyKey);
    };
  }

  /**
   * Once in each process: lets the mail server's messages follow the settings. A process that starts may have another address
   * or password, so it also ends a pause. @returns whether e-mails can be enqueued
   */
  async prepare(): Promise<boolean> {
    if (!(await this.schema.isCurrent())) return false;
    if (!this.isPrepared) {
      const isKnown = (await this.transactions.read((manager) => this.find(manager))) !== null;
      if (this.isConfigured || isKnown) await this.configure();
      this.isPrepared = true;
    }
    return this.isConfigured;
  }

  /** One process after the other, of which the first makes the endpoint. */
  private configure(): Promise<void> {
    return this.configuration.change(async (tx) => {
      await this.endpoints.configure(tx, EMAIL_CHANNEL, ENDPOINT, this.isConfigured);
      if (this.isConfigured) await this.endpoints.resume(tx, EMAIL_CHANNEL, ENDPOINT);
    });
  }

  private find(manager: EntityManager) {
    return this.endpoints.find(manager, EMAIL_CHANNEL, ENDPOINT);
  }

  /** How sending to the mail server is going. */
  status(): Promise<EmailStatusView> {
    return this.transactions.read(async (manager) => {
      const status = await this.endpoints.status(manager, EMAIL_CHANNEL, ENDPOINT);
      const testedAt = (await this.testedAt(manager))?.toISOString() ?? null;
      // Written the same way, the later instant is the greater text.
      const sent = [status.lastDeliveredAt, testedAt].filter((at) => at !== null);
      const lastSentAt = sent.sort().at(-1) ?? null;
      return { isConfigured: this.isConfigured, ...status, lastSentAt };
    });
  }

  /**
   * Sends a letter to the caller past all that waits, and waits for the answer.
   * @throws ConflictError `mail_server_missing`, ForbiddenError for an API key
   */
  async sendTest({ userId, email: to }: Actor): Promise<TestLetterView> {
    if (userId === null) throw new ForbiddenError('no_user', 'An API key has no mailbox.');
    if (!(await this.prepare())) throw new ConflictError('mail_server_missing', 'SMTP_URL is not set.');
    const at = this.clock.now();
    const outcome = await this.sender.send({ to, ...testLetter(this.config.publicUrl) }, randomUUID());
    const isTaken = outcome.class === 'delivered';
    await this.transactions.run(async (tx) => {
      const { id } = (await this.find(tx.manager))!;
      const after = { to, ...(outcome.response && { answer: outcome.response.status }) };
      await this.audit.record(tx, isTaken ? LETTER_TAKEN : 'test_letter_refused', 'email', id, { after });
    });
    return { ...presentLastAttempt({ at, ...outcome }), to, isTaken };
  }

  private async testedAt(manager: EntityManager): Promise<Date | null> {
    const endpoint = await this.find(manager);
    return endpoint && this.audit.lastAt(manager, LETTER_TAKEN, 'email', endpoint.id);
  }

  /** Ends a pause after a refused sign-in, for instance once the mailbox was unlocked at the provider. */
  async resume(): Promise<EmailStatusView> {
    await this.transactions.run(async (tx) => {
      const endpoint = await this.find(tx.manager);
      if (!endpoint) return;
      await this.endpoints.resume(tx, EMAIL_CHANNEL, ENDPOINT);
      await this.audit.record(tx, 'resume', 'email', endpoint.id);
    });
    return this.status();
  }

  /**
   * Enqueues an e-mail in the caller's transaction.
   * @param orderingKey e-mails of one ordering key are sent one after the other
   */
  async add(tx: Transaction, kind: EmailKind, orderingKey: string, email: UserEmail): Promise<void> {
    const message = { endpointKey: ENDPOINT, orderingKey, kind, subject: email.to, payload: email };
    await this.outbox.add(tx, EMAIL_CHANNEL, [message]);
  }

  /**
   * Removes the texts of the oldest e-mails that are over; that they were sent, to whom and when, stays.
   * @returns how many were looked at; each is so once, and once more by the next process
   */
  async removeOldTexts(before: Date, limit: number): Promise<number> {
    const { found, last } = await this.contents.stripOld(
      EMAIL_CHANNEL,
      { after: this.strippedTo, before, limit },
      WITHOUT_TEXT,
    );
    this.strippedTo = last ?? this.strippedTo;
    return found;
  }

  async filterOf(filter: Omit<MessageFilter, 'channel' | 'actor'>, actor: Actor): Promise<MessageFilter> {
    return { ...filter, channel: EMAIL_CHANNEL, actor };
  }

  async present(messages: MessageInPlace[]): Promise<EmailDeliveryView[]> {
    return messages.map(presentEmail);
  }

  async presentDetail(detail: MessageDetail): Promise<EmailDeliveryDetail> {
    const { text } = detail.message.payload as Email;
    return { ...presentEmail(detail), text, ...presentAttempts(detail) };
  }
}

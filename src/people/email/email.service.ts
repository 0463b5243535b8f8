import { Injectable, OnModuleInit } from '@nestjs/common';
import { AuditService } from '../../access/audit.service.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { SchemaService } from '../../platform/database/schema.service.js';
import { DeliveriesService } from '../../outbox/deliveries.service.js';
import { presentTarget } from '../../outbox/delivery.dto.js';
import { DeliveryChannel, Send } from '../../outbox/delivery-channel.js';
import { DeliveryChannels } from '../../outbox/delivery-channels.service.js';
import { DeliveryTargetsService } from '../../outbox/delivery-targets.service.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { EmailKind, EmailStatusView } from './email-delivery.dto.js';
import { Email, SmtpSender } from './smtp-sender.service.js';

export const EMAIL_CHANNEL = 'email';
/** The one mail server. */
const TARGET = 'smtp';

/** Sends e-mails durably, as a channel of the deliveries; without SMTP_URL there is none. */
@Injectable()
export class EmailService implements DeliveryChannel, OnModuleInit {
  readonly name = EMAIL_CHANNEL;
  private isPrepared = false;

  constructor(
    private readonly config: AppConfig,
    private readonly schema: SchemaService,
    private readonly transactions: Transactions,
    private readonly channels: DeliveryChannels,
    private readonly targets: DeliveryTargetsService,
    private readonly deliveries: DeliveriesService,
    private readonly sender: SmtpSender,
    private readonly audit: AuditService,
  ) {}

  onModuleInit(): void {
    this.channels.plugIn(this);
  }

  get isConfigured(): boolean {
    return this.config.smtpUrl !== undefined;
  }

  async open(): Promise<Send | undefined> {
    if (!this.isConfigured) throw new Error('SMTP_URL is not set.');
    return ({ payload, idempotencyKey }) => this.sender.send(payload as Email, idempotencyKey);
  }

  /**
   * Once in each process: lets the mail server's deliveries follow the settings. A process that starts may have another address
   * or password, so it also ends a pause. @returns whether e-mails can be enqueued
   */
  async prepare(): Promise<boolean> {
    if (!(await this.schema.isCurrent())) return false;
    if (!this.isPrepared) {
      await this.transactions.run(async (tx) => {
        const isKnown = (await this.targets.find(tx.manager, EMAIL_CHANNEL, TARGET)) !== null;
        if (this.isConfigured || isKnown) await this.targets.configure(tx, EMAIL_CHANNEL, TARGET, this.isConfigured);
        if (this.isConfigured && isKnown) await this.targets.resume(tx, EMAIL_CHANNEL, TARGET);
      });
      this.isPrepared = true;
    }
    return this.isConfigured;
  }

  /** How sending to the mail server is going. */
  status(): Promise<EmailStatusView> {
    return this.transactions.read(async (manager) => {
      const target = await this.targets.find(manager, EMAIL_CHANNEL, TARGET);
      const waiting = target ? await this.targets.countUnfinished(manager, target.id) : 0;
      return { isConfigured: this.isConfigured, ...presentTarget(target, waiting) };
    });
  }

  /** Ends a pause after a refused sign-in, for instance once the mailbox was unlocked at the provider. */
  async resume(): Promise<EmailStatusView> {
    await this.transactions.run(async (tx) => {
      const target = await this.targets.find(tx.manager, EMAIL_CHANNEL, TARGET);
      if (!target) return;
      await this.targets.resume(tx, EMAIL_CHANNEL, TARGET);
      await this.audit.record(tx, { action: 'resume', subject: 'email', subjectId: target.id });
    });
    return this.status();
  }

  /**
   * Enqueues an e-mail in the caller's transaction.
   * @param laneKey e-mails of one lane are sent one after the other
   */
  async enqueue(tx: Transaction, kind: EmailKind, laneKey: string, email: Email): Promise<void> {
    const message = { targetKey: TARGET, laneKey, kind, subject: email.to, payload: email };
    await this.deliveries.enqueue(tx, EMAIL_CHANNEL, [message]);
  }
}

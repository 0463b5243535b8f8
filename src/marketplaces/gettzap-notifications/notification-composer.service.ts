import { MessageContents } from '../../outbox/message-contents.service.js';
import { BuyerDataErased } from '../../orders/external-orders/external-orders.events.js';
import { OnDomainEvent } from '../../platform/transactions/domain-event-bus.js';
import { Injectable, Logger } from '@nestjs/common';
import { Outbox, NewMessage, whyNotSent } from '../../outbox/outbox.service.js';
import { endpointName, ENDPOINTS } from '../../outbox/endpoints.service.js';
import type { ConfigurationSnapshot } from '../../platform/configuration/configuration-snapshot.js';
import { TextTemplates } from '../../orders/order-statuses/text-templates.service.js';
import type { TextValues } from '../../orders/order-statuses/text-variables.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { GETTZAP_CHANNEL, NotificationKind, NotificationPayload, NotificationReason } from './gettzap-notification.js';

/** The order that is spoken of. */
export interface Subject {
  externalOrderId: number;
  externalId: string;
  orderId: number | null;
  connectionId: number;
  regionId: number;
}

/** One thing that happened and may be told. */
export interface Notice {
  kind: NotificationKind;
  position?: { id: number; externalId: string };
  /** GettZap's status; "" = nothing is configured. */
  status: string;
  template: string;
  values: TextValues;
  /** Pieces, when only a part of the position is meant. */
  quantity?: number;
  skippedBecause?: NotificationReason | undefined;
}

/** All that is told of one order at once, in this order. */
export interface Told {
  subject: Subject;
  notices: Notice[];
}

/** A notice as it would be recorded. */
export interface PreviewedNotice {
  subject: Subject;
  notice: Notice;
  text: string;
  /** Why it would not be sent; "" = it would. */
  reason: string;
}

/** When a text that failed is logged: inside a transaction once that is committed. */
type Failed = (log: () => void) => void;

/** Renders notices and hands them to the messages, inside the transaction of the change. */
@Injectable()
export class NotificationComposer {
  private readonly logger = new Logger(NotificationComposer.name);

  constructor(
    private readonly outbox: Outbox,
    private readonly contents: MessageContents,
    private readonly templates: TextTemplates,
  ) {}

  async notify(tx: Transaction, told: Told[], at: Date): Promise<void> {
    const failed: Failed = (log) => tx.afterCommit(log);
    const messages = told.flatMap(({ subject, notices }) =>
      notices.map((notice) => this.message(subject, notice, at, failed)),
    );
    await this.outbox.add(tx, GETTZAP_CHANNEL, messages);
  }

  /** What `notify` would record; nothing is written. */
  preview(snapshot: ConfigurationSnapshot, told: Told[]): PreviewedNotice[] {
    const endpoints = snapshot.get(ENDPOINTS);
    return told.flatMap(({ subject, notices }) =>
      notices.map((notice) => {
        const { text, skippedBecause } = this.compose(notice, (log) => log());
        const endpoint = endpoints.get(endpointName(GETTZAP_CHANNEL, String(subject.connectionId)));
        const reason = whyNotSent({ ...(skippedBecause && { skippedBecause }) }, endpoint ?? { isArchived: false });
        return { subject, notice, text, reason };
      }),
    );
  }

  /** Texts may quote the buyer's comments. What was not sent yet goes without its text. */
  @OnDomainEvent(BuyerDataErased)
  onErased({ externalOrderId }: BuyerDataErased, tx: Transaction): Promise<void> {
    return this.contents.erase(tx, GETTZAP_CHANNEL, [String(externalOrderId)], (payload) => ({ ...payload, text: '' }));
  }

  private message(subject: Subject, notice: Notice, at: Date, failed: Failed): NewMessage {
    const { externalOrderId, externalId, orderId, connectionId, regionId } = subject;
    const { kind, position, status, quantity } = notice;
    const { text, skippedBecause } = this.compose(notice, failed);
    const payload: NotificationPayload = {
      externalOrderId,
      externalId,
      orderId,
      positionId: position?.id ?? null,
      positionExternalId: position?.externalId ?? null,
      status,
      text,
      quantity: quantity ?? null,
      occurredAt: at.toISOString(),
    };
    return {
      endpointKey: String(connectionId),
      orderingKey: String(externalOrderId),
      kind,
      regionId,
      subject: externalId,
      payload,
      ...(skippedBecause && { skippedBecause }),
    };
  }

  /** The notice's text, or why the shop does not tell it. */
  private compose(notice: Notice, failed: Failed): { text: string; skippedBecause?: NotificationReason } {
    const skippedBecause = notice.skippedBecause ?? (notice.status === '' ? 'no_status_configured' : undefined);
    return skippedBecause ? { text: '', skippedBecause } : { text: this.render(notice, failed) };
  }

  /** A text that fails on its values must not stop the shop's work: the status is told without it. */
  private render({ template, values, kind }: Notice, failed: Failed): string {
    try {
      return this.templates.render(template, values);
    } catch (error) {
      const text = 'A notification text could not be rendered; the status goes without it.';
      failed(() => this.logger.error({ err: error, kind }, text));
      return '';
    }
  }
}

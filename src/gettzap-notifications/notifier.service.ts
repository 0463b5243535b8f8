import { Injectable, Logger } from '@nestjs/common';
import { DeliveriesService, NewDelivery } from '../deliveries/deliveries.service.js';
import { TextTemplates } from '../order-statuses/text-templates.service.js';
import type { TextValues } from '../order-statuses/text-variables.js';
import type { Transaction } from '../shared/transaction.js';
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

/** Renders notices and hands them to the deliveries, inside the transaction of the change. */
@Injectable()
export class Notifier {
  private readonly logger = new Logger(Notifier.name);

  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly templates: TextTemplates,
  ) {}

  async notify(tx: Transaction, told: Array<{ subject: Subject; notices: Notice[] }>, at: Date): Promise<void> {
    const messages = told.flatMap(({ subject, notices }) => notices.map((notice) => this.message(subject, notice, at)));
    await this.deliveries.enqueue(tx, GETTZAP_CHANNEL, messages);
  }

  private message(subject: Subject, notice: Notice, at: Date): NewDelivery {
    const { externalOrderId, externalId, orderId, connectionId, regionId } = subject;
    const { kind, position, status, quantity } = notice;
    const skippedBecause = notice.skippedBecause ?? (status === '' ? 'no_status_configured' : undefined);
    const payload: NotificationPayload = {
      externalOrderId,
      externalId,
      orderId,
      positionId: position?.id ?? null,
      positionExternalId: position?.externalId ?? null,
      status,
      text: skippedBecause ? '' : this.render(notice),
      quantity: quantity ?? null,
      occurredAt: at.toISOString(),
    };
    return {
      targetKey: String(connectionId),
      laneKey: String(externalOrderId),
      kind,
      regionId,
      subject: externalId,
      payload,
      ...(skippedBecause && { skippedBecause }),
    };
  }

  /** A text that fails on its values must not stop the shop's work: the status is told without it. */
  private render({ template, values, kind }: Notice): string {
    try {
      return this.templates.render(template, values);
    } catch (error) {
      this.logger.error({ err: error, kind }, 'A notification text could not be rendered; the status goes without it.');
      return '';
    }
  }
}

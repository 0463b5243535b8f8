import { Injectable } from '@nestjs/common';
import { Outbox } from '../../outbox/outbox.service.js';
import { ExternalOrderCancelledByClient } from '../../orders/external-orders/external-orders.events.js';
import { OnDomainEvent } from '../../platform/transactions/domain-event-bus.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { GETTZAP_CHANNEL, NotificationPayload, NotificationReason } from './gettzap-notification.js';

const REASON: NotificationReason = 'cancelled_by_client';

/** Withdraws notices that nobody began to send about what the client has cancelled meanwhile. */
@Injectable()
export class UnsentNotificationCanceller {
  constructor(private readonly outbox: Outbox) {}

  @OnDomainEvent(ExternalOrderCancelledByClient)
  async onCancelled(event: ExternalOrderCancelledByClient, tx: Transaction): Promise<void> {
    const cancelled = new Set(event.positionIds);
    await this.outbox.cancelUnsent(tx, GETTZAP_CHANNEL, String(event.externalOrderId), REASON, ({ payload }) => {
      const { positionId } = payload as NotificationPayload;
      return positionId === null ? event.nothingLeft : cancelled.has(positionId);
    });
  }
}

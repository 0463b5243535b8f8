import { Injectable } from '@nestjs/common';
import {
  DecidedPosition,
  Decision,
  ExternalOrderCancelledByClient,
  ExternalOrderDecided,
} from '../../orders/external-orders/external-orders.events.js';
import type { MarketplaceConnection } from '../connections/marketplace-connection.entity.js';
import { CONNECTIONS } from '../connections/connection-directory.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import type { ConfigurationSnapshot } from '../../platform/configuration/configuration-snapshot.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { OnDomainEvent } from '../../platform/transactions/domain-event-bus.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Outbox } from '../../outbox/outbox.service.js';
import { GETTZAP_CHANNEL, NotificationPayload, NotificationReason } from './gettzap-notification.js';
import { Notice, NotificationComposer, Told } from './notification-composer.service.js';
import { TextFacts, textValues } from './notification-texts.js';

const WITHDRAWN: NotificationReason = 'cancelled_by_client';

/** Tells GettZap what the shop decided, with the texts and statuses of the connection, unless the client is faster. */
@Injectable()
export class DecisionNotices {
  constructor(
    private readonly composer: NotificationComposer,
    private readonly configuration: Configuration,
    private readonly outbox: Outbox,
  ) {}

  @OnDomainEvent(ExternalOrderDecided)
  async onDecided(event: ExternalOrderDecided, tx: Transaction): Promise<void> {
    const orderNumber = event.orderId === null ? null : String(event.orderId);
    await this.composer.notify(tx, [this.compose(await this.configuration.of(tx), event, orderNumber)], event.at);
  }

  /** Withdraws notices that nobody began to send about what the client has cancelled meanwhile. */
  @OnDomainEvent(ExternalOrderCancelledByClient)
  async onCancelled(event: ExternalOrderCancelledByClient, tx: Transaction): Promise<void> {
    const cancelled = new Set(event.positionIds);
    await this.outbox.cancelUnsent(tx, GETTZAP_CHANNEL, String(event.externalOrderId), WITHDRAWN, ({ payload }) => {
      const { positionId } = payload as NotificationPayload;
      return positionId === null ? event.nothingLeft : cancelled.has(positionId);
    });
  }

  /** What is told of the decision, or recorded as not told, in position order. @param orderNumber as the texts name it */
  compose(snapshot: ConfigurationSnapshot, event: ExternalOrderDecided, orderNumber: string | null): Told {
    const { externalOrder, orderId } = event;
    const { id: externalOrderId, externalId, connectionId, regionId } = externalOrder;
    const connection = snapshot.get(CONNECTIONS).get(connectionId)!;
    const regionName = snapshot.get(REGIONS).get(regionId)?.name ?? '';
    return {
      subject: { externalOrderId, externalId, orderId, connectionId, regionId },
      notices: noticesOf(event, connection, { orderNumber, externalId, regionName }),
    };
  }
}

/** One for the whole order, or each position's; of a smaller quantity the accepted part comes before the refused rest. */
function noticesOf(event: ExternalOrderDecided, connection: MarketplaceConnection, common: TextFacts): Notice[] {
  const { externalOrder, whole, positions } = event;
  const told = {
    accepted: { status: connection.acceptedStatus, template: connection.acceptedText },
    refused: { status: connection.refusedStatus, template: connection.refusedText },
  };
  const notice = (decision: Decision, position?: DecidedPosition): Notice => {
    const isPart = position && position.acceptedQuantity > 0 && position.refusedQuantity > 0;
    const quantity = decision === 'accepted' ? position?.acceptedQuantity : position?.refusedQuantity;
    return {
      kind: position ? `position_${decision}` : `order_${decision}`,
      ...(position && { position: { id: position.id, externalId: position.externalId } }),
      ...told[decision],
      values: textValues({
        ...common,
        ...(position && { line: { ...position, quantity: quantity ?? position.quantity } }),
        ...(decision === 'accepted' && { itemStatus: event.initialStatus }),
        ...(decision === 'refused' && { reason: event.reason }),
      }),
      ...(isPart && quantity !== undefined && { quantity }),
      ...(externalOrder.hasSyntheticId && { skippedBecause: 'no_external_id' as const }),
    };
  };
  if (whole) return [notice(whole)];
  return positions.flatMap((position) => [
    ...(position.acceptedQuantity > 0 ? [notice('accepted', position)] : []),
    ...(position.refusedQuantity > 0 ? [notice('refused', position)] : []),
  ]);
}

import { Injectable } from '@nestjs/common';
import { DecidedPosition, Decision, ExternalOrderDecided } from '../external-orders/external-order-decided.event.js';
import { MarketplaceConnectionsService } from '../marketplaces/marketplace-connections.service.js';
import { RegionsService } from '../regions/regions.service.js';
import { OnDomainEvent } from '../shared/domain-event-bus.js';
import type { Transaction } from '../shared/transaction.js';
import { Notice, Notifier } from './notifier.service.js';
import { textValues } from './notification-texts.js';

/** Tells GettZap what the shop decided, with the texts and statuses of the connection. */
@Injectable()
export class DecisionNotices {
  constructor(
    private readonly notifier: Notifier,
    private readonly connections: MarketplaceConnectionsService,
    private readonly regions: RegionsService,
  ) {}

  @OnDomainEvent(ExternalOrderDecided)
  async onDecided(event: ExternalOrderDecided, tx: Transaction): Promise<void> {
    const { externalOrder, orderId, whole, positions } = event;
    const connection = await this.connections.getEvenDeleted(tx.manager, externalOrder.connectionId);
    const { name: regionName } = await this.regions.get(tx.manager, externalOrder.regionId);
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
          orderId,
          externalId: externalOrder.externalId,
          regionName,
          ...(position && { line: { ...position, quantity: quantity ?? position.quantity } }),
          ...(decision === 'accepted' && { itemStatus: event.initialStatus }),
          ...(decision === 'refused' && { reason: event.reason }),
        }),
        ...(isPart && quantity !== undefined && { quantity }),
        ...(externalOrder.hasSyntheticId && { skippedBecause: 'no_external_id' as const }),
      };
    };
    const notices = whole
      ? [notice(whole)]
      : positions.flatMap((position) => [
          ...(position.acceptedQuantity > 0 ? [notice('accepted', position)] : []),
          ...(position.refusedQuantity > 0 ? [notice('refused', position)] : []),
        ]);
    const subject = {
      externalOrderId: externalOrder.id,
      externalId: externalOrder.externalId,
      orderId,
      connectionId: externalOrder.connectionId,
      regionId: externalOrder.regionId,
    };
    await this.notifier.notify(tx, [{ subject, notices }], event.at);
  }
}

import { Injectable } from '@nestjs/common';
import type { StatusDirectory } from '../../orders/order-statuses/order-status.entity.js';
import { OrderChange, OrderItemsStatusChanged } from '../../orders/orders/orders.events.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import type { ConfigurationSnapshot } from '../../platform/configuration/configuration-snapshot.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { OnDomainEvent } from '../../platform/transactions/domain-event-bus.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Notice, NotificationComposer, Told } from './notification-composer.service.js';
import { textValues } from './notification-texts.js';

/** Tells GettZap of items and orders that passed into a status, as the status is configured. */
@Injectable()
export class StatusNotices {
  constructor(
    private readonly composer: NotificationComposer,
    private readonly configuration: Configuration,
  ) {}

  @OnDomainEvent(OrderItemsStatusChanged)
  async onStatusChanged(event: OrderItemsStatusChanged, tx: Transaction): Promise<void> {
    await this.composer.notify(tx, this.compose(await this.configuration.of(tx), event), event.at);
  }

  /** What is told of the change, or recorded as not told: order by order, in each the items first, then the order. */
  compose(snapshot: ConfigurationSnapshot, event: OrderItemsStatusChanged): Told[] {
    const regions = snapshot.get(REGIONS);
    return event.changes.map((change) => {
      const { id: orderId, externalOrderId, externalId, connectionId, regionId } = change.order;
      return {
        subject: { externalOrderId, externalId, orderId, connectionId, regionId },
        notices: noticesOf(change, event.directory, regions.get(regionId)?.name ?? ''),
      };
    });
  }
}

/** Items first, in item order, then the order. */
function noticesOf(
  { order, items, statusId, reachedStatusId, cause, comment }: OrderChange,
  directory: StatusDirectory,
  regionName: string,
): Notice[] {
  const common = { orderNumber: String(order.id), externalId: order.externalId, regionName, comment };
  const echo = cause === 'client' ? ('caused_by_gettzap' as const) : undefined;
  const passedInto = directory.get(statusId)!;
  const ofItems = items.map((item): Notice => ({
    kind: 'item_status',
    position: { id: item.positionId, externalId: item.positionExternalId },
    status: passedInto.gettzapItemStatus,
    template: passedInto.gettzapItemText,
    values: textValues({ ...common, line: item, itemStatus: passedInto.name, status: passedInto.name }),
    skippedBecause: echo,
  }));
  const reached = reachedStatusId === null ? undefined : directory.get(reachedStatusId);
  if (!reached) return ofItems;
  const ofOrder: Notice = {
    kind: 'order_status',
    status: reached.gettzapOrderStatus,
    template: reached.gettzapOrderText,
    values: textValues({ ...common, status: reached.name }),
    // A status that the other items thereby complete is news for GettZap, the cancellation itself is not.
    skippedBecause: reached.id === statusId ? echo : undefined,
  };
  return [...ofItems, ofOrder];
}

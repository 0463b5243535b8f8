import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { OrderStatus } from '../../orders/order-statuses/order-status.entity.js';
import { OrderChange, OrderItemsStatusChanged } from '../../orders/orders/order-items-status-changed.event.js';
import { RegionsService } from '../../access/regions/regions.service.js';
import { OnDomainEvent } from '../../platform/transactions/domain-event-bus.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Notice, Notifier, Told } from './notifier.service.js';
import { textValues } from './notification-texts.js';

/** Tells GettZap of items and orders that passed into a status, as the status is configured. */
@Injectable()
export class StatusNotices {
  constructor(
    private readonly notifier: Notifier,
    private readonly regions: RegionsService,
  ) {}

  @OnDomainEvent(OrderItemsStatusChanged)
  async onStatusChanged(event: OrderItemsStatusChanged, tx: Transaction): Promise<void> {
    await this.notifier.notify(tx, await this.compose(tx.manager, event), event.at);
  }

  /** What is told of the change, or recorded as not told: order by order, in each the items first, then the order. */
  async compose(manager: EntityManager, event: OrderItemsStatusChanged): Promise<Told[]> {
    const regionNames = await this.regions.names(
      manager,
      event.changes.map(({ order }) => order.regionId),
    );
    return event.changes.map((change) => {
      const { id: orderId, externalOrderId, externalId, connectionId, regionId } = change.order;
      return {
        subject: { externalOrderId, externalId, orderId, connectionId, regionId },
        notices: noticesOf(change, event.directory, regionNames.get(regionId) ?? ''),
      };
    });
  }
}

/** Items first, in item order, then the order. */
function noticesOf(
  { order, items, statusId, reachedStatusId, cause, comment }: OrderChange,
  directory: Map<number, OrderStatus>,
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

import { Injectable } from '@nestjs/common';
import { OrderItemsStatusChanged } from '../../orders/orders/order-items-status-changed.event.js';
import { OnDomainEvent } from '../../platform/transactions/domain-event-bus.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { ManagerNotifier } from './manager-notifier.service.js';
import { inOneLine, lines, listParts } from './message-texts.js';

/** Tells managers of items that passed into a status which asks for that: once for each order. */
@Injectable()
export class OrderMessages {
  constructor(private readonly notifier: ManagerNotifier) {}

  @OnDomainEvent(OrderItemsStatusChanged)
  async onStatusChanged({ directory, changes }: OrderItemsStatusChanged, tx: Transaction): Promise<void> {
    const told = changes.flatMap(({ order, items, statusId, cause }) => {
      const status = directory.get(statusId)!;
      if (!status.notifyManager) return [];
      const message = () => ({
        title: `Заказ № ${order.id}: «${inOneLine(status.name)}»`,
        text: lines(
          `Заказ GettZap ${order.externalId}. В статус «${status.name}» перешли:`,
          listParts(items),
          cause === 'client' && 'Причина: отказ клиента в GettZap.',
        ),
        externalOrderId: order.externalOrderId,
        orderId: order.id,
      });
      return [{ audience: { kind: 'items_in_status' as const, regionId: order.regionId }, message }];
    });
    if (told.length > 0) await this.notifier.tellAll(tx, told);
  }
}

import { Injectable } from '@nestjs/common';
import { DecisionDue, ItemsDue } from '../../orders/deadlines/deadlines.events.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { ManagerNotifier } from './manager-notifier.service.js';
import { inOneLine, lines, listParts, orderNumber } from './message-texts.js';
import { timeInRegion } from './names-and-times.js';

/** Tells managers of what is due, and of what the service did since it was not done. */
@Injectable()
export class DeadlineMessages {
  constructor(
    private readonly notifier: ManagerNotifier,
    private readonly configuration: Configuration,
  ) {}

  @OnDomainEvent(DecisionDue)
  async onDecision({ externalOrder, by, isOverdue, isRefused }: DecisionDue, tx: Transaction): Promise<void> {
    const { id, externalId, regionId } = externalOrder;
    const due = timeInRegion(await this.configuration.of(tx), by, regionId);
    const roles = ['admin' as const, 'manager' as const, 'external_orders' as const];
    const number = orderNumber(externalId);
    const title = isRefused
      ? `Заказ ${number} отказан автоматически: срок вышел`
      : `Заказ ${number}: срок решения ${isOverdue ? 'вышел' : 'подходит'}`;
    await this.notifier.notify(tx, { kind: 'deadline', regionId, roles }, () => ({
      title,
      text: isOverdue ? `Решить нужно было до ${due}.` : `Решите до ${due}.`,
      externalOrderId: id,
    }));
  }

  @OnDomainEvent(ItemsDue)
  async onItems({ order, status, items, by, isOverdue, movedTo }: ItemsDue, tx: Transaction): Promise<void> {
    const due = timeInRegion(await this.configuration.of(tx), by, order.regionId);
    const name = inOneLine(status.name);
    const audience = {
      kind: 'deadline' as const,
      regionId: order.regionId,
      roles: ['admin' as const, 'manager' as const],
    };
    await this.notifier.notify(tx, audience, () => ({
      title: `Заказ № ${order.id}: срок в статусе «${name}» ${isOverdue ? 'вышел' : 'подходит'}`,
      text: lines(
        isOverdue ? `Срок был до ${due}.` : `Срок до ${due}.`,
        movedTo && `Позиции автоматически переведены в статус «${inOneLine(movedTo.name)}».`,
        listParts(items),
      ),
      externalOrderId: order.externalOrderId,
      orderId: order.id,
    }));
  }
}

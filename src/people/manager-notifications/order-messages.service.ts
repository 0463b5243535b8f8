import { Injectable } from '@nestjs/common';
import {
  ClientCancellationKept,
  ColleaguesMentioned,
  ExternalOrderAssigned,
  ExternalOrdersReceived,
  ExternalOrderChangedAfterDecision,
  ExternalOrderNeedsAttention,
} from '../../orders/external-orders/external-orders.events.js';
import { OrderItemsStatusChanged } from '../../orders/orders/orders.events.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { ManagerNotifier } from './manager-notifier.service.js';
import { inOneLine, lines, listParts, orderNumber, rubles } from './message-texts.js';
import { problemText } from '../../orders/external-orders/problem-text.js';

const MAX_PROBLEMS = 5;

/** Tells managers what comes into the inbox, what happens to it from outside, and of items that passed into some statuses. */
@Injectable()
export class OrderMessages {
  constructor(private readonly notifier: ManagerNotifier) {}

  @OnDomainEvent(ExternalOrdersReceived)
  async onReceived({ received }: ExternalOrdersReceived, tx: Transaction): Promise<void> {
    await this.notifier.notifyAll(
      tx,
      received.map(({ externalOrder: { id, externalId, regionId }, positionCount, totalMinor }) => ({
        audience: { kind: 'external_order_received', regionId },
        message: () => ({
          title: `Новый заказ ${orderNumber(externalId)}`,
          text: `Позиций: ${positionCount}, сумма: ${rubles(totalMinor)}.`,
          externalOrderId: id,
        }),
      })),
    );
  }

  @OnDomainEvent(ExternalOrderNeedsAttention)
  async onNeedsAttention({ externalOrder, problems }: ExternalOrderNeedsAttention, tx: Transaction) {
    const { id, externalId, regionId } = externalOrder;
    const listed = problems.slice(0, MAX_PROBLEMS).map((problem) => problemText(problem, 'ru'));
    await this.notifier.notify(tx, { kind: 'needs_attention', regionId }, () => ({
      title: `Заказ ${orderNumber(externalId)} требует внимания`,
      text: lines('Заказ не удалось распознать, принять его нельзя.', ...listed),
      externalOrderId: id,
    }));
  }

  @OnDomainEvent(ExternalOrderChangedAfterDecision)
  async onChangedAfterDecision({ externalOrder, orderId }: ExternalOrderChangedAfterDecision, tx: Transaction) {
    const { id, externalId, regionId } = externalOrder;
    await this.notifier.notify(tx, { kind: 'conflict', regionId }, () => ({
      title: `Заказ ${orderNumber(externalId)} изменён после решения`,
      text: 'Покупатель изменил заказ в GettZap, но решение по нему уже принято. Наш заказ не изменён: что изменилось, видно на его странице, согласуйте с покупателем.',
      externalOrderId: id,
      orderId,
    }));
  }

  /** What the note says stays where a buyer's data can be erased. */
  @OnDomainEvent(ColleaguesMentioned)
  async onMentioned({ externalOrder, orderId, userIds, author }: ColleaguesMentioned, tx: Transaction) {
    const { id, externalId, regionId } = externalOrder;
    await this.notifier.notify(tx, { kind: 'mentioned', regionId, userIds }, () => ({
      title: `${inOneLine(author)}: заметка для вас к заказу ${orderNumber(externalId)}`,
      text: 'Откройте заказ, чтобы прочитать её и ответить.',
      externalOrderId: id,
      orderId,
    }));
  }

  @OnDomainEvent(ExternalOrderAssigned)
  async onAssigned({ externalOrder, orderId, userId, actor }: ExternalOrderAssigned, tx: Transaction) {
    const { id, externalId, regionId } = externalOrder;
    await this.notifier.notify(tx, { kind: 'assigned', regionId, userIds: [userId] }, () => ({
      title: `Вам передан заказ ${orderNumber(externalId)}`,
      text: `От кого: ${inOneLine(actor)}.`,
      externalOrderId: id,
      orderId,
    }));
  }

  @OnDomainEvent(ClientCancellationKept)
  async onCancelled(event: ClientCancellationKept, tx: Transaction): Promise<void> {
    const { externalOrder, orderId, positionIds, conflict } = event;
    const { id, externalId, regionId } = externalOrder;
    const number = orderNumber(externalId);
    const what = positionIds ? `Позиции: ${inOneLine(positionIds.join(', '), 500)}.` : 'Заказ отменён целиком.';
    const subjects = { externalOrderId: id, orderId };
    const cancelled = () => ({
      title: positionIds ? `Клиент отменил позиции заказа ${number}` : `Клиент отменил заказ ${number}`,
      text: lines(what, orderId !== null && `Наш заказ № ${orderId}.`),
      ...subjects,
    });
    const conflicting = () => ({
      title: `Отмена заказа ${number}: нужно решение`,
      text: lines(
        'Клиент отменил уже выданные позиции, или в подключении не выбран статус для отмены: статусы позиций не изменились.',
        what,
        orderId !== null && `Наш заказ № ${orderId}.`,
      ),
      ...subjects,
    });
    await this.notifier.notifyAll(tx, [
      { audience: { kind: 'cancelled_by_client', regionId }, message: cancelled },
      ...(conflict ? [{ audience: { kind: 'conflict' as const, regionId }, message: conflicting }] : []),
    ]);
  }

  /** Items that passed into a status which asks for that: once for each order. */
  @OnDomainEvent(OrderItemsStatusChanged)
  async onStatusChanged({ directory, changes }: OrderItemsStatusChanged, tx: Transaction): Promise<void> {
    const notices = changes.flatMap(({ order, items, statusId, cause, hold }) => {
      const status = directory.get(statusId)!;
      if (!status.notifyManager) return [];
      const message = () => ({
        title: `Заказ № ${order.id}: «${inOneLine(status.name)}»`,
        text: lines(
          `Заказ GettZap ${orderNumber(order.externalId)}. Перешли в статус «${status.name}»:`,
          listParts(items),
          cause === 'client' && 'Причина: клиент отменил заказ в GettZap.',
        ),
        externalOrderId: order.externalOrderId,
        orderId: order.id,
      });
      return [{ audience: { kind: 'items_in_status' as const, regionId: order.regionId, hold }, message }];
    });
    if (notices.length > 0) await this.notifier.notifyAll(tx, notices);
  }
}

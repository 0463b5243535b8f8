import { Injectable } from '@nestjs/common';
import {
  ExchangeFellSilent,
  HandOversRefused,
  HandOversUnconfirmed,
} from '../../shop-systems/exchanges/exchanges.events.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { ManagerNotifier } from './manager-notifier.service.js';

/** Tells managers when orders do not get into one of the shop's own systems. */
@Injectable()
export class ExchangeMessages {
  constructor(private readonly notifier: ManagerNotifier) {}

  @OnDomainEvent(ExchangeFellSilent)
  async onSilent({ exchange, hours }: ExchangeFellSilent, tx: Transaction): Promise<void> {
    const audience = { kind: 'exchange_trouble' as const, regionId: null, roles: ['admin' as const] };
    await this.notifier.notify(tx, audience, () => ({
      title: `${exchange.name}: обмен молчит`,
      text: `За ${hours} ч рабочего времени учётная система ни разу не обратилась за заказами. Заказы не потеряны и ждут передачи. Проверьте расписание обмена.`,
    }));
  }

  @OnDomainEvent(HandOversUnconfirmed)
  async onUnconfirmed({ exchange, times }: HandOversUnconfirmed, tx: Transaction): Promise<void> {
    const audience = { kind: 'exchange_trouble' as const, regionId: null, roles: ['admin' as const] };
    await this.notifier.notify(tx, audience, () => ({
      title: `${exchange.name}: заказы не подтверждены`,
      text: `Учётная система получила одни и те же заказы ${times} раз и не подтвердила, что сохранила их. Заказы после них ждут. Причина — в журнале учётной системы, выданные заказы — в «Сеансах» обмена. Если дело в одном заказе, нажмите у него «Не передавать»: остальные пойдут.`,
    }));
  }

  @OnDomainEvent(HandOversRefused)
  async onRefused({ exchange, orders }: HandOversRefused, tx: Transaction): Promise<void> {
    // Why is for the order's page alone: the other side's words may name the buyer.
    const notices = orders.map(({ id, regionId }) => ({
      audience: { kind: 'exchange_trouble' as const, regionId, roles: ['admin' as const, 'manager' as const] },
      message: () => ({
        title: `${exchange.name}: заказ ${id} не принят`,
        text: 'Причина показана на странице заказа. Исправьте её и передайте заказ ещё раз: кнопка есть там же.',
        orderId: id,
      }),
    }));
    await this.notifier.notifyAll(tx, notices);
  }
}

import { Injectable } from '@nestjs/common';
import type { PriceList } from '../../offers/price-lists/price-list.entity.js';
import { PriceListBecameStale, PriceListFailed, PriceListHeld } from '../../offers/price-lists/price-lists.events.js';
import { errorText } from '../../platform/error-texts.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { ManagerNotifier } from './manager-notifier.service.js';

/** Tells managers when what is offered is not what the newest file says. */
@Injectable()
export class PriceListMessages {
  constructor(private readonly notifier: ManagerNotifier) {}

  @OnDomainEvent(PriceListHeld)
  onHeld({ list }: PriceListHeld, tx: Transaction): Promise<void> {
    const text = 'Новый файл сильно отличается от прежнего. Действует прежний: посмотрите отличия и решите.';
    return this.notify(tx, list, 'прайс-лист ждёт решения', text);
  }

  @OnDomainEvent(PriceListFailed)
  onFailed({ list, error: { code, params } }: PriceListFailed, tx: Transaction): Promise<void> {
    const reason = errorText(code, params, 'ru') ?? code;
    return this.notify(tx, list, 'прайс-лист не загружен', `Причина: ${reason}. Действует прежний.`);
  }

  @OnDomainEvent(PriceListBecameStale)
  onStale({ list }: PriceListBecameStale, tx: Transaction): Promise<void> {
    const text = `Последний файл пришёл больше ${list.staleAfterHours} ч назад.`;
    return this.notify(tx, list, 'прайс-лист устарел', text);
  }

  private async notify(tx: Transaction, list: PriceList, what: string, text: string): Promise<void> {
    const roles = ['admin' as const, 'manager' as const, 'external_orders' as const];
    const audience = { kind: 'price_list_trouble' as const, regionId: list.regionId, roles };
    await this.notifier.notify(tx, audience, () => ({ title: `${list.name}: ${what}`, text }));
  }
}

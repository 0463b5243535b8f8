import { Injectable } from '@nestjs/common';
import {
  CONNECTIONS,
  type LinkMisuse,
  marketplaceName,
} from '../../marketplaces/connections/marketplace-connection.entity.js';
import { OrderLinkMisused } from '../../marketplaces/connections/misused-links.service.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { ManagerNotifier } from './manager-notifier.service.js';
import { connectionInWords, timeInRegion } from './names-and-times.js';

/** Tells administrators, who alone see order links, that a marketplace does not post to the one in force. */
@Injectable()
export class LinkMessages {
  constructor(
    private readonly notifier: ManagerNotifier,
    private readonly configuration: Configuration,
  ) {}

  @OnDomainEvent(OrderLinkMisused)
  async onMisused({ connectionId, how, validUntil }: OrderLinkMisused, tx: Transaction): Promise<void> {
    const configuration = await this.configuration.of(tx);
    const { marketplace: code, deletedAt } = configuration.get(CONNECTIONS).get(connectionId)!;
    const marketplace = marketplaceName(code)!;
    const { name, regionId } = connectionInWords(configuration, marketplace, connectionId);
    const since = deletedAt ?? validUntil;
    const message = messageOf(how, marketplace, since ? timeInRegion(configuration, since, regionId) : '');
    const audience = { kind: 'replaced_link' as const, regionId, roles: ['admin' as const] };
    const title = `${name}: ${message.title}`;
    await this.notifier.notify(tx, audience, () => ({
      ...message,
      title,
      connectionId: deletedAt ? null : connectionId,
    }));
  }
}

/** @param time when the link ends or ended, or its connection was deleted */
function messageOf(how: LinkMisuse, marketplace: string, time: string): { title: string; text: string } {
  const enterNew = `Вставьте в ${marketplace} новую ссылку: она на странице подключения.`;
  const sendAgain = 'Заказы, которых не хватает, пусть пришлют ещё раз.';
  switch (how) {
    case 'used':
      return {
        title: 'заказы идут по прежней ссылке',
        text: `Она действует до ${time}, потом сообщения по ней приниматься не будут. ${enterNew} Если она там уже стоит, прежнюю знает кто-то другой: прекратите её действие.`,
      };
    case 'refused':
      return {
        title: 'заказы по прежней ссылке не приняты',
        text: `По ссылке, которая действовала до ${time}, пришло сообщение и получило отказ. ${enterNew} ${sendAgain}`,
      };
    case 'deleted':
      return {
        title: 'заказы приходят удалённому подключению',
        text: `Подключение удалено ${time}, а по его ссылке пришло сообщение и получило отказ. Если заказы этого кабинета нужны, создайте подключение и вставьте его ссылку в ${marketplace}; если нет, уберите прежнюю ссылку в кабинете ${marketplace}.`,
      };
    case 'misspelt':
      return {
        title: 'ссылка вставлена с ошибкой',
        text: `По адресу, который отличается от ссылки этого подключения, пришло сообщение и получило отказ. Скопируйте ссылку со страницы подключения и вставьте её в ${marketplace} целиком. ${sendAgain}`,
      };
  }
}

import { Injectable } from '@nestjs/common';
import { CONNECTIONS, marketplaceName } from '../../marketplaces/connections/marketplace-connection.entity.js';
import { ReplacedLinkUsed } from '../../marketplaces/connections/replaced-links.service.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { ManagerNotifier } from './manager-notifier.service.js';
import { connectionInWords, timeInRegion } from './names-and-times.js';

/** Tells administrators, who alone see order links, that a marketplace posts to one that was replaced. */
@Injectable()
export class LinkMessages {
  constructor(
    private readonly notifier: ManagerNotifier,
    private readonly configuration: Configuration,
  ) {}

  @OnDomainEvent(ReplacedLinkUsed)
  async onUsed({ connectionId, validUntil, isRefused }: ReplacedLinkUsed, tx: Transaction): Promise<void> {
    const configuration = await this.configuration.of(tx);
    const marketplace = marketplaceName(configuration.get(CONNECTIONS).get(connectionId)!.marketplace)!;
    const { name, regionId } = connectionInWords(configuration, marketplace, connectionId);
    const until = timeInRegion(configuration, validUntil, regionId);
    const whatToDo = `Вставьте в ${marketplace} новую ссылку: она на странице подключения.`;
    const message = isRefused
      ? {
          title: `${name}: заказы по прежней ссылке не приняты`,
          text: `По ссылке, которая действовала до ${until}, пришло сообщение и получило отказ. ${whatToDo} Заказы, которых не хватает, пусть пришлют ещё раз.`,
        }
      : {
          title: `${name}: заказы идут по прежней ссылке`,
          text: `Она действует до ${until}, потом сообщения по ней приниматься не будут. ${whatToDo} Если она там уже стоит, прежнюю знает кто-то другой: прекратите её действие.`,
        };
    const audience = { kind: 'replaced_link' as const, regionId, roles: ['admin' as const] };
    await this.notifier.notify(tx, audience, () => ({ ...message, connectionId }));
  }
}

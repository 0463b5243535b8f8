import { Injectable } from '@nestjs/common';
import { MessageDied, CircuitBreakerClosed, CircuitBreakerOpened, EndpointPaused } from '../../outbox/outbox.events.js';
import { EMAIL_CHANNEL } from '../email/email.service.js';
import { ExternalOrdersService } from '../../orders/external-orders/external-orders.service.js';
import { OrdersService } from '../../orders/orders/orders.service.js';
import { marketplaceName } from '../../marketplaces/connections/marketplace-connection.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { GONE_REASON, WEBHOOK_CHANNEL } from '../../shop-systems/webhooks/webhook.entity.js';
import { EXCHANGES, isPushChannel, type PushChannel } from '../../shop-systems/exchanges/exchange.entity.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import type { ManagerNotificationKind } from './manager-notification-kind.js';
import { ManagerMessage, ManagerNotifier } from './manager-notifier.service.js';
import { inOneLine, lines, orderNumber, reasonInWords } from './message-texts.js';
import { connectionInWords } from './names-and-times.js';

/** The receiver of deliveries that is spoken of. */
interface Receiver {
  /** As the subject of a sentence. */
  name: string;
  regionId: number | null;
  connectionId: number | null;
  /** Only the administrator sees it. */
  isTechnical: boolean;
}

const SIGN_IN_HINTS: Record<PushChannel, string> = {
  abcp: 'Проверьте в настройках обмена логин и пароль, и в ABCP — разрешён ли IP-адрес этого сервера, затем нажмите «Возобновить».',
  parts_soft: 'Проверьте в настройках обмена ключ API и в PARTS SOFT — карточку клиента, затем нажмите «Возобновить».',
};

/** Tells managers when something cannot be delivered, and when it can again. */
@Injectable()
export class DeliveryMessages {
  constructor(
    private readonly notifier: ManagerNotifier,
    private readonly externalOrders: ExternalOrdersService,
    private readonly orders: OrdersService,
    private readonly configuration: Configuration,
  ) {}

  @OnDomainEvent(EndpointPaused)
  async onPaused({ channel, endpointKey, reason }: EndpointPaused, tx: Transaction): Promise<void> {
    await this.notify(tx, 'connection_paused', channel, endpointKey, ({ name, connectionId }) => ({
      title: `${name}: отправка приостановлена`,
      text: lines(
        `Причина: ${reasonInWords(reason)}. Сообщения не потеряны и ждут в очереди.`,
        isPushChannel(channel)
          ? SIGN_IN_HINTS[channel]
          : connectionId === null
            ? 'Исправьте настройки входа.'
            : 'Логин, пароль, ключ и адрес меняет администратор в подключении: после этого отправка продолжится сама.',
      ),
    }));
  }

  @OnDomainEvent(CircuitBreakerOpened)
  async onOpened({ channel, endpointKey }: CircuitBreakerOpened, tx: Transaction): Promise<void> {
    await this.notify(tx, 'breaker_opened', channel, endpointKey, ({ name }) => ({
      title: `${name}: нет связи`,
      text: 'Несколько отправок подряд не удались. Сообщения не потеряны и ждут в очереди; отправка продолжится автоматически, когда связь восстановится.',
    }));
  }

  @OnDomainEvent(CircuitBreakerClosed)
  async onClosed({ channel, endpointKey }: CircuitBreakerClosed, tx: Transaction): Promise<void> {
    await this.notify(tx, 'breaker_closed', channel, endpointKey, ({ name }) => ({
      title: `${name}: связь восстановлена`,
      text: 'Сообщения, которые ждали, отправляются.',
    }));
  }

  @OnDomainEvent(MessageDied)
  async onMessageDied(event: MessageDied, tx: Transaction): Promise<void> {
    const { messageId, channel, endpointKey, orderingKey, subject, reason } = event;
    // Of an order that a system of the shop's did not take people are told as of one that it refused.
    if (isPushChannel(channel)) return;
    // The ordering key of a message to a marketplace is the id of its external order.
    const externalOrderId = marketplaceName(channel) ? Number(orderingKey) : null;
    const ids = externalOrderId === null ? [] : [externalOrderId];
    const orderIds = await this.orders.idsByExternalOrder(tx.manager, ids);
    // An order stays in its region when its connection goes to another one.
    const regionId = (await this.externalOrders.regionsOf(tx.manager, ids)).get(externalOrderId!);
    const isSwitchedOff = channel === WEBHOOK_CHANNEL && reason === GONE_REASON;
    const message = ({ name, connectionId }: Receiver): ManagerMessage => ({
      title:
        connectionId === null
          ? `${name}: ${isSwitchedOff ? 'выключен' : 'не доставлено'}`
          : `Заказ ${orderNumber(subject)}: не доставлено`,
      text: lines(
        connectionId === null ? inOneLine(subject, 200) : `${name} не получил уведомление по заказу.`,
        `Причина: ${reasonInWords(reason)}. Автоматических повторов больше не будет: отправьте вручную.`,
        isSwitchedOff && 'Пока веб-хук не включат снова, о новых событиях ему не сообщается.',
      ),
      deliveryId: messageId,
      externalOrderId,
      orderId: orderIds.get(externalOrderId!) ?? null,
    });
    await this.notify(tx, 'delivery_given_up', channel, endpointKey, message, regionId);
  }

  private async notify(
    tx: Transaction,
    kind: ManagerNotificationKind,
    channel: string,
    endpointKey: string,
    message: (receiver: Receiver) => ManagerMessage,
    regionOfSubject?: number,
  ): Promise<void> {
    const receiver = await this.receiverOf(tx, channel, endpointKey);
    const { connectionId, isTechnical } = receiver;
    const regionId = regionOfSubject ?? receiver.regionId;
    await this.notifier.notify(tx, { kind, regionId, roles: isTechnical ? ['admin'] : undefined }, () => ({
      ...message(receiver),
      connectionId,
      channel,
      isPanelOnly: channel === EMAIL_CHANNEL,
    }));
  }

  private async receiverOf(tx: Transaction, channel: string, endpointKey: string): Promise<Receiver> {
    const marketplace = marketplaceName(channel);
    if (!marketplace) {
      const exchange = (await this.configuration.of(tx)).get(EXCHANGES).get(Number(endpointKey));
      if (isPushChannel(channel))
        return { name: exchange!.name, regionId: null, connectionId: null, isTechnical: true };
      const name = { [EMAIL_CHANNEL]: 'Почта', [WEBHOOK_CHANNEL]: `Веб-хук № ${endpointKey}` }[channel] ?? channel;
      return { name, regionId: null, connectionId: null, isTechnical: true };
    }
    const connectionId = Number(endpointKey);
    const words = connectionInWords(await this.configuration.of(tx), marketplace, connectionId);
    return { ...words, connectionId, isTechnical: false };
  }
}

import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Actor } from '../../access/actor.js';
import { BuyerDataErased } from '../../orders/external-orders/external-orders.events.js';
import { Order } from '../../orders/orders/order.entity.js';
import { MessageContents } from '../../outbox/message-contents.service.js';
import type { MessageFilter } from '../../outbox/message-filter.js';
import { presentAttempts } from '../../outbox/outbox.dto.js';
import type { MessageDetail, MessageInPlace } from '../../outbox/message-in-place.js';
import { groupBy } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { type Exchange, EXCHANGES, isPushed } from './exchange.entity.js';
import { type PushPayload, pushKeyOf } from './hand-over-queue.service.js';
import { presentPushDelivery, PushDeliveryDetail, PushDeliveryView } from './push-delivery.dto.js';

interface PushDeliveryFilter extends Pick<MessageFilter, 'state' | 'kind' | 'regionId' | 'ids' | 'q' | 'from' | 'to'> {
  exchangeId?: number;
  orderId?: number;
  externalOrderId?: number;
}

/** Messages of the outbox as people see what is pushed to systems of the shop's. */
@Injectable()
export class PushDeliveries {
  constructor(
    private readonly contents: MessageContents,
    private readonly configuration: Configuration,
    private readonly transactions: Transactions,
  ) {}

  async filterOf(channel: string, filter: PushDeliveryFilter, actor: Actor): Promise<MessageFilter> {
    const { exchangeId, orderId, externalOrderId, ...same } = filter;
    const endpointKey = exchangeId === undefined ? undefined : String(exchangeId);
    const orderingKeys = await this.orderingKeysOf(orderId, externalOrderId);
    return { ...same, channel, actor, endpointKey, orderingKeys };
  }

  async present(messages: MessageInPlace[]): Promise<PushDeliveryView[]> {
    const orderIds = [...new Set(messages.map(({ message }) => (message.payload as PushPayload).orderId))];
    const orders = await this.transactions.read((manager) =>
      manager.find(Order, { select: { id: true, externalOrderId: true }, where: { id: In(orderIds) } }),
    );
    const externalOrderIdOf = new Map(orders.map(({ id, externalOrderId }) => [id, externalOrderId]));
    return messages.map((each) =>
      presentPushDelivery(each, externalOrderIdOf.get((each.message.payload as PushPayload).orderId)),
    );
  }

  async presentDetail(detail: MessageDetail): Promise<PushDeliveryDetail> {
    const [view] = await this.present([detail]);
    return { ...view!, ...presentAttempts(detail) };
  }

  /** What was sent of the buyer is removed; the messages themselves only name the order. */
  @OnDomainEvent(BuyerDataErased)
  async onErased({ externalOrderId }: BuyerDataErased, tx: Transaction): Promise<void> {
    const exchanges = [...(await this.configuration.of(tx)).get(EXCHANGES).values()];
    const byChannel = groupBy(exchanges.filter(isPushed), ({ kind }) => kind);
    if (byChannel.size === 0) return;
    // Also of an order whose hand-over was dropped, since attempts may have been made of it.
    const orders = await tx.manager.find(Order, { select: { id: true }, where: { externalOrderId } });
    for (const [channel, those] of byChannel) {
      const keys = orders.flatMap((order) => those.map((exchange) => pushKeyOf(exchange.id, order.id)));
      await this.contents.erase(tx, channel, keys, (payload) => payload);
    }
  }

  /** The ordering keys of an order, one at each exchange that there ever was; undefined = no order was asked for. */
  private async orderingKeysOf(orderId?: number, externalOrderId?: number): Promise<string[] | undefined> {
    if (orderId === undefined && externalOrderId === undefined) return undefined;
    const where = {
      ...(orderId !== undefined && { id: orderId }),
      ...(externalOrderId !== undefined && { externalOrderId }),
    };
    const orders = await this.transactions.read((manager) => manager.find(Order, { select: { id: true }, where }));
    const exchanges: Exchange[] = [...this.configuration.current.get(EXCHANGES).values()];
    return orders.flatMap(({ id }) => exchanges.map((exchange) => pushKeyOf(exchange.id, id)));
  }
}

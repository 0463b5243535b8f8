import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { Endpoints } from '../../outbox/endpoints.service.js';
import { groupBy } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { EXCHANGES, isPushChannel } from '../../shop-systems/exchanges/exchange.entity.js';
import { Webhook, WEBHOOK_CHANNEL } from '../../shop-systems/webhooks/webhook.entity.js';
import type { ReceiverStateView } from './system.dto.js';

type NamedReceiver = Pick<ReceiverStateView, 'channel' | 'id' | 'name'>;

/** How the shop's own programs and systems are that are told something. */
@Injectable()
export class Receivers {
  constructor(
    private readonly endpoints: Endpoints,
    private readonly configuration: Configuration,
    private readonly transactions: Transactions,
  ) {}

  states(): Promise<ReceiverStateView[]> {
    return this.transactions.read(async (manager) => {
      const receivers = [...(await this.webhooks(manager)), ...this.exchanges()];
      const states: ReceiverStateView[] = [];
      for (const [channel, ofChannel] of groupBy(receivers, (each) => each.channel)) {
        const keys = ofChannel.map(({ id }) => id);
        const statuses = await this.endpoints.statuses(manager, channel, keys);
        states.push(...ofChannel.map((receiver) => ({ ...receiver, ...statuses.get(receiver.id)! })));
      }
      return states;
    });
  }

  private async webhooks(manager: EntityManager): Promise<NamedReceiver[]> {
    const webhooks = await manager.find(Webhook, { where: { deletedAt: IsNull() }, order: { id: 'ASC' } });
    return webhooks.map(({ id, url: name }) => ({ channel: WEBHOOK_CHANNEL, id: String(id), name }));
  }

  private exchanges(): NamedReceiver[] {
    const exchanges = [...this.configuration.current.get(EXCHANGES).values()];
    return exchanges.flatMap(({ id, kind, name, deletedAt }) =>
      isPushChannel(kind) && !deletedAt ? [{ channel: kind, id: String(id), name }] : [],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { Endpoints } from '../../outbox/endpoints.service.js';
import { presentEndpoint } from '../../outbox/outbox.dto.js';
import { OutboxCounts } from '../../outbox/outbox-counts.service.js';
import { groupBy, idsOf } from '../../platform/collections.js';
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
    private readonly counts: OutboxCounts,
    private readonly configuration: Configuration,
    private readonly transactions: Transactions,
  ) {}

  states(): Promise<ReceiverStateView[]> {
    return this.transactions.read(async (manager) => {
      const receivers = [...(await this.webhooks(manager)), ...this.exchanges()];
      const states: ReceiverStateView[] = [];
      for (const [channel, ofChannel] of groupBy(receivers, (each) => each.channel)) {
        const endpoints = await this.endpoints.findByKeys(
          manager,
          channel,
          ofChannel.map(({ id }) => id),
        );
        const byKey = new Map(endpoints.map((endpoint) => [endpoint.key, endpoint]));
        const [unfinished, delivered] = await Promise.all([
          this.counts.unfinished(manager, idsOf(endpoints)),
          this.counts.lastDeliveredAt(manager, idsOf(endpoints)),
        ]);
        for (const receiver of ofChannel) {
          const endpoint = byKey.get(receiver.id) ?? null;
          states.push({
            ...receiver,
            ...presentEndpoint(endpoint, endpoint ? (unfinished.get(endpoint.id) ?? 0) : 0),
            lastDeliveredAt: (endpoint && delivered.get(endpoint.id)?.toISOString()) ?? null,
          });
        }
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

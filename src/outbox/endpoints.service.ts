import { Injectable } from '@nestjs/common';
import { EntityManager, In, IsNull } from 'typeorm';
import { idsOf } from '../platform/collections.js';
import { Clock } from '../platform/clock.js';
import { ConfigurationPart, Configuration } from '../platform/configuration/configuration.service.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { latestOfEach } from '../platform/sql/latest-of-each.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { EndpointPaused, MessagesChanged, publishChanged } from './outbox.events.js';
import {
  CLAIM_INDEX,
  OutboxMessage,
  ENDPOINT_ARCHIVED,
  UNFINISHED,
  UNSENT,
  Endpoint,
} from './outbox-message.entity.js';
import { DeliveryStatusView, presentEndpoint } from './outbox.dto.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { OrderingKeys } from './ordering-keys.service.js';

const CANCELLED_AT_ONCE = 500;

/** All endpoints, by `endpointName`: which there are, not how they are. */
export const ENDPOINTS = new ConfigurationPart(async (manager) => {
  const endpoints = await manager.find(Endpoint, { select: { id: true, channel: true, key: true, isArchived: true } });
  return new Map(
    endpoints.map(({ id, channel, key, isArchived }) => [endpointName(channel, key), { id, isArchived }] as const),
  );
});

export function endpointName(channel: string, key: string): string {
  return `${channel}/${key}`;
}

/** Switches receivers on and off, ends their pauses, and tells how they are. */
@Injectable()
export class Endpoints {
  constructor(
    private readonly clock: Clock,
    private readonly configuration: Configuration,
    private readonly worker: OutboxWorker,
    private readonly transactions: Transactions,
    private readonly orderingKeys: OrderingKeys,
  ) {}

  find(manager: EntityManager, channel: string, key: string): Promise<Endpoint | null> {
    return manager.findOneBy(Endpoint, { channel, key });
  }

  /** Those that there are, by their keys. */
  async findByKeys(manager: EntityManager, channel: string, keys: string[]): Promise<Map<string, Endpoint>> {
    const endpoints = await manager.findBy(Endpoint, { channel, key: In(keys) });
    return new Map(endpoints.map((endpoint) => [endpoint.key, endpoint]));
  }

  /**
   * Those at which something is to be done: a message is due, or the probe of an open circuit breaker. One read for all, however many
   * endpoints are idle.
   */
  withWork(): Promise<Endpoint[]> {
    const now = this.clock.now();
    return this.transactions.read((manager) => {
      // The first entry of the claim's index that is due. An EXISTS may be turned into a join over the whole backlog, and for an ORDER BY
      // MySQL and older versions of MariaDB sort it.
      const due = manager
        .createQueryBuilder(OutboxMessage, 'message')
        .useIndex(CLAIM_INDEX)
        .select('message.id')
        .where(`message.endpointId = endpoint.id AND message.state = 'pending' AND message.dueAt <= :now`)
        .limit(1);
      return manager
        .createQueryBuilder(Endpoint, 'endpoint')
        .where({ isEnabled: true, pausedAt: IsNull() })
        .andWhere(`(endpoint.probeAt <= :now OR (endpoint.openedAt IS NULL AND (${due.getQuery()}) IS NOT NULL))`, {
          now,
        })
        .getMany();
    });
  }

  /** Makes the endpoint known, or switches it on or off. */
  async configure(tx: Transaction, channel: string, key: string, isEnabled: boolean): Promise<void> {
    const endpoint = await this.find(tx.manager, channel, key);
    if (!endpoint) {
      await this.configuration.changeIn(tx);
      await tx.insert(Endpoint, {
        channel,
        key,
        isEnabled,
        isArchived: false,
        resumedAt: null,
        pausedAt: null,
        pauseReason: '',
        failuresInRow: 0,
        failingSince: null,
        recentFailures: [],
        recoveredAt: null,
        openedAt: null,
        probeAt: null,
        probesFailed: 0,
      });
    } else if (endpoint.isEnabled !== isEnabled) {
      await tx.manager.update(Endpoint, { id: endpoint.id }, { isEnabled });
      tx.afterCommit(() => this.worker.notify(endpoint.id));
    }
  }

  /**
   * Has its messages wait for a person, once: it refused our sign-in in a call that was none of a message.
   * @param calledAt a pause that was ended since has put it right
   */
  async pause(tx: Transaction, channel: string, key: string, reason: string, calledAt: Date): Promise<void> {
    const endpoint = await this.find(tx.manager, channel, key);
    if (!endpoint || (endpoint.resumedAt && endpoint.resumedAt >= calledAt)) return;
    const change = { pausedAt: this.clock.now(), pauseReason: reason };
    const { affected } = await tx.manager.update(Endpoint, { id: endpoint.id, pausedAt: IsNull() }, change);
    if (affected === 1) await tx.publish(new EndpointPaused(channel, key, reason));
  }

  /** Ends a pause after a refused sign-in, and lets an open circuit breaker probe at once. */
  async resume(tx: Transaction, channel: string, key: string): Promise<void> {
    // Held, since a circuit breaker that opens at the same moment must keep the time of its probe.
    const endpoint = await tx.lockOne(Endpoint, { channel, key });
    if (!endpoint) return;
    const resumedAt = this.clock.now();
    const change = { resumedAt, pausedAt: null, pauseReason: '', probeAt: endpoint.openedAt ? resumedAt : null };
    await tx.manager.update(Endpoint, { id: endpoint.id }, change);
    tx.afterCommit(() => this.worker.notify(endpoint.id));
  }

  /** Switches an endpoint off for good: what was not sent is cancelled. Of that the latest are published, enough for lists to ask again. */
  async archive(tx: Transaction, channel: string, key: string, reason: string): Promise<void> {
    const endpoint = await this.find(tx.manager, channel, key);
    if (!endpoint) return;
    await this.configuration.changeIn(tx);
    await tx.manager.update(Endpoint, { id: endpoint.id }, { isEnabled: false, isArchived: true });
    const unsent = { endpointId: endpoint.id, state: In(UNSENT) };
    const latest = await tx.manager.find(OutboxMessage, {
      select: { id: true },
      where: unsent,
      order: { id: 'DESC' },
      take: CANCELLED_AT_ONCE,
    });
    await tx.manager.update(OutboxMessage, unsent, { state: 'cancelled', reason });
    await publishChanged(tx, idsOf(latest));
  }

  /**
   * Cancels what waits at an endpoint that is gone for good: it was written, or a claim of it was given back, while the endpoint was being
   * switched off.
   */
  async cancelOfArchived(): Promise<void> {
    const left = await this.transactions.read(async (manager) => {
      const archived = await manager.findBy(Endpoint, { isArchived: true });
      if (archived.length === 0) return [];
      return manager.find(OutboxMessage, {
        select: { id: true, orderingKeyId: true },
        where: { endpointId: In(idsOf(archived)), state: In(UNSENT) },
        take: CANCELLED_AT_ONCE,
      });
    });
    if (left.length === 0) return;
    await this.transactions.run(async (tx) => {
      const keyIds = [...new Set(left.map(({ orderingKeyId }) => orderingKeyId))];
      const orderingKeys = await this.orderingKeys.lock(tx, keyIds, true);
      const query = tx.manager
        .createQueryBuilder(OutboxMessage, 'message')
        .where({ id: In(idsOf(left)), orderingKeyId: In([...orderingKeys.keys()]), state: In(UNSENT) });
      const free = await tx.lockForUpdate(query, { skipLocked: true }).getMany();
      if (free.length === 0) return;
      const change = { state: 'cancelled' as const, reason: ENDPOINT_ARCHIVED };
      const ids = free.map((message) => Object.assign(message, change).id);
      await tx.updateByIds(OutboxMessage, ids, change);
      await tx.publish(MessagesChanged.of(free, orderingKeys));
    });
  }

  /** How sending to an endpoint is going. */
  async status(manager: EntityManager, channel: string, key: string): Promise<DeliveryStatusView> {
    return (await this.statuses(manager, channel, [key])).get(key)!;
  }

  /** How sending to endpoints of one channel is going, by their keys. */
  async statuses(manager: EntityManager, channel: string, keys: string[]): Promise<Map<string, DeliveryStatusView>> {
    const endpoints = await this.findByKeys(manager, channel, keys);
    const ids = idsOf([...endpoints.values()]);
    const [unfinished, delivered] = await Promise.all([
      this.unfinished(manager, ids),
      this.lastDeliveredAt(manager, ids),
    ]);
    const status = (key: string) => {
      const endpoint = endpoints.get(key);
      const id = endpoint?.id ?? 0;
      return presentEndpoint(endpoint, unfinished.get(id), delivered.get(id));
    };
    return new Map(keys.map((key) => [key, status(key)]));
  }

  /** Unfinished messages by endpoint; one that has none is not named. */
  private async unfinished(manager: EntityManager, endpointIds: number[]): Promise<Map<number, number>> {
    const rows = await manager
      .createQueryBuilder(OutboxMessage, 'message')
      .select('message.endpointId', 'endpointId')
      .addSelect('COUNT(*)', 'count')
      .where({ endpointId: In(endpointIds), state: In(UNFINISHED) })
      .groupBy('message.endpointId')
      .getRawMany<{ endpointId: number; count: number | string }>();
    return new Map(rows.map(({ endpointId, count }) => [endpointId, Number(count)]));
  }

  /**
   * When what was sent to each endpoint last arrived; where nothing did, it is not named. One that was begun before and took longer
   * may have arrived later, by less than a lease: to look for it, all that open panels ask for at each delivery would cost many times as much.
   */
  private lastDeliveredAt(manager: EntityManager, endpointIds: number[]): Promise<Map<number, Date>> {
    // A delivered one keeps the end of its last lease as its due time, so the index finds the one that was sent last.
    return latestOfEach(manager, OutboxMessage, 'deliveredAt', endpointIds, (rows, id) =>
      rows.where(`row.endpointId = ${id} AND row.state = 'delivered'`).orderBy('row.dueAt', 'DESC').limit(1),
    );
  }
}

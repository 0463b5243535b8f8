import { Injectable } from '@nestjs/common';
import { EntityManager, In, LessThanOrEqual } from 'typeorm';
import { idsOf } from '../platform/collections.js';
import { Clock } from '../platform/clock.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { OutboxMessage, MessageState, UNFINISHED, Endpoint } from './outbox-message.entity.js';
import { MessageFilter, filteredMessages, SHOWN_STATES, shownState, ShownState } from './message-filter.js';

export type StateCounts = Record<ShownState, number>;

export interface HourCounts {
  /** The beginning of the hour. */
  at: Date;
  states: StateCounts;
}

/** What is under way to receivers of every kind. */
export interface QueueCounts {
  /** Could be sent now: their receivers are well. */
  due: number;
  /** Since when the oldest of them is due; null = none is. */
  oldestDueAt: Date | null;
  /** All that are not finished, whatever they wait for. */
  waiting: number;
  dead: number;
  /** Of the channels that have any. */
  byChannel: Array<{ channel: string; waiting: number; dead: number }>;
}

const HOUR_MS = 3_600_000;

/** How many messages there are of what. */
@Injectable()
export class OutboxCounts {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Messages by the hour (UTC) in which they came to be: one entry for each, the one that has begun is the last. */
  byHour(filter: Omit<MessageFilter, 'from' | 'to'>, hours: number): Promise<HourCounts[]> {
    const to = (Math.floor(this.clock.now().getTime() / HOUR_MS) + 1) * HOUR_MS;
    const buckets = Array.from({ length: hours }, (_, index) => ({
      at: new Date(to - (hours - index) * HOUR_MS),
      states: noneOf(),
    }));
    const byText = new Map(buckets.map((bucket) => [hourText(bucket.at), bucket]));
    return this.transactions.read(async (manager) => {
      const { query } = await filteredMessages(manager, { ...filter, from: buckets[0]!.at, to: new Date(to) });
      const rows = await query
        .select('SUBSTR(message.createdAt, 1, 13)', 'hour') // both engines write an instant as 2026-11-24 09:…
        .addSelect('message.state', 'state')
        .addSelect('CASE WHEN message.attempts > 0 THEN 1 ELSE 0 END', 'attempts')
        .addSelect('COUNT(*)', 'count')
        .groupBy('hour')
        .addGroupBy('message.state')
        .addGroupBy('attempts')
        .getRawMany<{ hour: string; state: MessageState; attempts: number | string; count: number | string }>();
      for (const { hour, state, attempts, count } of rows) {
        const { states } = byText.get(hour)!;
        states[shownState({ state, attempts: Number(attempts) })] += Number(count);
      }
      return buckets;
    });
  }

  /** Unfinished and dead ones of a channel, whenever they came to be. */
  open(filter: Omit<MessageFilter, 'from' | 'to' | 'state'>): Promise<{ waiting: number; dead: number }> {
    return this.transactions.read(async (manager) => {
      // By endpoint, since that is how the index goes.
      const endpoints = await manager.find(Endpoint, { select: { id: true }, where: { channel: filter.channel } });
      const ids = [0, ...endpoints.map(({ id }) => id)];
      const count = async (states: MessageState[]) =>
        (await filteredMessages(manager, filter)).query
          .andWhere('message.endpointId IN (:...ids)', { ids })
          .andWhere('message.state IN (:...states)', { states })
          .getCount();
      return { waiting: await count(UNFINISHED), dead: await count(['dead']) };
    });
  }

  queue(): Promise<QueueCounts> {
    return this.transactions.read(async (manager) => {
      const endpoints = await manager.find(Endpoint);
      const ready = endpoints.filter(({ isReady }) => isReady).map(({ id }) => id);
      const dueNow = { endpointId: In(ready), state: 'pending' as const, dueAt: LessThanOrEqual(this.clock.now()) };
      const oldest = await manager.findOne(OutboxMessage, {
        select: { id: true, dueAt: true },
        where: dueNow,
        order: { dueAt: 'ASC' },
      });
      const byChannel = await this.openByChannel(manager, endpoints);
      return {
        due: await manager.countBy(OutboxMessage, dueNow),
        oldestDueAt: oldest?.dueAt ?? null,
        waiting: sumOf(byChannel.map(({ waiting }) => waiting)),
        dead: sumOf(byChannel.map(({ dead }) => dead)),
        byChannel,
      };
    });
  }

  private async openByChannel(manager: EntityManager, endpoints: Endpoint[]): Promise<QueueCounts['byChannel']> {
    const rows = await manager
      .createQueryBuilder(OutboxMessage, 'message')
      .select('message.endpointId', 'endpointId')
      .addSelect('message.state', 'state')
      .addSelect('COUNT(*)', 'count')
      .where({ endpointId: In(idsOf(endpoints)), state: In([...UNFINISHED, 'dead']) })
      .groupBy('message.endpointId')
      .addGroupBy('message.state')
      .getRawMany<{ endpointId: number; state: MessageState; count: number | string }>();
    const channels = [...new Set(endpoints.map(({ channel }) => channel))];
    return channels.flatMap((channel) => {
      const ids = new Set(idsOf(endpoints.filter((endpoint) => endpoint.channel === channel)));
      const own = rows.filter(({ endpointId }) => ids.has(endpointId));
      const count = (isDead: boolean) =>
        sumOf(own.filter(({ state }) => (state === 'dead') === isDead).map((row) => Number(row.count)));
      return own.length > 0 ? [{ channel, waiting: count(false), dead: count(true) }] : [];
    });
  }
}

export function noneOf(): StateCounts {
  return Object.fromEntries(SHOWN_STATES.map((state) => [state, 0])) as StateCounts;
}

function sumOf(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function hourText(at: Date): string {
  return at.toISOString().slice(0, 13).replace('T', ' ');
}

import { Injectable, OnModuleInit } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { idsOf } from '../platform/collections.js';
import { countUpTo } from '../platform/sql/bounded-count.js';
import { Clock } from '../platform/clock.js';
import { Metrics, Reading } from '../platform/observation/metrics.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { OutboxMessage, MessageState, UNFINISHED, Endpoint } from './outbox-message.entity.js';
import type { OutcomeClass } from './channel.js';

/** A count goes no further, so that asking costs little however long the queue has grown. */
const COUNTED = 100_000;
const ENDPOINTS = 1_000;
const OUTCOMES: OutcomeClass[] = ['delivered', 'retry', 'throttled', 'unauthorized', 'rejected', 'withdrawn'];

/** Shows the queue and how its receivers are. */
@Injectable()
export class OutboxGauges implements OnModuleInit {
  private readonly gauges: ReturnType<typeof makeGauges>;

  constructor(
    private readonly metrics: Metrics,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    this.gauges = makeGauges(metrics);
  }

  onModuleInit(): void {
    this.metrics.lookUp(Object.values(this.gauges), () => this.transactions.read((manager) => this.look(manager)));
  }

  private async look(manager: EntityManager): Promise<Reading[]> {
    const endpoints = await manager.find(Endpoint, {
      where: { isEnabled: true },
      order: { id: 'ASC' },
      take: ENDPOINTS,
    });
    this.beginCounters(new Set(endpoints.map(({ channel }) => channel)));
    const readings: Reading[] = endpoints.flatMap(({ channel, key, pausedAt, openedAt }) => [
      { gauge: this.gauges.paused, labels: { channel, key }, value: pausedAt ? 1 : 0 },
      { gauge: this.gauges.breakerOpen, labels: { channel, key }, value: openedAt ? 1 : 0 },
    ]);
    for (const state of UNFINISHED) {
      readings.push({ gauge: this.gauges.unfinished, labels: { state }, value: await this.count(manager, state) });
    }
    const since = await this.oldestCreatedAt(manager, idsOf(endpoints));
    const age = since ? (this.clock.now().getTime() - since.getTime()) / 1_000 : 0;
    return [...readings, { gauge: this.gauges.oldest, value: Math.max(age, 0) }];
  }

  private count(manager: EntityManager, state: MessageState): Promise<number> {
    return countUpTo(manager.createQueryBuilder(OutboxMessage, 'message').where({ state }), COUNTED);
  }

  /** The first of each ordering key is the oldest of it, and is not `waiting`. */
  private async oldestCreatedAt(manager: EntityManager, endpointIds: number[]): Promise<Date | undefined> {
    if (endpointIds.length === 0) return undefined;
    const row = await manager
      .createQueryBuilder()
      .select('MIN(some.id)', 'id')
      .from(
        (some) =>
          some
            .select('message.id', 'id')
            .from(OutboxMessage, 'message')
            .where({ endpointId: In(endpointIds), state: In(['pending', 'sending']) })
            .limit(COUNTED),
        'some',
      )
      .getRawOne<{ id: number | null }>();
    const first = row?.id ? await manager.findOneBy(OutboxMessage, { id: row.id }) : null;
    return first?.createdAt;
  }

  /** A counter that appears with its first event hides that event from `increase()`. */
  private beginCounters(channels: Set<string>): void {
    for (const channel of channels) {
      this.metrics.messagesDead.inc({ channel }, 0);
      for (const outcome of OUTCOMES) this.metrics.attempts.inc({ channel, outcome }, 0);
    }
  }
}

function makeGauges(metrics: Metrics) {
  return {
    unfinished: metrics.gauge(
      'partsdesk_outbox_messages_unfinished',
      'Deliveries that are not finished, by state (waiting: behind another one of its ordering key); counted up to 100000.',
      ['state'],
    ),
    oldest: metrics.gauge(
      'partsdesk_outbox_oldest_message_seconds',
      'Age of the oldest unfinished message whose receiver is switched on; 0 = there is none.',
    ),
    paused: metrics.gauge(
      'partsdesk_outbox_endpoint_paused',
      '1 = the receiver refused our sign-in, its messages wait for a person.',
      ['channel', 'key'],
    ),
    breakerOpen: metrics.gauge(
      'partsdesk_outbox_breaker_open',
      '1 = the receiver does not answer, its messages wait and it is probed.',
      ['channel', 'key'],
    ),
  };
}

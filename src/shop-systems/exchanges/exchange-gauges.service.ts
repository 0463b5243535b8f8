import { Injectable, OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Metrics, type Reading } from '../../platform/observation/metrics.js';
import { countUpTo } from '../../platform/sql/bounded-count.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { EXCHANGES } from './exchange.entity.js';
import { ExchangeSessions } from './exchange-sessions.service.js';
import { ExchangesService } from './exchanges.service.js';
import { HandOver, IN_STATE, IS_NOT_LEFT_OUT, LEFT_OUT } from './hand-over.entity.js';

const SHOWN_STATES = ['waiting', 'sent', 'failed'] as const;

/** Shows how exchanges are going. */
@Injectable()
export class ExchangeGauges implements OnModuleInit {
  private readonly gauges: ReturnType<typeof makeGauges>;

  constructor(
    private readonly metrics: Metrics,
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly exchanges: ExchangesService,
    private readonly sessions: ExchangeSessions,
    private readonly clock: Clock,
  ) {
    this.gauges = makeGauges(metrics);
  }

  onModuleInit(): void {
    this.metrics.lookUp(Object.values(this.gauges), () => this.transactions.read((manager) => this.look(manager)));
  }

  private async look(manager: EntityManager): Promise<Reading[]> {
    const active = [...(this.configuration.latest?.get(EXCHANGES).values() ?? [])].filter(({ isActive }) => isActive);
    const readings: Reading[] = [];
    for (const exchange of active) {
      const { id: exchangeId } = exchange;
      const labels = { exchange: String(exchangeId) };
      for (const state of SHOWN_STATES) {
        const rows = manager.createQueryBuilder(HandOver, 'handOver').where({ exchangeId }).andWhere(IN_STATE[state]);
        // What somebody has left out is no failure that anybody is to be called for.
        if (state === 'failed') rows.andWhere(IS_NOT_LEFT_OUT, LEFT_OUT);
        readings.push({ gauge: this.gauges.handOvers, labels: { ...labels, state }, value: await countUpTo(rows) });
      }
      const lastContactAt = await this.sessions.lastContactAt(manager, exchangeId);
      const quietMs = this.clock.now().getTime() - (lastContactAt ?? exchange.createdAt).getTime();
      readings.push({ gauge: this.gauges.quiet, labels, value: quietMs / 1_000 });
      const isSilent = this.exchanges.isSilent(exchange, lastContactAt);
      readings.push({ gauge: this.gauges.silent, labels, value: isSilent ? 1 : 0 });
    }
    return readings;
  }
}

function makeGauges(metrics: Metrics) {
  return {
    handOvers: metrics.gauge(
      'partsdesk_hand_overs',
      'Orders that are to be handed over to a system of the shop’s, by exchange and state (waiting, sent, failed; not those that were left out by hand); counted up to 10000.',
      ['exchange', 'state'],
    ),
    quiet: metrics.gauge(
      'partsdesk_exchange_quiet_seconds',
      'Since the other side of an exchange came last, or since it was made.',
      ['exchange'],
    ),
    silent: metrics.gauge(
      'partsdesk_exchange_silent',
      '1 = the other side of an exchange has not come for longer than it may.',
      ['exchange'],
    ),
  };
}

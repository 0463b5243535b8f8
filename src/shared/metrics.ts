import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** Counters for Prometheus; the modules count, `operations` shows. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly httpRequests = new Histogram({
    name: 'partsdesk_http_request_duration_seconds',
    help: 'Answered HTTP requests.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  readonly messages = new Counter({
    name: 'partsdesk_gettzap_messages_total',
    help: 'Messages that GettZap posted to an order link, by what became of them.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly attempts = new Counter({
    name: 'partsdesk_delivery_attempts_total',
    help: 'Tries to deliver, by channel and outcome.',
    labelNames: ['channel', 'outcome'],
    registers: [this.registry],
  });

  readonly deliveriesGivenUp = new Counter({
    name: 'partsdesk_deliveries_given_up_total',
    help: 'Deliveries that are dead.',
    labelNames: ['channel'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}

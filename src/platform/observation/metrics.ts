import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Metric, Registry } from 'prom-client';
import type { UnavailableError } from '../errors.js';

/** A gauge whose values lie in the database; it shows none while they cannot be had. */
export class LookedUpGauge extends Gauge {
  constructor(
    name: string,
    help: string,
    private readonly ownLabels: string[],
    registry: Registry,
  ) {
    super({ name, help, labelNames: ownLabels, registers: [registry] });
  }

  clear(): void {
    if (this.ownLabels.length > 0) this.reset();
    else this.remove(); // a reset would leave a 0
  }
}

/** One value of a gauge that was looked up. */
export interface Reading {
  gauge: LookedUpGauge;
  labels?: Record<string, string>;
  value: number;
}

/** Gauges that are looked up together. */
export interface Lookup {
  gauges: LookedUpGauge[];
  look: () => Promise<Reading[]>;
}

let ofProcess: Registry | undefined;

/** Processor, memory, event loop; begun once, since what watches them is never given back. */
function metricsOfProcess(): Metric[] {
  if (!ofProcess) collectDefaultMetrics({ register: (ofProcess = new Registry()) });
  const registry = ofProcess!;
  return registry.getMetricsAsArray().map(({ name }) => registry.getSingleMetric(name)!);
}

/** Why an access to the database is given up. */
const DATABASE_FAILURES = ['database_unavailable', 'outcome_unknown', 'took_too_long', 'database_busy'];

/** Counters and gauges for Prometheus; the modules count, `operations` shows. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  /** Made up to date whenever Prometheus asks. */
  readonly lookups: Lookup[] = [];
  /** Monotonic time at which a job last came through, or was begun to be run. */
  private readonly lastRuns = new Map<string, number>();
  private readonly counted = new WeakSet<UnavailableError>();

  readonly httpRequests = new Histogram({
    name: 'partsdesk_http_request_duration_seconds',
    help: 'Answered HTTP requests, by route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  readonly messages = this.counter(
    'partsdesk_gettzap_messages_total',
    'Messages that GettZap posted to an order link and that are in the journal, by what became of them.',
    ['outcome'],
  );

  readonly attempts = this.counter(
    'partsdesk_outbox_attempts_total',
    'Attempts to send a message, by channel and outcome (delivered, retry, throttled, unauthorized, rejected, withdrawn).',
    ['channel', 'outcome'],
  );

  readonly messagesDead = this.counter(
    'partsdesk_outbox_messages_dead_total',
    'Messages that became dead, by channel.',
    ['channel'],
  );

  readonly firstAttemptDelay = new Histogram({
    name: 'partsdesk_outbox_first_attempt_delay_seconds',
    help: 'From when a message fell due (its commit, or the end of the one before it with its ordering key) to its first attempt.',
    labelNames: ['channel'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers: [this.registry],
  });

  readonly priceListImports = this.counter(
    'partsdesk_price_list_imports_total',
    'Files that were read into price lists, by outcome: live, held, failed.',
    ['outcome'],
  );

  readonly ruleVerdicts = this.counter(
    'partsdesk_rule_verdicts_total',
    'What processing rules made of positions, by mode (shadow, on), action and reason code.',
    ['mode', 'action', 'reason_code'],
  );

  readonly deadlineActions = this.counter(
    'partsdesk_deadline_actions_total',
    'What the service did by itself since a deadline had passed: external orders refused, order items moved.',
    ['action'],
  );
  readonly transactionRetries = this.counter(
    'partsdesk_transaction_retries_total',
    'Repeats after a transient database error, by cause (conflict: deadlock and the like; connection: it was lost).',
    ['cause'],
  );

  private readonly transactionsFailed = this.counter(
    'partsdesk_transactions_failed_total',
    'Accesses given up: the database could not be reached (database_unavailable, outcome_unknown), took_too_long or database_busy.',
    ['code'],
  );

  private readonly jobRuns = this.counter(
    'partsdesk_job_runs_total',
    'Runs of the scheduled jobs, by outcome (ok, failed).',
    ['job', 'outcome'],
  );

  constructor() {
    for (const metric of metricsOfProcess()) this.registry.registerMetric(metric);
    for (const cause of ['conflict', 'connection']) this.transactionRetries.inc({ cause }, 0);
    for (const action of ['refused', 'moved']) this.deadlineActions.inc({ action }, 0);
    for (const code of DATABASE_FAILURES) this.transactionsFailed.inc({ code }, 0);
    const { lastRuns, registry } = this;
    new Gauge({
      name: 'partsdesk_job_last_success_age_seconds',
      help: 'Time since a scheduled job last ended well, or since it is run at all.',
      labelNames: ['job'],
      registers: [registry],
      collect() {
        for (const [job, at] of lastRuns) this.set({ job }, (performance.now() - at) / 1_000);
      },
    });
  }

  jobRan(job: string, outcome: 'ok' | 'failed'): void {
    this.jobRuns.inc({ job, outcome });
  }

  /** Counted once, also where it is handed on by the transaction in which something was looked up. */
  transactionFailed(error: UnavailableError): void {
    if (!DATABASE_FAILURES.includes(error.code) || this.counted.has(error)) return;
    this.counted.add(error);
    this.transactionsFailed.inc({ code: error.code });
  }

  /** It has come through, or could not have yet: one whose first run never ends is to be seen, too. */
  jobCameThrough(job: string): void {
    this.lastRuns.set(job, performance.now());
  }

  gauge(name: string, help: string, labelNames: string[] = []): LookedUpGauge {
    return new LookedUpGauge(name, help, labelNames, this.registry);
  }

  /** A gauge that is read from memory whenever it is shown. */
  observe(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** Has `look` asked for the values of these gauges; when it fails, or is late, they are left out of that answer. */
  lookUp(gauges: LookedUpGauge[], look: Lookup['look']): void {
    this.lookups.push({ gauges, look });
  }

  private counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}

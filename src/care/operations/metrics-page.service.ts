import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../platform/config/app-config.js';
import { withinTime } from '../../platform/within-time.js';
import { Clock } from '../../platform/clock.js';
import { UnavailableError } from '../../platform/errors.js';
import { TablesGate } from '../../platform/jobs/job.js';
import { LookedUpGauge, Lookup, Metrics } from '../../platform/observation/metrics.js';
import { buildVersion } from './build-version.js';
import { ReadinessService } from './readiness.service.js';

/** Prometheus gives up after 10 s; what a hanging database does not tell by then is left out. */
const LOOKUP_TIMEOUT_MS = 2_500;

const KEPT_MS = 1_000;
const SLOWED_MS = 100;

/** What Prometheus reads: the counters of this process, and the figures that lie in the database. */
@Injectable()
export class MetricsPage {
  private readonly logger = new Logger(MetricsPage.name);
  private readonly ready: LookedUpGauge;
  private rendering: Promise<string> | undefined;
  private kept: { text: string; at: number } | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly readiness: ReadinessService,
    private readonly tables: TablesGate,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.ready = metrics.gauge('partsdesk_ready', '1 = this part is ready, as /readyz tells it.', ['part']);
    const engine = config.databaseUrl ? 'server' : 'embedded';
    metrics
      .gauge('partsdesk_build_info', 'Always 1: version of the program and of Node.js, kind of database.', [
        'version',
        'node',
        'database',
      ])
      .set({ version: buildVersion(), node: process.version, database: engine }, 1);
  }

  /**
   * The Prometheus text. Who asks at the same time or within a second gets the same answer, and within the second a little later: even
   * answering what is there costs as much as any request, and who asks again and again is slowed down by waiting for it.
   */
  render(): Promise<string> {
    if (this.kept && Math.abs(this.clock.now().getTime() - this.kept.at) < KEPT_MS)
      return pause(SLOWED_MS, this.kept.text);
    this.rendering ??= this.renderAndKeep().finally(() => (this.rendering = undefined));
    return this.rendering;
  }

  private async renderAndKeep(): Promise<string> {
    const text = await this.renderOnce();
    this.kept = { text, at: this.clock.now().getTime() };
    return text;
  }

  private async renderOnce(): Promise<string> {
    await Promise.all([this.showReadiness(), this.lookUp()]);
    return this.metrics.registry.metrics();
  }

  private async showReadiness(): Promise<void> {
    this.ready.clear();
    const checked = await withinTime(LOOKUP_TIMEOUT_MS, this.readiness.check(), () => undefined);
    const parts = checked?.parts ?? { database: 'late' };
    for (const [part, state] of Object.entries(parts)) {
      if (state !== 'unknown') this.ready.set({ part }, state === 'ok' ? 1 : 0);
    }
  }

  /** Whatever readiness says: a database that takes no writes can be read, and what waits meanwhile is what one looks for. */
  private async lookUp(): Promise<void> {
    const isCurrent = this.tables.isCurrent().catch(() => false);
    const isUsable = (await withinTime(LOOKUP_TIMEOUT_MS, isCurrent, () => undefined)) ?? false;
    await Promise.all(this.metrics.lookups.map((lookup) => this.refresh(lookup, isUsable)));
  }

  private async refresh({ gauges, look }: Lookup, isUsable: boolean): Promise<void> {
    for (const gauge of gauges) gauge.clear();
    if (!isUsable) return;
    try {
      for (const { gauge, labels, value } of (await withinTime(LOOKUP_TIMEOUT_MS, look(), () => undefined)) ?? [])
        gauge.set(labels ?? {}, value);
    } catch (error) {
      if (error instanceof UnavailableError && error.code === 'database_unavailable') return; // as readiness tells
      this.logger.warn(`Looking up metrics failed: ${(error as Error).message}`);
    }
  }
}

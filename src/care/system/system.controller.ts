import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, ForAllRegions } from '../../access/actor.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { SchemaService } from '../../platform/database/schema.service.js';
import { OUTBOX_JOB } from '../../outbox/outbox.job.js';
import { OutboxCounts } from '../../outbox/outbox-counts.service.js';
import { EmailService } from '../../people/email/email.service.js';
import { InboxGauges } from '../../orders/external-orders/inbox-gauges.service.js';
import { ConnectionEndpoints } from '../../marketplaces/gettzap-notifications/connection-endpoints.service.js';
import { buildVersion } from '../operations/build-version.js';
import { ReadinessService } from '../operations/readiness.service.js';
import { Clock, earlier } from '../../platform/clock.js';
import { publicReach } from '../../platform/http/public-reach.js';
import { JobRunner } from '../../platform/jobs/job-runner.service.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { TrialService } from '../trial/trial.service.js';
import { Receivers } from './receivers.service.js';
import { DatabaseStateView, InboxStateView, QueueStateView, SystemView, presentJob } from './system.dto.js';

/** Puts side by side how the parts of the service are. */
@ApiTags('system')
@ForAllRegions()
@Controller('api/system')
export class SystemController {
  private readonly version = buildVersion();

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly transactions: Transactions,
    private readonly schema: SchemaService,
    private readonly jobs: JobRunner,
    private readonly readiness: ReadinessService,
    private readonly counts: OutboxCounts,
    private readonly inbox: InboxGauges,
    private readonly connections: ConnectionEndpoints,
    private readonly receivers: Receivers,
    private readonly email: EmailService,
    private readonly trial: TrialService,
  ) {}

  /** How the service is. */
  @Get()
  async read(@CurrentActor() actor: Actor): Promise<SystemView> {
    const { retentionDays, publicUrl } = this.config;
    return {
      version: this.version,
      startedAt: this.before(process.uptime() * 1_000).toISOString(),
      now: this.clock.now().toISOString(),
      database: await this.database(),
      scheduler: {
        lastRunAt: this.before(this.jobs.msSinceAlive(OUTBOX_JOB)).toISOString(),
        isAlive: this.readiness.isSending(),
      },
      jobs: this.jobs.states().map(presentJob),
      deliveries: await this.queue(),
      inbox: await this.inboxState(),
      connections: await this.connections.statuses(actor),
      receivers: await this.receivers.states(),
      email: await this.email.status(),
      retentionDays,
      trial: { isOn: this.config.trial, sandboxUrl: this.trial.sandboxUrl },
      publicUrl,
      publicReach: publicReach(this.config),
    };
  }

  private async database(): Promise<DatabaseStateView> {
    const isEmbedded = !this.config.databaseUrl;
    const startedAt = performance.now();
    const question = isEmbedded ? 'SELECT sqlite_version() AS version' : 'SELECT VERSION() AS version';
    const [row] = await this.transactions.read((manager) => manager.query<Array<{ version: string }>>(question));
    const latencyMs = Math.round((performance.now() - startedAt) * 10) / 10;
    const { version } = row!;
    const kind = isEmbedded ? 'embedded' : /mariadb/i.test(version) ? 'mariadb' : 'mysql';
    const pendingMigrations = await this.schema.countPending();
    return { kind, version, ok: pendingMigrations === 0, latencyMs, pendingMigrations };
  }

  private async queue(): Promise<QueueStateView> {
    const { oldestDueAt, byChannel, ...counts } = await this.counts.queue();
    return {
      ...counts,
      oldestDueSeconds: this.secondsSince(oldestDueAt),
      byChannel: byChannel as QueueStateView['byChannel'],
    };
  }

  private async inboxState(): Promise<InboxStateView> {
    const { count, oldest } = await this.inbox.untouched();
    return { new: count, oldestNewSeconds: this.secondsSince(oldest ?? null) };
  }

  private secondsSince(at: Date | null): number | null {
    return at && Math.max(0, Math.floor((this.clock.now().getTime() - at.getTime()) / 1_000));
  }

  private before(ms: number): Date {
    return earlier(this.clock.now(), ms);
  }
}

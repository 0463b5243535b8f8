import { Injectable, OnModuleDestroy } from '@nestjs/common';
import { DatabaseHealth } from '../../platform/database/database-health.service.js';
import { JobRunner } from '../../platform/jobs/job-runner.service.js';
import { SchemaService } from '../../platform/database/schema.service.js';
import { OUTBOX_JOB } from '../../outbox/outbox.job.js';

const STALLED_AFTER_MS = 15_000;

export interface Readiness {
  isReady: boolean;
  /** `ok`, or what is wrong, by part. */
  parts: { database: string; migrations: string; scheduler: string };
}

/** Knows whether this process can do its work just now. */
@Injectable()
export class ReadinessService implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly database: DatabaseHealth,
    private readonly schema: SchemaService,
    private readonly jobs: JobRunner,
  ) {}

  async check(): Promise<Readiness> {
    const database = await this.database.check();
    const migrations = database === 'ok' ? await this.migrations() : 'unknown';
    const scheduler = this.isStopping ? 'stopping' : this.isSending() ? 'ok' : 'stalled';
    const parts = { database, migrations, scheduler };
    return { isReady: Object.values(parts).every((part) => part === 'ok'), parts };
  }

  /** What is due was looked at lately. */
  isSending(): boolean {
    return this.jobs.msSinceAlive(OUTBOX_JOB) < STALLED_AFTER_MS;
  }

  private migrations(): Promise<string> {
    const look = async () => ((await this.schema.isCurrent()) ? 'ok' : this.schema.state());
    return look().catch(() => 'unknown'); // the database went away in between
  }

  onModuleDestroy(): void {
    this.isStopping = true;
  }
}

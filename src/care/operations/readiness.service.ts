import { Injectable, OnModuleDestroy } from '@nestjs/common';
import { DatabaseHealth } from '../../platform/database/database-health.service.js';
import { SchemaService } from '../../platform/database/schema.service.js';
import { OutboxJob } from '../../outbox/outbox.job.js';

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
    private readonly job: OutboxJob,
  ) {}

  async check(): Promise<Readiness> {
    const database = await this.database.check();
    const migrations = database === 'ok' ? await this.migrations() : 'unknown';
    const scheduler = this.isStopping ? 'stopping' : this.job.isAlive ? 'ok' : 'stalled';
    const parts = { database, migrations, scheduler };
    return { isReady: Object.values(parts).every((part) => part === 'ok'), parts };
  }

  private migrations(): Promise<string> {
    const look = async () => ((await this.schema.isCurrent()) ? 'ok' : this.schema.state());
    return look().catch(() => 'unknown'); // the database went away in between
  }

  onModuleDestroy(): void {
    this.isStopping = true;
  }
}

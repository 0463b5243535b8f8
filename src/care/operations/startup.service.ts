import { Injectable, Logger, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { FirstAdministrator } from '../../access/first-administrator.service.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { SchemaService } from '../../platform/database/schema.service.js';
import { StoredSecrets } from '../secrets/stored-secrets.service.js';

const POLL_MS = 2_000;

/** Prepares an installation before it takes requests: tables, and the first administrator. */
@Injectable()
export class StartupService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(StartupService.name);
  /** Whether the first administrator was made by this start. */
  isFirstStart = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly schema: SchemaService,
    private readonly firstAdministrator: FirstAdministrator,
    private readonly storedSecrets: StoredSecrets,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.schema.requireUsable();
    if (this.config.migrateOnStart) await this.schema.migrate();
    if (await this.prepare()) return;
    this.logger.warn('The tables are not up to date: run `npm run migrate`, or set MIGRATE_ON_START=true.');
    this.timer = setTimeout(() => void this.poll(), POLL_MS);
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }

  /** Makes the first administrator once the tables are there. @returns whether they are */
  private async prepare(): Promise<boolean> {
    if (!(await this.schema.isCurrent())) return false;
    const signIn = await this.firstAdministrator.ensure();
    this.isFirstStart = signIn !== undefined;
    // As soon as it is made, since nobody is told again and the start may still fail; past the log, which is kept and read by many.
    if (signIn?.password) process.stdout.write(`\n  administrator  ${signIn.email}  ${signIn.password}\n`);
    await this.storedSecrets.warn();
    return true;
  }

  /** Another process may be migrating: goes on once it is done. */
  private async poll(): Promise<void> {
    try {
      if (await this.prepare()) return;
    } catch (error) {
      this.logger.warn(`Preparing the installation failed: ${(error as Error).message}`);
    }
    this.timer = setTimeout(() => void this.poll(), POLL_MS);
  }
}

import { Injectable, Logger, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { FirstAdministrator, SignIn } from '../access/first-administrator.service.js';
import { AppConfig } from '../config/app-config.js';
import { SchemaService } from '../database/schema.service.js';

const POLL_MS = 2_000;

/** Prepares an installation before it takes requests: tables, and the first administrator. */
@Injectable()
export class StartupService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(StartupService.name);
  private timer: NodeJS.Timeout | undefined;
  /** The sign-in that was made at this start, to be told once. */
  newSignIn: SignIn | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly schema: SchemaService,
    private readonly firstAdministrator: FirstAdministrator,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.migrateOnStart) await this.schema.migrate();
    if (await this.schema.isCurrent()) {
      this.newSignIn = await this.firstAdministrator.ensure();
      return;
    }
    this.logger.warn('The tables are not up to date: run `npm run migrate`, or set MIGRATE_ON_START=true.');
    this.timer = setTimeout(() => void this.poll(), POLL_MS);
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }

  /** Another process may be migrating: goes on once it is done. */
  private async poll(): Promise<void> {
    try {
      if (await this.schema.isCurrent()) {
        const signIn = await this.firstAdministrator.ensure();
        if (signIn) this.logger.warn(`First administrator: ${signIn.email} ${signIn.password ?? '(ADMIN_PASSWORD)'}`);
        return;
      }
    } catch (error) {
      this.logger.warn(`The tables could not be looked at: ${(error as Error).message}`);
    }
    this.timer = setTimeout(() => void this.poll(), POLL_MS);
  }
}

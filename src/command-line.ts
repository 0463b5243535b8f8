import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { DynamicModule, INestApplicationContext, Module, ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AppConfig } from './platform/config/app-config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { readConfig } from './platform/config/environment.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { waitForDatabase } from './platform/database/server-driver.js';
import { ENTITIES } from './entities.js';
import { SynchronizedClock } from './platform/clock.js';
import { PlatformModule } from './platform/platform.module.js';

@Module({})
class CommandModule {}

/**
 * Runs a command of the console with the settings and the database, and nothing that sends, seeds or runs by itself: the service may
 * be running meanwhile. A failure ends the process with 1 and one line.
 * @param parts what the command needs beside them
 */
export async function runCommand(
  parts: Pick<ModuleMetadata, 'imports' | 'providers'>,
  work: (app: INestApplicationContext) => Promise<void>,
): Promise<void> {
  try {
    if (existsSync('.env')) loadEnvFile('.env');
    const config = readConfig(process.env);
    if (config.databaseUrl) await waitForDatabase(config.databaseUrl);
    const app = await NestFactory.createApplicationContext(commandModule(config, parts), {
      logger: ['error', 'warn'],
      abortOnError: false,
    });
    await work(app).finally(() => app.close());
  } catch (error) {
    console.error((error as Error).message);
    // What cannot be built cannot be closed either, and its connections would keep the process alive.
    process.exit(1);
  }
}

function commandModule(
  config: AppConfig,
  { imports = [], providers = [] }: Pick<ModuleMetadata, 'imports' | 'providers'>,
): DynamicModule {
  return {
    module: CommandModule,
    imports: [
      ConfigModule.for(config),
      DatabaseModule.for(ENTITIES, new SynchronizedClock()),
      PlatformModule,
      ...imports,
    ] as DynamicModule['imports'] & object,
    providers,
  };
}

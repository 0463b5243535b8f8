import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { readConfig } from './config/environment.js';
import { SchemaService } from './database/schema.service.js';
import { SynchronizedClock } from './shared/clock.js';

/** Brings the tables up to date and ends: for installations that do not migrate on start. */
async function migrate(): Promise<void> {
  if (existsSync('.env')) loadEnvFile('.env');
  const app = await NestFactory.createApplicationContext(
    AppModule.for({ ...readConfig(process.env), migrateOnStart: true }, new SynchronizedClock()),
  );
  console.log(
    (await app.get(SchemaService).isCurrent()) ? 'The tables are up to date.' : 'Migrations are still pending.',
  );
  await app.close();
}

migrate().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

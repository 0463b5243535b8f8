import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigModule } from './config/config.module.js';
import { readConfig } from './config/environment.js';
import { DatabaseModule } from './database/database.module.js';
import { ENTITIES } from './entities.js';
import { SecretRotation } from './secrets/secret-rotation.service.js';
import { SecretsModule } from './secrets/secrets.module.js';
import { SynchronizedClock } from './shared/clock.js';
import { SharedModule } from './shared/shared.module.js';

/** The database and the secrets alone, without anything that sends or runs by itself: the service may be running meanwhile. */
@Module({})
class RotationModule {}

/** Seals every stored secret with SECRET_KEY; SECRET_KEYS_OLD must hold the keys from before. */
async function rotate(): Promise<void> {
  if (existsSync('.env')) loadEnvFile('.env');
  const imports = [
    ConfigModule.for(readConfig(process.env)),
    DatabaseModule.for(ENTITIES, new SynchronizedClock()),
    SharedModule,
    SecretsModule,
  ];
  const app = await NestFactory.createApplicationContext(
    { module: RotationModule, imports },
    { logger: ['error', 'warn'], abortOnError: false },
  );
  const counts = await app.get(SecretRotation).rotate();
  await app.close();
  for (const [column, { resealed, current, failed }] of counts) {
    console.log(`${column}: ${resealed} sealed anew, ${current} were, ${failed} could not be opened`);
  }
  if ([...counts.values()].some(({ failed }) => failed > 0)) process.exitCode = 1;
}

rotate().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

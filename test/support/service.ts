import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.setup.js';
import type { AppConfig } from '../../src/platform/config/app-config.js';
import { readConfig } from '../../src/platform/config/environment.js';
import { ApiClient } from './api-client.js';
import type { MovableClock } from './movable-clock.js';
import { ADMIN } from './shop-data.js';

/** Variables of the service as most tests want it. @param env those of its database, and others */
export function configOf(env: Record<string, string>): AppConfig {
  return readConfig({
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    ALLOW_PRIVATE_TARGETS: 'true',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'fatal',
    MIGRATE_ON_START: 'true',
    PORT: '0',
    TRIAL: 'false',
    WEBHOOK_RATE_LIMIT: '0',
    ...env,
  });
}

export interface Service {
  app: NestFastifyApplication;
  url: string;
  admin: ApiClient;
}

/** The service in this process, on a port of its own. */
export async function startService(config: AppConfig, clock: MovableClock): Promise<Service> {
  const app = await createApp(config, { clock });
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  return { app, url, admin: ApiClient.basic(`${url}/api`, ADMIN.email, ADMIN.password) };
}

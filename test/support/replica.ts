import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.setup.js';
import { readConfig } from '../../src/platform/config/environment.js';
import type { Shop } from './shop.js';

/** A second service over the shop's database. @param further variables for it */
export async function openReplica(
  shop: Shop,
  further: Record<string, string> = {},
): Promise<{ app: NestFastifyApplication; url: string; close: () => Promise<void> }> {
  const env = { HOST: '127.0.0.1', LOG_LEVEL: 'fatal', PORT: '0', TRIAL: 'false', ALLOW_PRIVATE_TARGETS: 'true' };
  const app = await createApp(readConfig({ ...env, ...shop.database.env, ...further }), { clock: shop.clock });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}`, close: () => app.close() };
}

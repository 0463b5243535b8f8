import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ApiClient } from '../../test/support/api-client.js';
import { freePort } from '../../test/support/private-mariadb.mjs';
import { killAtExit } from '../../test/support/leftovers.mjs';
import type { Lab } from './lab.js';
import { cpuSeconds } from './process-figures.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** As `npm start` and the container do. */
const NODE_OPTIONS = ['--max-old-space-size=256'];
const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };
/** The same for all, so that several processes can share a database. */
export const SECRET_KEY = randomBytes(32).toString('base64');

/** One process of the built program. */
export interface Service {
  url: string;
  pid: number;
  /** Milliseconds from its start until it was ready. */
  readyAfter: number;
  /** Seconds of processor time until then. */
  readyCpu: number;
  stop: () => Promise<void>;
}

/** A shop in it, with one active connection and an API key that may do everything. */
export interface Shop extends Service {
  api: ApiClient;
  /** Path of the order link. */
  link: string;
  connectionId: number;
  /** Headers of an API call. */
  identity: Record<string, string>;
}

/**
 * @param databaseUrl undefined = embedded
 * @param env further variables
 */
export async function startService(lab: Lab, databaseUrl?: string, env: Record<string, string> = {}): Promise<Service> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...NODE_OPTIONS, MAIN], {
    cwd: lab.directory(),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      ALLOW_PRIVATE_TARGETS: 'true',
      MIGRATE_ON_START: 'true',
      TRIAL: 'false',
      WEBHOOK_RATE_LIMIT: '0',
      SECRET_KEY,
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
      ...env,
    },
    // Its log is written as it would be; `BENCH_LOG` names a file to read it in.
    stdio: ['ignore', process.env.BENCH_LOG ? openSync(process.env.BENCH_LOG, 'a') : 'ignore', 'inherit'],
  });
  killAtExit(child);
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  lab.atEnd(stop);
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    await answer?.text();
    if (answer?.status === 200) break;
    if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { url, pid: child.pid!, readyAfter: performance.now() - startedAt, readyCpu: cpuSeconds(child.pid!), stop };
}

/** @param gettzapUrl where notifications go, as soon as `switchSending` turns them on */
export async function openShop(
  lab: Lab,
  databaseUrl?: string,
  gettzapUrl = 'http://127.0.0.1:9',
  env: Record<string, string> = {},
): Promise<Shop> {
  const service = await startService(lab, databaseUrl, env);
  const admin = ApiClient.basic(`${service.url}/api`, ADMIN.email, ADMIN.password);
  const { body: apiKey } = await admin.post('/api-keys', { name: 'benchmark', roles: ['admin'], regionIds: [] });
  const identity = { Authorization: `Bearer ${apiKey.key}` };
  const api = new ApiClient(`${service.url}/api`, identity);
  const { body: created } = await api.post('/marketplace-connections', { marketplace: 'gettzap' });
  const { body: regions } = await api.get('/regions');
  const statuses = await statusIds(api);
  const answer = await api.patch(`/marketplace-connections/${created.id}`, {
    isActive: true,
    regionId: regions.data[0].id,
    login: 'office-1',
    password: 'gz-password',
    apiKey: 'gz-office-token',
    apiUrl: gettzapUrl,
    cancelledStatusId: statuses['Снят'],
    acceptedStatus: 'accepted',
    acceptedText: 'Заказ {{ order.order_id }} принят',
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  const connectionId = Number(created.id);
  return { ...service, api, identity, connectionId, link: new URL(created.orderLink).pathname };
}

/** Ids of the directory, by name. */
async function statusIds(api: ApiClient): Promise<Record<string, string>> {
  const { body } = await api.get('/order-statuses?perPage=200');
  return Object.fromEntries(body.data.map(({ name, id }: { name: string; id: string }) => [name, id]));
}

/** Has GettZap told of each item that is taken to work; answers the status. */
export async function tellOfStatus(shop: Shop): Promise<string> {
  const statusId = (await statusIds(shop.api))['В работе']!;
  const item = { status: 'in_work', text: 'Деталь {{ order_item.oem }} взята в работу' };
  const { status, body } = await shop.api.patch(`/order-statuses/${statusId}`, { gettzap: { item } });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return statusId;
}

/** While it is off, notifications are written and wait. */
export async function switchSending({ api, connectionId }: Shop, isActive: boolean): Promise<void> {
  const { status, body } = await api.patch(`/marketplace-connections/${connectionId}`, { isActive });
  if (status !== 200) throw new Error(JSON.stringify(body));
}

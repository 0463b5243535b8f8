import { fileURLToPath, pathToFileURL } from 'node:url';
import type { createApp } from '../../src/app.setup.js';
import type { readConfig } from '../../src/platform/config/environment.js';
import type { Claims } from '../../src/outbox/claims.service.js';
import type { QuarterCounts } from '../../src/care/dashboard/quarter-counts.service.js';
import type { RetentionJob } from '../../src/care/retention/retention.job.js';
import type { Lab } from './lab.js';
import { SECRET_KEY } from './service.js';

/** A part of the built program: the sources cannot be run as they lie, since decorators need the compiler. */
async function built<T>(file: string): Promise<T> {
  return import(pathToFileURL(fileURLToPath(new URL(`../../dist/${file}`, import.meta.url))).href) as Promise<T>;
}

export interface Parts {
  claims: Claims;
  retention: RetentionJob;
  quarterCounts: QuarterCounts;
}

/** What works in the service, to be called without HTTP; no job of it runs by itself, since it is never started. */
export async function partsOf(lab: Lab, databaseUrl: string): Promise<Parts> {
  const setup = await built<{ createApp: typeof createApp }>('app.setup.js');
  const environment = await built<{ readConfig: typeof readConfig }>('platform/config/environment.js');
  const sending = await built<{ Claims: typeof Claims }>('outbox/claims.service.js');
  const ageing = await built<{ RetentionJob: typeof RetentionJob }>('care/retention/retention.job.js');
  const dashboard = await built<{ QuarterCounts: typeof QuarterCounts }>('care/dashboard/quarter-counts.service.js');
  const config = environment.readConfig({ DATABASE_URL: databaseUrl, SECRET_KEY, LOG_LEVEL: 'fatal' });
  const app = await setup.createApp(config);
  lab.atEnd(() => app.close());
  return {
    claims: app.get(sending.Claims, { strict: false }),
    retention: app.get(ageing.RetentionJob, { strict: false }),
    quarterCounts: app.get(dashboard.QuarterCounts, { strict: false }),
  };
}

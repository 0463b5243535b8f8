import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { createApp } from './app.setup.js';
import type { AppConfig } from './platform/config/app-config.js';
import { lockEmbedded } from './platform/database/embedded-lock.js';
import { ConfigError } from './platform/config/config-error.js';
import { readConfig, warningsOf } from './platform/config/environment.js';
import { waitForDatabase } from './platform/database/server-driver.js';
import { StartupService } from './care/operations/startup.service.js';
import { endOnSignals, PARTING_MS } from './shutdown.js';
import { RunningTrial, TrialService } from './care/trial/trial.service.js';
import { readEnvFile } from './platform/config/env-file.js';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

async function main(): Promise<void> {
  // As the first process of a container Node would be deaf to these until the application listens to them.
  const stopAtOnce = () => process.exit(0);
  for (const signal of STOP_SIGNALS) process.once(signal, stopAtOnce);
  const warnings: string[] = [];
  readEnvFile((warning) => warnings.push(warning));
  const config = readConfig(process.env);
  if (config.databaseUrl) await waitForDatabase(config.databaseUrl);
  else lockEmbedded(config.dataDir);
  const app = await createApp(config, { panelDir: join(import.meta.dirname, 'web'), partingMs: PARTING_MS });
  for (const warning of [...warnings, ...warningsOf(config, process.env)]) new Logger('Settings').warn(warning);
  for (const signal of STOP_SIGNALS) process.off(signal, stopAtOnce);
  endOnSignals(app, STOP_SIGNALS);
  await app.init();
  await app.listen(config.port, config.host).catch((error: Error) => {
    throw new ConfigError(`PORT or HOST cannot be used: ${error.message}.`);
  });
  const trial = config.trial ? await app.get(TrialService).start(import.meta.dirname) : undefined;
  greet(config, app.get(StartupService).isFirstStart, trial);
}

/** Tells a person where everything is; the log lines are for machines. */
function greet(config: AppConfig, isFirstStart: boolean, trial: RunningTrial | undefined): void {
  const lines = [`partsdesk      ${config.publicUrl}  (API: ${config.publicUrl}/api/docs)`];
  if (trial && !isFirstStart) lines.push('administrator  as printed at the first start');
  if (trial) {
    lines.push(
      `sandbox        ${trial.sandboxUrl}  (plays GettZap)`,
      `send an order  curl -X POST ${trial.sandboxUrl}/api/orders`,
    );
  }
  console.log(`\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
}

main().catch((error: Error) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});

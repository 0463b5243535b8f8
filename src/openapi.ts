import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeApi } from './api-description.js';
import { createApp } from './app.setup.js';
import { readConfig } from './platform/config/environment.js';

/** Writes the OpenAPI document to a file, or with `--check` says whether the file is up to date. */
async function main(...parameters: string[]): Promise<void> {
  const file = parameters.at(-1) ?? 'openapi.json';
  const dataDir = mkdtempSync(join(tmpdir(), 'partsdesk-openapi-'));
  const administrator = { ADMIN_EMAIL: 'nobody@example.com', ADMIN_PASSWORD: 'never used by anybody' };
  const app = await createApp(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn', TRIAL: 'false', ...administrator }));
  await app.init();
  const text = `${JSON.stringify(describeApi(app), null, 2)}\n`;
  await app.close();
  rmSync(dataDir, { recursive: true });
  if (!parameters.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    throw new Error(`${file} is out of date: run \`npm run openapi\`.`);
  }
}

main(...process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

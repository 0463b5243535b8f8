import { chromium } from 'playwright-core';
import startMariadb from '../../support/mariadb.setup.mjs';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the one browser of all files, which costs seconds; each file has windows of its own in it. */
export default async function setup(_config, { globals }) {
  if (globals.testEngine === 'mariadb') await startMariadb();
  globalThis.journeysBrowser = await chromium.launchServer({ executablePath: globals.chromiumPath, args: ARGS });
  process.env.TEST_BROWSER = globalThis.journeysBrowser.wsEndpoint();
}

import stopMariadb from '../../support/mariadb.teardown.mjs';

export default async function teardown(_config, { globals }) {
  await globalThis.journeysBrowser.close();
  if (globals.testEngine === 'mariadb') await stopMariadb();
}

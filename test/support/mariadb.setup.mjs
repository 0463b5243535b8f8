import { startPrivateMariadb } from './private-mariadb.mjs';

/** One server, also when several projects ask for it. */
export default async function setup() {
  if (globalThis.privateMariadb) return;
  globalThis.privateMariadb = await startPrivateMariadb();
  process.env.TEST_MARIADB_PORT = String(globalThis.privateMariadb.port);
}

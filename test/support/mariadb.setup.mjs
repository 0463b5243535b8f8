import { startPrivateMariadb } from './private-mariadb.mjs';

export default async function setup() {
  globalThis.privateMariadb = await startPrivateMariadb();
  process.env.TEST_MARIADB_PORT = String(globalThis.privateMariadb.port);
}

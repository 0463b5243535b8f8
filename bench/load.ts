/**
 * Fills a migrated database: `npx tsx bench/load.ts mysql://… --external-orders 1000000 --positions 2 --deliveries 5`, or for the
 * embedded one of a service that stands still `npx tsx bench/load.ts ./data/partsdesk.sqlite`.
 */
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { bulkEmbedded } from '../test/support/bulk-targets.js';
import { loadRows } from '../test/support/rows-in-bulk.js';
import { fillServer } from './support/fill-server.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'external-orders': { type: 'string', default: '1000000' },
    positions: { type: 'string', default: '2' },
    deliveries: { type: 'string', default: '5' },
    unsent: { type: 'string', default: '0' },
    messages: { type: 'boolean', default: false },
    attempts: { type: 'string', default: '0' },
  },
});
const [database] = positionals;
if (!database)
  throw new Error('Name the database: mysql://user:password@host:port/database, or the file of an embedded one.');

const startedAt = performance.now();
const amounts = {
  externalOrders: Number(values['external-orders']),
  positions: Number(values.positions),
  deliveries: Number(values.deliveries),
  unsent: Number(values.unsent),
  messages: values.messages,
  attempts: Number(values.attempts),
};
const { firstId, lastId } = /^(mysql|mariadb):/.test(database)
  ? await intoServer(database)
  : await intoEmbedded(database);
console.log(`External orders ${firstId}–${lastId} in ${Math.round((performance.now() - startedAt) / 1_000)} s.`);

async function intoServer(url: string) {
  const connection = await createConnection(url);
  const loaded = await fillServer(connection, amounts);
  await connection.end();
  return loaded;
}

async function intoEmbedded(file: string) {
  const target = bulkEmbedded(file);
  const loaded = await loadRows(target, amounts);
  target.close();
  return loaded;
}

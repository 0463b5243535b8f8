/** Fills a migrated MariaDB: `npx tsx bench/load.ts mysql://… --external-orders 1000000 --positions 2 --deliveries 5 --unsent 0` */
import { createConnection } from 'mysql2/promise';
import { parseArgs } from 'node:util';
import { loadRows } from '../test/support/rows-in-bulk.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'external-orders': { type: 'string', default: '1000000' },
    positions: { type: 'string', default: '2' },
    deliveries: { type: 'string', default: '5' },
    unsent: { type: 'string', default: '0' },
  },
});
const [databaseUrl] = positionals;
if (!databaseUrl) throw new Error('Name the database: mysql://user:password@host:port/database');

const connection = await createConnection(databaseUrl);
const startedAt = performance.now();
const { firstId, lastId } = await loadRows(connection, {
  externalOrders: Number(values['external-orders']),
  positions: Number(values.positions),
  deliveries: Number(values.deliveries),
  unsent: Number(values.unsent),
});
await connection.end();
console.log(`External orders ${firstId}–${lastId} in ${Math.round((performance.now() - startedAt) / 1_000)} s.`);

/** A shop of Vendure's, with five articles. `node vendure.ts DATABASE_URL` */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../test/support/private-mariadb.mjs';
import { tellParent } from '../support/child.js';
import { loadPeer, VENDURE } from './peers.js';

const ARTICLES = 5;
const COLUMNS =
  'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets';

// Its telemetry writes an id into the directory that the benchmark is started in.
process.env.VENDURE_DISABLE_TELEMETRY = 'true';
const { bootstrap, DefaultLogger, LogLevel } = await loadPeer(VENDURE, '@vendure/core');
const { populate } = await loadPeer(VENDURE, '@vendure/core/cli');
const { hostname, port, username, pathname } = new URL(process.argv[2]!);
const directory = mkdtempSync(join(tmpdir(), 'partsdesk-bench-vendure-'));
const articles = Array.from(
  { length: ARTICLES },
  (_, index) => `Pads ${index},p${index},,,,,,S${index},3450,standard,1,false,,`,
);
writeFileSync(join(directory, 'articles.csv'), [COLUMNS, ...articles, ''].join('\n'));
const config = {
  apiOptions: { hostname: '127.0.0.1', port: await freePort(), adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: { tokenMethod: 'bearer' },
  dbConnectionOptions: {
    type: 'mariadb',
    host: hostname,
    port: Number(port),
    username,
    database: pathname.slice(1),
    // Its tables are in a database that was made for this run.
    synchronize: true,
    // As many as the service has.
    extra: { connectionLimit: 20 },
  },
  paymentOptions: { paymentMethodHandlers: [] },
  logger: new DefaultLogger({ level: LogLevel.Error }),
  importExportOptions: { importAssetsDir: directory },
};
const shop = {
  defaultLanguage: 'en',
  defaultZone: 'Europe',
  taxRates: [{ name: 'Standard Tax', percentage: 20 }],
  shippingMethods: [{ name: 'Standard', price: 500 }],
  countries: [{ name: 'Russia', code: 'RU', zone: 'Europe' }],
  collections: [],
  paymentMethods: [],
};
await populate(() => bootstrap(config), shop, join(directory, 'articles.csv'));
rmSync(directory, { recursive: true });

tellParent({ url: `http://127.0.0.1:${config.apiOptions.port}` });

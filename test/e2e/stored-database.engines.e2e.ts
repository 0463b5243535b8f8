import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { createApp } from '../../src/app.setup.js';
import { readConfig } from '../../src/platform/config/environment.js';
import { SchemaService } from '../../src/platform/database/schema.service.js';
import { ApiClient } from '../support/api-client.js';
import { createDatabase, describeNotOnMysql, TestDatabase } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { MovableClock } from '../support/movable-clock.js';
import { ADMIN, Shop } from '../support/shop.js';
import { restore, store } from '../support/stored-database.js';

/** Every released version from the first whose databases are taken over; `npm run store-database` stores that of today. */
const VERSIONS = ['0.2.0'];
const ENV = {
  ADMIN_EMAIL: ADMIN.email,
  ADMIN_PASSWORD: ADMIN.password,
  PUBLIC_URL: 'https://shop.example.com',
  SECRET_KEY: Buffer.alloc(32, 'stored').toString('base64'),
};
/** What is asked for before the database is stored and after it was brought up to date. */
const ASKED = [
  '/marketplace-connections',
  '/order-statuses?perPage=200',
  '/regions',
  '/external-orders?sort=createdAt',
  '/external-orders/1',
  '/external-orders/2',
  '/external-orders/3',
  '/orders?sort=createdAt',
  '/orders/1',
  '/gettzap-notifications?sort=createdAt',
  '/gettzap-notifications/1',
  '/gettzap-messages?sort=createdAt',
  '/gettzap-messages/1',
  '/webhooks',
  '/audit?sort=createdAt',
];

async function answersOf(admin: ApiClient): Promise<Record<string, object>> {
  const answers: Record<string, object> = {};
  for (const path of ASKED) {
    const { status, body } = await admin.get(path);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    answers[path] = body;
  }
  return answers;
}

/** A shop with a bit of everything: told, given up, undecided, not understood, cancelled. */
async function fill(shop: Shop): Promise<void> {
  const { items, externalOrderId } = await shop.accepted('S-1', 2);
  await shop.configureStatus('Выдано', {
    item: { status: 'issued', text: '{{ order_item.oem }} выдан' },
    order: { status: 'issued', text: '' },
  });
  await shop.setStatus(items, 'Выдано', 'Забрал сам');
  await shop.receive('S-2', 3);
  await shop.postToLink({ event: 'order.created', order: { id: 'S-3' } });
  await shop.receive('S-4');
  await shop.cancel('S-4');
  await shop.admin.post('/webhooks', {
    url: 'https://1c.example.com/hook',
    events: ['order.changed'],
    isActive: false,
  });
  await eventually(async () => {
    const sent = await shop.notifications(externalOrderId);
    expect(sent.map(({ state }: { state: string }) => state)).toEqual(Array(4).fill('delivered'));
  });
}

if (process.env.STORE_DATABASE) {
  it('is stored as it is after some work', async () => {
    const shop = await Shop.open(ENV);
    await fill(shop);
    const answers = await answersOf(shop.admin);
    await shop.app.close();
    await store(process.env.STORE_DATABASE!, shop.database, answers);
    await shop.sandbox.close();
    await shop.database.drop();
  });
}

// Stored by MariaDB, whose collations MySQL does not know.
describeNotOnMysql.each(VERSIONS)('a database of version %s', (version) => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let admin: ApiClient;
  let before: Record<string, object>;
  let url: string;
  beforeAll(async () => {
    database = await createDatabase();
    before = await restore(version, database);
    const config = readConfig({
      ...database.env,
      ...ENV,
      LOG_LEVEL: 'fatal',
      MIGRATE_ON_START: 'true',
      TRIAL: 'false',
    });
    app = await createApp(config, { clock: new MovableClock() });
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
    admin = ApiClient.basic(`${url}/api`, ADMIN.email, ADMIN.password);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('is brought up to date at the start', async () => {
    expect(await app.get(SchemaService).isCurrent()).toBe(true);
    const { upQueries } = await app.get(DataSource).driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('says what it said then', async () => {
    expect(await answersOf(admin)).toMatchObject(before);
  });

  it('goes on: its link takes orders, and they are accepted', async () => {
    const { body } = await admin.get('/marketplace-connections');
    const { pathname } = new URL(body.data[0].orderLink);
    const order = { id: 'S-5', positions: [{ id: '1', brand: 'BOSCH', number: '0 986', quantity: 1, price: 10 }] };
    const answer = await fetch(url + pathname, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ event: 'order.created', order }),
    });
    const { externalOrderId } = (await answer.json()) as { externalOrderId: string };
    for (const id of ['2', externalOrderId]) {
      const accepted = await admin.post(`/external-orders/${id}/accept`);
      expect([accepted.status, accepted.body.state]).toEqual([200, 'accepted']);
    }
  });
});

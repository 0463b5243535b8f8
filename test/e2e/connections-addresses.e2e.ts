import { createApp } from '../../src/app.setup.js';
import { readConfig } from '../../src/platform/config/environment.js';
import { ApiClient } from '../support/api-client.js';
import { pathsOf } from '../support/connections.js';
import { createDatabase, TestDatabase } from '../support/engine.js';

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };

describe('addresses of GettZap, where only public ones are allowed', () => {
  let database: TestDatabase;
  let app: Awaited<ReturnType<typeof createApp>>;
  let admin: ApiClient;
  beforeAll(async () => {
    database = await createDatabase();
    const config = readConfig({
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      ALLOW_PRIVATE_TARGETS: 'false',
      LOG_LEVEL: 'fatal',
      MIGRATE_ON_START: 'true',
      TRIAL: 'false',
      ...database.env,
    });
    app = await createApp(config);
    await app.listen(0, '127.0.0.1');
    admin = ApiClient.basic(`${await app.getUrl()}/api`, ADMIN.email, ADMIN.password);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const create = () => admin.post('/marketplace-connections', { marketplace: 'gettzap' });

  it.each([
    'http://127.0.0.1:3001',
    'http://127.1',
    'http://2130706433',
    'http://0x7f000001',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://10.0.0.5',
    'http://169.254.169.254/latest',
    'http://user:password@api.gettzap.example',
    'ftp://api.gettzap.example',
    'file:///etc/passwd',
    'api.gettzap.example',
    '   ',
  ])('%s is refused', async (apiUrl) => {
    const { id } = (await create()).body;
    const { status, body } = await admin.patch(`/marketplace-connections/${id}`, { apiUrl });
    expect([status, pathsOf(body)]).toEqual([422, ['apiUrl']]);
    const { body: connection } = await admin.get(`/marketplace-connections/${id}`);
    expect(connection.apiUrl).toBe('');
  });

  it.each(['https://api.gettzap.example', 'http://93.184.216.34:8080/base'])('%s is taken', async (apiUrl) => {
    const { id } = (await create()).body;
    const { status, body } = await admin.patch(`/marketplace-connections/${id}`, { apiUrl });
    expect([status, body.apiUrl]).toEqual([200, apiUrl]);
  });
});

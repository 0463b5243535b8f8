import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MarketplaceConnection } from '../../src/marketplaces/connections/marketplace-connection.entity.js';
import { ConnectionSecrets } from '../../src/marketplaces/connections/connection-secrets.service.js';
import { AbcpShop } from '../support/abcp-shop.js';
import { SEALED_COLUMNS } from '../../src/care/secrets/secret-rotation.service.js';
import { Configuration } from '../../src/platform/configuration/configuration.service.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';
import { ConnectionDesk, SECRETS } from '../support/connections.js';
import { onEmbedded } from '../support/engine.js';
import { Shop } from '../support/shop.js';
import { sql, stored } from '../support/stored.js';

describe('secrets of marketplace connections', () => {
  let shop: Shop;
  let desk: ConnectionDesk;
  beforeAll(async () => {
    shop = await Shop.open();
    desk = new ConnectionDesk(shop);
  });
  afterAll(() => shop.close());

  const rowOf = (id: string) => stored(shop).findOneByOrFail(MarketplaceConnection, { id: Number(id) });
  const credentialsOf = async (id: string) => shop.app.get(ConnectionSecrets).credentialsOf(await rowOf(id));

  it('are in no answer, and the answers say whether there are any', async () => {
    const { id } = await desk.create();
    const answers = [
      await desk.patch(id, SECRETS),
      await shop.admin.get(`/marketplace-connections/${id}`),
      await shop.admin.get('/marketplace-connections'),
      await desk.patch(id, { ...SECRETS, apiUrl: 'nonsense' }),
      await desk.patch(id, { password: ['pa55-never-shown'], apiKey: { key: 'k3y-never-shown' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 422, 422]);
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain('never-shown');
    expect(answers[1]!.body).toMatchObject({ hasPassword: true, hasApiKey: true });
    expect((await desk.patch(id, { password: '', apiKey: '' })).body).toMatchObject({
      hasPassword: false,
      hasApiKey: false,
    });
  });

  it('lie encrypted in the table, each time otherwise, and the service can read them', async () => {
    const [one, two] = [await desk.create(SECRETS), await desk.create(SECRETS)];
    const rows = [await rowOf(one.id), await rowOf(two.id)];
    expect(JSON.stringify(rows)).not.toContain('never-shown');
    expect(new Set(rows.flatMap((row) => [row.passwordSealed, row.apiKeySealed])).size).toBe(4);
    expect(await credentialsOf(one.id)).toMatchObject(SECRETS);
  });

  it('stay as they are when other fields are changed', async () => {
    const { id } = await desk.create(SECRETS);
    await desk.patch(id, { login: 'new' });
    expect(await credentialsOf(id)).toMatchObject({ login: 'new', ...SECRETS });
  });

  it('are refused where their ciphertext was moved to another row or column', async () => {
    const [from, to] = [await desk.create(SECRETS), await desk.create(SECRETS)];
    const { passwordSealed, apiKeySealed } = await rowOf(from.id);
    const configuration = shop.app.get(Configuration);
    const put = (change: Partial<MarketplaceConnection>) =>
      configuration.change((tx) => tx.manager.update(MarketplaceConnection, { id: Number(to.id) }, change));
    await put({ passwordSealed });
    await expect(credentialsOf(to.id)).rejects.toThrow();
    await put({ passwordSealed: (await rowOf(to.id)).apiKeySealed });
    await expect(credentialsOf(to.id)).rejects.toThrow();
    await put({ passwordSealed: '', apiKeySealed });
    await expect(credentialsOf(to.id)).rejects.toThrow();
  });

  it.each(SEALED_COLUMNS.map((sealed) => [`${sealed.entity.name}.${sealed.column}`, sealed] as const))(
    'are bound to their place: what lies in %s of one row opens in no other',
    async (_, { entity, column, placeOf }) => {
      await desk.create(SECRETS);
      await desk.create(SECRETS);
      for (const path of ['one', 'two']) {
        await shop.admin.post('/webhooks', { url: `${shop.sandbox.url}/${path}`, events: ['external_order.received'] });
      }
      for (let each = 0; each < 2; each += 1) await AbcpShop.connect(shop, { isActive: false });
      const rows = await stored(shop).find(entity, { order: { id: 'DESC' }, take: 2 });
      const [one, two] = rows.map((row) => ({ sealed: row[column] as string, place: placeOf(row) }));
      const box = shop.app.get(SecretBox);
      expect(box.open(one!.sealed, one!.place)).not.toBe('');
      expect(box.open(two!.sealed, two!.place)).not.toBe('');
      expect([box.tryOpen(one!.sealed, two!.place), box.tryOpen(two!.sealed, one!.place)]).toEqual([
        undefined,
        undefined,
      ]);
    },
  );

  onEmbedded('lie in files that only their owner can read, as all the rest does', () => {
    const { DATA_DIR } = shop.database.env;
    const modes = readdirSync(DATA_DIR).map((name) => [name, statSync(join(DATA_DIR, name)).mode & 0o777]);
    expect(Object.fromEntries(modes)).toEqual({
      'partsdesk.sqlite': 0o600,
      'partsdesk.sqlite-shm': 0o600,
      'partsdesk.sqlite-wal': 0o600,
      'secret.key': 0o600,
    });
  });

  it('of order links lie in the table only as a hash and encrypted', async () => {
    const { orderLink } = await desk.create();
    const secret = orderLink.split('/').at(-1);
    const links = await sql(shop, 'SELECT * FROM order_links');
    expect(links.length).toBeGreaterThan(0);
    expect(JSON.stringify(links)).not.toContain(secret);
  });
});

import { DataSource } from 'typeorm';
import { MarketplaceConnection } from '../../src/marketplaces/marketplace-connection.entity.js';
import { ConnectionSecrets } from '../../src/marketplaces/connection-secrets.service.js';
import { Transactions } from '../../src/shared/transactions.service.js';
import { ConnectionDesk, SECRETS } from '../support/connections.js';
import { Shop } from '../support/shop.js';

describe('secrets of marketplace connections', () => {
  let shop: Shop;
  let desk: ConnectionDesk;
  beforeAll(async () => {
    shop = await Shop.open();
    desk = new ConnectionDesk(shop);
  });
  afterAll(() => shop.close());

  const rowOf = (id: string) =>
    shop.app.get(DataSource).manager.findOneByOrFail(MarketplaceConnection, { id: Number(id) });
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
    const transactions = shop.app.get(Transactions);
    const put = (change: Partial<MarketplaceConnection>) =>
      transactions.run((tx) => tx.manager.update(MarketplaceConnection, { id: Number(to.id) }, change));
    await put({ passwordSealed });
    await expect(credentialsOf(to.id)).rejects.toThrow();
    await put({ passwordSealed: (await rowOf(to.id)).apiKeySealed });
    await expect(credentialsOf(to.id)).rejects.toThrow();
    await put({ passwordSealed: '', apiKeySealed });
    await expect(credentialsOf(to.id)).rejects.toThrow();
  });

  it('of order links lie in the table only as a hash and encrypted', async () => {
    const { orderLink } = await desk.create();
    const secret = orderLink.split('/').at(-1);
    const links = await shop.app.get(DataSource).query('SELECT * FROM order_links');
    expect(links.length).toBeGreaterThan(0);
    expect(JSON.stringify(links)).not.toContain(secret);
  });
});

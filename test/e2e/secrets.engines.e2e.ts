import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AbcpShop } from '../support/abcp-shop.js';
import { dumpOf } from '../support/dump.js';
import { eventually } from '../support/eventually.js';
import { MetricsText } from '../support/metrics.js';
import { Receiver } from '../support/receiver.js';
import { openReplica } from '../support/replica.js';
import { Shop } from '../support/shop.js';

const PROGRAM = join(__dirname, '..', '..', 'dist', 'rotate-secrets.js');
const [OLD, NEW, WRONG] = [1, 2, 3].map(() => randomBytes(32).toString('base64')) as [string, string, string];

describe('rotating the secret key', () => {
  let shop: Shop;
  let receiver: Receiver;
  beforeEach(async () => {
    shop = await Shop.open({ SECRET_KEY: OLD, SECRET_KEYS_OLD: NEW });
    receiver = await Receiver.start();
    await shop.admin.post('/webhooks', { url: receiver.url, events: ['external_order.received'] });
    await AbcpShop.connect(shop, { isActive: false });
  });
  afterEach(async () => {
    await shop.close();
    await receiver.close();
  });

  const rotate = async (env: Record<string, string>) => {
    const variables = { PATH: process.env.PATH, ...shop.database.env, ...env };
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM], {
      env: variables,
      encoding: 'utf8',
    }).catch((error: { stdout: string }) => error);
    // The log may tell of a moment in which the other process was writing.
    return stdout.split('\n').filter((line) => line.includes('sealed anew'));
  };
  /** Ids of the keys that secrets are sealed with. */
  const keysInUse = async () => new Set((await dumpOf(shop)).match(/(?<=v1\.)[0-9a-f]{8}(?=\.)/g));
  const works = async (id: string) => {
    const { id: orderId } = await shop.accepted(id);
    await shop.toldEventually(id, [`order | accepted | accepted ${orderId}`]);
    await eventually(() =>
      expect(receiver.messages.map(({ data }) => data)).toContainEqual(expect.objectContaining({ externalId: id })),
    );
  };

  it('seals everything anew while the service goes on, and has nothing to do the second time', async () => {
    const before = await keysInUse();
    const versionOf = async () => (await shop.admin.get(`/marketplace-connections/${shop.connectionId}`)).body.version;
    const version = await versionOf();
    let isRotating = true;
    const [lines] = await Promise.all([
      rotate({ SECRET_KEY: NEW, SECRET_KEYS_OLD: OLD }).finally(() => (isRotating = false)),
      (async () => {
        for (let index = 0; isRotating; index++) await shop.receive(`GZ-busy-${index}`);
      })(),
    ]);
    expect(await versionOf()).toBe(version); // it is nobody's change
    expect(lines).toEqual([
      'marketplace_connections.passwordSealed: 1 sealed anew, 0 were, 0 could not be opened',
      'marketplace_connections.apiKeySealed: 1 sealed anew, 0 were, 0 could not be opened',
      'order_links.secretSealed: 1 sealed anew, 0 were, 0 could not be opened',
      'webhooks.secretSealed: 1 sealed anew, 0 were, 0 could not be opened',
      'exchanges.passwordSealed: 1 sealed anew, 0 were, 0 could not be opened',
    ]);
    const after = await keysInUse();
    expect([before.size, after.size]).toEqual([1, 1]);
    expect(after).not.toEqual(before);
    await works('GZ-1');
    const again = await rotate({ SECRET_KEY: NEW });
    expect(again.every((line) => line.endsWith('0 sealed anew, 1 were, 0 could not be opened'))).toBe(true);
  });

  it('goes on where it was stopped: only what was sealed since with the old key is left', async () => {
    await rotate({ SECRET_KEY: NEW, SECRET_KEYS_OLD: OLD });
    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { password: 'gz-password' });
    expect((await keysInUse()).size).toBe(2);
    const [passwords, apiKeys] = await rotate({ SECRET_KEY: NEW, SECRET_KEYS_OLD: OLD });
    expect(passwords).toMatch(/1 sealed anew, 0 were, 0 could/);
    expect(apiKeys).toMatch(/0 sealed anew, 1 were, 0 could/);
    await works('GZ-1');
  });

  it('shows at a process with another key how much of what is stored that does not open', async () => {
    const unreadable = async ({ url }: { url: string }) =>
      (await MetricsText.read(url)).value('partsdesk_secrets_unreadable');
    expect(await unreadable(shop)).toBe(0);
    const replica = await openReplica(shop, { SECRET_KEY: WRONG });
    expect(await unreadable(replica)).toBe(5);
    await replica.close();
    const other = await openReplica(shop, { SECRET_KEY: WRONG, SECRET_KEYS_OLD: OLD });
    expect(await unreadable(other)).toBe(0);
    await other.close();
  });

  it('leaves what it cannot open as it is, and says so', async () => {
    const before = await keysInUse();
    const lines = await rotate({ SECRET_KEY: WRONG });
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line).toMatch(/0 sealed anew, 0 were, 1 could not be opened$/);
    expect(await keysInUse()).toEqual(before);
    await works('GZ-1');
  });
});

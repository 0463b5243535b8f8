import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { orderCreated } from '../world/poster.js';
import { moveTime, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const ROTATE = join(import.meta.dirname, '..', '..', '..', 'dist', 'rotate-secrets.js');

/** That no secret is seen anywhere is one of the invariants, so here the secrets are only made to move. */
const trial: Trial = {
  number: 22,
  name: 'secrets',
  does: 'The ciphertext of one row is put into another, and the key is rotated under load.',
  holds: 'The ciphertext is refused; after the rotation only the new key is known, and everything opens with it.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  async run({ open, signal }) {
    const world = await open({ replicas: 2 });
    await acceptNew(world, 'FIRST');
    await untilDrained(world);
    await swapCiphertexts(world);

    const oldKey = world.secrets.secretKey;
    const newKey = randomBytes(32).toString('base64');
    world.moreSecrets.push(newKey);
    const both = { SECRET_KEY: newKey, SECRET_KEYS_OLD: oldKey };
    for (const replica of world.replicas) {
      await replica.stop();
      await replica.start(both);
    }
    let isLoaded = true;
    let n = 0;
    const load = (async () => {
      for (; isLoaded; n++) {
        await acceptNew(world, `ROTATED-${n}`);
        await pause(20, signal);
      }
    })();
    let report: string;
    try {
      await pause(500, signal);
      const env = { PATH: process.env.PATH, ...world.database.env(), ...both };
      report = (await promisify(execFile)(process.execPath, [ROTATE], { env })).stdout;
      await pause(500, signal);
    } finally {
      isLoaded = false;
      await load;
    }
    assert.match(report, /password.*[1-9]\d* sealed anew/i, report);
    assert.doesNotMatch(report, /[1-9]\d* could not be opened/, report);
    for (const replica of world.replicas) {
      await replica.stop();
      await replica.start({ SECRET_KEY: newKey });
    }
    await acceptNew(world, 'LAST');
    await untilDrained(world);
    const wrong = await world.database.rows(`SELECT id FROM outbox_messages WHERE state <> 'delivered'`);
    assert.deepEqual(wrong, [], 'all delivered, before, during and after');
    return { 'orders during the rotation': n, swaps: 1, 'sealed anew': sealedAnew(report) };
  },
};
export default trial;

/** Somebody who can write to the database puts another connection's password in the place of this one's. */
async function swapCiphertexts(world: World): Promise<void> {
  const other = (await world.api.post('/marketplace-connections', { marketplace: 'gettzap' })).body.id as string;
  const { password, apiKey } = world.secrets;
  await world.api.patch(`/marketplace-connections/${other}`, { password, apiKey });
  const sealed = async (id: string) =>
    (await world.database.rows('SELECT password_sealed FROM marketplace_connections WHERE id = ?', [Number(id)]))[0]!
      .password_sealed as string;
  const [own, foreign] = [await sealed(world.connectionId), await sealed(other)];
  const put = async (value: string) => {
    const values = [value, Number(world.connectionId)];
    await world.database.rows('UPDATE marketplace_connections SET password_sealed = ? WHERE id = ?', values);
    await world.database.rows('UPDATE configuration_versions SET version = version + 1');
  };
  await put(foreign);
  const before = world.sandbox.ledger.requests().length;
  await acceptNew(world, 'SWAPPED');
  await eventually(
    async () => {
      const rows = await world.database.rows(
        `SELECT a.error FROM outbox_attempts a JOIN outbox_messages d ON d.id = a.message_id WHERE d.subject = 'SWAPPED'`,
      );
      assert.ok(rows.length > 0 && rows.every(({ error }) => error !== null), 'the try says why it could not be made');
    },
    15_000,
    world.signal,
  );
  assert.equal(world.sandbox.ledger.requests().length, before, 'nothing was sent with a foreign secret');
  await put(own);
  await moveTime(world, 60);
  await untilDrained(world);
}

async function acceptNew(world: World, id: string): Promise<void> {
  const externalOrderId = await world.poster.postUntilTaken(orderCreated(id));
  await world.api.post(`/external-orders/${externalOrderId}/accept`, {});
}

function sealedAnew(report: string): number {
  return [...report.matchAll(/(\d+) sealed anew/g)].reduce((sum, [, many]) => sum + Number(many), 0);
}

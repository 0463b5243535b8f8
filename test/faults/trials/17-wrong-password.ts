import assert from 'node:assert/strict';
import { orderCreated } from '../world/poster.js';
import { moveTime, untilSent } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel, pause } from '../world/waiting.js';

/** As many as both replicas may have under way when the first answer comes. */
const MOST_BEFORE_PAUSE = 64;

const trial: Trial = {
  number: 17,
  name: 'wrong-password',
  does: 'GettZap refuses the password (401).',
  holds: 'Deliveries pause, the manager is told once, nothing hammers; after the password is changed everything flows.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  async run({ open, count, signal }) {
    const world = await open({ replicas: 2 });
    const newPassword = `${world.secrets.password}-changed`;
    world.moreSecrets.push(Buffer.from(`${world.secrets.login}:${newPassword}`).toString('base64'));
    world.sandbox.configure({ password: newPassword });
    const ids = Array.from({ length: count(100, 20) }, (_, n) => `W-${n}`);
    await inParallel(ids, 6, async (id) => {
      const externalOrderId = await world.poster.postUntilTaken(orderCreated(id));
      await world.api.post(`/external-orders/${externalOrderId}/accept`, {});
    });
    await eventually(
      async () => {
        const paused = await world.database.rows('SELECT id FROM outbox_endpoints WHERE paused_at IS NOT NULL');
        assert.equal(paused.length, 1, 'paused');
      },
      20_000,
      signal,
    );
    await pause(2_000, signal);
    const requests = () => world.sandbox.ledger.requests().length;
    const before = requests();
    assert.ok(before <= MOST_BEFORE_PAUSE, `${before} requests before the pause`);
    for (let hour = 0; hour < 3; hour++) {
      await moveTime(world, 3_600);
      await pause(1_500, signal);
    }
    assert.equal(requests(), before, 'nothing is sent while paused');
    const told = await world.database.rows(`SELECT kind FROM manager_notifications WHERE kind = 'connection_paused'`);
    assert.equal(told.length, 1, 'one message');
    const [spent] = await world.database.rows('SELECT SUM(counted_attempts) AS tries FROM outbox_messages');
    assert.equal(Number(spent!.tries), 0, 'no try is spent');

    const change = { password: newPassword };
    const { status } = await world.api.patch(`/marketplace-connections/${world.connectionId}`, change);
    assert.equal(status, 200);
    const startedAt = performance.now();
    await untilSent(world, 30_000);
    const flow = performance.now() - startedAt;
    return {
      orders: ids.length,
      'requests before the pause': before,
      'during it': 0,
      messages: 1,
      'all told after s': Math.round(flow / 100) / 10,
    };
  },
};
export default trial;

import assert from 'node:assert/strict';
import { isGood, orderCreated } from '../world/poster.js';
import { untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, pause } from '../world/waiting.js';

const LIMIT_MS = 20_000;

/** GettZap answers a byte a second, so that there is always something half sent. */
const trial: Trial = {
  number: 15,
  name: 'stopped-under-load',
  does: 'One replica after the other gets SIGTERM under load.',
  holds: 'Each exits with 0 within 20 s, nothing is left half sent, nothing acknowledged is lost.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  inCi: true,
  async run({ open, signal }) {
    const world = await open({ replicas: 2 });
    world.sandbox.setTrouble({ kind: 'slow', percent: 50 });
    let isLoaded = true;
    let n = 0;
    const hand = async () => {
      while (isLoaded) {
        const answer = await world.poster.post(orderCreated(`T-${++n}`));
        if (isGood(answer)) {
          const { externalOrderId } = JSON.parse(answer.body) as { externalOrderId: string };
          await world.api.once('POST', `/external-orders/${externalOrderId}/accept`, {});
        }
        await pause(20, signal);
      }
    };
    const load = Promise.all([hand(), hand(), hand()]);
    const stops: number[] = [];
    try {
      for (const replica of world.replicas) {
        await eventually(
          async () => {
            const [row] = await world.database.rows(
              `SELECT COUNT(*) AS count FROM outbox_messages WHERE state = 'sending'`,
            );
            assert.ok(Number(row!.count) >= 3, 'something is half sent');
          },
          30_000,
          signal,
        );
        const startedAt = performance.now();
        assert.equal(await replica.stop(), 0, 'exit code');
        stops.push(performance.now() - startedAt);
      }
    } finally {
      isLoaded = false;
      await load;
    }
    assert.ok(Math.max(...stops) <= LIMIT_MS, `stopping took ${stops.map(Math.round).join(', ')} ms`);
    const left = await world.database.rows(`SELECT id FROM outbox_messages WHERE state = 'sending'`);
    assert.deepEqual(left, [], 'nothing is left half sent');
    world.sandbox.clearTrouble();
    await Promise.all(world.replicas.map((replica) => replica.start()));
    await untilDrained(world);
    const slowest = Math.round(Math.max(...stops) / 100) / 10;
    return { acknowledged: world.poster.acknowledged.size, stops: stops.length, 'slowest stop s': slowest };
  },
};
export default trial;

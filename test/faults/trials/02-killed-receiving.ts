import assert from 'node:assert/strict';
import { orderCreated } from '../world/poster.js';
import type { Trial } from '../world/trial.js';
import { inParallel, pause } from '../world/waiting.js';

const LIFE_MS = 300;

/** Each replica lives 300 ms at a time; the embedded database has only one. */
const trial: Trial = {
  number: 2,
  name: 'killed-receiving',
  does: 'The service is killed (-9) after every 300 ms of its life, up to 60 times, during 2,000 posts that are repeated until answered 2xx.',
  holds: 'There are exactly 2,000 orders.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 10,
  async run({ open, count, signal }) {
    const world = await open({ replicas: 2 });
    const ids = Array.from({ length: count(2_000, 300) }, (_, n) => `K-${n + 1}`);
    let isPosting = true;
    let kills = 0;
    const mostKills = count(60, 10);
    const posting = world.poster
      .postAll(
        ids.map((id) => orderCreated(id, 1 + (id.length % 3))),
        8,
      )
      .finally(() => (isPosting = false));
    const killing = inParallel(world.replicas, world.replicas.length, async (victim) => {
      while (isPosting && kills < mostKills) {
        await pause(LIFE_MS, signal);
        if (!isPosting) return;
        await victim.kill();
        kills += 1;
        await victim.start();
      }
    });
    await Promise.all([posting, killing]);
    const rows = await world.database.rows('SELECT external_id, state FROM external_orders');
    assert.equal(rows.length, ids.length, 'orders');
    assert.ok(rows.every(({ state }) => state === 'new'));
    const { posts, acknowledged } = world.poster;
    return {
      orders: rows.length,
      acknowledged: acknowledged.size,
      posts,
      kills,
      'longest outage s': world.poster.longestOutageS(),
    };
  },
};
export default trial;

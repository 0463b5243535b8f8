import assert from 'node:assert/strict';
import { orderCreated } from '../world/poster.js';
import type { Trial } from '../world/trial.js';

/** The transaction is there and the service does not know it: what it does again must be recognised. */
const trial: Trial = {
  number: 3,
  name: 'commit-answer-lost',
  does: 'A proxy swallows the database’s answer to COMMIT, 100 times, and breaks the connection.',
  holds: 'There is one order for each.',
  databases: ['mariadb'],
  isShort: true,
  inCi: true,
  async run({ open, count }) {
    const world = await open({ isProxied: true });
    const proxy = world.proxy!;
    const rounds = count(100, 30);
    for (let n = 1; n <= rounds; n++) {
      const before = proxy.cuts;
      proxy.cutAtCommits(1, 'after');
      await world.poster.postUntilTaken(orderCreated(`C-${n}`, 2));
      assert.equal(proxy.cuts, before + 1, 'an answer was swallowed');
      proxy.mend();
    }
    const orders = await world.database.rows('SELECT id FROM external_orders');
    const positions = await world.database.rows('SELECT id FROM external_order_positions');
    assert.equal(orders.length, rounds);
    assert.equal(positions.length, rounds * 2);
    return { orders: rounds, swallowed: proxy.cuts, posts: world.poster.posts };
  },
};
export default trial;

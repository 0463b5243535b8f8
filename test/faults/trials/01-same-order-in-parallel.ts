import assert from 'node:assert/strict';
import { orderCreated } from '../world/poster.js';
import type { Trial } from '../world/trial.js';

/** Two hundred at once, at both replicas. */
const trial: Trial = {
  number: 1,
  name: 'same-order-in-parallel',
  does: 'The same order is posted 200 times at once to all replicas.',
  holds: 'There is one order, and no answer 5xx.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  async run({ open, count }) {
    const world = await open({ replicas: 2 });
    const repeats = count(200, 100);
    const message = orderCreated('SAME-1', 3);
    const answers = await Promise.all(
      Array.from({ length: repeats }, (_, n) => world.poster.post(message, world.replicas[n % world.replicas.length])),
    );
    assert.deepEqual(world.poster.answerCounts(), { 200: repeats });
    const bodies = answers.map(({ body }) => JSON.parse(body) as { externalOrderId: string; duplicate: boolean });
    assert.equal(new Set(bodies.map(({ externalOrderId }) => externalOrderId)).size, 1, 'one external order');
    assert.equal(bodies.filter(({ duplicate }) => !duplicate).length, 1, 'one answer says that it is new');
    const [row] = await world.database.rows('SELECT COUNT(*) AS count FROM external_order_positions');
    assert.equal(Number(row!.count), 3, 'the positions are there once');
    const slowest = Math.round(Math.max(...answers.map(({ ms }) => ms)));
    return { sent: repeats, orders: 1, 'slowest ms': slowest };
  },
};
export default trial;

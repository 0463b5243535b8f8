import assert from 'node:assert/strict';
import { orderCreated } from '../world/poster.js';
import { moveTime, orderOf, setStatus, untilSent } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const PROBE_PAUSE_S = 300;
const STATUSES = ['В работе', 'Пришло на склад'];

/** Hours pass by moving what waits into the past. */
const trial: Trial = {
  number: 16,
  name: 'down-for-long',
  does: 'GettZap is down for hours.',
  holds:
    'It is only probed, the manager is told once when it begins and once when it ends, no try is spent, and then the backlog drains in order.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 8,
  async run({ open, count, signal }) {
    const world = await open({ replicas: 2 });
    world.sandbox.setTrouble({ kind: '503' });
    const ids = Array.from({ length: count(60, 12) }, (_, n) => `L-${n}`);
    await inParallel(ids, 4, async (id) => {
      const externalOrderId = await world.poster.postUntilTaken(orderCreated(id, 2));
      await world.api.post(`/external-orders/${externalOrderId}/accept`, {});
      const order = await orderOf(world, externalOrderId);
      for (const name of STATUSES) await setStatus(world, order, name);
    });
    await eventually(async () => assert.ok(await isBreakerOpen(world), 'the circuit breaker is open'), 20_000, signal);
    await pause(2_000, signal); // what was under way is written down
    const spentBefore = await triesSpent(world);

    const rounds = count(24, 6);
    const requestsBefore = world.sandbox.ledger.requests().length;
    for (let round = 1; round <= rounds; round++) {
      await moveTime(world, PROBE_PAUSE_S);
      await eventually(
        () => assert.equal(world.sandbox.ledger.requests().length, requestsBefore + round, 'one probe'),
        15_000,
        signal,
      );
      await pause(1_500, signal); // time enough for a probe too many
    }
    assert.equal(world.sandbox.ledger.requests().length, requestsBefore + rounds, 'only probes');
    assert.equal(await triesSpent(world), spentBefore, 'no try is spent');
    assert.deepEqual(await messages(world), { breaker_opened: 1 });

    world.sandbox.clearTrouble();
    await moveTime(world, PROBE_PAUSE_S);
    const startedAt = performance.now();
    await untilSent(world, 60_000);
    const drain = performance.now() - startedAt;
    assert.deepEqual(await messages(world), { breaker_opened: 1, breaker_closed: 1 });
    const dead = await world.database.rows(`SELECT id FROM outbox_messages WHERE state <> 'delivered'`);
    assert.deepEqual(dead, [], 'all delivered');
    return {
      orders: ids.length,
      'down for, min': (rounds * PROBE_PAUSE_S) / 60,
      probes: rounds,
      'tries spent meanwhile': 0,
      'drained in s': Math.round(drain / 100) / 10,
    };
  },
};
export default trial;

async function isBreakerOpen({ database }: World): Promise<boolean> {
  const rows = await database.rows(`SELECT id FROM outbox_endpoints WHERE opened_at IS NOT NULL`);
  return rows.length === 1;
}

async function triesSpent({ database }: World): Promise<number> {
  const [row] = await database.rows('SELECT SUM(counted_attempts) AS tries FROM outbox_messages');
  return Number(row!.tries);
}

/** Messages to the manager about deliveries, by kind. */
export async function messages({ database }: World): Promise<Record<string, number>> {
  const rows = await database.rows(
    `SELECT kind, COUNT(*) AS count FROM manager_notifications
     WHERE kind IN ('connection_paused', 'breaker_opened', 'breaker_closed', 'delivery_given_up') GROUP BY kind`,
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)]));
}

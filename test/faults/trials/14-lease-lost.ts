import assert from 'node:assert/strict';
import { orderCreated } from '../world/poster.js';
import { untilSent } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel } from '../world/waiting.js';
import type { World } from '../world/world.js';

const ORDERS = 10;
/** The lease of 20 s, a round of the job, the start of a process. */
const TAKEN_OVER_WITHIN_MS = 60_000;

/** GettZap keeps its requests without an answer until the sender is out of the way. */
const trial: Trial = {
  number: 14,
  name: 'lease-lost',
  does: 'The sender is killed, then another is stopped past its lease while a second finishes its work.',
  holds: 'All arrives once, with the attempt that was interrupted counted, and the late write is refused.',
  databases: ['mariadb'],
  isShort: true,
  async run({ open, signal }) {
    const world = await open({ replicas: 2 });
    const [first, second] = world.replicas as [World['replicas'][0], World['replicas'][0]];

    await second.kill();
    await sendWithoutAnswer(world, 'KILLED');
    await first.kill();
    world.sandbox.clearTrouble();
    let startedAt = performance.now();
    await second.start();
    await untilSent(world, TAKEN_OVER_WITHIN_MS);
    const afterKill = performance.now() - startedAt;

    await first.start();
    await second.kill();
    await sendWithoutAnswer(world, 'FROZEN');
    first.freeze();
    world.sandbox.clearTrouble();
    startedAt = performance.now();
    await second.start();
    await untilSent(world, TAKEN_OVER_WITHIN_MS);
    const afterFreeze = performance.now() - startedAt;
    const before = await stateOf(world);
    first.thaw();
    await eventually(
      () => {
        const refusals = first.output.join('').match(/The claim of message \d+ had run out/g) ?? [];
        assert.equal(refusals.length, ORDERS, 'late writes refused');
      },
      30_000,
      signal,
    );
    assert.deepEqual(await stateOf(world), before, 'the late writes changed nothing');
    await first.untilReady();
    assert.ok(
      before.every((row) => row.startsWith('delivered 2 tries, 2 noted')),
      before.join('\n'),
    );
    return {
      orders: ORDERS * 2,
      'taken over after the kill, s': Math.round(afterKill / 1_000),
      'after the stop, s': Math.round(afterFreeze / 1_000),
      'late writes refused': ORDERS,
    };
  },
};
export default trial;

/** Refuses orders, which is one notification each, and waits until GettZap has read all of them. */
async function sendWithoutAnswer(world: World, name: string): Promise<void> {
  world.sandbox.setTrouble({ kind: 'hang' });
  const ids = Array.from({ length: ORDERS }, (_, n) => `${name}-${n}`);
  await inParallel(ids, 5, async (id) => {
    const externalOrderId = await world.poster.postUntilTaken(orderCreated(id));
    await world.api.post(`/external-orders/${externalOrderId}/refuse`, {});
  });
  await eventually(
    () => {
      const read = ids.filter((id) => world.sandbox.ledger.requests(id).length > 0);
      assert.equal(read.length, ORDERS, 'requests under way');
    },
    10_000,
    world.signal,
  );
}

async function stateOf({ database }: World): Promise<string[]> {
  const rows = await database.rows(
    `SELECT d.id, d.state, d.counted_attempts, (SELECT COUNT(*) FROM outbox_attempts a WHERE a.message_id = d.id) AS noted
     FROM outbox_messages d ORDER BY d.id`,
  );
  return rows.map(({ id, state, counted_attempts: tries, noted }) => `${state} ${tries} tries, ${noted} noted, ${id}`);
}

import assert from 'node:assert/strict';
import { orderCreated } from '../world/poster.js';
import { accept, orderOf, tellOfItem, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const LIFE_MS = 1_000;
/** The longest pause of a program before a call, so that there are some whenever a replica dies. */
const HESITATION_MS = 500;
const POSITIONS = 3;
const STATUS = 'Выдано';
/** One in so many calls names an item that is not there. */
const WRONG = 4;

/** Programs written for PARTS SOFT change statuses by one call for all items, and repeat it until it is answered. */
const trial: Trial = {
  number: 37,
  name: 'parts-soft',
  does: 'Replicas are killed (-9) again and again while programs put whole orders into a status by PARTS SOFT’s API, a part of them with an id that is not there.',
  holds: 'Each call is done once and as a whole, or not at all; every item is told once.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 10,
  async run({ open, count, signal }) {
    const world = await open({ replicas: 2 });
    await tellOfItem(world, STATUS, 'issued');
    const calls = Array.from({ length: count(150, 40) }, (_, n) => n);
    const orders = new Map<number, string[]>();
    await inParallel(calls, 6, async (n) => void orders.set(n, await itemsOfOrder(world, n)));
    let isWorking = true;
    let kills = 0;
    const counts = { done: 0, refused: 0, unanswered: 0 };
    const working = inParallel(calls, 6, async (n) => {
      const isWrong = n % WRONG === 0;
      const ids = [...orders.get(n)!, ...(isWrong ? ['999999999'] : [])];
      await pause(world.random.below(HESITATION_MS), signal);
      for (;;) {
        const status = await changeStatus(world, ids);
        if (status === undefined || status >= 500) {
          counts.unanswered += 1;
          await pause(100, signal);
          continue;
        }
        assert.equal(status, isWrong ? 422 : 200);
        counts[isWrong ? 'refused' : 'done'] += 1;
        return;
      }
    }).finally(() => (isWorking = false));
    const killing = inParallel(world.replicas, world.replicas.length, async (victim) => {
      while (isWorking) {
        await pause(LIFE_MS + world.random.below(LIFE_MS), signal);
        await victim.kill();
        kills += 1;
        await victim.start();
      }
    });
    await Promise.all([working, killing]);
    await untilDrained(world);
    await check(world, orders);
    assert.ok(
      Object.values(counts).every((calls) => calls > 0),
      JSON.stringify(counts),
    );
    return { calls: calls.length, ...counts, kills };
  },
};
export default trial;

async function itemsOfOrder(world: World, n: number): Promise<string[]> {
  const id = await world.poster.postUntilTaken(orderCreated(`PS-${n}`, POSITIONS));
  await accept(world, id);
  const { items } = await orderOf(world, id);
  return items.map((item: { id: string }) => item.id);
}

/** HTTP status; undefined when no answer came. */
async function changeStatus(world: World, ids: string[]): Promise<number | undefined> {
  const form = { order_item_ids: ids.join(' '), status_id: world.statuses[STATUS]! };
  const answer = await world.api.once('POST', '/v3/order_items/change_status', form);
  return answer?.status;
}

/** What was refused changed nothing, what was done changed each item once and told it once. */
async function check(world: World, orders: Map<number, string[]>): Promise<void> {
  const moved = await countsOf(
    world,
    `SELECT item_id AS id, COUNT(*) AS count FROM order_history_entries WHERE kind = 'item_status' GROUP BY item_id`,
  );
  const told = await countsOf(
    world,
    `SELECT i.id AS id, COUNT(*) AS count FROM outbox_messages m JOIN outbox_ordering_keys k ON k.id = m.ordering_key_id
     JOIN orders o ON o.external_order_id = k.\`key\` JOIN order_items i ON i.order_id = o.id
     WHERE m.kind = 'item_status' AND m.state = 'delivered' AND m.channel = 'gettzap'
     AND m.payload LIKE CONCAT('%"positionExternalId":"', i.position_external_id, '"%') GROUP BY i.id`,
  );
  const wrong = [...orders].flatMap(([n, items]) => {
    const wanted = n % WRONG === 0 ? 0 : 1;
    return items.flatMap((id) => {
      const found = [moved.get(id) ?? 0, told.get(id) ?? 0];
      return found.every((count) => count === wanted)
        ? []
        : [`PS-${n}, item ${id}: moved and told ${found.join(', ')}`];
    });
  });
  assert.deepEqual(wrong, []);
}

async function countsOf(world: World, sql: string): Promise<Map<string, number>> {
  const rows = await world.database.rows(sql);
  return new Map(rows.map(({ id, count }) => [String(id), Number(count)]));
}

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { orderCreated } from '../world/poster.js';
import { untilSent } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel } from '../world/waiting.js';
import type { World } from '../world/world.js';

const MINUTES_WRONG = 10;
const SHIFTED_CLOCK = join(import.meta.dirname, '..', 'world', 'shifted-clock.mjs');
/** The first pause of 5 s, with its spread, and what the machine's own timers may be off. */
const SHORTEST_PAUSE_S = 3.9;
const ASKED_PAUSE_S = 7;
/** A send that is not answered ends after 15 s; the claim is worth 20 s. */
const SEND_S = 14.9;

const wrongBy = (minutes: number, TZ: string) => ({
  NODE_OPTIONS: `--import=${SHIFTED_CLOCK}`,
  CLOCK_SHIFT_MS: String(minutes * 60_000),
  TZ,
});

/** All times here are those of the harness, whose clock is right. */
const trial: Trial = {
  number: 18,
  name: 'wrong-clocks',
  does: 'One replica’s clock is 10 min fast, the other’s 10 min slow, and each is in another time zone.',
  holds: 'Nothing is sent early, no claim is stolen.',
  databases: ['mariadb'],
  async run({ open, count }) {
    const world = await open({
      replicas: 2,
      envOf: [wrongBy(MINUTES_WRONG, 'Asia/Tokyo'), wrongBy(-MINUTES_WRONG, 'America/New_York')],
    });
    const size = count(20, 6);
    await refuse(world, 'retried', size, '408', {});
    const retried = pausesOf(world, 'retried');
    assert.ok(Math.min(...retried) >= SHORTEST_PAUSE_S, `a retry came after ${Math.min(...retried)} s`);

    await refuse(world, 'asked', size, '429', { retryAfter: String(ASKED_PAUSE_S) });
    const asked = pausesOf(world, 'asked');
    assert.ok(Math.min(...asked) >= ASKED_PAUSE_S, `an answer to Retry-After came after ${Math.min(...asked)} s`);

    await refuse(world, 'hanging', 4, 'hang', {}); // one fewer than cuts the connection off
    const hanging = pausesOf(world, 'hanging');
    assert.ok(Math.min(...hanging) >= SEND_S, `a claim was stolen after ${Math.min(...hanging)} s`);

    const rows = await world.database.rows('SELECT created_at FROM external_orders');
    const offS = rows.map(({ created_at: at }) => Math.abs(Date.now() - Date.parse(`${at}Z`)) / 1_000);
    assert.ok(Math.max(...offS) < MINUTES_WRONG * 60 - 60, 'rows carry the time of the database');
    const shortest = (pauses: number[]) => Math.min(...pauses).toFixed(1);
    return {
      orders: rows.length,
      'shortest pause s': shortest(retried),
      'shortest after Retry-After 7': shortest(asked),
      'shortest of a hanging one': shortest(hanging),
    };
  },
};
export default trial;

/** Refuses so many orders, the first try of each going wrong, and waits until all are told. */
async function refuse(world: World, name: string, size: number, kind: '408' | '429' | 'hang', more: object) {
  world.sandbox.setTrouble({ kind, count: size, ...more });
  const ids = Array.from({ length: size }, (_, n) => `${name}-${n}`);
  await inParallel(ids, size, async (id) => {
    const externalOrderId = await world.poster.postUntilTaken(orderCreated(id));
    await world.api.post(`/external-orders/${externalOrderId}/refuse`, {});
  });
  await eventually(
    () => assert.equal(world.sandbox.trouble().kind, 'none', 'every first try went wrong'),
    20_000,
    world.signal,
  );
  await untilSent(world, 60_000);
}

/** Seconds between two tries of one notification. */
function pausesOf({ sandbox }: World, name: string): number[] {
  const times = new Map<string, number[]>();
  for (const { orderId, idempotencyKey, at } of sandbox.ledger.requests()) {
    if (!orderId?.startsWith(name)) continue;
    times.set(idempotencyKey!, [...(times.get(idempotencyKey!) ?? []), Date.parse(at) / 1_000]);
  }
  return [...times.values()].flatMap((tries) => tries.slice(1).map((at, index) => at - tries[index]!));
}

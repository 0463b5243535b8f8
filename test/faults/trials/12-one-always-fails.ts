import assert from 'node:assert/strict';
import { orderCreated } from '../world/poster.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const BAD = 'ALWAYS-FAILS';
const SHARE = 0.9;
/** How often the bad order is made due again: it never gets further than the first pause, of which this is a fifth. */
const AGAIN_MS = 1_000;
const LOOK_MS = 100;
const LATER = '2099-01-01 00:00:00.000';

/**
 * Backlogs with it and without it are told in turns, one right after the other: what else the machine does meanwhile slows both of
 * a pair, and the middle one of the pairs' ratios counts.
 */
const trial: Trial = {
  number: 12,
  name: 'one-always-fails',
  does: 'One order whose notifications always fail, and are tried again every second, lies among 1,000.',
  holds: 'The others are told at 90 % or more of the speed without it.',
  databases: ['mariadb', 'embedded'],
  limitMinutes: 20,
  async run({ open, count }) {
    const world = await open();
    const [pairs, size] = [count(9, 7), count(1_000, 250)];
    const badId = await world.poster.postUntilTaken(orderCreated(BAD));
    world.sandbox.setTrouble({ kind: '500', orderId: BAD });
    await world.api.post(`/external-orders/${badId}/refuse`, {});
    const speeds: Array<Record<'with' | 'without', number>> = [];
    for (let pair = 0; pair < pairs; pair++) {
      const speed = { with: 0, without: 0 };
      const kinds = ['with', 'without'] as const;
      for (const kind of pair % 2 === 0 ? kinds : kinds.toReversed()) {
        speed[kind] = await speedOf(world, `${kind}-${pair}`, size, kind === 'with');
      }
      speeds.push(speed);
    }
    const ratio = median(speeds.map((speed) => speed.with / speed.without));
    const failed = world.sandbox.ledger.requests(BAD).length;
    assert.ok(failed > pairs, `it failed only ${failed} times`);
    assert.ok(ratio >= SHARE, `the others are told at ${ratio.toFixed(2)} of the speed without it`);
    return {
      pairs,
      orders: size * pairs * 2,
      'failed tries': failed,
      'a second with it': Math.round(median(speeds.map((speed) => speed.with))),
      without: Math.round(median(speeds.map(({ without }) => without))),
      ratio: ratio.toFixed(2),
    };
  },
};
export default trial;

/** Notifications a second, from the first to the last that GettZap got. */
async function speedOf(world: World, name: string, size: number, isBadDue: boolean): Promise<number> {
  const ids = Array.from({ length: size }, (_, n) => `${name}-${n}`);
  const accepting: string[] = [];
  await inParallel(ids, 8, async (id) => void accepting.push(await world.poster.postUntilTaken(orderCreated(id))));
  await switchConnection(world, false);
  for (let from = 0; from < accepting.length; from += 100) {
    await world.api.post('/external-orders/accept', { ids: accepting.slice(from, from + 100) });
  }
  await world.database.rows(`UPDATE outbox_messages SET due_at = ? WHERE subject = ? AND state = 'pending'`, [
    LATER,
    BAD,
  ]);
  let isDraining = true;
  // Where it is not to fail, the database is given as much to do for an order that is not there.
  const failing = (async () => {
    while (isDraining) {
      await world.database.rows(
        `UPDATE outbox_messages SET due_at = created_at, counted_attempts = 0, retry_step = 0 WHERE subject = ? AND state = 'pending'`,
        [isBadDue ? BAD : 'NOBODY'],
      );
      await pause(AGAIN_MS, world.signal);
    }
  })();
  try {
    await switchConnection(world, true);
    await eventually(
      async () => {
        const [row] = await world.database.rows(
          `SELECT COUNT(*) AS count FROM outbox_messages WHERE state = 'delivered' AND subject LIKE '${name}-%'`,
        );
        assert.equal(Number(row!.count), size, 'delivered');
        await pause(LOOK_MS, world.signal);
      },
      120_000,
      world.signal,
    );
  } finally {
    isDraining = false;
    await failing;
  }
  const times = world.sandbox.ledger
    .requests()
    .filter(({ orderId }) => orderId?.startsWith(`${name}-`))
    .map(({ at }) => Date.parse(at));
  return (size - 1) / ((Math.max(...times) - Math.min(...times)) / 1_000);
}

async function switchConnection(world: World, isActive: boolean): Promise<void> {
  const { status } = await world.api.patch(`/marketplace-connections/${world.connectionId}`, { isActive });
  assert.equal(status, 200);
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

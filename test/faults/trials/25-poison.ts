import assert from 'node:assert/strict';
import { Receiver } from '../../support/receiver.js';
import { orderCreated } from '../world/poster.js';
import { moveTime } from '../world/shop-work.js';
import type { Trial, TrialRun } from '../world/trial.js';
import { eventually, inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const WITHIN_S = 600;
const STEP_S = 30;
const HOUR_S = 3_600;
/** Before one is given up. */
const TRIES = 10;

/** Hours pass by moving what waits into the past. */
const trial: Trial = {
  number: 25,
  name: 'poison',
  does: 'One order, then five, fail for ever, alone, over a night, after an outage, beside a web-hook that fails for ever and a message that kills its sender each time.',
  holds: 'Every other order is told within 10 min, and those end given up.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 15,
  async run({ open, count, atEnd }) {
    const world = await open();
    const hooks = await twoWebhooks(world, atEnd);
    const slowest: number[] = [];
    const poison = ['P-1', 'P-2', 'P-3', 'P-4', 'P-5'];
    const fails = (ids: string[]) => world.sandbox.setTrouble({ kind: '500', orderId: ids });

    fails(['P-0']);
    await refuse(world, ['P-0']);
    slowest.push(await toldWithin(world, ['G-one']));

    fails(['P-0', ...poison]);
    await refuse(world, poison);
    slowest.push(await toldWithin(world, ['G-five-1', 'G-five-2']));

    await passes(world, count(8, 2) * HOUR_S, count(24, 6));
    slowest.push(await toldWithin(world, ['G-night']));

    world.sandbox.setTrouble({ kind: '503' });
    const during = Array.from({ length: count(12, 4) }, (_, n) => `G-outage-${n}`);
    await refuse(world, during);
    await passes(world, 2 * HOUR_S, 12);
    fails(['P-0', ...poison]);
    slowest.push(await toldWithin(world, during, false));

    const rounds = await untilGivenUp(world, 1 + poison.length);
    await eventually(
      () => assert.ok(hooks.good.calls.length >= rounds, 'the other web-hook is told'),
      20_000,
      world.signal,
    );
    assert.ok(hooks.bad.calls.length < hooks.good.calls.length * TRIES, 'the web-hook that fails is not hammered');
    const kills = await killsItsSender(world, 'K-1');

    return {
      'orders that fail': 1 + poison.length,
      'senders killed': kills,
      others: 4 + during.length,
      'told at the latest after, s': Math.max(...slowest),
      'days until given up': Math.round((rounds * 30) / 24),
    };
  },
};
export default trial;

/** One notification each. */
async function refuse(world: World, ids: string[]): Promise<void> {
  await inParallel(ids, 4, async (id) => {
    const externalOrderId = await world.poster.postUntilTaken(orderCreated(id));
    await world.api.post(`/external-orders/${externalOrderId}/refuse`, {});
  });
}

/** Lets time pass in steps, with a moment for the job after each. */
async function passes(world: World, seconds: number, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    await moveTime(world, seconds / steps);
    await pause(1_500, world.signal);
  }
}

/** The seconds, moved ones, until these orders were told; rejects after 10 min. */
async function toldWithin(world: World, ids: string[], isNew = true): Promise<number> {
  if (isNew) await refuse(world, ids);
  for (let seconds = 0; ; seconds += STEP_S) {
    await pause(1_500, world.signal);
    const told = ids.filter((id) => world.sandbox.ledger.requests(id).some(({ applied }) => applied));
    if (told.length === ids.length) return seconds;
    assert.ok(seconds < WITHIN_S, `${ids.length - told.length} of ${ids.join(', ')} wait for others`);
    await moveTime(world, STEP_S);
  }
}

/** With an order of its own each 30 hours, so that it is known whose failures they are. */
async function untilGivenUp(world: World, expected: number): Promise<number> {
  for (let round = 1; round < 30; round++) {
    await toldWithin(world, [`G-later-${round}`]);
    await moveTime(world, 30 * HOUR_S);
    await eventually(
      async () =>
        assert.deepEqual(await world.database.rows(`SELECT id FROM outbox_messages WHERE state = 'sending'`), []),
      20_000,
      world.signal,
    );
    await pause(1_500, world.signal);
    const dead = await world.database.rows(
      `SELECT id FROM outbox_messages WHERE state = 'dead' AND reason = 'tries_exhausted' AND channel = 'gettzap'`,
    );
    if (dead.length === expected) return round;
  }
  throw new Error('Orders that fail for ever were not given up.');
}

/** One that takes what it is told, and one that never does. */
async function twoWebhooks(world: World, atEnd: TrialRun['atEnd']): Promise<{ good: Receiver; bad: Receiver }> {
  const [good, bad] = [await Receiver.start(), await Receiver.start()];
  bad.status = 500;
  for (const receiver of [bad, good]) {
    atEnd(() => receiver.close());
    const { status, body } = await world.api.post('/webhooks', {
      url: receiver.url,
      events: ['external_order.received'],
    });
    assert.equal(status, 201, JSON.stringify(body));
  }
  return { good, bad };
}

/** Each time it is under way the process dies; the others are told between two lives. @returns how often it was sent */
async function killsItsSender(world: World, id: string): Promise<number> {
  world.sandbox.setTrouble({ kind: 'hang', orderId: [id] });
  await refuse(world, [id]);
  const sent = () => world.sandbox.ledger.requests(id).length;
  const stateOf = async () => {
    const [row] = await world.database.rows(
      `SELECT state FROM outbox_messages WHERE subject = ? AND channel = 'gettzap'`,
      [id],
    );
    return String(row?.state);
  };
  for (let kills = 0; kills <= TRIES; kills++) {
    await eventually(
      async () => {
        if (sent() === kills && (await stateOf()) !== 'dead') await moveTime(world, 30 * HOUR_S);
        await pause(500, world.signal);
        assert.ok(sent() > kills || (await stateOf()) === 'dead', `${id} is ${await stateOf()} after ${kills} kills`);
      },
      30_000,
      world.signal,
    );
    if (sent() === kills) return kills;
    const [replica] = world.replicas;
    await replica!.kill();
    // The claim of the dead has run out by the time that another begins.
    await world.database.rows(`UPDATE outbox_messages SET due_at = '2020-01-01 00:00:00.000' WHERE state = 'sending'`);
    await replica!.start();
    await toldWithin(world, [`G-life-${kills}`]);
  }
  throw new Error(`${id} has killed its sender ${sent()} times and is sent on.`);
}

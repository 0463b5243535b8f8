import assert from 'node:assert/strict';
import type { TroubleSetting } from '../../../sandbox/sandbox.js';
import { orderCreated } from '../world/poster.js';
import { moveTime, noticesOf, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually } from '../world/waiting.js';
import type { World } from '../world/world.js';

const DAY_S = 86_400;

interface Case {
  name: string;
  trouble: TroubleSetting;
  /** Of the first try. */
  state: 'pending' | 'delivered' | 'dead';
  triesSpent: number;
  /** Seconds from the answer to the next try, at least and at most. */
  nextTryS?: [number, number];
  /** How long the first try may take. */
  withinMs?: number;
}

const FIRST_PAUSE: [number, number] = [3.9, 6.1];
const inAMinute = () => new Date(Date.now() + 60_000).toUTCString();

const cases = (): Case[] => [
  {
    name: '500-500-200',
    trouble: { kind: '500', sequence: ['500', '500'] },
    state: 'pending',
    triesSpent: 1,
    nextTryS: FIRST_PAUSE,
  },
  {
    name: '429-seven',
    trouble: { kind: '429', retryAfter: '7' },
    state: 'pending',
    triesSpent: 0,
    nextTryS: [6.9, 7.1],
  },
  {
    name: '429-date',
    trouble: { kind: '429', retryAfter: inAMinute() },
    state: 'pending',
    triesSpent: 0,
    nextTryS: [50, 61],
  },
  {
    name: '429-junk',
    trouble: { kind: '429', retryAfter: 'soon, perhaps' },
    state: 'pending',
    triesSpent: 0,
    nextTryS: FIRST_PAUSE,
  },
  {
    name: '429-ten-years',
    trouble: { kind: '429', retryAfter: '315360000' },
    state: 'pending',
    triesSpent: 0,
    nextTryS: [DAY_S - 1, DAY_S + 1],
  },
  { name: 'reset', trouble: { kind: 'reset-after-apply' }, state: 'pending', triesSpent: 1, nextTryS: FIRST_PAUSE },
  { name: 'garbage', trouble: { kind: 'garbage' }, state: 'pending', triesSpent: 1, nextTryS: FIRST_PAUSE },
  { name: 'redirect', trouble: { kind: '302' }, state: 'dead', triesSpent: 1 },
  { name: 'huge', trouble: { kind: 'huge' }, state: 'delivered', triesSpent: 1, withinMs: 20_000 },
  { name: 'hang', trouble: { kind: 'hang' }, state: 'pending', triesSpent: 1, nextTryS: FIRST_PAUSE, withinMs: 20_000 },
  { name: 'byte-a-second', trouble: { kind: 'slow' }, state: 'delivered', triesSpent: 1, withinMs: 20_000 },
];

const trial: Trial = {
  number: 11,
  name: 'strange-answers',
  does: 'GettZap answers 500, 429 with Retry-After of all kinds, not at all, garbage, a redirect, 100 MB, a byte a second.',
  holds: 'Each is understood, and all that can arrive does.',
  databases: ['mariadb', 'embedded'],
  async run({ open }) {
    const world = await open();
    const all = cases();
    for (const each of all) await firstTry(world, each);
    world.sandbox.clearTrouble();
    await moveTime(world, DAY_S);
    await untilDrained(world);
    const redirected = world.sandbox.ledger.requests().filter(({ path }) => path === '/v1/redirected');
    assert.equal(redirected.length, 0, 'no redirect is followed');
    const notices = await noticesOf(world);
    const dead = notices.filter(({ state }) => state === 'dead').map(({ subject }) => subject);
    assert.deepEqual(dead, ['redirect']);
    return { answers: all.length, delivered: notices.length - dead.length, dead: dead.length };
  },
};
export default trial;

async function firstTry(
  world: World,
  { name, trouble, state, triesSpent, nextTryS, withinMs = 10_000 }: Case,
): Promise<void> {
  const externalOrderId = await world.poster.postUntilTaken(orderCreated(name));
  world.sandbox.setTrouble({ orderId: name, ...trouble });
  const startedAt = performance.now();
  await world.api.post(`/external-orders/${externalOrderId}/refuse`, {});
  const notice = await eventually(
    async () => {
      const row = (await noticesOf(world)).find(({ subject }) => subject === name);
      assert.ok(row && Number(row.attempts) > 0, `${name}: the first try is written down`);
      return row;
    },
    withinMs,
    world.signal,
  );
  assert.equal(notice.state, state, `${name}: state`);
  assert.equal(Number(notice.counted_attempts), triesSpent, `${name}: tries spent`);
  if (!nextTryS) return;
  // From when the answer was there, which the harness sees a little later.
  const dueInS = (Date.parse(`${notice.due_at}Z`) - Date.now()) / 1_000;
  const seenS = Math.min((performance.now() - startedAt) / 1_000, 3);
  const [least, most] = nextTryS;
  assert.ok(dueInS >= least - seenS && dueInS <= most, `${name}: the next try is due in ${dueInS} s`);
}

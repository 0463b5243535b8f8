import assert from 'node:assert/strict';
import { orderCreated, PostAnswer } from '../world/poster.js';
import type { Trial } from '../world/trial.js';
import { eventually, pause } from '../world/waiting.js';

const DOWN_MS = 1_000;
const RECOVERED_WITHIN_MS = 5_000;

/** The service lives through it, and says 503 with Retry-After as long as it must. */
const trial: Trial = {
  number: 4,
  name: 'server-killed',
  does: 'mariadbd is killed (-9) 10 times under load.',
  holds:
    'Only 503 with Retry-After meanwhile, all is well within 5 s after it is up, and the service is never restarted.',
  databases: ['mariadb'],
  isShort: true,
  inCi: true,
  async run({ open, count, mariadb, signal }) {
    const server = await mariadb();
    const world = await open({ replicas: 2 });
    const kills = count(10, 3);
    let isLoaded = true;
    let n = 0;
    const refusals: PostAnswer[] = [];
    const hand = async () => {
      while (isLoaded) {
        const message = orderCreated(`D-${++n}`);
        for (let answer = await world.poster.post(message); answer.status !== 200;) {
          refusals.push(answer);
          await pause(100, signal);
          answer = await world.poster.post(message);
        }
        await pause(10, signal);
      }
    };
    const load = Promise.all([hand(), hand(), hand(), hand()]);
    let slowestRecovery = 0;
    try {
      for (let kill = 0; kill < kills; kill++) {
        await pause(1_000, signal);
        await server.kill();
        await pause(DOWN_MS, signal);
        await server.startAgain();
        const upAt = performance.now();
        for (const replica of world.replicas) {
          await eventually(
            async () =>
              assert.equal((await world.poster.post(orderCreated(`R-${kill}-${replica.port}`), replica)).status, 200),
            RECOVERED_WITHIN_MS,
            signal,
          );
          await replica.untilReady(RECOVERED_WITHIN_MS);
        }
        slowestRecovery = Math.max(slowestRecovery, performance.now() - upAt);
      }
    } finally {
      isLoaded = false;
      await load;
    }
    const { 200: taken = 0, 503: refused = 0, ...others } = world.poster.answerCounts();
    assert.deepEqual(others, {}, 'no other answers than 200 and 503');
    assert.ok(refused > 0, 'the outage was noticed');
    assert.ok(
      refusals.every(({ retryAfter }) => /^[1-9]\d*$/.test(retryAfter ?? '')),
      'each 503 has Retry-After',
    );
    const slowest = Math.max(...world.poster.answers.map(({ ms }) => ms));
    assert.ok(slowest <= 5_500, `the slowest answer took ${Math.round(slowest)} ms`);
    assert.ok(slowestRecovery <= RECOVERED_WITHIN_MS, `recovered after ${Math.round(slowestRecovery)} ms`);
    return {
      kills,
      taken,
      'answered 503': refused,
      'slowest recovery ms': Math.round(slowestRecovery),
      'slowest answer ms': Math.round(slowest),
    };
  },
};
export default trial;

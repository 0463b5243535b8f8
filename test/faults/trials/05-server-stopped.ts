import assert from 'node:assert/strict';
import { orderCreated } from '../world/poster.js';
import type { Trial } from '../world/trial.js';
import { eventually, pause } from '../world/waiting.js';

const LIMIT_MS = 5_000;
/** Of the harness itself, on a busy machine. */
const TOLERANCE_MS = 500;

/** The worst of outages: the connections stand, and nothing comes back over them. */
const trial: Trial = {
  number: 5,
  name: 'server-stopped',
  does: 'mariadbd is stopped (SIGSTOP) for 30 s.',
  holds: 'Every request ends within 5 s, readyz is red and livez green, and all is well after it.',
  databases: ['mariadb'],
  async run({ open, count, mariadb, signal }) {
    const server = await mariadb();
    const world = await open();
    const [replica] = world.replicas as [(typeof world.replicas)[0]];
    const warmUp = Array.from({ length: 40 }, (_, n) => orderCreated(`W-${n}`));
    await world.poster.postAll(warmUp, 20);
    const seconds = count(30, 10);
    const times: number[] = [];
    const timed = async (path: string) => {
      const startedAt = performance.now();
      const status = await replica.statusOf(path);
      times.push(performance.now() - startedAt);
      return status;
    };
    const probes: Array<Promise<[number | undefined, number | undefined]>> = [];
    const posts: Array<Promise<unknown>> = [];
    process.kill(server.pid, 'SIGSTOP');
    try {
      await pause(200, signal); // all its threads stop
      for (let n = 0; n < seconds * 2; n++) {
        probes.push(Promise.all([timed('/readyz'), timed('/livez')]));
        posts.push(world.poster.post(orderCreated(`S-${n}`)), world.poster.post(orderCreated(`T-${n}`)));
        await pause(500, signal);
      }
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    const upAt = performance.now();
    const states = await Promise.all(probes);
    await Promise.all(posts);
    // The last ones were asked shortly before the server went on.
    const during = states.slice(0, -10);
    assert.ok(
      during.every(([ready]) => ready === 503),
      'readyz is red',
    );
    assert.ok(
      states.every(([, live]) => live === 200),
      'livez is green',
    );
    await eventually(async () => assert.equal(await replica.statusOf('/readyz'), 200), LIMIT_MS, signal);
    const recovery = performance.now() - upAt;
    // More at once than the pool has connections, so that each of them is used.
    const after = await Promise.all(Array.from({ length: 60 }, (_, n) => world.poster.post(orderCreated(`A-${n}`))));
    assert.ok(
      after.every(({ status }) => status === 200),
      'every connection can be used again',
    );
    const { 200: taken = 0, 503: refused = 0, ...others } = world.poster.answerCounts();
    assert.deepEqual(others, {}, 'no other answers than 200 and 503');
    const slowest = Math.max(...times, ...world.poster.answers.map(({ ms }) => ms));
    assert.ok(slowest <= LIMIT_MS + TOLERANCE_MS, `the slowest request took ${Math.round(slowest)} ms`);
    return {
      'stopped s': seconds,
      taken,
      'answered 503': refused,
      'slowest ms': Math.round(slowest),
      'recovered after ms': Math.round(recovery),
    };
  },
};
export default trial;

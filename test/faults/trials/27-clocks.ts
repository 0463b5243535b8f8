import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orderCreated } from '../world/poster.js';
import { untilSent } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const MOVING_CLOCK = join(import.meta.dirname, '..', 'world', 'moving-clock.mjs');
const HOUR_MS = 3_600_000;
/** Until a process has looked at the clock that it goes by. */
const SEEN_AFTER_MS = 12_000;
/** A lease, what the clock is let settle, a pause of the schedule. */
const ENDS_WITHIN_MS = 150_000;

/**
 * With the embedded database the clock of the machine is put, with a server the one that the server tells the replicas of; the
 * replicas' own are wrong by another hour each and must not matter.
 */
const trial: Trial = {
  number: 27,
  name: 'clocks',
  does: 'The clock that the service goes by is put an hour forward and back while it works, and the replicas’ own jump too.',
  holds: 'Every notice ends soon after, and none is sent twice.',
  databases: ['embedded', 'mariadb'],
  isShort: true,
  limitMinutes: 15,
  async run({ open, count, database, signal, atEnd }) {
    const dir = mkdtempSync(join(tmpdir(), 'partsdesk-clock-'));
    atEnd(async () => rmSync(dir, { recursive: true }));
    const fileOf = (n: number) => join(dir, `shift-${n}`);
    const isServer = database === 'mariadb';
    const world = await open({
      replicas: 2,
      isProxied: isServer,
      envOf: [0, 1].map((n) => ({ NODE_OPTIONS: `--import=${MOVING_CLOCK}`, CLOCK_SHIFT_FILE: fileOf(n) })),
    });
    const put = (ms: number) => {
      if (world.proxy) world.proxy.serverTimeShiftMs = ms;
      for (const n of [0, 1]) writeFileSync(fileOf(n), String(isServer ? (n === 0 ? -ms : 0) : ms));
    };
    const size = count(100, 20);
    const rounds = count(3, 1);
    for (let round = 0; round < rounds; round++) {
      for (const ms of [HOUR_MS, 0, -HOUR_MS, 0]) {
        const name = `C-${round}-${ms}-${Math.round(performance.now())}`;
        // Some are under way, some wait for their next try when the clock is put.
        world.sandbox.setTrouble({ kind: 'none', sequence: Array.from({ length: size }, (_, n) => KINDS[n % 4]!) });
        await refuse(world, `${name}-before`, size);
        put(ms);
        await refuse(world, `${name}-meanwhile`, size);
        await pause(SEEN_AFTER_MS, signal);
        await refuse(world, `${name}-after`, size);
      }
    }
    world.sandbox.clearTrouble();
    const startedAt = performance.now();
    await untilSent(world, ENDS_WITHIN_MS);
    const secondsToEnd = Math.round((performance.now() - startedAt) / 1_000);
    const told = new Map<string, number>();
    for (const { idempotencyKey, answeredStatus } of world.sandbox.ledger.requests()) {
      if (answeredStatus === 200) told.set(idempotencyKey!, (told.get(idempotencyKey!) ?? 0) + 1);
    }
    const twice = [...told.values()].filter((times) => times > 1).length;
    assert.equal(twice, 0, `${twice} notices were sent again although they had arrived`);
    return { notices: told.size, 'all ended after s': secondsToEnd };
  },
};
export default trial;

const KINDS = ['none', '503', 'none', '408'] as const;

async function refuse(world: World, name: string, size: number): Promise<void> {
  await inParallel(
    Array.from({ length: size }, (_, n) => `${name}-${n}`),
    8,
    async (id) => {
      const externalOrderId = await world.poster.postUntilTaken(orderCreated(id));
      await world.api.post(`/external-orders/${externalOrderId}/refuse`, {});
    },
  );
}

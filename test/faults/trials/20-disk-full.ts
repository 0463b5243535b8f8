import assert from 'node:assert/strict';
import { findMariadb } from '../../support/find-mariadb.mjs';
import { isMysql, PrivateMariadb, startPrivateMariadb } from '../../support/private-mariadb.mjs';
import { onEnd } from '../../support/leftovers.mjs';
import { isGood, orderCreated } from '../world/poster.js';
import { SmallDisk } from '../world/small-disk.js';
import { untilDrained } from '../world/shop-work.js';
import type { Trial, TrialRun } from '../world/trial.js';
import { eventually, inParallel } from '../world/waiting.js';
import type { World } from '../world/world.js';

/** Large enough that the space inside of the database's own files is soon used up. */
const COMMENT = 'Позвоните перед отправкой. '.repeat(700);
const TAKEN_AGAIN_MS = 30_000;
/** MySQL looks once a minute whether there is room for what it waits to write. */
const TAKEN_AGAIN_BY_MYSQL_MS = 90_000;
const SMALL_LOGS = [
  '--loose-innodb-log-file-size=8M',
  '--loose-innodb-redo-log-capacity=8M',
  '--innodb-buffer-pool-size=32M',
  '--innodb-log-buffer-size=2M',
];

const trial: Trial = {
  number: 20,
  name: 'disk-full',
  does: 'The disk under the database fills up under load.',
  holds: 'Nothing is acknowledged that is not there, and all is well once there is room.',
  databases: ['mariadb', 'embedded'],
  async run(run) {
    const disk = SmallDisk.make(run.database === 'mariadb' ? 300 : 40);
    let server: PrivateMariadb | undefined;
    let serverEnds = 0;
    try {
      const world = await open(run, disk, (started) => (server = started));
      await inParallel([...Array(20).keys()], 4, (n) => acceptNew(world, `BEFORE-${n}`));
      disk.fill();
      let refused = 0;
      const messages = [...Array(run.count(400, 150)).keys()].map((n) =>
        orderCreated(`FULL-${n}`, 2, { comment: COMMENT }),
      );
      await inParallel(messages, 4, async (message) => {
        if (!isGood(await world.poster.post(message))) refused += 1;
      });
      const taken = world.poster.acknowledged.size;
      assert.ok(refused > 0, 'the full disk was noticed');
      const { 200: _good, ...refusals } = world.poster.answerCounts();
      disk.makeRoom();
      // InnoDB ends its process where it cannot go on; whatever watches over it would start it again.
      if (server && !(await isReachable(world))) {
        serverEnds += 1;
        await server.startAgain();
      }
      const rows = await world.database.rows('SELECT external_id FROM external_orders');
      const there = new Set(rows.map(({ external_id: id }) => String(id)));
      const lost = [...world.poster.acknowledged].filter((id) => !there.has(id));
      assert.deepEqual(lost, [], 'all that was acknowledged is there');
      await eventually(
        async () => assert.ok(isGood(await world.poster.post(orderCreated('ROOM'))), 'taken again'),
        server && isMysql(findMariadb()!) ? TAKEN_AGAIN_BY_MYSQL_MS : TAKEN_AGAIN_MS,
        run.signal,
      );
      await inParallel(messages, 4, async (message) => void (await world.poster.postUntilTaken(message)));
      await acceptNew(world, 'AFTER');
      await untilDrained(world);
      // What is only in the memory of the process would be gone after this.
      for (const replica of world.replicas) {
        await replica.kill();
        await replica.start();
      }
      const answers = Object.entries(refusals).map(([status, times]) => `${status} × ${times}`);
      return {
        'taken while full': taken - 20,
        refused,
        ...(serverEnds > 0 && { 'the server ended': serverEnds }),
        'answered with': answers.join(' '),
        'orders in the end': world.poster.acknowledged.size,
      };
    } finally {
      disk.makeRoom();
      run.atEnd(async () => {
        await server?.stop();
        disk.remove();
      });
    }
  },
};
export default trial;

async function open(run: TrialRun, disk: SmallDisk, started: (server: PrivateMariadb) => void): Promise<World> {
  if (run.database === 'embedded') return run.open({ baseDir: disk.dir });
  const server = await startPrivateMariadb({ baseDir: disk.dir, args: SMALL_LOGS });
  onEnd(server.stop);
  started(server);
  return run.open({ ports: [server.port] });
}

async function acceptNew(world: World, id: string): Promise<void> {
  const externalOrderId = await world.poster.postUntilTaken(orderCreated(id));
  await world.api.post(`/external-orders/${externalOrderId}/accept`, {});
}

async function isReachable({ database }: World): Promise<boolean> {
  return database.rows('SELECT 1').then(
    () => true,
    () => false,
  );
}

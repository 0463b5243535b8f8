import assert from 'node:assert/strict';
import { orderCreated } from '../world/poster.js';
import type { Replica } from '../world/replica.js';
import type { TrialDatabase } from '../world/database.js';
import type { Trial } from '../world/trial.js';
import { pause } from '../world/waiting.js';

/** The one that is killed is any of the three, while there are this many tables or fewer. */
const ALL_TABLES = 27;

const trial: Trial = {
  number: 19,
  name: 'starting-together',
  does: 'Three replicas start at once on an empty database, and one is killed in the middle of it.',
  holds: 'The tables are made once, and all come up.',
  databases: ['mariadb'],
  isShort: true,
  limitMinutes: 10,
  async run({ open, count, random, signal }) {
    const rounds = count(8, 2);
    let halfWay = 0;
    for (let round = 0; round < rounds; round++) {
      const killAt = 1 + random.below(ALL_TABLES);
      const start = async (replicas: Replica[], database: TrialDatabase) => {
        for (const replica of replicas) replica.spawn();
        let tables = 0;
        const giveUpAt = performance.now() + 60_000;
        while (tables < killAt && performance.now() < giveUpAt) {
          tables = (await database.tables()).length;
          await pause(2, signal);
        }
        const victim = random.pick(replicas);
        await victim.kill();
        if (!(await isSeeded(database))) halfWay += 1;
        await Promise.all(replicas.filter((each) => each !== victim).map((replica) => replica.untilReady()));
        await victim.start();
      };
      const world = await open({ replicas: 3, start });
      const count = async (statement: string) => Number((await world.database.rows(statement))[0]!.count);
      const names = (await world.database.rows('SELECT name FROM migrations')).map(({ name }) => String(name));
      assert.equal(new Set(names).size, names.length, 'each migration was run once');
      assert.equal(await count('SELECT COUNT(*) AS count FROM order_statuses'), 7, 'statuses');
      assert.equal(await count('SELECT COUNT(*) AS count FROM regions'), 1, 'regions');
      assert.equal(await count('SELECT COUNT(*) AS count FROM users'), 1, 'administrators');
      for (const replica of world.replicas) {
        const { status } = await world.poster.post(orderCreated(`S-${replica.port}`), replica);
        assert.equal(status, 200, 'each takes orders');
      }
      await Promise.all(world.replicas.map((replica) => replica.kill()));
    }
    return { rounds, replicas: rounds * 3, 'killed before the tables were complete': halfWay };
  },
};
export default trial;

async function isSeeded(database: TrialDatabase): Promise<boolean> {
  try {
    const rows = await database.rows('SELECT name FROM migrations');
    return rows.some(({ name }) => /SeedDirectory/.test(name));
  } catch {
    return false;
  }
}

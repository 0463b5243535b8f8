import assert from 'node:assert/strict';
import { startGalera } from '../world/galera.js';
import { orderCreated } from '../world/poster.js';
import { BRAND, RuleShop, scarce, stockOf } from '../world/rule-shop.js';
import { untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel } from '../world/waiting.js';
import type { World } from '../world/world.js';

const JUDGED_WITHIN_MS = 120_000;
/** For each part more than there are pieces. */
const ORDERS_A_PART = 20;
const PARTS = 8;

const trial: Trial = {
  number: 42,
  name: 'rules-at-nodes',
  does: 'Rules judge at three nodes of a Galera cluster at once, and each part is ordered more often than there are pieces.',
  holds: 'No piece is promised twice, all are promised, and nothing is left unjudged.',
  databases: ['mariadb'],
  databaseName: 'galera',
  limitMinutes: 10,
  async run({ open, count, atEnd }) {
    const nodes = await startGalera();
    atEnd(async () => void (await Promise.all(nodes.map((node) => node.stop()))));
    const world = await open({ replicas: nodes.length, ports: nodes.map(({ port }) => port) });
    const shop = await RuleShop.open(world, 0);
    const rounds = count(8, 2);
    const versions: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const names = Array.from({ length: PARTS * ORDERS_A_PART }, (_, n) => n);
      await inParallel(names, nodes.length * 3, async (n) => {
        const { quantity, ...part } = scarce(n, BRAND, 1);
        const position = { id: '1', ...part, quantity, name: 'Деталь', price: '100.00', delivery_days: 1, comment: '' };
        await world.poster.postUntilTaken(orderCreated(`N-${round}-${n}`, 0, { positions: [position] }));
      });
      await untilJudged(world);
      versions.push(shop.version);
      assert.deepEqual(await wrongPromises(world, versions), [], `round ${round + 1}`);
      await shop.renew();
    }
    await untilDrained(world);
    return { nodes: nodes.length, orders: rounds * PARTS * ORDERS_A_PART };
  },
};
export default trial;

async function untilJudged({ database, signal }: World): Promise<void> {
  await eventually(
    async () => {
      const [row] = await database.rows('SELECT COUNT(*) AS count FROM rule_tasks');
      assert.equal(Number(row!.count), 0, `${row!.count} orders are not judged`);
    },
    JUDGED_WITHIN_MS,
    signal,
  );
}

/** What rules promised of each part is as much as the fullest list had. */
async function wrongPromises({ database }: World, versions: number[]): Promise<string[]> {
  const promised = await database.rows(
    `SELECT offer_article_key AS article, SUM(quantity) AS pieces FROM order_items GROUP BY offer_article_key`,
  );
  return promised.flatMap(({ article, pieces }) => {
    const stock = Math.max(...versions.map((version) => stockOf(String(article), version)));
    return Number(pieces) === stock ? [] : [`${article}: ${pieces} of ${stock} pieces are promised`];
  });
}

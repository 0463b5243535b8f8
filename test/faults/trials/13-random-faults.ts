import assert from 'node:assert/strict';
import type { TroubleKind } from '../../../sandbox/sandbox.js';
import { orderCreated } from '../world/poster.js';
import { orderOf, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { inParallel, pause } from '../world/waiting.js';

const SHARE = 30;
const KINDS: TroubleKind[] = ['500', '503', 'reset', 'reset-after-apply', 'garbage', '408', '429'];
const CHANGES = ['В работе', 'Пришло на склад', 'Готово к выдаче', 'Выдано'];
const AT_ONCE = 20;

/** That everything arrived in order and once is seen by the invariants. */
const trial: Trial = {
  number: 13,
  name: 'random-faults',
  does: '1,000 orders take 5 changes each while GettZap fails 30 % of the requests in many ways.',
  holds: 'Everything is delivered, in order, each with one key.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 15,
  async run({ open, count, random, signal }) {
    const world = await open({ replicas: 2 });
    const ids = Array.from({ length: count(1_000, 60) }, (_, n) => `F-${n}`);
    let isOver = false;
    const faults = (async () => {
      while (!isOver) {
        world.sandbox.setTrouble({ kind: random.pick(KINDS), percent: SHARE, retryAfter: '1' });
        await pause(100, signal);
      }
    })();
    try {
      const groups = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, n) =>
        ids.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
      );
      await inParallel(groups, 6, async (group) => {
        const items: string[] = [];
        for (const id of group) {
          const externalOrderId = await world.poster.postUntilTaken(orderCreated(id));
          await world.api.post(`/external-orders/${externalOrderId}/accept`, {});
          const order = await orderOf(world, externalOrderId);
          items.push(...order.items.map((item: { id: string }) => item.id));
        }
        for (const name of CHANGES) {
          const body = { itemIds: items, statusId: world.statuses[name] };
          const { status } = await world.api.post('/order-items/status', body);
          assert.equal(status, 200);
        }
      });
      await untilDrained(world, 400_000);
    } finally {
      isOver = true;
      await faults;
    }
    const rows = await world.database.rows('SELECT state, COUNT(*) AS count FROM outbox_messages GROUP BY state');
    const states = Object.fromEntries(rows.map(({ state, count: many }) => [state, Number(many)]));
    assert.deepEqual(states, { delivered: ids.length * (1 + 2 * CHANGES.length) }, 'all delivered');
    const requests = world.sandbox.ledger.requests();
    return {
      orders: ids.length,
      notifications: states['delivered']!,
      requests: requests.length,
      spoilt: requests.filter(({ trouble }) => trouble !== null).length,
      'repeats of what had taken effect': requests.filter(({ repeated }) => repeated).length,
    };
  },
};
export default trial;

import assert from 'node:assert/strict';
import type { AbcpCall } from '../../../sandbox/abcp/abcp.js';
import { orderCreated } from '../world/poster.js';
import { accept, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const LIFE_MS = 4_000;
const TROUBLE_EVERY_MS = 900;
const TROUBLES = ['error-after', 'lost-answer', 'error', 'html', 'throttled'] as const;
/** Between the end of a write and the next, less what clocks and sockets blur. */
const PAUSE_MS = 40;
const SETTLED_WITHIN_MS = 2 * 60_000;

interface HandOver {
  key: string;
  state: string;
  number: string;
  error: string;
}

/** Orders are pushed to an ABCP that answers wrongly after it made them, while replicas die between its answer and its record. */
const trial: Trial = {
  number: 36,
  name: 'abcp',
  does: 'Replicas are killed (-9) again and again while orders are pushed to an ABCP that fails after it made them, loses answers or answers with pages.',
  holds:
    'Each order is there exactly once by its key and as it is here; none is confirmed that is not there; one write goes after the other.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 12,
  async run({ open, count, signal }) {
    const world = await open({ replicas: 2 });
    const { abcp } = world.sandbox;
    const exchangeId = await connect(world);
    let isWorking = true;
    let kills = 0;
    let troubles = 0;
    const numbers = Array.from({ length: count(200, 40) }, (_, n) => n);
    const working = inParallel(numbers, 4, async (n) => {
      const id = await world.poster.postUntilTaken(orderCreated(`A-${n}`, 2));
      await accept(world, id);
      if (n % 4 === 0) await refuseFirst(world, id);
      await pause(world.random.below(400), signal);
    }).finally(() => (isWorking = false));
    const spoiling = (async () => {
      while (isWorking) {
        abcp.misbehave({ kind: world.random.pick([...TROUBLES]), of: 'writes', times: 1 });
        troubles += 1;
        await pause(TROUBLE_EVERY_MS, signal);
      }
      abcp.behave();
    })();
    const killing = inParallel(world.replicas, world.replicas.length, async (victim) => {
      while (isWorking) {
        await pause(LIFE_MS + world.random.below(LIFE_MS), signal);
        await victim.kill();
        kills += 1;
        await victim.start();
      }
    });
    await Promise.all([working, spoiling, killing]);
    await untilDrained(world);
    const handOvers = await eventually(
      async () => {
        const all = await handOversOf(world, exchangeId);
        const open = all.filter(({ state }) => state !== 'confirmed');
        assert.deepEqual(open.slice(0, 3), [], `${open.length} of ${all.length} are not confirmed`);
        return all;
      },
      SETTLED_WITHIN_MS,
      signal,
    );
    assert.equal(handOvers.length, numbers.length);
    await check(world, handOvers);
    const writes = abcp.calls.filter(({ method }) => method === 'POST');
    checkOneByOne(writes);
    assert.ok(kills > 0 && troubles > 0, `${kills} kills, ${troubles} troubles`);
    return { orders: handOvers.length, writes: writes.length, kills, troubles };
  },
};
export default trial;

async function connect(world: World): Promise<string> {
  const { body } = await world.api.post('/exchanges', { kind: 'abcp', name: 'ABCP' });
  const settings = { apiUrl: `${world.sandbox.url}/abcp`, login: 'api@abcp', password: 'abcp-demo' };
  const { status, body: changed } = await world.api.patch(`/exchanges/${body.id}`, { isActive: true, settings });
  assert.equal(status, 200, JSON.stringify(changed));
  return body.id;
}

async function refuseFirst(world: World, externalOrderId: string): Promise<void> {
  const { orderId } = await world.api.read(`/external-orders/${externalOrderId}`);
  const { items } = await world.api.read(`/orders/${orderId}`);
  await world.api.post('/order-items/status', { itemIds: [items[0].id], statusId: world.statuses['Отказ'] });
}

async function handOversOf(world: World, exchangeId: string): Promise<HandOver[]> {
  const all: HandOver[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await world.api.read(`/exchanges/${exchangeId}/hand-overs?perPage=200&page=${page}`);
    all.push(...data);
    if (data.length < 200) return all;
  }
}

/** Compares what is here with ABCP's books, both ways. */
async function check(world: World, handOvers: Array<HandOver & { orderId?: string }>): Promise<void> {
  const there = world.sandbox.abcp.orders.all();
  const byKey = new Map(there.map((order) => [order.internalNumber, order]));
  assert.equal(byKey.size, there.length, 'an order is there twice by its key');
  assert.equal(there.length, handOvers.length, 'there are other orders there than were handed over');
  for (const { key, number, orderId } of handOvers) {
    const order = byKey.get(key);
    assert.equal(order?.number, number, `${key} is confirmed as ${number} and is ${order?.number ?? 'not there'}`);
    const { items } = await world.api.read(`/orders/${orderId}`);
    const live = items.filter(({ status }: { status: { group: string } }) => status.group !== 'refused');
    const pieces = (rows: Array<{ number: string; quantity: number | string }>) =>
      rows.map((row) => `${row.number} ${row.quantity}`).sort();
    assert.deepEqual(pieces(order.positions), pieces(live), key);
  }
}

/** A write whose replica was killed has no end of its own: its connection's end is. */
function checkOneByOne(writes: AbcpCall[]): void {
  for (const [index, { beganAt, n }] of writes.entries()) {
    const before = writes[index - 1];
    if (!before) continue;
    assert.ok(
      before.endedAt !== null && beganAt - before.endedAt >= PAUSE_MS,
      `write ${n} did not wait for ${before.n}`,
    );
  }
}

import assert from 'node:assert/strict';
import type { Row } from '../world/database.js';
import { orderCreated } from '../world/poster.js';
import { accept, noticesOf, orderOf, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const HOLD_S = 8;
/** The longest pause of a person before they take something back: some come too late. */
const HESITATION_MS = 10_000;
const LIFE_MS = 3_000;
const TOGETHER = 3;

/** What became of one call that was held back. */
type Outcome = 'undone' | 'told';

/** Decisions of every kind and statuses are held back, and some of them undone, while replicas die. */
const trial: Trial = {
  number: 31,
  name: 'undo',
  does: 'Replicas are killed (-9) again and again while decisions and statuses are held back and half of them are undone.',
  holds: 'Each is undone as a whole and told nobody, or told as a whole and once.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 10,
  async run({ open, count, signal }) {
    const world = await open({ replicas: 2 });
    const calls = Array.from({ length: count(200, 30) }, (_, n) => n);
    const counts = { undone: 0, told: 0 };
    const expected = new Map<string, Outcome>();
    let isWorking = true;
    let kills = 0;
    const working = inParallel(calls, 6, async (n) => {
      const { orders, token } = await heldCall(world, n);
      const outcome = await maybeUndo(world, token);
      for (const order of orders) expected.set(order, outcome);
      counts[outcome] += 1;
    }).finally(() => (isWorking = false));
    const killing = inParallel(world.replicas, world.replicas.length, async (victim) => {
      while (isWorking) {
        await pause(LIFE_MS + world.random.below(LIFE_MS), signal);
        await victim.kill();
        kills += 1;
        await victim.start();
      }
    });
    await Promise.all([working, killing]);
    await untilDrained(world);
    await check(world, expected);
    assert.ok(counts.undone > 0 && counts.told > 0, JSON.stringify(counts));
    return { calls: calls.length, ...counts, kills };
  },
};
export default trial;

/** What a call held back, by the ids at GettZap; without a token nobody can undo it. */
interface HeldCall {
  orders: string[];
  token?: string;
}

async function heldCall(world: World, n: number): Promise<HeldCall> {
  if (n % 4 === 3) return refuseTogether(world, n);
  const order = `U-${n}`;
  const id = await world.poster.postUntilTaken(orderCreated(order, 2));
  if (n % 4 === 2) return { orders: [order], token: await setStatus(world, id, n % 8 === 2) };
  const { positions } = await world.api.read(`/external-orders/${id}`);
  const part = n % 4 === 0 ? {} : { positions: [{ id: positions[0].id }] };
  const { body } = await world.api.post(`/external-orders/${id}/accept`, { ...part, hold: HOLD_S });
  return { orders: [order], token: body.undo?.token };
}

/** @param divides one piece of each item alone */
async function setStatus(world: World, externalOrderId: string, divides: boolean): Promise<string | undefined> {
  await accept(world, externalOrderId);
  const found = await orderOf(world, externalOrderId);
  const items = found.items.map(({ id, quantity: of }: { id: string; quantity: number }) => {
    return divides ? { id, quantity: 1, of } : { id };
  });
  const change = { items, statusId: world.statuses['В работе'], hold: HOLD_S };
  return (await world.api.post('/order-items/status', change)).body.undo?.token;
}

/** Those that a call whose answer was lost had refused are left out: they are told. */
async function refuseTogether(world: World, n: number): Promise<HeldCall> {
  const names = Array.from({ length: TOGETHER }, (_, index) => `UB-${n}-${index}`);
  const ids = await Promise.all(names.map((name) => world.poster.postUntilTaken(orderCreated(name, 2))));
  const { body } = await world.api.post('/external-orders/refuse', { ids, hold: HOLD_S });
  const refused = names.filter((_, index) => body.results[index].outcome === 'refused');
  return { orders: refused, token: refused.length > 0 ? body.undo?.token : undefined };
}

async function maybeUndo(world: World, token: string | undefined): Promise<Outcome> {
  if (token === undefined || world.random.chance(0.4)) return 'told';
  await pause(world.random.below(HESITATION_MS), world.signal);
  const { status, body } = await world.api.post(`/undo/${token}`);
  if (status === 409) {
    assert.equal(body.code, 'too_late', JSON.stringify(body));
    return 'told';
  }
  // 404: it was undone by a call whose answer was lost.
  assert.ok(status === 200 || status === 404, `${status} ${JSON.stringify(body)}`);
  return 'undone';
}

/** Compares what each caller was told with the notices and with GettZap's books. */
async function check(world: World, expected: Map<string, Outcome>): Promise<void> {
  const notices = await noticesOf(world);
  const wrong = [...expected].flatMap(([order, outcome]) => {
    const found = trialNotices(notices, order).map(({ state, reason }) => `${state} ${reason}`.trim());
    const wanted = outcome === 'undone' ? 'cancelled undone' : 'delivered';
    return found.length > 0 && found.every((state) => state === wanted)
      ? []
      : [`${order} was ${outcome}: ${found.join(', ') || 'no notice'}`];
  });
  assert.deepEqual(wrong, []);
  const states = await world.database.rows('SELECT external_id, state FROM external_orders');
  const isOpen = ({ external_id: order }: Row) => expected.get(order) === 'undone' && !isAboutStatus(order);
  assert.deepEqual(
    states.filter((row) => isOpen(row) !== (row.state === 'new')).map(({ external_id: id, state }) => `${id} ${state}`),
    [],
    'undone decisions are open again, and only those',
  );
}

/** Those of the call that was held back: of an order whose status was set, not those of its acceptance. */
function trialNotices(notices: Row[], order: string): Row[] {
  return notices.filter(
    ({ subject, kind }) => subject === order && (!isAboutStatus(order) || /^(item|order)_status$/.test(kind)),
  );
}

function isAboutStatus(order: string): boolean {
  return /^U-\d+$/.test(order) && Number(order.slice(2)) % 4 === 2;
}

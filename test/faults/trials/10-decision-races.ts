import assert from 'node:assert/strict';
import { isGood, orderCancelled, orderCreated } from '../world/poster.js';
import { untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

/** What is told of it is compared with what happened by the invariants. */
const trial: Trial = {
  number: 10,
  name: 'decision-races',
  does: 'Accepting races with the client’s cancellation and with refusing, and an order’s items go into a status at once, 600 times.',
  holds: 'Each has one legal outcome, and the notices match it.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  inCi: true,
  limitMinutes: 10,
  async run({ open, count }) {
    const world = await open({ replicas: 2 });
    const rounds = Array.from({ length: count(600, 60) }, (_, n) => n);
    const outcomes: Record<string, number> = {};
    await inParallel(rounds, 6, async (n) => {
      const outcome = await RACES[n % RACES.length]!(world, `R-${n}`);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    });
    await untilDrained(world);
    return { races: rounds.length, ...outcomes };
  },
};
export default trial;

const RACES = [acceptOrCancel, acceptOrRefuse, inStatusTogether];

async function acceptOrCancel(world: World, id: string): Promise<string> {
  const externalOrderId = await world.poster.postUntilTaken(orderCreated(id, 2));
  const [acceptLate, cancelLate] = [world.random.below(15), world.random.below(15)];
  const [decided] = await Promise.all([
    after(acceptLate, () => world.api.post(`/external-orders/${externalOrderId}/accept`, {})),
    after(cancelLate, async () => assert.ok(isGood(await world.poster.post(orderCancelled(id))), 'cancelled')),
  ]);
  const { state, orderId } = await world.api.read(`/external-orders/${externalOrderId}`);
  assert.equal(state, 'cancelled', `${id} is ${state}`);
  if (decided.status === 409) {
    assert.equal(decided.body.code, 'cancelled_by_client');
    assert.equal(orderId, null, 'no order was made');
    return 'cancelled first';
  }
  assert.equal(decided.status, 200, JSON.stringify(decided.body));
  const { items } = await world.api.read(`/orders/${orderId}`);
  const names = items.map((item: { status: { name: string } }) => item.status.name);
  assert.deepEqual(names, ['Снят', 'Снят'], 'the items followed the cancellation');
  return 'accepted first';
}

async function acceptOrRefuse(world: World, id: string): Promise<string> {
  const externalOrderId = await world.poster.postUntilTaken(orderCreated(id, 2));
  const [acceptLate, refuseLate] = [world.random.below(15), world.random.below(15)];
  const [accepted, refused] = await Promise.all([
    after(acceptLate, () => world.api.post(`/external-orders/${externalOrderId}/accept`, {})),
    after(refuseLate, () => world.api.post(`/external-orders/${externalOrderId}/refuse`, {})),
  ]);
  assert.deepEqual([accepted.status, refused.status].sort(), [200, 409], 'one of them was too late');
  const late = accepted.status === 409 ? accepted : refused;
  assert.equal(late.body.code, 'already_decided');
  const { state } = await world.api.read(`/external-orders/${externalOrderId}`);
  assert.equal(state, accepted.status === 200 ? 'accepted' : 'refused');
  return state === 'accepted' ? 'accepted, not refused' : 'refused, not accepted';
}

/** Each alone leaves the order where it was; the last of them takes it along, whichever that is. */
async function inStatusTogether(world: World, id: string): Promise<string> {
  const externalOrderId = await world.poster.postUntilTaken(orderCreated(id, 2));
  const { orderId } = (await world.api.post(`/external-orders/${externalOrderId}/accept`, {})).body;
  const { items } = await world.api.read(`/orders/${orderId}`);
  const statusId = world.statuses['В работе'];
  await Promise.all(
    items.map(async (item: { id: string }) => {
      const late = world.random.below(15);
      const { status } = await after(late, () =>
        world.api.post('/order-items/status', { itemIds: [item.id], statusId }),
      );
      assert.equal(status, 200);
    }),
  );
  const order = await world.api.read(`/orders/${orderId}`);
  const names = [order, ...order.items].map(({ status }: { status: { name: string } | null }) => status?.name);
  assert.deepEqual(names, Array(3).fill('В работе'), 'the order followed its items');
  return 'in a status together';
}

async function after<T>(ms: number, work: () => Promise<T>): Promise<T> {
  await pause(ms);
  return work();
}

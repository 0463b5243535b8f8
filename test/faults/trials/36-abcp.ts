import assert from 'node:assert/strict';
import type { AbcpCall } from '../../../sandbox/abcp/abcp.js';
import { AbcpOffice } from '../world/abcp-office.js';
import { orderCreated } from '../world/poster.js';
import type { Random } from '../world/random.js';
import { accept, orderOf, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const LIFE_MS = 4_000;
const TROUBLE_EVERY_MS = 900;
const CLERK_EVERY_MS = 250;
const TROUBLES = ['error-after', 'lost-answer', 'error', 'html', 'throttled', 'another-order'] as const;
/** Between the end of a write and the next, less what clocks and sockets blur. */
const PAUSE_MS = 40;
const SETTLED_WITHIN_MS = 2 * 60_000;
const ARRIVED_THERE = '144924';
const ARRIVED = 'Пришло на склад';

const trial: Trial = {
  number: 36,
  name: 'abcp',
  does: 'Replicas are killed (-9) again and again while orders are pushed to an ABCP that fails after it made them, loses answers, answers with pages or other orders, sets statuses and in the end refuses the sign-in.',
  holds:
    'Each order is there exactly once by its key and as it is here; none is confirmed that is not there; one write goes after the other; each status is carried out once; people are told once of the refusal, and all goes on after it.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 12,
  async run({ open, count, random, signal }) {
    const world = await open({ replicas: 2 });
    const office = await AbcpOffice.open(world);
    await office.map(ARRIVED_THERE, ARRIVED);
    const numbers = Array.from({ length: count(200, 40) }, (_, n) => n);
    const misfortunes = new Misfortunes(world, office, random, signal);
    await Promise.all([
      inParallel(numbers, 4, async (n) => {
        await takeOrder(world, `A-${n}`, n % 4 === 0);
        await pause(world.random.below(400), signal);
      }).finally(() => misfortunes.end()),
      ...misfortunes.go(),
    ]);
    await untilConfirmed(world, office, signal);
    await lockOutAndIn(world, office, signal);
    const handOvers = await untilConfirmed(world, office, signal);
    assert.equal(handOvers, numbers.length + LOCKED_OUT);
    await checkStatuses(world, office, signal);
    const writes = office.abcp.calls.filter(({ method }) => method === 'POST');
    checkOneByOne(writes);
    const { kills, troubles, statuses } = misfortunes;
    assert.ok(kills > 0 && troubles > 0 && statuses > 0, `${kills} kills, ${troubles} troubles, ${statuses} statuses`);
    return { orders: handOvers, writes: writes.length, kills, troubles, statuses };
  },
};
export default trial;

/** What goes wrong, and what ABCP's people do, while orders come. */
class Misfortunes {
  kills = 0;
  troubles = 0;
  statuses = 0;
  private isOver = false;

  constructor(
    private readonly world: World,
    private readonly office: AbcpOffice,
    private readonly random: Random,
    private readonly signal: AbortSignal,
  ) {}

  end(): void {
    this.isOver = true;
  }

  go(): Array<Promise<void>> {
    return [this.spoil(), this.clerk(), ...this.world.replicas.map((_, index) => this.kill(index))];
  }

  private async spoil(): Promise<void> {
    while (!this.isOver) {
      const kind = this.random.pick([...TROUBLES]);
      this.office.abcp.misbehave({ kind, of: kind === 'another-order' ? 'reads' : 'writes', times: 1 });
      this.troubles += 1;
      await pause(TROUBLE_EVERY_MS, this.signal);
    }
    this.office.abcp.behave();
  }

  /** Someone at ABCP has a position arrive, as soon as it is there. */
  private async clerk(): Promise<void> {
    while (!this.isOver) {
      await pause(CLERK_EVERY_MS, this.signal);
      const { orders } = this.office.abcp;
      const open = orders.all().flatMap(({ number, positions }) => positions.map(({ id }) => ({ number, id })));
      if (open.length === 0) continue;
      const { number, id } = this.random.pick(open);
      orders.setStatus(number, id, ARRIVED_THERE);
      this.statuses += 1;
      await this.office.askSoon();
    }
  }

  private async kill(index: number): Promise<void> {
    const victim = this.world.replicas[index]!;
    while (!this.isOver) {
      await pause(LIFE_MS + this.random.below(LIFE_MS), this.signal);
      await victim.kill();
      this.kills += 1;
      await victim.start();
    }
  }
}

async function takeOrder(world: World, externalId: string, isRefusedInPart: boolean): Promise<void> {
  const id = await world.poster.postUntilTaken(orderCreated(externalId, 2));
  await accept(world, id);
  if (!isRefusedInPart) return;
  const { items } = await orderOf(world, id);
  await world.api.post('/order-items/status', { itemIds: [items[0].id], statusId: world.statuses['Отказ'] });
}

/** @returns how many there are */
async function untilConfirmed(world: World, office: AbcpOffice, signal: AbortSignal): Promise<number> {
  return eventually(
    async () => {
      await untilDrained(world);
      const all = await office.handOvers();
      const open = all.filter(({ state }) => state !== 'confirmed');
      assert.deepEqual(open.slice(0, 3), [], `${open.length} of ${all.length} are not confirmed`);
      return all.length;
    },
    SETTLED_WITHIN_MS,
    signal,
  );
}

const LOCKED_OUT = 3;

/** Nothing is lost while the sign-in is refused, and people are told of it once. */
async function lockOutAndIn(world: World, office: AbcpOffice, signal: AbortSignal): Promise<void> {
  office.lockOut();
  for (let n = 0; n < LOCKED_OUT; n += 1) await takeOrder(world, `L-${n}`, false);
  await office.askSoon();
  await eventually(async () => assert.equal(await office.isPaused(), true), SETTLED_WITHIN_MS, signal);
  const before = office.abcp.calls.length;
  await office.askSoon();
  await pause(2_000, signal);
  assert.ok(office.abcp.calls.length - before <= 2, 'ABCP was called on while it was paused');
  assert.equal(await office.timesToldOfPause(), 1);
  await office.letIn();
}

/** What stands there stands here: every status was carried out, and once. */
async function checkStatuses(world: World, office: AbcpOffice, signal: AbortSignal): Promise<void> {
  await office.askSoon();
  const handOvers = await office.handOvers();
  const there = new Map(office.abcp.orders.all().map((order) => [order.internalNumber, order]));
  for (const { orderId, key } of handOvers) {
    const arrived = there.get(key)!.positions.filter(({ statusCode }) => statusCode === ARRIVED_THERE);
    const expected = arrived.map(({ number }) => number).sort();
    await eventually(
      async () => {
        const { items } = await world.api.read(`/orders/${orderId}`);
        const here = items.filter(({ status }: { status: { name: string } }) => status.name === ARRIVED);
        assert.deepEqual(here.map(({ number }: { number: string }) => number).sort(), expected, key);
      },
      SETTLED_WITHIN_MS,
      signal,
    );
  }
  const times = await office.timesSet(ARRIVED);
  assert.ok(times.length > 0 && times.every((each) => each === 1), `items were set ${times.join(', ')} times`);
}

/** A write whose replica was killed has no end of its own: its connection's end is. */
function checkOneByOne(writes: AbcpCall[]): void {
  for (const [index, { beganAt, n }] of writes.entries()) {
    const before = writes[index - 1];
    if (!before) continue;
    const isLater = before.endedAt !== null && beganAt - before.endedAt >= PAUSE_MS;
    assert.ok(isLater, `write ${n} did not wait for ${before.n}`);
  }
}

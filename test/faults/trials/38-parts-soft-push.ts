import assert from 'node:assert/strict';
import type { PartsSoft, PartsSoftCall } from '../../../sandbox/parts-soft/parts-soft.js';
import { orderCreated } from '../world/poster.js';
import type { Random } from '../world/random.js';
import { accept, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const KEY = 'parts-soft-key-of-the-trials';
const LIFE_MS = 3_000;
const TROUBLE_EVERY_MS = 1_200;
const TROUBLES = ['error-after', 'lost-answer', 'offer-gone', 'foreign-line', 'html'] as const;
const SETTLED_WITHIN_MS = 4 * 60_000;

const trial: Trial = {
  number: 38,
  name: 'parts-soft-push',
  does: 'Replicas are killed (-9) again and again while orders go through the one basket of a PARTS SOFT that fails after it ordered, loses answers, lets offers go and has lines of somebody else in its basket.',
  holds:
    'Each position is there exactly once by its key and as it is here; nothing of anybody else is ordered; none is confirmed that is not there; one order goes through the basket after the other.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 12,
  async run({ open, count, random, signal }) {
    const world = await open({ replicas: 2 });
    const { partsSoft } = world.sandbox;
    const exchangeId = await connect(world, partsSoft);
    const numbers = Array.from({ length: count(60, 12) }, (_, n) => n);
    const misfortunes = new Misfortunes(world, partsSoft, random, signal);
    await Promise.all([
      inParallel(numbers, 4, async (n) => {
        await accept(world, await world.poster.postUntilTaken(orderCreated(`P-${n}`, 2)));
        await pause(world.random.below(900), signal);
      }).finally(() => misfortunes.end()),
      ...misfortunes.go(),
    ]);
    await untilConfirmed(world, exchangeId, signal);
    assert.equal(partsSoft.items.length, numbers.length * 2);
    checkOneByOne(partsSoft.calls);
    const { kills, troubles } = misfortunes;
    assert.ok(kills > 0 && troubles > 0, `${kills} kills, ${troubles} troubles`);
    return { orders: numbers.length, calls: partsSoft.calls.length, kills, troubles };
  },
};
export default trial;

async function connect(world: World, partsSoft: PartsSoft): Promise<string> {
  partsSoft.useKey(KEY);
  world.moreSecrets.push(KEY);
  world.partsSoft = partsSoft;
  const { body } = await world.api.post('/exchanges', { kind: 'parts_soft', name: 'PARTS SOFT магазина' });
  const { id } = body as { id: string };
  const settings = { apiUrl: `${world.sandbox.url}/parts-soft`, password: KEY };
  const { status } = await world.api.patch(`/exchanges/${id}`, { isActive: true, settings });
  assert.equal(status, 200);
  return id;
}

/** What goes wrong while orders come. */
class Misfortunes {
  kills = 0;
  troubles = 0;
  private isOver = false;

  constructor(
    private readonly world: World,
    private readonly partsSoft: PartsSoft,
    private readonly random: Random,
    private readonly signal: AbortSignal,
  ) {}

  end(): void {
    this.isOver = true;
  }

  go(): Array<Promise<void>> {
    return [this.spoil(), ...this.world.replicas.map((_, index) => this.kill(index))];
  }

  private async spoil(): Promise<void> {
    while (!this.isOver) {
      const kind = this.random.pick([...TROUBLES]);
      const of = kind === 'foreign-line' || kind === 'offer-gone' ? 'basket' : 'orders';
      this.partsSoft.misbehaving.set({ kind, of, times: 1 });
      this.troubles += 1;
      await pause(TROUBLE_EVERY_MS, this.signal);
    }
    this.partsSoft.misbehaving.set({});
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

async function untilConfirmed(world: World, exchangeId: string, signal: AbortSignal): Promise<void> {
  await eventually(
    async () => {
      await untilDrained(world);
      const { data } = await world.api.read(`/exchanges/${exchangeId}/hand-overs?perPage=200`);
      const open = (data as Array<{ state: string; error: string }>).filter(({ state }) => state !== 'confirmed');
      assert.deepEqual(open.slice(0, 3), [], `${open.length} of ${data.length} are not confirmed`);
    },
    SETTLED_WITHIN_MS,
    signal,
  );
}

/** Between the first line in the basket and the order nobody else writes: all keys of an order are of one order. */
function checkOneByOne(calls: PartsSoftCall[]): void {
  const writes = calls.filter(({ method }) => method === 'POST');
  for (const [index, { beganAt, n }] of writes.entries()) {
    const before = writes[index - 1];
    const isLater = !before || (before.endedAt !== null && beganAt >= before.endedAt);
    assert.ok(isLater, `write ${n} did not wait for ${before?.n}`);
  }
}

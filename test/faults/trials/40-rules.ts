import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRules } from '../world/rule-checks.js';
import { isGood, orderCancelled, orderCreated } from '../world/poster.js';
import { type Act, type Kind, RuledOrder } from '../world/ruled-order.js';
import { PARTS, RuleShop, scarce, type Wanted, BRAND, OTHER_SPELLING } from '../world/rule-shop.js';
import { untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const MOVING_CLOCK = join(import.meta.dirname, '..', 'world', 'moving-clock.mjs');
const HOUR_MS = 3_600_000;
/** Also of a short run on a quick machine. */
const FIRST_LIFE_MS = 1_000;
const LIFE_MS = 4_000;
const BURST = 25;
/** The job that judges, and some more. */
const HESITATION_MS = 1_800;
const DECIDED_WITHIN_MS = 60_000;
/** A clock that was put is looked at again, what failed is tried again. */
const JUDGED_WITHIN_MS = 90_000;

const trial: Trial = {
  number: 40,
  name: 'rules',
  does: 'Rules judge while replicas are killed (-9), lists come anew, a brand is merged, buyers change and cancel, managers decide, delayed decisions are undone and the clock is put an hour forward and back.',
  holds:
    'Each position is decided once by the list in force, no piece is promised twice, what is undone or cancelled in time is told nobody, and nothing is left unjudged.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 15,
  async run({ open, count, atEnd, database }) {
    const dir = mkdtempSync(join(tmpdir(), 'partsdesk-rules-'));
    atEnd(async () => rmSync(dir, { recursive: true }));
    const shiftFile = join(dir, 'shift');
    const env = { NODE_OPTIONS: `--import=${MOVING_CLOCK}`, CLOCK_SHIFT_FILE: shiftFile };
    const isServer = database === 'mariadb';
    const world = await open({ replicas: 2, isProxied: isServer, ...(!isServer && { env }) });
    const put = (ms: number) => {
      if (world.proxy) world.proxy.serverTimeShiftMs = ms;
      else writeFileSync(shiftFile, String(ms));
    };
    const shop = await RuleShop.open(world, count(5_000, 500));
    const day = new Day(world, shop);
    await day.go(count(240, 30));
    if (count(1, 0) > 0) await day.withJumps(put, 15);
    await untilJudged(world);
    await untilDrained(world);
    await checkRules(world, shop, day.orders);
    const { kills, undone, cancelledInTime } = day;
    assert.ok(kills > 0 && shop.switches > 1 && undone > 0, `${kills} kills, ${shop.switches} files, ${undone} undone`);
    return { orders: day.orders.length, kills, files: shop.switches, undone, 'cancelled in time': cancelledInTime };
  },
};
export default trial;

/** Waits for what has to be judged, and for nothing else. */
function untilJudged({ database, signal }: World): Promise<void> {
  return eventually(
    async () => {
      const [row] = await database.rows('SELECT COUNT(*) AS count FROM rule_tasks');
      assert.equal(Number(row!.count), 0, `${row!.count} orders are not judged`);
    },
    JUDGED_WITHIN_MS,
    signal,
  );
}

/** Orders, and all that happens to them and to the shop meanwhile. */
class Day {
  readonly orders: RuledOrder[] = [];
  kills = 0;
  private isOver = false;

  constructor(
    private readonly world: World,
    private readonly shop: RuleShop,
  ) {}

  get undone(): number {
    return this.orders.filter(({ isUndone }) => isUndone).length;
  }

  get cancelledInTime(): number {
    return this.orders.filter(({ isCancelledInTime }) => isCancelledInTime).length;
  }

  async go(size: number): Promise<void> {
    this.isOver = false;
    const numbers = Array.from({ length: size }, (_, n) => n);
    const ordering = inParallel(numbers, 4, async (n) => {
      if (n === Math.floor(size / 2)) await this.shop.merge();
      if (n % 20 === 5) await this.burst(n);
      await this.order(n);
    }).finally(() => (this.isOver = true));
    await Promise.all([ordering, this.renewing(), ...this.world.replicas.map((_, index) => this.killing(index))]);
  }

  /** Orders come while the clock is ahead, and nobody has judged them when it is put back. */
  async withJumps(put: (ms: number) => void, size: number): Promise<void> {
    for (const ms of [HOUR_MS, 0, -HOUR_MS, 0]) {
      put(ms);
      await this.restart();
      const ordering = Array.from({ length: size }, (_, n) =>
        this.post(`J-${ms}-${this.orders.length + n}`, this.contentOf(n)),
      );
      await Promise.all(ordering);
    }
    await this.restart();
  }

  private async restart(): Promise<void> {
    await Promise.all(this.world.replicas.map((replica) => replica.kill()));
    await Promise.all(this.world.replicas.map((replica) => replica.start()));
  }

  private async renewing(): Promise<void> {
    while (!this.isOver) await this.shop.renew(() => this.isOver);
  }

  /** Every second time just after something was decided. */
  private async killing(index: number): Promise<void> {
    const victim = this.world.replicas[index]!;
    for (let times = 0; !this.isOver; times += 1) {
      await pause(times === 0 ? FIRST_LIFE_MS : LIFE_MS + this.world.random.below(LIFE_MS), this.world.signal);
      if (times % 2 === 1) await this.untilOneMore();
      if (this.isOver) return;
      await victim.kill();
      this.kills += 1;
      await this.shop.endReading();
      await victim.start();
    }
  }

  private async untilOneMore(): Promise<void> {
    const decided = async () =>
      Number((await this.world.database.rows('SELECT MAX(id) AS last FROM rule_verdicts'))[0]!.last);
    const before = await decided();
    while (!this.isOver && (await decided()) === before) await pause(20, this.world.signal);
  }

  private async order(n: number): Promise<void> {
    const { random } = this.world;
    const order = await this.post(`R-${n}`, this.contentOf(n));
    if (order.kind === 'later') return this.settleDelayed(order);
    const act = random.pick<Act>(['nothing', 'nothing', 'cancel', 'accept', 'refuse', 'change']);
    order.act = act;
    await pause(random.below(HESITATION_MS), this.world.signal);
    if (act === 'cancel') await this.cancel(order);
    if (act === 'change')
      await this.world.poster.postUntilTaken(orderCreated(order.name, 0, positionsOf(order.wanted, 1)));
    if (act !== 'accept' && act !== 'refuse') return;
    const { status, body } = await this.world.api.post(`/external-orders/${order.id}/${act}`, {});
    assert.ok(status === 200 || status === 409, `${act}: ${status} ${JSON.stringify(body)}`);
  }

  /** Many ask for the same few pieces at once, so that all replicas judge. */
  private async burst(n: number): Promise<void> {
    const content = () => ({ kind: 'scarce' as const, wanted: [scarce(n, BRAND, 1 + this.world.random.below(2))] });
    const names = Array.from({ length: BURST }, (_, index) => `B-${n}-${index}`);
    await inParallel(names, 3, async (name) => void (await this.post(name, content())));
  }

  private async post(name: string, { kind, wanted }: { kind: Kind; wanted: Wanted[] }): Promise<RuledOrder> {
    const { version, isMerged } = this.shop;
    const order = new RuledOrder(name, kind, wanted, version, isMerged);
    this.orders.push(order);
    order.id = await this.world.poster.postUntilTaken(orderCreated(name, 0, positionsOf(wanted)));
    return order;
  }

  private contentOf(n: number): { kind: Kind; wanted: Wanted[] } {
    const { random } = this.world;
    if (n % 4 === 0) return { kind: 'later', wanted: [PARTS.later] };
    if (n % 10 < 2) return { kind: 'many', wanted: [PARTS.many, PARTS.many] };
    const rare = ['dear', 'none', 'old'] as const;
    if (n % 10 === 3) {
      const kind = random.pick(rare);
      return { kind, wanted: [PARTS[kind]] };
    }
    const lines = 1 + random.below(3);
    const part = random.below(8);
    const wanted = Array.from({ length: lines }, (_, line) =>
      scarce(part + (line >> 1), line % 2 === 0 ? BRAND : OTHER_SPELLING, 1 + random.below(3)),
    );
    return { kind: 'scarce', wanted };
  }

  /** A rule held it back: it is undone, cancelled by its buyer, or left. */
  private async settleDelayed(order: RuledOrder): Promise<void> {
    const { world } = this;
    const { undo } = await eventually(
      async () => {
        const found = await world.api.read(`/external-orders/${order.id}`);
        const seen = found.positions.map((each: object) => JSON.stringify({ ...each, offer: undefined }));
        assert.ok(found.state === 'accepted', `${order.name} is not held back: ${found.state}, ${seen.join()}`);
        return found;
      },
      DECIDED_WITHIN_MS,
      world.signal,
    );
    // Its post was answered only after the delay.
    if (!undo) return;
    const act = world.random.pick<Act>(['nothing', 'undo', 'undo', 'cancel']);
    order.act = act;
    if (act === 'cancel') {
      await this.cancel(order);
      order.isCancelledInTime = order.isWithinHold();
    }
    if (act !== 'undo') return;
    const { status, body } = await world.api.post(`/undo/${undo.token}`);
    // 404: it was undone by a call whose answer was lost.
    order.isUndone = status === 200 || status === 404;
    if (!order.isUndone) assert.equal(body.code, 'too_late');
  }

  private async cancel(order: RuledOrder): Promise<void> {
    while (!isGood(await this.world.poster.post(orderCancelled(order.name)))) await pause(50, this.world.signal);
  }
}

function positionsOf(wanted: Wanted[], more = 0): { positions: object[] } {
  const common = { name: 'Деталь', price: '100.00', delivery_days: 1, comment: '' };
  const positions = wanted.map(({ quantity, ...part }, index) => {
    return { id: String(index + 1), ...part, ...common, quantity: quantity + more };
  });
  return { positions };
}

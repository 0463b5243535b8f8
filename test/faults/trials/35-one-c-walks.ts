import assert from 'node:assert/strict';
import type { Misbehaviour } from '../../../sandbox/one-c/misbehaviour.js';
import type { OneC } from '../../../sandbox/one-c/one-c.js';
import { EXCHANGE_NAME, OneCOffice } from '../world/one-c-office.js';
import { orderCancelled, orderCreated } from '../world/poster.js';
import { Random } from '../world/random.js';
import { orderOf, setStatus, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

/** 1C's people go on through these, never back. */
const SET_IN_1C = ['В работе', 'Выдано'];
const SHIPPED = 'Готово к выдаче';
const SET_HERE = ['В работе', 'Готово к выдаче', 'Выдано', 'Отказ'];
const CHANGES = ['status', 'part', 'cancel', 'content', 'accept', 'repeat'] as const;
const TROUBLES: Array<Partial<Misbehaviour>> = [
  {},
  { loseAnswerOf: 'query' },
  { loseAnswerOf: 'success' },
  { loseAnswerOf: 'file' },
  { skipSuccess: true },
  { repeatFile: true },
  { cutFileInTheMiddle: true },
  { otherEncoding: true },
  { foreignOrders: true },
  { echoStatus: true },
];
const HANDS = 3;
const HOLD_S = 2;
const REST_MS = 150;
const LIFE_MS = 600;

const trial: Trial = {
  number: 35,
  name: 'one-c-walks',
  does: 'At random, orders are accepted, held back, undone, changed, divided and cancelled, 1C exchanges from two places with every misbehaviour and sets statuses and ships, and replicas are killed.',
  holds:
    'In the end 1C’s books hold every accepted order once and as it is here, and each of 1C’s statuses and shipments was carried out once.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  inCi: true,
  limitMinutes: 10,
  async run({ open, count, random, signal }) {
    const world = await open({ replicas: 2 });
    const office = await OneCOffice.open(world);
    await office.map('Отпуск товара', SHIPPED);
    const orders = Array.from({ length: count(300, 10) }, (_, n) => n);
    let [isWorking, kills, sessions] = [true, 0, 0];
    const shop = new ShopHand(world, office);
    const working = inParallel(orders, HANDS, (n) => shop.workOn(`W-${n}`, randomOf(random, n))).finally(
      () => (isWorking = false),
    );
    const exchanging = office.places.map(async (place, index) => {
      const own = randomOf(random, 10_000 + index);
      while (isWorking) {
        if (office.places.every((each) => !each.isExchanging())) workInOneC(place, own);
        place.behave();
        place.misbehave(own.pick(TROUBLES));
        await office.exchange(place);
        sessions += 1;
        await pause(REST_MS + own.below(REST_MS), signal);
      }
    });
    const dying = (async () => {
      const own = randomOf(random, 20_000);
      while (isWorking && kills < count(Infinity, 1)) {
        await pause(LIFE_MS + own.below(LIFE_MS), signal);
        if (!isWorking) return;
        const victim = own.pick(world.replicas);
        await victim.kill();
        kills += 1;
        await victim.start();
      }
    })();
    await Promise.all([working, ...exchanging, dying]);
    await office.untilQuiet();
    await checkReturned(world, office);
    await untilDrained(world);
    const documents = office.books.all();
    const revisions = documents.reduce((sum, document) => sum + document.revisions, 0);
    const { undone } = shop;
    return { orders: orders.length, undone, 'in 1C': documents.length, revisions, sessions, kills };
  },
};
export default trial;

/** Each hand chooses for itself, so that how they come between each other changes nobody's choices. */
function randomOf({ seed }: Random, n: number): Random {
  return new Random(seed + n);
}

/** What the shop's people and buyers do to one order after the other. */
class ShopHand {
  undone = 0;

  constructor(
    private readonly world: World,
    private readonly office: OneCOffice,
  ) {}

  async workOn(name: string, random: Random): Promise<void> {
    const { api, poster, signal } = this.world;
    const id = await poster.postUntilTaken(orderCreated(name, 2));
    const { positions } = await api.read(`/external-orders/${id}`);
    const part = random.chance(0.3) ? { positions: [{ id: positions[0].id }] } : {};
    const hold = random.chance(0.2) ? { hold: HOLD_S } : {};
    const { body } = await api.post(`/external-orders/${id}/accept`, { ...part, ...hold });
    if (body.undo && random.chance(0.7)) await this.undo(body.undo.token);
    for (let changes = random.below(4); changes > 0; changes--) {
      await pause(random.below(REST_MS), signal);
      await this.change(name, id, random);
    }
  }

  private async undo(token: string): Promise<void> {
    const { status } = await this.world.api.post(`/undo/${token}`);
    // 404: it was undone by a call whose answer was lost.
    assert.ok([200, 404, 409].includes(status), `undoing was answered ${status}`);
    if (status !== 409) this.undone += 1;
  }

  private async change(name: string, id: string, random: Random): Promise<void> {
    const { api, poster } = this.world;
    const kind = random.pick(CHANGES);
    if (kind === 'cancel') return void (await poster.postUntilTaken(orderCancelled(name)));
    if (kind === 'content')
      return void (await poster.postUntilTaken(orderCreated(name, 2, { comment: `content ${random.below(3)}` })));
    if (kind === 'accept') return void (await api.post(`/external-orders/${id}/accept`, {}));
    const order = await orderOf(this.world, id);
    if (!order) return;
    if (kind === 'repeat') return this.repeat(order);
    const item = random.pick<{ id: string; quantity: number }>(order.items);
    const statusId = this.world.statuses[random.pick(SET_HERE)];
    if (kind === 'status')
      await setStatus(this.world, { items: random.chance(0.5) ? order.items : [item] }, random.pick(SET_HERE));
    else await api.post('/order-items/status', { items: [{ id: item.id, quantity: 1, of: item.quantity }], statusId });
  }

  private async repeat({ handOvers }: { handOvers: Array<{ id: string }> }): Promise<void> {
    for (const { id } of handOvers)
      await this.world.api.post(`/exchanges/${this.office.exchangeId}/hand-overs/${id}/repeat`);
  }
}

/** Only while no file is under way, so that none is older than another that came before it. */
function workInOneC(oneC: OneC, random: Random): void {
  for (const { id, lines, status, shipments } of oneC.books.all()) {
    const next = SET_IN_1C[SET_IN_1C.indexOf(status) + 1];
    if (random.chance(0.2) && next !== undefined) oneC.setStatus(id, next);
    if (random.chance(0.1) && lines.length > 0 && shipments.length < 2) oneC.ship(id, [{ line: 1, quantity: 1 }]);
  }
}

async function checkReturned({ database }: World, { books }: OneCOffice): Promise<void> {
  const moved = await database.rows(
    `SELECT item_id, to_status, COUNT(*) AS count FROM order_history_entries
     WHERE kind = 'item_status' AND actor = ? GROUP BY item_id, to_status`,
    [EXCHANGE_NAME],
  );
  const wrong = moved.filter(
    ({ to_status: status, count }) => status !== SHIPPED && (!SET_IN_1C.includes(status) || Number(count) > 1),
  );
  assert.deepEqual(wrong, [], 'a status of 1C’s was carried out twice, or one of ours came back as 1C’s');
  const rows = await database.rows(
    `SELECT h.order_id, h.applied_value, h.applied_steps, e.key_prefix FROM exchange_hand_overs h
     JOIN exchanges e ON e.id = h.exchange_id`,
  );
  for (const { order_id: id, key_prefix: prefix, applied_value: value, applied_steps: steps } of rows) {
    const document = books.document(`${prefix}-${id}`);
    // Of one that is cancelled 1C says just that; one that was undone or cancelled in time never came there.
    if (!document || document.cancelled) continue;
    const { length } = JSON.parse(String(steps ?? '[]')) as string[];
    assert.equal(length, document.shipments.length, `shipments of order ${id}`);
    if (document.status !== '') assert.equal(value, document.status, `status of order ${id}`);
  }
  const proposals = await database.rows(`SELECT order_id FROM exchange_proposals WHERE state = 'open'`);
  assert.deepEqual(proposals, [], 'nobody took a line away in 1C');
}

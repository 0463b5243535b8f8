import assert from 'node:assert/strict';
import { EXACT_PRICES, IDS_ALIKE, IMPOSSIBLE_PRICES } from '../../support/hard-cases.js';
import { isGood, orderCancelled, orderCreated } from '../world/poster.js';
import { accept, orderOf, setStatus, tellOfItem, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { inParallel } from '../world/waiting.js';
import type { World } from '../world/world.js';

const POSTS_OF_EACH = 4;

/** What is told of each order is compared with GettZap's own books by the invariants, id by id. */
const trial: Trial = {
  number: 7,
  name: 'ids-and-prices',
  does: 'Ids that differ above 2^53, by zeros, letter case, ё, a space, a soft hyphen or an emoji, and prices of every form, are posted.',
  holds: 'No two ids are merged, cancelled or told for each other; prices are exact or need attention.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  async run({ open }) {
    const world = await open({ replicas: 2 });
    await tellOfItem(world, 'В работе', '{{order_item.cost}}');
    const ids = [...new Set(IDS_ALIKE.flatMap(([, alike]) => alike))];
    const orders = await postAlike(world, ids);
    await cancelFirstOfEach(world, orders);
    const told = await acceptPrices(world);
    const refused = await refusePrices(world);
    return { ids: ids.length, posts: ids.length * POSTS_OF_EACH, prices: told, 'need attention': refused };
  },
};
export default trial;

/** All at once at both replicas. @returns the external order that each id, as JSON writes it, became */
async function postAlike(world: World, ids: string[]): Promise<Map<string, string>> {
  const orders = new Map<string, string>();
  const posts = ids.flatMap((json) => world.replicas.flatMap((to) => Array(POSTS_OF_EACH / 2).fill({ json, to })));
  await inParallel(posts, 16, async ({ json, to }: { json: string; to: World['replicas'][0] }) => {
    const body = JSON.stringify(orderCreated('ID')).replace('"ID"', json);
    const answer = await world.poster.postRaw(body, plain(json), { to });
    assert.equal(answer.status, 200, `${json}: ${answer.body}`);
    const { externalOrderId } = JSON.parse(answer.body) as { externalOrderId: string };
    assert.equal(orders.get(json) ?? externalOrderId, externalOrderId, `${json} is always the same order`);
    orders.set(json, externalOrderId);
  });
  assert.equal(new Set(orders.values()).size, ids.length, 'each id is an order of its own');
  return orders;
}

/** The others of its kind are not touched by it, and are decided and told as their own. */
async function cancelFirstOfEach(world: World, orders: Map<string, string>): Promise<void> {
  for (const [what, [first, ...others]] of IDS_ALIKE) {
    assert.ok(isGood(await world.poster.post(orderCancelled(plain(first!)))), what);
    const stateOf = async (json: string) => (await world.api.read(`/external-orders/${orders.get(json)}`)).state;
    assert.equal(await stateOf(first!), 'cancelled', what);
    for (const other of others) {
      assert.equal(await stateOf(other), 'new', `${what}: ${other}`);
      assert.equal((await accept(world, orders.get(other)!)).status, 200, `${what}: ${other}`);
    }
  }
  await untilDrained(world);
  for (const [what, [first, ...others]] of IDS_ALIKE) {
    const told = (json: string) => world.sandbox.ledger.requests(plain(json)).length;
    assert.deepEqual([first!, ...others].map(told), [0, ...others.map(() => 1)], what);
  }
}

/** As they are shown and as they are told. */
async function acceptPrices(world: World): Promise<number> {
  for (const [json, amount] of EXACT_PRICES) {
    const id = `PRICE-${plain(json)}-${json.length}`;
    const order = await postPrices(world, id, [json]);
    assert.deepEqual([order.state, order.total, order.positions[0].price], ['new', amount, amount], json);
    await accept(world, order.id);
    await setStatus(world, await orderOf(world, order.id), 'В работе');
    await untilDrained(world);
    const texts = world.sandbox.ledger.requests(id).map(({ body }) => (body as { comment: string }).comment);
    assert.ok(texts.includes(amount), `${json} is told as ${texts.join(', ')}`);
  }
  const sum = await postPrices(world, 'PRICE-SUM', ['0.1', '0.2']);
  assert.deepEqual([sum.state, sum.total], ['new', '0.30']);
  return EXACT_PRICES.length + 1;
}

async function refusePrices(world: World): Promise<number> {
  for (const json of IMPOSSIBLE_PRICES) {
    const order = await postPrices(world, `ODD-${plain(json)}-${json.length}`, [json]);
    assert.equal(order.state, 'needs_attention', json);
    assert.deepEqual(
      order.problems.map(({ path }: { path: string }) => path),
      ['order.positions[0].price'],
      json,
    );
    assert.equal((await accept(world, order.id)).status, 409, json);
  }
  return IMPOSSIBLE_PRICES.length;
}

/** One of each part. */
// oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape
async function postPrices(world: World, id: string, prices: string[]): Promise<any> {
  let n = 0;
  const body = JSON.stringify(orderCreated(id, prices.length))
    .replaceAll('"quantity":2', '"quantity":1')
    .replaceAll('"price":"3450.00"', () => `"price":${prices[n++]}`);
  const answer = await world.poster.postRaw(body, id);
  assert.equal(answer.status, 200, `${id}: ${answer.body}`);
  const { externalOrderId } = JSON.parse(answer.body) as { externalOrderId: string };
  return world.api.read(`/external-orders/${externalOrderId}`);
}

/** The text that JSON writes so, or the digits of a number. */
function plain(json: string): string {
  return json.replaceAll('"', '');
}

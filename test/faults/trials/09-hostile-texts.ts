import assert from 'node:assert/strict';
import { ApiClient } from '../../support/api-client.js';
import { HOSTILE_TEXTS } from '../../support/hard-cases.js';
import { download, openCsv } from '../../support/spreadsheet.js';
import { itemCode, orderCode } from '../world/codes.js';
import { orderCreated } from '../world/poster.js';
import { accept, orderOf, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import type { World } from '../world/world.js';

const LIMIT_MS = 1_000;
/** All that a text may name; the bars show where spaces at an end have gone. */
const VARIABLES = [
  'order.external_id',
  'order_item.oem',
  'order_item.make_name',
  'order_item.detail_name',
  'order_item.comment',
  'status.name',
  'region.name',
  'comment',
];
const SAY_ALL = `${VARIABLES.map((name) => `{{${name}}}`).join('|')}|`;
/** What would do harm if a text could do it. */
const ATTACKS = [
  '{% include ".env" %}',
  '{% render "/etc/passwd" %}',
  '{% layout "x" %}',
  '{{ order.constructor.constructor }}',
  '{{ order.__proto__ }}',
  '{{ process.env }}',
  '{% for i in (1..100000000) %}x{% endfor %}',
  '{% for i in (1..10000) %}{% for j in (1..10000) %}x{% endfor %}{% endfor %}',
  `{{ "${'x'.repeat(3_000)}" | replace: "x", "${'y'.repeat(900)}" }}`,
];
/** How a spreadsheet would begin a formula. */
const FORMULA = /^\s*[=+\-@\t\r]/;
const ORDINARY_PHONE = '+7 900 000-00-00';

const trial: Trial = {
  number: 9,
  name: 'hostile-texts',
  does: 'Templates, scripts, formulas, SQL and paths are in every field.',
  holds:
    'They are stored and sent as they are, harmless in files and answers; texts that would read files or never end are refused within 1 s.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  async run({ open }) {
    const world = await open();
    await mustPatch(world, `/marketplace-connections/${world.connectionId}`, { refusedText: '{{reason}}|' });
    for (const [n, text] of HOSTILE_TEXTS.entries()) {
      await refuseOne(world, text, n);
      await renameAll(world, `${n} ${text}|`);
      await acceptOne(world, text, `${n} ${text}|`);
    }
    const cells = await readFiles(world);
    const slowest = await attack(world);
    return { texts: HOSTILE_TEXTS.length, attacks: ATTACKS.length, 'slowest attack ms': slowest, 'cells read': cells };
  },
};
export default trial;

const STATUS = 'В работе';

/** The shop's own words, which a careless administrator may have copied from somewhere. */
async function renameAll(world: World, name: string): Promise<void> {
  const { data: regions } = await world.api.read('/regions?sort=createdAt');
  const gettzap = {
    item: { status: itemCode(name), text: SAY_ALL },
    order: { status: orderCode(name), text: '{{status.name}}' },
  };
  await mustPatch(world, `/regions/${regions[0].id}`, { name });
  await mustPatch(world, `/order-statuses/${world.statuses[STATUS]}`, { name, gettzap });
}

async function mustPatch({ api }: World, path: string, change: object): Promise<void> {
  const { status, body } = await api.patch(path, change);
  assert.equal(status, 200, `${JSON.stringify(change)}: ${JSON.stringify(body)}`);
}

/** The reason that a manager writes. */
async function refuseOne(world: World, text: string, n: number): Promise<void> {
  const id = `R${n}`;
  const externalOrderId = await world.poster.postUntilTaken(orderCreated(id));
  const { status } = await world.api.post(`/external-orders/${externalOrderId}/refuse`, { reason: text });
  assert.equal(status, 200, text);
  await untilDrained(world);
  assert.deepEqual(toldOf(world, id), [`${text}|`]);
}

function toldOf({ sandbox }: World, id: string): string[] {
  return sandbox.ledger.requests(id).map(({ body }) => (body as { comment: string }).comment);
}

/** Every field of an order, and the comment of a change: stored, shown, found and told as it is. */
async function acceptOne(world: World, text: string, name: string): Promise<void> {
  const { api, poster, statuses } = world;
  const position = { id: text, brand: text, number: text, name: text, comment: text, quantity: 1, price: '1.00' };
  const customer = { name: text, phone: text, email: text };
  const delivery = { type: text, address: text };
  const message = orderCreated(name, 1, { comment: text, customer, delivery, positions: [position] });
  const externalOrderId = await poster.postUntilTaken(message);
  const order = await api.read(`/external-orders/${externalOrderId}`);
  assert.deepEqual(
    [order.externalId, order.comment, order.customer, order.delivery.address, order.positions[0].number],
    [name, text, customer, text, text],
  );
  const [row] = await world.database.rows('SELECT * FROM external_orders WHERE id = ?', [Number(externalOrderId)]);
  assert.deepEqual([row!.external_id, row!.comment, row!.delivery_address], [name, text, text], 'stored as it is');
  await accept(world, externalOrderId);
  const { items } = await orderOf(world, externalOrderId);
  const moved = await api.post('/order-items/status', {
    itemIds: items.map((item: { id: string }) => item.id),
    statusId: statuses[STATUS],
    comment: text,
  });
  assert.equal(moved.status, 200);
  await untilDrained(world);
  const expected = `${[name, text, text, text, text, name, name, text].join('|')}|`;
  const told = toldOf(world, name);
  assert.ok(told.includes(expected), `${JSON.stringify(expected)} is told as ${JSON.stringify(told)}`);
}

/** No cell of a file begins a formula, and the answers of the API cannot be taken for pages. */
async function readFiles({ replicas, secrets }: World): Promise<number> {
  const client = ApiClient.basic(`${replicas[0]!.url}/api`, 'admin@example.com', secrets.adminPassword);
  let cells = 0;
  for (const list of ['external-orders', 'external-orders/positions', 'orders', 'gettzap-notifications']) {
    const { status, headers, bytes } = await download(client, `/${list}/export?format=csv`);
    assert.equal(status, 200, list);
    assert.match(headers.get('content-disposition') ?? '', /^attachment/, list);
    const all = openCsv(bytes).flat();
    const formulas = all.filter((cell) => FORMULA.test(cell) && cell !== ORDINARY_PHONE);
    assert.deepEqual(formulas, [], `${list}: formulas`);
    cells += all.length;
    const page = await client.get(`/${list}`);
    assert.match(page.headers.get('content-type') ?? '', /^application\/json/, list);
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff', list);
  }
  return cells;
}

/** @returns the longest that one took, milliseconds */
async function attack({ api }: World): Promise<number> {
  const times: number[] = [];
  for (const text of ATTACKS) {
    const startedAt = performance.now();
    const { status, body } = await api.post('/order-statuses/preview', { scope: 'item', text });
    times.push(performance.now() - startedAt);
    assert.equal(status, 422, `${text.slice(0, 60)}: ${JSON.stringify(body)}`);
  }
  const slowest = Math.round(Math.max(...times));
  assert.ok(slowest <= LIMIT_MS, `the slowest took ${slowest} ms`);
  return slowest;
}

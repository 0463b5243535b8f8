import assert from 'node:assert/strict';
import type { Row } from './database.js';
import type { RuledOrder } from './ruled-order.js';
import { type RuleShop, stockOf, versionOf } from './rule-shop.js';
import type { World } from './world.js';
import { groupedBy } from '../invariants/causes.js';

const BY_RULE = /^Правил/;

interface Seen {
  order: RuledOrder;
  row: Row;
  positions: Row[];
  history: Row[];
}

/** What must hold of orders that rules judged, whatever happened meanwhile. */
export async function checkRules(world: World, shop: RuleShop, orders: RuledOrder[]): Promise<void> {
  const seen = await lookAt(world, orders);
  const wrong = seen.flatMap((each) => [...marksOf(each), ...decisionsOf(each), ...outcomeOf(each)]);
  assert.deepEqual(wrong, []);
  assert.deepEqual(toldAllTheSame(world, orders), [], 'told although it was undone, or cancelled in time');
  assert.deepEqual(await doubledItems(world), [], 'items of one position');
  assert.deepEqual(await wrongOffers(world, shop, seen), [], 'offers that rules accepted with');
}

async function lookAt({ database }: World, orders: RuledOrder[]): Promise<Seen[]> {
  const rows = await database.rows('SELECT id, external_id, state, cancelled_by_client FROM external_orders');
  const byName = new Map(rows.map((row) => [String(row.external_id), row]));
  const ofOrder = ({ external_order_id: id }: Row) => String(id);
  const positions = groupedBy(await database.rows('SELECT * FROM external_order_positions ORDER BY line'), ofOrder);
  const history = groupedBy(await database.rows('SELECT * FROM external_order_history_entries ORDER BY id'), ofOrder);
  return orders.map((order) => {
    const row = byName.get(order.name)!;
    return { order, row, positions: positions.get(order.id) ?? [], history: history.get(order.id) ?? [] };
  });
}

/** A rule says why; what is open bears no mark of one. */
function marksOf({ order, positions }: Seen): string[] {
  const isWrong = ({ rule_id: ruleId, reason_code: code, state }: Row) =>
    (ruleId === null) !== (code === null) || (ruleId !== null && state === 'open');
  return positions
    .filter(isWrong)
    .map((row) => `${order.name} ${row.state} by rule ${row.rule_id} (${row.reason_code})`);
}

/** The history, replayed: nothing is decided twice, and nothing by a rule once it is cancelled. */
function decisionsOf({ order, positions, history }: Seen): string[] {
  const wrong: string[] = [];
  const all = positions.map((row) => String(row.external_id));
  let decided = new Set<string>();
  let isCancelled = false;
  for (const { kind, details, actor } of history) {
    const named = (JSON.parse(details) as { positions?: Array<{ id: string }> }).positions?.map(({ id }) => id);
    if (kind === 'cancelled_by_client') isCancelled = true;
    if (kind === 'decision_undone') decided = new Set(named && [...decided].filter((id) => !named.includes(id)));
    if (kind !== 'accepted' && kind !== 'refused') continue;
    if (isCancelled && BY_RULE.test(actor)) wrong.push(`${order.name}: ${actor} ${kind} what was cancelled`);
    const chosen = named ?? all.filter((id) => !decided.has(id));
    if (chosen.some((id) => decided.has(id))) wrong.push(`${order.name}: ${actor} ${kind} it once more`);
    for (const id of chosen) decided.add(id);
  }
  return wrong;
}

/** Where nobody had a hand in it, what the rules say is what became of it. */
function outcomeOf({ order, row, positions }: Seen): string[] {
  const { kind, act } = order;
  const states = positions.map(({ state, rule_id: ruleId }) => `${state}${ruleId === null ? '' : ' by rule'}`);
  const all = (...wanted: string[]) => states.every((state) => wanted.includes(state));
  const left = positions.map(({ would_be: wouldBe }) => String(wouldBe ?? ''));
  const areLeft = () => all('open') && left.every((wouldBe) => wouldBe.includes('"stale_list"'));
  const fine = () => {
    if (Number(row.cancelled_by_client) === 1) return row.state === 'cancelled';
    if (kind === 'old' && act !== 'accept' && act !== 'refuse') return areLeft();
    if (order.isUndone || kind === 'dear') return act === 'nothing' || act === 'undo' ? all('open') : true;
    if (act === 'accept' || act === 'refuse') return !states.includes('open');
    if (kind === 'many' || kind === 'later') return all('accepted by rule');
    if (kind === 'scarce') return all('accepted by rule', 'refused by rule');
    return all('refused by rule');
  };
  return fine() ? [] : [`${order.name} (${kind}, ${act}): ${row.state}, ${states.join(', ')}; ${left.join(', ')}`];
}

function toldAllTheSame({ sandbox }: World, orders: RuledOrder[]): string[] {
  const told = new Set(sandbox.ledger.requests().map(({ orderId }) => orderId));
  return orders
    .filter(({ name, isUndone, isCancelledInTime }) => (isUndone || isCancelledInTime) && told.has(name))
    .map(({ name, act }) => `${name} (${act})`);
}

async function doubledItems({ database }: World): Promise<string[]> {
  const items = 'SELECT position_id, COUNT(*) AS count FROM order_items GROUP BY position_id HAVING COUNT(*) > 1';
  const made = 'SELECT external_order_id, COUNT(*) AS count FROM orders GROUP BY external_order_id HAVING COUNT(*) > 1';
  return [...(await database.rows(items)), ...(await database.rows(made))].map((row) => JSON.stringify(row));
}

/**
 * Of a version that was in force when the order came or later, as that file had it. With what rules promised of the part before, as far as
 * it is held still, there is not more than that version has: orders of a region are judged one after the other, so ids of items follow.
 */
async function wrongOffers({ database, statuses }: World, shop: RuleShop, seen: Seen[]): Promise<string[]> {
  const listedAt = await listingsOf(database, shop);
  const byPosition = new Map(
    seen.flatMap(({ order, positions }) => positions.map((row) => [Number(row.id), order] as const)),
  );
  const items = await database.rows(
    `SELECT i.position_id, i.quantity, i.status_id, i.offer FROM order_items i
     JOIN external_order_positions p ON p.id = i.position_id WHERE p.rule_id IS NOT NULL ORDER BY i.id`,
  );
  const held = new Map<string, number>();
  const wrong: string[] = [];
  for (const { position_id: positionId, quantity, status_id: statusId, offer } of items) {
    const order = byPosition.get(Number(positionId))!;
    const { priceListId, priceMinor, stock, articleKey, brandKey, listedAt: at } = JSON.parse(offer);
    const version = versionOf(priceMinor);
    const what = `${order.name} ${articleKey} ${brandKey} of version ${version}`;
    if (String(priceListId) !== shop.listId || !listedAt.has(at)) wrong.push(`${what}: list ${priceListId} of ${at}`);
    if (version < order.version) wrong.push(`${what}: ${order.version} was in force`);
    if (stock !== stockOf(articleKey, version)) wrong.push(`${what}: ${stock} pieces`);
    if (String(statusId) !== statuses['Обрабатывается']) continue;
    const add = (key: string) => held.set(key, (held.get(key) ?? 0) + quantity).get(key)!;
    const [ofSpelling, ofPart] = [add(`${articleKey} ${brandKey}`), add(articleKey)];
    const promised = order.isMerged ? ofPart : ofSpelling;
    if (promised > stock) wrong.push(`${what}: ${promised} of ${stock} pieces are promised`);
  }
  return wrong;
}

async function listingsOf(database: World['database'], { listId }: RuleShop): Promise<Set<string>> {
  const rows = await database.rows(
    `SELECT created_at FROM price_list_imports WHERE price_list_id = ? AND state IN ('live', 'superseded')`,
    [Number(listId)],
  );
  return new Set(rows.map(({ created_at: at }) => `${String(at).replace(' ', 'T')}Z`));
}

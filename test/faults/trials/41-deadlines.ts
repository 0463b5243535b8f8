import assert from 'node:assert/strict';
import { groupedBy } from '../invariants/causes.js';
import type { Row } from '../world/database.js';
import { isGood, orderCancelled, orderCreated } from '../world/poster.js';
import { accept, noticesOf, orderOf, setStatus, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

/** The shortest limit, in minutes. */
const LIMIT = 1;
const LIMIT_MS = 60_000;
/** People come from shortly before a deadline until the job has been there for sure. */
const EARLY_MS = 3_000;
const SPREAD_MS = 25_000;
/** The jobs of deadlines come by each 15 s of a replica's life: it dies while they work, or shortly after. */
const LIFE_MS = 15_000;
const DIES_WITHIN_MS = 2_000;
/** The limit, the job's turn, a turn that failed and is tried again, and some more for a busy machine. */
const OVER_WITHIN_MS = 600_000;
const ACTOR = 'Срок вышел';
const [FROM, TO] = ['В работе', 'Готово к выдаче'];

type Act = 'nothing' | 'accept' | 'cancel' | 'work';
const ACTS: Act[] = ['nothing', 'accept', 'cancel', 'work'];

/** Deadlines pass while replicas die, and people and buyers act at the same moment. */
const trial: Trial = {
  number: 41,
  name: 'deadlines',
  does: 'Decisions and statuses become overdue while replicas are killed (-9), managers accept and buyers cancel at the same moment.',
  holds:
    'Each order is refused once by its deadline, or was accepted or cancelled first; each item is moved once; managers are told of each once; nothing stays overdue.',
  databases: ['mariadb', 'embedded'],
  limitMinutes: 20,
  async run({ open, count, signal }) {
    const world = await open({ replicas: 2 });
    await limit(world);
    const acts = new Map(Array.from({ length: count(160, 40) }, (_, n) => [`D-${n}`, ACTS[n % ACTS.length]!]));
    let isWorking = true;
    let kills = 0;
    const working = inParallel([...acts], acts.size, ([name, act]) => live(world, name, act))
      .then(() => untilOver(world))
      .finally(() => (isWorking = false));
    const killing = inParallel(world.replicas, world.replicas.length, async (victim) => {
      while (isWorking) {
        await pause(LIFE_MS + world.random.below(DIES_WITHIN_MS), signal);
        await victim.kill();
        kills += 1;
        await victim.start();
      }
    });
    await Promise.all([working, killing]);
    await untilDrained(world);
    const outcomes = await check(world, acts);
    return { orders: acts.size, kills, ...outcomes };
  },
};
export default trial;

async function limit({ api, connectionId, statuses }: World): Promise<void> {
  const onOverdue = { kind: 'refuse', reason: 'Не успели' };
  const connection = await api.patch(`/marketplace-connections/${connectionId}`, { decisionMinutes: LIMIT, onOverdue });
  const target = { kind: 'set_status', statusId: statuses[TO] };
  const status = await api.patch(`/order-statuses/${statuses[FROM]}`, { leaveMinutes: LIMIT, onOverdue: target });
  assert.deepEqual([connection.status, status.status], [200, 200]);
}

async function live(world: World, name: string, act: Act): Promise<void> {
  const id = await world.poster.postUntilTaken(orderCreated(name, 2));
  if (act === 'work') {
    const { status } = await accept(world, id);
    // 409: an answer was lost, or the deadline was first.
    assert.ok(status === 200 || status === 409, String(status));
    const order = await orderOf(world, id);
    if (order) await setStatus(world, order, FROM);
    return;
  }
  await pause(LIMIT_MS - EARLY_MS + world.random.below(SPREAD_MS), world.signal);
  if (act === 'accept') await accept(world, id);
  if (act === 'cancel') while (!isGood(await world.poster.post(orderCancelled(name)))) await pause(50, world.signal);
}

/** Waits until no order waits for a decision, and no item is where it may not stay. */
function untilOver({ database, statuses, signal }: World): Promise<void> {
  return eventually(
    async () => {
      const [row] = await database.rows(
        `SELECT (SELECT COUNT(*) FROM external_orders WHERE state = 'new') AS waiting,
                (SELECT COUNT(*) FROM order_items WHERE status_id = ?) AS staying`,
        [Number(statuses[FROM])],
      );
      assert.deepEqual([Number(row!.waiting), Number(row!.staying)], [0, 0]);
    },
    OVER_WITHIN_MS,
    signal,
  );
}

async function check(world: World, acts: Map<string, Act>) {
  const { database } = world;
  const orders = await database.rows('SELECT id, external_id, state, decide_notice_at FROM external_orders');
  const history = groupedBy(
    await database.rows('SELECT external_order_id, kind, actor FROM external_order_history_entries ORDER BY id'),
    ({ external_order_id: id }: Row) => String(id),
  );
  const told = groupedBy(
    await database.rows(
      `SELECT external_order_id, order_id, user_id FROM manager_notifications WHERE kind = 'deadline'`,
    ),
    ({ external_order_id: id }: Row) => String(id),
  );
  const refusals = groupedBy(
    (await noticesOf(world)).filter(({ kind }) => kind === 'order_refused'),
    ({ subject }) => String(subject),
  );
  const counts = { refused: 0, accepted: 0, cancelled: 0, moved: 0 };
  const wrong = orders.flatMap(({ id, external_id: name, state, decide_notice_at: noticeAt }) => {
    const kinds = (history.get(String(id)) ?? []).map(({ kind, actor }) => (actor === ACTOR ? `late ${kind}` : kind));
    const times = (kind: string) => kinds.filter((each) => each === kind).length;
    const isRefused = times('late refused') > 0;
    counts.refused += Number(isRefused);
    counts.accepted += Number(times('accepted') > 0);
    counts.cancelled += Number(state === 'cancelled');
    const decisions = times('late refused') + times('accepted');
    const decided = (told.get(String(id)) ?? []).filter(({ order_id: orderId }) => orderId === null).length;
    const isRight =
      decisions <= 1 &&
      (decisions === 1 || state === 'cancelled') &&
      noticeAt === null &&
      decided === Number(isRefused) &&
      (refusals.get(String(name)) ?? []).length === Number(isRefused) &&
      (acts.get(String(name)) !== 'nothing' || isRefused);
    return isRight ? [] : [`${name} (${acts.get(String(name))}): ${state}, ${kinds.join()}, told ${decided} times`];
  });
  assert.deepEqual(wrong, []);
  counts.moved = await checkItems(world);
  assert.ok(counts.refused > 0 && counts.moved > 0 && counts.accepted > 0, JSON.stringify(counts));
  return counts;
}

/** Each item that came into the status left it once. @returns how many did */
async function checkItems({ database, statuses }: World): Promise<number> {
  const moves = await database.rows(
    `SELECT item_id, COUNT(*) AS times FROM order_history_entries WHERE actor = ? AND item_id IS NOT NULL GROUP BY item_id`,
    [ACTOR],
  );
  assert.deepEqual(
    moves.filter(({ times }) => Number(times) !== 1),
    [],
    'moved more than once',
  );
  const [left] = await database.rows('SELECT COUNT(*) AS count FROM order_items WHERE status_id = ?', [
    Number(statuses[TO]),
  ]);
  assert.equal(Number(left!.count), moves.length);
  return moves.length;
}

import assert from 'node:assert/strict';
import type { OneC } from '../../../sandbox/one-c/one-c.js';
import { OneCOffice } from '../world/one-c-office.js';
import { orderCancelled, orderCreated } from '../world/poster.js';
import { accept, orderOf, setStatus } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const ORDERS_OF_A_ROUND = 6;
/** About as long as a call takes here, so that some are killed before their commit and some after it. */
const CALL_MS = 80;
const SIGNED_IN = ['query', 'success'] as const;

/** What goes wrong in a session; afterwards everything runs again. */
type Misfortune = (office: OneCOffice, world: World) => Promise<void>;

const MISFORTUNES: Record<string, Misfortune> = {
  'killed before 1C saved': async (office, world) => {
    const place = await signedIn(office);
    await office.query(place);
    await killed(world, 0);
  },
  'killed between query and success': async (office, world) => {
    const place = await signedIn(office);
    await taken(office, place);
    await killed(world, 0);
    office.judge(await place.success());
  },
  'answer of query lost': (office) => answerLost(office, 'query'),
  'answer of success lost': (office) => answerLost(office, 'success'),
  'success asked twice': async (office) => {
    const place = await signedIn(office);
    await taken(office, place);
    await place.success();
    office.judge(await place.success());
  },
  'killed between the commit and the answer': async (office, world) => {
    const place = await signedIn(office);
    await taken(office, place);
    place.misbehave({ loseAnswerOf: 'success' });
    await place.success();
    await killed(world, 0);
  },
  'killed during a call': async (office, world) => {
    const place = await signedIn(office);
    for (const step of SIGNED_IN) {
      const dying = pause(world.random.below(CALL_MS), world.signal).then(() => killed(world, 0));
      if (step === 'query') await taken(office, place);
      else office.judge(await place.success());
      await dying;
    }
  },
  'killed at COMMIT': async (office, world) => {
    const place = await signedIn(office);
    await taken(office, place);
    world.proxy?.cutAtCommits(1, world.random.pick(['before', 'after'] as const));
    const asking = place.success();
    await pause(world.random.below(CALL_MS), world.signal);
    await killed(world, 0);
    office.judge(await asking);
    world.proxy?.mend();
  },
  'two at once': async (office) => {
    await Promise.all(office.places.map((place) => office.exchange(place)));
  },
  'two at once, step by step': async (office) => {
    const [one, other] = [await signedIn(office, 0), await signedIn(office, 1)];
    const batches = [await taken(office, one), await taken(office, other)];
    assert.deepEqual(batches[1], batches[0], 'the same batch, as long as nobody has confirmed it');
    office.judge(await one.success());
    const next = await taken(office, one);
    // Of the batch before: what was handed out to the other one since stays open.
    office.judge(await other.success());
    if (next.length > 0)
      assert.deepEqual(await taken(office, one), next, 'a confirmation of an older batch leaves the newer one open');
  },
};

const trial: Trial = {
  number: 33,
  name: 'one-c-orders',
  does: '1C fetches orders that are accepted, changed and cancelled meanwhile: the service is killed between query and success, in a call and between commit and answer, answers are lost, and two sessions run at once.',
  holds:
    'Every accepted order is in 1C’s books once and as it is here, none is confirmed that is not there, and no batch comes again once it is confirmed.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 15,
  async run({ open, count, database, random }) {
    const world = await open({ replicas: 2, isProxied: database === 'mariadb' });
    const office = await OneCOffice.open(world);
    let made = 0;
    for (let round = 0; round < count(8, 1); round++) {
      for (const [name, misfortune] of Object.entries(MISFORTUNES)) {
        const orders = await acceptSome(world, (made += ORDERS_OF_A_ROUND));
        const changing = inParallel(orders.slice(0, 3), 3, async (order) => {
          await pause(random.below(2 * CALL_MS), world.signal);
          await change(world, order);
        });
        await misfortune(office, world).catch((error: Error) => {
          throw new Error(`${name}: ${error.message}`, { cause: error });
        });
        await changing;
        for (const place of office.places) place.behave();
      }
      await office.untilQuiet();
    }
    const documents = office.books.all();
    const again = documents.reduce((sum, { arrivals, revisions }) => sum + arrivals - revisions, 0);
    const revisions = documents.reduce((sum, document) => sum + document.revisions, 0);
    assert.ok(again > 0, 'some came once more');
    return { orders: made, 'in 1C': documents.length, revisions, 'came once more as they were': again };
  },
};
export default trial;

interface Accepted {
  name: string;
  id: string;
}

async function acceptSome(world: World, last: number): Promise<Accepted[]> {
  const names = Array.from({ length: ORDERS_OF_A_ROUND }, (_, n) => `C-${last - n}`);
  const orders: Accepted[] = [];
  await inParallel(names, 3, async (name) => {
    const id = await world.poster.postUntilTaken(orderCreated(name, 2));
    await accept(world, id);
    orders.push({ name, id });
  });
  return orders;
}

async function change(world: World, { name, id }: Accepted): Promise<void> {
  if (world.random.chance(0.3)) {
    await world.poster.postUntilTaken(orderCancelled(name));
    return;
  }
  const order = await orderOf(world, id);
  const items = world.random.chance(0.5) ? order.items : order.items.slice(0, 1);
  await setStatus(world, { items }, world.random.pick(['В работе', 'Отказ']));
}

async function signedIn(office: OneCOffice, index = 0): Promise<OneC> {
  const place = office.places[index]!;
  office.judge(await place.checkauth());
  office.judge(await place.init());
  return place;
}

/** @returns the ids of what was fetched and saved */
async function taken(office: OneCOffice, place: OneC): Promise<string[]> {
  const documents = await office.query(place);
  if (documents.length > 0) place.save();
  return documents.map(({ id }) => id);
}

async function answerLost(office: OneCOffice, step: 'query' | 'success'): Promise<void> {
  const place = office.places[0]!;
  place.misbehave({ loseAnswerOf: step });
  const { ok } = await office.exchange(place);
  assert.equal(ok, false, 'the session ends where an answer is lost');
}

async function killed(world: World, index: number): Promise<void> {
  const replica = world.replicas[index]!;
  await replica.kill();
  await replica.start();
}

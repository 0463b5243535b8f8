import { SchedulerRegistry } from '@nestjs/schedule';
import { QuarterCount } from '../../src/care/dashboard/quarter-count.entity.js';
import { quarterOf } from '../../src/care/dashboard/quarters.js';
import { later } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { putClockBack, runJob } from '../support/jobs.js';
import { anotherConnection, created } from '../support/receiving.js';
import { orderOf, Shop } from '../support/shop.js';
import { change, stored } from '../support/stored.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('counts by the quarter of an hour', () => {
  let shop: Shop;
  let other: Awaited<ReturnType<typeof anotherConnection>>;
  beforeAll(async () => {
    shop = await Shop.open();
    shop.app.get(SchedulerRegistry).deleteInterval('quarter-counts'); // it runs when it is told to
    other = await anotherConnection(shop, 'Владивосток');
  });
  afterAll(() => shop.close());

  const counts = () => stored(shop).getRepository(QuarterCount);
  const clear = () => change(shop, (manager) => manager.clear(QuarterCount));
  const insert = (rows: QuarterCount[]) => change(shop, (manager) => manager.insert(QuarterCount, rows));
  const countAll = async () => {
    const job = () => runJob(shop, 'quarter-counts');
    await job(); // adds the quarters
    shop.clock.advance(MINUTE_MS);
    await job();
  };
  /** The figures of the first page, as they are shown and as they are without anything that was counted before. */
  const figures = async () => {
    const of = async (query: string) => {
      const { body } = await shop.admin.get(`/dashboard?days=3${query}`);
      const { money, refusals, decisions } = body;
      return { orders: body.ordersByDay, deliveries: body.deliveriesByDay, money, refusals, decisions };
    };
    const queries = ['', `&regionId=${other.regionId}`];
    const shown = await Promise.all(queries.map(of));
    const kept = await counts().find();
    await clear();
    const recounted = await Promise.all(queries.map(of));
    await insert(kept);
    return { shown, recounted };
  };
  /** As the inbox shows it, position by position. */
  const moneyOfOrders = async () => {
    const { from, to } = (await shop.admin.get('/dashboard?days=3')).body;
    const { data } = (await shop.admin.get(`/external-orders?perPage=200&from=${from}&to=${to}`)).body;
    let [accepted, refused] = [0, 0];
    for (const { state, positions } of data) {
      for (const position of state === 'cancelled' ? [] : positions) {
        const { quantity, acceptedQuantity, price } = position;
        if (position.state === 'accepted') accepted += acceptedQuantity * Number(price);
        if (['accepted', 'refused'].includes(position.state)) refused += (quantity - acceptedQuantity) * Number(price);
      }
    }
    return { accepted: accepted.toFixed(2), refused: refused.toFixed(2) };
  };
  const toldEverything = () =>
    eventually(async () => {
      const { body } = await shop.admin.get('/gettzap-notifications?state=pending,sending');
      expect(body.data).toEqual([]);
    });
  const retry = ({ id }: { id: string }) => shop.admin.post(`/gettzap-notifications/${id}/retry`, { force: true });
  const countedOf = async (kind: 'external_orders' | 'deliveries', at: Date) =>
    (await counts().findOneByOrFail({ kind, quarter: quarterOf(at) })).counts;

  it('are made an hour later of what is no longer open', async () => {
    const at = shop.clock.now();
    await shop.accepted('COUNTED');
    await shop.postToLink(created('ELSEWHERE'), 'application/json', other.orderLink);
    await toldEverything();
    shop.clock.advance(2 * HOUR_MS);
    await countAll();
    expect(await countedOf('external_orders', at)).toBeNull();
    expect(Object.values((await countedOf('deliveries', at))!)).toEqual([{ delivered: 1 }]);

    const { body } = await shop.admin.get(`/external-orders?regionId=${other.regionId}`);
    await shop.admin.post(`/external-orders/${body.data[0].id}/refuse`, {});
    await countAll();
    expect(await countedOf('external_orders', at)).toEqual({
      [other.regionId]: expect.objectContaining({ refused: 1, $refused: '690000' }),
      [String(Number(other.regionId) - 1)]: expect.objectContaining({ accepted: 1, $accepted: '690000' }),
    });
  });

  it('are made anew when the client cancels what was accepted, or an order is deleted', async () => {
    const at = shop.clock.now();
    const deleted = await shop.accepted('DELETED');
    await shop.accepted('CANCELLED');
    await toldEverything();
    shop.clock.advance(2 * HOUR_MS);
    await countAll();
    expect(Object.values((await countedOf('external_orders', at))!)).toMatchObject([{ accepted: 2 }]);
    await shop.cancel('CANCELLED');
    await shop.admin.delete(`/external-orders/${deleted.externalOrderId}`, { reason: 'test' });
    expect(await countedOf('external_orders', at)).toBeNull();
    const { shown, recounted } = await figures();
    expect(shown).toEqual(recounted);
    await countAll();
    expect(Object.values((await countedOf('external_orders', at))!)).toMatchObject([{ cancelled: 1, deleted: 1 }]);
  });

  it('are made anew when the client cancels a position of what stays partially accepted', async () => {
    const at = shop.clock.now();
    const { id, positions } = await shop.receive('PARTLY', 3);
    await shop.accept(id, { positions: [{ id: positions[0].id }, { id: positions[1].id }] });
    await shop.refuse(id);
    await toldEverything();
    shop.clock.advance(2 * HOUR_MS);
    await countAll();
    await shop.cancel('PARTLY', [positions[0].externalId]);
    expect((await shop.externalOrder(id)).state).toBe('partially_accepted');
    expect(await countedOf('external_orders', at)).toBeNull();
    const { shown, recounted } = await figures();
    expect(shown).toEqual(recounted);
  });

  it('keep no reason of a refusal that was erased with what is known of the buyer', async () => {
    const at = shop.clock.now();
    const { id } = await shop.receive('ERASED');
    await shop.refuse(id, { reason: 'Иванов не отвечает' });
    await toldEverything();
    shop.clock.advance(2 * HOUR_MS);
    await countAll();
    expect(JSON.stringify(await countedOf('external_orders', at))).toContain('Иванов');
    await shop.admin.post('/personal-data/delete', { externalOrderIds: [id] });
    await countAll();
    expect(JSON.stringify(await countedOf('external_orders', at))).not.toContain('Иванов');
  });

  it('are made anew when a notification is sent once more', async () => {
    const at = shop.clock.now();
    const order = await shop.accepted('AGAIN');
    await toldEverything();
    shop.clock.advance(2 * HOUR_MS);
    await countAll();
    expect(await countedOf('deliveries', at)).not.toBeNull();
    const [notification] = await shop.notifications(order.externalOrderId);
    expect((await retry(notification)).status).toBe(200);
    expect(await countedOf('deliveries', at)).toBeNull();
  });

  it('are no more than the dashboard shows', async () => {
    shop.clock.advance(40 * 24 * HOUR_MS);
    await countAll();
    const quarters = await counts().countBy({ kind: 'deliveries' });
    expect(quarters).toBe(33 * 96);
  });

  it('leave the page as it is where every second quarter has something open for a month', async () => {
    const now = quarterOf(shop.clock.now());
    const counted = Array.from({ length: 31 * 48 }, (_, index) => now - 2 * index);
    const kinds = ['external_orders', 'deliveries'] as const;
    await clear();
    await insert(
      kinds.flatMap((kind) =>
        counted.map((quarter) => ({ kind, quarter, counts: {}, changes: 0, since: shop.clock.now() })),
      ),
    );
    expect((await shop.admin.get('/dashboard?days=31')).status).toBe(200);
    await clear();
  });

  it('hold nothing for over that the clock, put back, comes to once more', async () => {
    await shop.accepted('BEFORE');
    await toldEverything();
    shop.clock.advance(2 * HOUR_MS);
    await countAll();
    await putClockBack(shop, 2 * HOUR_MS);
    await countAll();
    await shop.accepted('ONCE-MORE');
    await toldEverything();
    const { shown, recounted } = await figures();
    expect(shown).toEqual(recounted);
    shop.clock.advance(2 * HOUR_MS);
    await countAll();
  });

  it('show what counting shows, whatever happens in whichever order', async () => {
    const random = randomFrom(20_261_128);
    const ids: string[] = [];
    const tokens: string[] = [];
    const oneOf = <T>(all: T[]): T => all[Math.floor(random() * all.length)]!;
    const steps: Array<() => Promise<unknown>> = [
      async () => {
        const id = `R-${ids.length}`;
        const link = random() < 0.5 ? shop.orderLink : other.orderLink;
        const message = JSON.stringify({ event: 'order.created', order: orderOf(id, 2) });
        ids.push((await shop.postToLink(message, 'application/json', link)).body.externalOrderId);
      },
      () => shop.accept(oneOf(ids)),
      () => shop.refuse(oneOf(ids), { reason: oneOf(['', 'Нет в наличии', 'нет в наличии']) }),
      async () => {
        const id = oneOf(ids);
        const { positions } = await shop.externalOrder(id);
        await shop.accept(id, { positions: [{ id: positions[0].id, quantity: 1 }] });
      },
      async () => {
        const decide = random() < 0.5 ? shop.accept : shop.refuse;
        const { body } = await decide.call(shop, oneOf(ids), { hold: 3_600 });
        if (body.undo) tokens.push(body.undo.token);
      },
      async () => tokens.length > 0 && shop.admin.post(`/undo/${oneOf(tokens)}`),
      () => shop.admin.post(`/external-orders/${oneOf(ids)}/reopen`, {}),
      () => shop.cancel(`R-${Math.floor(random() * ids.length)}`),
      () => shop.cancel(`R-${Math.floor(random() * ids.length)}`, ['2']),
      () => shop.admin.delete(`/external-orders/${oneOf(ids)}`, { reason: 'test' }),
      async () => {
        const [notification] = await shop.notifications(oneOf(ids));
        if (notification) await retry(notification);
      },
      () => shop.admin.post('/gettzap-notifications/retry', { filter: {}, force: true, limit: 2 }),
      () => shop.admin.post('/personal-data/delete', { externalOrderIds: [oneOf(ids)] }),
      () => runJob(shop, 'retention'),
      async () => shop.clock.advance(random() * HOUR_MS),
      countAll,
    ];
    await steps[0]!();
    for (let turn = 0; turn < 80; turn++) await oneOf(steps)();
    await later(shop, HOUR_MS);
    await toldEverything();
    const { shown, recounted } = await figures();
    expect(shown).toEqual(recounted);
    expect(shown[0]!.money).toMatchObject(await moneyOfOrders());
    expect(await counts().countBy({ kind: 'external_orders' })).toBeGreaterThan(0);
  });
});

/** The same numbers each time, from 0 to below 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

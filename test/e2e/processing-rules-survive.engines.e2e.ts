import { setImmediate as othersTurn } from 'node:timers/promises';
import { Processing } from '../../src/offers/processing-rules/processing.job.js';
import { ProcessingRule, RuleTask } from '../../src/offers/processing-rules/processing-rule.entity.js';
import { Judging } from '../../src/offers/processing-rules/judging.service.js';
import { Configuration } from '../../src/platform/configuration/configuration.service.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { UnavailableError } from '../../src/platform/errors.js';
import { HOUR, SECOND } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { putClockBack } from '../support/jobs.js';
import { listed, renew } from '../support/listed.js';
import { addRule, judged, ruleOf } from '../support/processing-rules.js';
import { stopJobs } from '../support/query-plans.js';
import { sql } from '../support/stored.js';
import { Shop } from '../support/shop.js';

const ACCEPT = { conditions: { stock: 'full', deviationUp: 5 }, action: { kind: 'accept' } };
const offer = (price: number) => ({ brand: 'BOSCH', article: 'P1', price, stock: 100 });

describe('processing rules', () => {
  let shop: Shop;
  let listId: string;
  beforeEach(async () => {
    shop = await Shop.open();
    await stopJobs(shop);
    listId = await listed(shop, [offer(300_000)]);
    await addRule(shop, ACCEPT, 'on');
  });
  afterEach(() => shop.close());

  const tasks = () => shop.app.get(Transactions).read((manager) => manager.find(RuleTask));
  const mend = () => shop.app.get(Processing).mend();

  it('go by the list that is in force, though a look that began before it was switched ends after it', async () => {
    const configuration = shop.app.get(Configuration);
    const { id } = await shop.receive('s-1');
    const late = await configuration.refresh();
    await renew(shop, listId, [offer(310_000)]);
    await configuration.refresh();
    const current = jest.spyOn(configuration, 'current', 'get').mockReturnValue(late);
    await ruleOf(shop).run();
    current.mockRestore();
    const order = await shop.externalOrder(id);
    expect(order.positions[0]).toMatchObject({ state: 'accepted', offer: { price: '3100.00' } });
  });

  it('promise the same pieces to one of two orders that are judged at once', async () => {
    await renew(shop, listId, [{ ...offer(300_000), stock: 3 }]);
    const ids = [(await shop.receive('s-4')).id, (await shop.receive('s-5')).id];
    const [transactions, judging] = [shop.app.get(Transactions), shop.app.get(Judging)];
    // One that finds the region taken waits for its next turn, however often the other one is first.
    await eventually(async () => {
      await Promise.all(ids.map((id) => transactions.run((tx) => judging.judge(tx, Number(id)))));
      expect(await tasks()).toEqual([]);
    });
    const states = await Promise.all(ids.map(async (id) => (await shop.externalOrder(id)).state));
    expect(states.sort()).toEqual(['accepted', 'new']);
  });

  it('let others have their turn while many judge a long order', async () => {
    await shop.app.get(Configuration).change(async (tx) => {
      const [rule] = await tx.manager.findBy(ProcessingRule, {});
      const { id: _, ...settings } = rule!;
      const others = Array.from({ length: 99 }, (_each, index) => ({ ...settings, name: `${index}`, mode: 'shadow' }));
      await tx.manager.update(ProcessingRule, { id: rule!.id }, { mode: 'shadow' });
      await tx.manager.insert(ProcessingRule, others as ProcessingRule[]);
    });
    const { id } = await shop.receive('s-3', 100);
    let [turns, isOver] = [0, false];
    const counting = (async () => {
      for (; !isOver; turns += 1) await othersTurn();
    })();
    await shop.app.get(Transactions).run((tx) => shop.app.get(Judging).judge(tx, Number(id)));
    isOver = true;
    await counting;
    expect(turns).toBeGreaterThanOrEqual(100);
    expect((await shop.externalOrder(id)).positions[0].wouldBe).toMatchObject({ action: 'accept' });
  });

  it('judge what lies behind very many orders of a region in which another one judges, and leave those to it', async () => {
    const { body: region } = await shop.admin.post('/regions', { name: 'Тверь', timeZone: 'Europe/Moscow' });
    const received = await Promise.all(Array.from({ length: 101 }, (_, index) => shop.receive(`h-${index}`)));
    const held = new Set(received.map((order) => Number(order.id)));
    await sql(shop, `UPDATE external_orders SET region_id = ${region.id} WHERE id IN (${[...held].join()})`);
    shop.clock.advance(SECOND);
    const { id } = await shop.receive('s-9');
    const { judge } = shop.app.get(Judging);
    const judging = jest.spyOn(shop.app.get(Judging), 'judge').mockImplementation(function (this: Judging, tx, order) {
      return held.has(order) ? Promise.resolve(Number(region.id)) : judge.call(this, tx, order);
    });
    await ruleOf(shop).run();
    expect((await shop.externalOrder(id)).state).toBe('accepted');
    expect([judging.mock.calls.length, (await tasks()).length]).toEqual([101, 101]);
    judging.mockRestore();
  });

  it('judge what came while the clock was ahead as soon as it is put back', async () => {
    shop.clock.advance(HOUR);
    const { id } = await shop.receive('s-2');
    await putClockBack(shop, HOUR);
    await ruleOf(shop).run();
    expect((await shop.externalOrder(id)).state).toBe('new');
    await mend();
    await ruleOf(shop).run();
    expect((await shop.externalOrder(id)).state).toBe('accepted');
  });

  it('decide nothing for a connection that was deleted meanwhile', async () => {
    const { id } = await shop.receive('s-8');
    expect((await shop.admin.delete(`/marketplace-connections/${shop.connectionId}`)).status).toBe(204);
    await ruleOf(shop).run();
    expect((await shop.externalOrder(id)).state).toBe('new');
    expect(await tasks()).toEqual([]);
  });

  it('put off an order that the database takes too long for, and judge the others', async () => {
    const [slow, other] = [await shop.receive('s-6'), await shop.receive('s-7')];
    const { judge } = shop.app.get(Judging);
    const judging = jest.spyOn(shop.app.get(Judging), 'judge').mockImplementation(function (this: Judging, tx, id) {
      if (id === Number(slow.id)) throw new UnavailableError('took_too_long', 'It took too long.');
      return judge.call(this, tx, id);
    });
    await ruleOf(shop).run();
    expect((await shop.externalOrder(other.id)).state).toBe('accepted');
    expect(await tasks()).toMatchObject([{ externalOrderId: Number(slow.id), failures: 1 }]);
    judging.mockRestore();
  });

  it('wait as long as before with what failed where the clock goes right', async () => {
    const failing = jest.spyOn(shop.app.get(Judging), 'judge').mockRejectedValue(new Error('No.'));
    const { id } = await judged(shop, 's-3');
    const [task] = await tasks();
    expect([task!.failures, task!.dueAt.getTime()]).toEqual([1, shop.clock.now().getTime() + 5 * SECOND]);
    await mend();
    expect(await tasks()).toEqual([task]);
    failing.mockRestore();
    shop.clock.advance(5 * SECOND);
    await ruleOf(shop).run();
    expect((await shop.externalOrder(id)).state).toBe('accepted');
  });
});

import { HOUR } from '../support/delivering.js';
import { listed, renew } from '../support/listed.js';
import { addPerson } from '../support/people.js';
import { addRule, judged, ruleOf } from '../support/processing-rules.js';
import { positionOf, Shop } from '../support/shop.js';
import { download, openCsv } from '../support/spreadsheet.js';
import { sql } from '../support/stored.js';

const PADS = { brand: 'BOSCH', article: 'P1', price: 350_000, stock: 5 };
const DISCS = { brand: 'BOSCH', article: 'P2', price: 300_000, stock: 1 };
const ACCEPT = { name: 'Есть всё', conditions: { stock: 'full', deviationUp: 5 }, action: { kind: 'accept' } };
const SOME = { name: 'Что есть', action: { kind: 'accept_available' } };
const REFUSE = { name: 'Нет', conditions: { offerFound: false }, action: { kind: 'refuse', reason: 'Нет в наличии' } };
const delayed = (rule: { action: object }, delayMinutes = 10) => ({
  ...rule,
  action: { ...rule.action, delayMinutes },
});

describe('processing rules', () => {
  let shop: Shop;
  let listId: string;
  beforeEach(async () => {
    shop = await Shop.open();
    listId = await listed(shop, [PADS, DISCS]);
  });
  afterEach(() => shop.close());

  const stateOf = ({ state }: { state: string }) => state;
  const on = (rule: object) => addRule(shop, rule, 'on');
  const resultsOf = async (id: string) => (await shop.admin.get(`/processing-rules/${id}/results`)).body;

  describe('that are on', () => {
    it('accept what is in stock, once, as a person would', async () => {
      const id = await on(ACCEPT);
      const order = await judged(shop, 'r-1');
      expect(order.state).toBe('accepted');
      expect(order.positions[0]).toMatchObject({
        ...{ state: 'accepted', acceptedQuantity: 2, wouldBe: null },
        decision: { by: 'rule', ruleId: id, reasonCode: 'in_stock' },
        offer: { article: 'P1', price: '3500.00' },
      });
      expect(order.history.at(-1)).toMatchObject({ kind: 'accepted', actor: 'Правило «Есть всё»' });
      expect((await shop.order(order.orderId)).items).toMatchObject([{ quantity: 2, offer: { article: 'P1' } }]);
      expect(await shop.notifications(order.id)).toMatchObject([{ kind: 'order_accepted' }]);
      await ruleOf(shop).run();
      expect((await shop.externalOrder(order.id)).history).toHaveLength(order.history.length);
    });

    it('refuse with the text of the rule, and say why', async () => {
      await on(ACCEPT);
      await on(REFUSE);
      const order = await judged(shop, 'r-2', [positionOf(9)]);
      expect(order.state).toBe('refused');
      expect(order.positions[0].decision).toMatchObject({ by: 'rule', reasonCode: 'no_offer', offer: null });
      expect(order.history.at(-1)).toMatchObject({ kind: 'refused', comment: 'Нет в наличии' });
      expect(await shop.notifications(order.id)).toMatchObject([
        { kind: 'order_refused', text: 'refused: Нет в наличии' },
      ]);
    });

    it('decide position by position, and leave the rest to people', async () => {
      await on(ACCEPT);
      await on(REFUSE);
      const order = await judged(shop, 'r-3', [positionOf(1), positionOf(2), positionOf(9)]);
      expect(order.state).toBe('partially_decided');
      expect(order.positions.map(stateOf)).toEqual(['accepted', 'open', 'refused']);
      expect(order.positions[1].decision).toBeNull();
      const { body } = await shop.admin.post(`/external-orders/${order.id}/accept`, {
        positions: [{ id: order.positions[1].id }],
      });
      expect(body.positions[1].decision).toEqual({ by: 'person', ruleId: null, reasonCode: null, offer: null });
    });

    it('leave to people what they are to leave, and say so until somebody decides', async () => {
      const id = await on({ ...ACCEPT, name: 'Спросить', action: { kind: 'leave' } });
      await on({ ...ACCEPT, conditions: {} });
      const order = await judged(shop, 'r-l', [positionOf(1), positionOf(9)]);
      expect(order.positions).toMatchObject([
        {
          ...{ state: 'open', decision: null },
          wouldBe: { ruleId: id, action: 'leave', quantity: 0, reasonCode: 'in_stock' },
        },
        { state: 'accepted', wouldBe: null },
      ]);
      expect(await resultsOf(id)).toMatchObject({ decided: 0, agreed: 0, disagreed: 0, open: 0 });
    });

    it('accept what there is, and refuse the rest', async () => {
      await on(SOME);
      const order = await judged(shop, 'r-4', [positionOf(2)]);
      expect(order.positions[0]).toMatchObject({
        state: 'accepted',
        acceptedQuantity: 1,
        decision: { reasonCode: 'partial_stock' },
      });
      expect(order.state).toBe('partially_accepted');
    });

    it('promise no piece twice, neither in an order nor in two', async () => {
      await on(ACCEPT);
      const same = (id: number) => positionOf(id, { number: 'P1' });
      const first = await judged(shop, 'r-5', [same(1), same(2), same(3)]);
      expect(first.positions.map(stateOf)).toEqual(['accepted', 'accepted', 'open']);
      expect((await judged(shop, 'r-6', [same(1)])).state).toBe('new');
    });

    it('go by what the buyer changed before anything was decided', async () => {
      await on(ACCEPT);
      const order = await judged(shop, 'r-7', [positionOf(1, { quantity: 9 })]);
      expect(order.state).toBe('new');
      expect((await judged(shop, 'r-7', [positionOf(1, { quantity: 3 })])).positions[0]).toMatchObject({
        acceptedQuantity: 3,
      });
    });

    it('decide nothing that the client has cancelled', async () => {
      await on(ACCEPT);
      const received = await shop.receive('r-8', 2, { positions: [positionOf(1), positionOf(2, { quantity: 1 })] });
      await shop.cancel('r-8', ['1']);
      await ruleOf(shop).run();
      const order = await shop.externalOrder(received.id);
      expect(order.positions.map(stateOf)).toEqual(['cancelled', 'accepted']);
      await shop.receive('r-9');
      await shop.cancel('r-9');
      await ruleOf(shop).run();
      expect((await shop.admin.get('/external-orders?q=r-9')).body.data[0].state).toBe('cancelled');
    });

    it('decide nothing that a person was faster with', async () => {
      await on(REFUSE);
      const received = await shop.receive('r-10', 1, { positions: [positionOf(9)] });
      await shop.admin.post(`/external-orders/${received.id}/accept`);
      await ruleOf(shop).run();
      expect((await shop.externalOrder(received.id)).state).toBe('accepted');
    });

    it('never go by a list that is stale, and say that it is', async () => {
      const id = await on(ACCEPT);
      await on(REFUSE);
      shop.clock.advance(49 * HOUR);
      const order = await judged(shop, 'r-11', [positionOf(1), positionOf(9)]);
      expect(order.state).toBe('new');
      const left = { ruleId: id, action: 'leave', quantity: 0, reasonCode: 'stale_list' };
      expect(order.positions.map(({ wouldBe }: { wouldBe: object }) => wouldBe)).toEqual([left, left]);
      expect(await resultsOf(id)).toMatchObject({ decided: 0, open: 0 });
      await renew(shop, listId, [PADS]);
      expect((await judged(shop, 'r-12', [positionOf(1), positionOf(9)])).state).toBe('partially_accepted');
    });

    it('refuse nothing by a rule for all the rest while the list that accepting goes by is stale', async () => {
      await on(ACCEPT);
      await on({ action: { kind: 'refuse', reason: 'Нет' } });
      shop.clock.advance(49 * HOUR);
      expect((await judged(shop, 'r-17', [positionOf(1), positionOf(9)])).state).toBe('new');
      await renew(shop, listId, [PADS]);
      const states = (await judged(shop, 'r-18', [positionOf(1), positionOf(9)])).positions.map(stateOf);
      expect(states).toEqual(['accepted', 'refused']);
    });

    it('refuse a part that many other makers have, and none that is offered in more rows than are looked at', async () => {
      const makers = Array.from({ length: 600 }, (_, index) => ({ ...PADS, brand: `MAKER${index}`, article: 'P8' }));
      const sold = Array.from({ length: 2_100 }, () => ({ ...PADS, article: 'P9', stock: 0 }));
      await renew(shop, listId, [...makers, ...sold]);
      await on({ ...REFUSE, conditions: { stock: 'none' } });
      const order = await judged(shop, 'r-19', [positionOf(8), positionOf(9)]);
      expect(order.positions.map(stateOf)).toEqual(['refused', 'open']);
      expect(order.positions[1].wouldBe).toMatchObject({ action: 'leave', reasonCode: 'zero_stock' });
    });

    it('know buyers by their phone, however it is written', async () => {
      await on({ ...ACCEPT, conditions: { ...ACCEPT.conditions, knownBuyer: true } });
      const buyer = (phone: string) => ({ customer: { name: 'Пётр', phone } });
      const first = await judged(shop, 'r-13', undefined, buyer('+7 (912) 345-67-89'));
      expect(first.state).toBe('new');
      await shop.admin.post(`/external-orders/${first.id}/accept`);
      expect((await judged(shop, 'r-14', undefined, buyer('8 912 345 67 89'))).state).toBe('accepted');
      expect((await judged(shop, 'r-15', undefined, buyer('+7 912 345-67-80'))).state).toBe('new');
    });

    it('go by the working hours of the region', async () => {
      const connection = (await shop.admin.get(`/marketplace-connections/${shop.connectionId}`)).body;
      const open = { from: '00:00', to: '24:00' };
      const setDays = (days: unknown[]) =>
        shop.admin.patch(`/regions/${connection.regionId}`, { workingHours: { days, daysOff: [] } });
      await on({ ...ACCEPT, conditions: { hours: 'working' } });
      const weekday = (shop.clock.now().getUTCDay() + 6) % 7;
      const near = (day: number) => [6, 0, 1].some((apart) => (weekday + apart) % 7 === day);
      await setDays(Array.from({ length: 7 }, (_, day) => (near(day) ? null : open)));
      expect((await judged(shop, 'r-16')).state).toBe('new');
      await setDays(Array.from({ length: 7 }, () => open));
      expect((await judged(shop, 'r-17')).state).toBe('accepted');
    });
  });

  describe('with a delay', () => {
    it('tell GettZap at its end', async () => {
      await on(delayed(ACCEPT));
      const order = await judged(shop, 'd-1');
      expect(order).toMatchObject({
        state: 'accepted',
        undo: { until: new Date(shop.clock.now().getTime() + 600_000).toISOString() },
      });
      expect(await shop.notifications(order.id)).toMatchObject([{ state: 'pending', attemptCount: 0 }]);
      shop.clock.advance(600_000);
      expect((await shop.externalOrder(order.id)).undo).toBeNull();
      expect(await shop.notifications(order.id)).toMatchObject([{ kind: 'order_accepted' }]);
    });

    it('are undone by whoever may, in one step, and judge it no more', async () => {
      await on(delayed(ACCEPT));
      await on(REFUSE);
      const { id, undo } = await judged(shop, 'd-2', [positionOf(1), positionOf(9)]);
      const { client } = await addPerson(shop, 'ext', ['external_orders']);
      expect((await client.get(`/external-orders/${id}`)).body.undo).toBeNull();
      expect((await client.post(`/undo/${undo.token}`)).status).toBe(404);
      expect((await shop.admin.post(`/undo/${undo.token}`)).body).toEqual({ undone: 1, kept: 0 });
      await ruleOf(shop).run();
      const order = await shop.externalOrder(id);
      expect(order).toMatchObject({ state: 'new', orderId: null, undo: null });
      expect(order.positions).toMatchObject([
        { state: 'open', decision: null, offer: null },
        { state: 'open', decision: null },
      ]);
    });

    it.each<[string, string, (id: string) => Promise<unknown>]>([
      ['the client has cancelled the order', 'd-5', () => shop.cancel('d-5')],
      ['the client has cancelled a position of it', 'd-6', () => shop.cancel('d-6', ['1'])],
      ['it was deleted', 'd-7', (id) => shop.admin.delete(`/external-orders/${id}`, { reason: 'дубль' })],
    ])('are not offered to be undone once %s', async (_, externalId, meanwhile) => {
      await on(delayed(ACCEPT));
      const { id, undo } = await judged(shop, externalId, [positionOf(1), positionOf(2)]);
      await meanwhile(id);
      expect((await shop.externalOrder(id)).undo).toBeNull();
      expect((await shop.admin.post(`/undo/${undo.token}`)).body.code).toBe('changed_meanwhile');
    });

    it('are not offered to be undone once the buyer has changed the order', async () => {
      await on(delayed(ACCEPT));
      const { id, undo } = await judged(shop, 'd-4');
      expect(undo).not.toBeNull();
      await shop.receive('d-4', 1, { positions: [positionOf(1, { quantity: 3 })] });
      expect(await shop.externalOrder(id)).toMatchObject({ flags: { changedAfterDecision: true }, undo: null });
    });

    it('leave it to the client to cancel', async () => {
      await on(delayed(ACCEPT));
      const { id } = await judged(shop, 'd-3');
      await shop.cancel('d-3');
      shop.clock.advance(600_000);
      expect((await shop.externalOrder(id)).state).toBe('cancelled');
      expect(await shop.notifications(id)).toMatchObject([{ kind: 'order_accepted', state: 'cancelled' }, {}, {}]);
    });
  });

  describe('in shadow', () => {
    it('decide nothing and say what they would', async () => {
      const id = await addRule(shop, ACCEPT);
      const order = await judged(shop, 's-1');
      expect(order.state).toBe('new');
      expect(order.positions[0]).toMatchObject({
        ...{ state: 'open', decision: null },
        wouldBe: { ruleId: id, action: 'accept', quantity: 2, reasonCode: 'in_stock' },
      });
      expect((await shop.admin.get(`/external-orders/${order.id}`)).body.history).toHaveLength(1);
    });

    it('are compared with what people decide', async () => {
      const id = await addRule(shop, ACCEPT);
      const [agreed, less, refused, cancelled] = [
        await judged(shop, 's-2', [positionOf(1, { quantity: 1 })]),
        await judged(shop, 's-3', [positionOf(1, { quantity: 2 })]),
        await judged(shop, 's-4', [positionOf(1, { quantity: 1 })]),
        await judged(shop, 's-5', [positionOf(1, { quantity: 1 })]),
      ];
      expect(await resultsOf(id)).toMatchObject({ decided: 4, agreed: 0, disagreed: 0, open: 4 });
      await shop.admin.post(`/external-orders/${agreed.id}/accept`);
      await shop.admin.post(`/external-orders/${less.id}/accept`, {
        positions: [{ id: less.positions[0].id, quantity: 1 }],
      });
      await shop.admin.post(`/external-orders/${refused.id}/refuse`);
      await shop.cancel('s-5');
      expect(cancelled.state).toBe('new');
      expect(await resultsOf(id)).toMatchObject({ decided: 4, agreed: 1, disagreed: 2, open: 0 });
    });

    it('have no open position in an order that was deleted', async () => {
      const id = await addRule(shop, ACCEPT);
      const order = await judged(shop, 's-9', [positionOf(1, { quantity: 1 })]);
      await shop.admin.delete(`/external-orders/${order.id}`, { reason: 'дубль' });
      expect(await resultsOf(id)).toMatchObject({ decided: 1, agreed: 0, disagreed: 0, open: 0 });
    });

    it('stand beside rules that are on', async () => {
      const shadow = await addRule(shop, REFUSE);
      const tried = await addRule(shop, { ...ACCEPT, name: 'Есть что-то', conditions: { stock: 'any' } });
      const real = await on(ACCEPT);
      const order = await judged(shop, 's-6', [positionOf(1), positionOf(9)]);
      expect(order.positions[0]).toMatchObject({ decision: { ruleId: real }, wouldBe: { ruleId: tried } });
      expect(order.positions[1]).toMatchObject({ decision: null, wouldBe: { ruleId: shadow, action: 'refuse' } });
      expect(await resultsOf(tried)).toMatchObject({ decided: 1, agreed: 1 });
    });

    it('count for a week, and from when the rule was changed', async () => {
      const id = await addRule(shop, ACCEPT);
      await judged(shop, 's-7', [positionOf(1, { quantity: 1 })]);
      await shop.admin.patch(`/processing-rules/${id}`, { name: 'Другое имя' });
      expect((await resultsOf(id)).decided).toBe(1);
      shop.clock.advance(1_000);
      await shop.admin.patch(`/processing-rules/${id}`, { conditions: { stock: 'full' } });
      expect((await resultsOf(id)).decided).toBe(0);
      await judged(shop, 's-8', [positionOf(1, { quantity: 1 })]);
      shop.clock.advance(7 * 24 * HOUR + 1);
      expect((await resultsOf(id)).decided).toBe(0);
    });
  });

  it('are kept with as many letters of brands as they may have', async () => {
    const brands = Array.from({ length: 150 }, (_, index) => `爱${index}`.padEnd(100, '"界'));
    const id = await addRule(shop, { conditions: { brands } });
    expect((await shop.admin.get(`/processing-rules/${id}`)).body.conditions).toEqual({ brands });
  });

  it('are counted on the dashboard, by what they decided and why they refused', async () => {
    await on(ACCEPT);
    await on(REFUSE);
    await judged(shop, 'b-1');
    await judged(shop, 'b-2', [positionOf(9, { brand: 'Бош' }), positionOf(8)]);
    const { body } = await shop.admin.get('/dashboard');
    expect(body.decisions).toMatchObject([{ by: 'rules', userId: null, decided: 2, accepted: 1, refused: 1 }]);
    expect(body.refusedBrands).toEqual([{ brand: 'BOSCH', positions: 2, amount: '13800.00' }]);
    expect(body.refusalsByRules).toEqual([{ reasonCode: 'no_offer', positions: 2, amount: '13800.00' }]);
    const found = await shop.admin.get('/external-orders?decidedBy=rules&sort=createdAt');
    expect(found.body.data.map(({ externalId }: { externalId: string }) => externalId)).toEqual(['b-1', 'b-2']);
    expect((await shop.admin.get('/external-orders?decidedBy=none')).body.data).toEqual([]);
  });

  it('tell refusals of a maker that nobody knows as of one, however the orders spell it', async () => {
    await on(REFUSE);
    const spellings = ['Кумкват', 'КУМКВАТ', 'кумкват-', 'Ежевика', 'Ёжевика'];
    const positions = spellings.map((brand, index) => positionOf(index + 1, { brand, number: 'нет', quantity: 1 }));
    await judged(shop, 'u-1', positions.reverse());
    const { refusedBrands } = (await shop.admin.get('/dashboard')).body;
    expect(
      refusedBrands.map(({ brand, positions }: { brand: string; positions: number }) => [brand, positions]),
    ).toEqual([
      ['КУМКВАТ', 3],
      ['Ёжевика', 2],
    ]);
  });

  it('are named in the exports of positions', async () => {
    await on({ ...ACCEPT, name: 'Есть на складе' });
    const refusing = await on({ ...REFUSE, name: 'Нет нигде' });
    await judged(shop, 'e-1', [positionOf(1), positionOf(9)]);
    await shop.admin.delete(`/processing-rules/${refusing}`);
    const { bytes } = await download(shop.admin, '/external-orders/positions/export?format=csv');
    const [head, ...rows] = openCsv(bytes);
    const columns = ['Кто решил', 'Правило', 'Причина правила', 'Отклонение цены, %'].map((title) =>
      head!.indexOf(title),
    );
    expect(rows.map((row) => columns.map((index) => row[index]))).toEqual([
      ['Правило', 'Есть на складе', 'есть в наличии', '1,4'],
      ['Правило', `№ ${refusing}`, 'нет в прайс-листах', ''],
    ]);
  });

  it('that fail for one order hold up no other, and try again', async () => {
    await on(ACCEPT);
    const broken = await shop.receive('f-1');
    const wouldBe = (json: string) =>
      sql(shop, `UPDATE external_order_positions SET would_be = ${json} WHERE external_order_id = ${broken.id}`);
    await wouldBe(`'{'`);
    const other = await shop.receive('f-2', 1, { positions: [positionOf(2, { quantity: 1 })] });
    await ruleOf(shop).run();
    expect((await shop.externalOrder(other.id)).state).toBe('accepted');
    await wouldBe('NULL');
    await ruleOf(shop).run();
    expect((await shop.externalOrder(broken.id)).state).toBe('new');
    shop.clock.advance(5_000);
    await ruleOf(shop).run();
    expect((await shop.externalOrder(broken.id)).state).toBe('accepted');
  });
});

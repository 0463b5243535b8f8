import { addList, lineOf, load } from '../support/price-lists.js';
import { addRule, judged, ruleOf } from '../support/processing-rules.js';
import { positionOf, Shop } from '../support/shop.js';

const OFFERED = [
  lineOf(1, { article: 'P1', quantity: '5', price: '3500,00' }),
  lineOf(2, { article: 'P2', quantity: '1', price: '3000' }),
];
const ACCEPT = { conditions: { stock: 'full', deviationUp: 5 }, action: { kind: 'accept' } };

describe('processing rules', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open();
    await load(shop, await addList(shop), OFFERED.join('\n'));
  });
  afterEach(() => shop.close());

  const on = (rule: object) => addRule(shop, rule, 'on');

  it('accept what is in stock, once, as a person would', async () => {
    const id = await on(ACCEPT);
    const order = await judged(shop, 'r-1');
    expect(order).toMatchObject({
      state: 'accepted',
      positions: [
        { state: 'accepted', acceptedQuantity: 2, decision: { by: 'rule', ruleId: id, reasonCode: 'in_stock' } },
      ],
    });
    expect(order.positions[0].offer).toMatchObject({ article: 'P1', price: '3500.00' });
    expect(order.history.at(-1)).toMatchObject({ kind: 'accepted', actor: 'Правило «Правило»' });
    expect((await shop.order(order.orderId)).items).toHaveLength(1);
    await ruleOf(shop).run();
    expect((await shop.externalOrder(order.id)).history).toHaveLength(order.history.length);
  });

  it('decide nothing in shadow, and say what they would', async () => {
    const id = await addRule(shop, ACCEPT);
    const order = await judged(shop, 'r-2');
    expect(order).toMatchObject({
      state: 'new',
      positions: [
        {
          state: 'open',
          decision: null,
          wouldBe: { ruleId: id, action: 'accept', quantity: 2, reasonCode: 'in_stock' },
        },
      ],
    });
  });

  it('refuse with a reason code and the text of the rule', async () => {
    await on(ACCEPT);
    await on({ conditions: { offerFound: false }, action: { kind: 'refuse', reason: 'Нет в наличии' } });
    const order = await judged(shop, 'r-3', [positionOf(9)]);
    expect(order.positions[0]).toMatchObject({ state: 'refused', decision: { by: 'rule', reasonCode: 'no_offer' } });
  });
});

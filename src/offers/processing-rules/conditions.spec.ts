import {
  FRESH,
  NOW,
  offer,
  orderOf,
  outcome,
  position,
  rule,
  STALE,
  verdictsOf,
} from '../../../test/support/judged-orders.js';
import type { PositionOffer } from '../order-offers/offered-position.js';
import { BrandKeys, type JudgedOrder, type JudgedPosition } from './judged-order.js';
import type { ProcessingRuleConditions } from './rule-settings.dto.js';

/** Whether it accepts. */
const fits = (conditions: ProcessingRuleConditions, one: JudgedPosition, change: Partial<JudgedOrder> = {}) =>
  outcome(orderOf([one], change), rule(conditions, 'accept'))[0]?.[0] === 'accept';

describe('a rule fits', () => {
  it.each<[string, ProcessingRuleConditions, Partial<PositionOffer>]>([
    ['all pieces are free', { stock: 'full' }, { free: 4 }],
    ['some pieces are free', { stock: 'any' }, { free: 1 }],
    ['the price is at the limit above', { deviationUp: 5 }, { priceMinor: 105_000 }],
    ['the price is at the limit below', { deviationDown: 5 }, { priceMinor: 95_000 }],
    ['the list is as old as it may be', { maxListAgeHours: 3 }, {}],
    ['it comes as late as it may', { maxDeliveryDays: 2 }, {}],
    ['it comes when the buyer was promised', { inTime: true }, { deliveryDaysMax: 3 }],
    ['the offer is of a list that is named', { priceListIds: ['1'] }, {}],
  ])('when %s', (_, conditions, change) => expect(fits(conditions, position([offer(change)]))).toBe(true));

  it.each<[string, ProcessingRuleConditions, Partial<PositionOffer>]>([
    ['one piece is missing', { stock: 'full' }, { free: 3 }],
    ['no piece is free', { stock: 'any' }, { free: 0 }],
    ['it is a tenth of a percent too dear', { deviationUp: 5 }, { priceMinor: 105_100 }],
    ['it is a tenth of a percent too cheap', { deviationDown: 5 }, { priceMinor: 94_900 }],
    ['it is dearer by a kopeck, and may not be dearer', { deviationUp: 0 }, { priceMinor: 100_001 }],
    ['it is a kopeck too dear', { deviationUp: 5 }, { priceMinor: 105_001 }],
    ['it is a kopeck too cheap', { deviationDown: 5 }, { priceMinor: 94_999 }],
    ['the list is older by a moment', { maxListAgeHours: 3 }, { listedAt: new Date('2026-11-24T05:59:59.999Z') }],
    ['it comes a day too late', { maxDeliveryDays: 1 }, {}],
    ['it comes later than the buyer was promised', { inTime: true }, { deliveryDaysMax: 4 }],
    ['the offer is of another list', { priceListIds: ['2'] }, {}],
    ['the list is stale', { offerFound: true }, { isStale: true }],
    ['it is not sold in such multiples', { offerFound: true }, { multiplicity: 3 }],
  ])('not when %s', (_, conditions, change) => expect(fits(conditions, position([offer(change)]))).toBe(false));

  it('by the first offer, best first, that all conditions hold for', () => {
    const one = position([offer({ line: 1, priceMinor: 110_000 }), offer({ line: 2, free: 3 }), offer({ line: 3 })]);
    const verdicts = verdictsOf([rule({ stock: 'full', deviationUp: 5 }, 'accept')], orderOf([one]));
    expect(verdicts.get(one)!.offer!.line).toBe(3);
  });

  it('by the order’s sum, buyer and hours', () => {
    const one = position([]);
    expect(fits({ minTotal: '4000.00', maxTotal: '4000' }, one)).toBe(true);
    expect(fits({ minTotal: '4000.01' }, one)).toBe(false);
    expect(fits({ maxTotal: '3999.99' }, one)).toBe(false);
    expect([fits({ knownBuyer: true }, one), fits({ knownBuyer: false }, one)]).toEqual([false, true]);
    expect([fits({ hours: 'working' }, one), fits({ hours: 'outside' }, one)]).toEqual([true, false]);
  });

  it('by brands in whatever spelling', () => {
    const one = position([]);
    expect([fits({ brands: ['mahle'] }, one), fits({ brands: ['bosch'] }, one)]).toEqual([true, false]);
    expect([fits({ exceptBrands: ['Mahle'] }, one), fits({ exceptBrands: ['bosch'] }, one)]).toEqual([false, true]);
  });

  it('by no brand that has neither letters nor digits: positions without a brand are not of it', () => {
    const one = position([], { brandKey: '' });
    expect([fits({ brands: ['***'] }, one), fits({ exceptBrands: ['***'] }, one)]).toEqual([false, true]);
  });

  it('by brands that are looked up once, however many positions there are', () => {
    const lookUp = jest.fn((name: string) => name);
    const brands = Array.from({ length: 500 }, (_, index) => `BRAND${index}`);
    const positions = Array.from({ length: 100 }, (_, id) => position([offer()], { id }));
    const order = orderOf(positions, { brandKeys: new BrandKeys(lookUp) });
    verdictsOf([rule({ brands }, 'accept'), rule({ exceptBrands: brands }, 'accept')], order);
    expect(lookUp).toHaveBeenCalledTimes(500);
  });

  it('never by a price that there is nothing to compare with', () => {
    const free = { ...offer(), deviation: null };
    expect([fits({ deviationUp: 100 }, position([free])), fits({ offerFound: true }, position([free]))]).toEqual([
      false,
      true,
    ]);
  });

  it('without a price list only where it asks for no offer', () => {
    expect([fits({}, position([])), fits({ stock: 'any' }, position([]))]).toEqual([true, false]);
  });
});

describe('what is not there', () => {
  const refuse = rule({ offerFound: false }, 'refuse');
  const sold = rule({ stock: 'none' }, 'refuse');

  it('is refused where lists are in force that can be gone by', () => {
    expect(outcome(orderOf([position([])]), refuse)).toEqual([['refuse', 0, 'no_offer']]);
    expect(outcome(orderOf([position([offer({ free: 0 })])]), sold)).toEqual([['refuse', 0, 'zero_stock']]);
  });

  it.each([
    ['no list is in force', [], 'no_offer'],
    ['one of the lists is stale', [FRESH, STALE], 'stale_list'],
  ])('is left to people where %s', (_, lists, why) => {
    expect(outcome(orderOf([position([])], { lists }), refuse, sold)).toEqual([['leave', 0, why]]);
  });

  it('is not what is offered and sold out', () => {
    const soldOut = rule({ offerFound: true, stock: 'none' }, 'refuse');
    expect(outcome(orderOf([position([])]), soldOut)).toEqual([null]);
    expect(outcome(orderOf([position([offer({ free: 0 })])]), soldOut)).toEqual([['refuse', 0, 'zero_stock']]);
  });

  it('is refused by the lists that the rule names alone', () => {
    const lists = [FRESH, STALE];
    const named = rule({ offerFound: false, priceListIds: ['1'] }, 'refuse');
    expect(outcome(orderOf([position([])], { lists }), named)[0]).not.toBeNull();
  });

  it('is left to people where a list that the rule names is not in force, or was deleted', () => {
    const named = rule({ offerFound: false, priceListIds: ['1', '9'] }, 'refuse');
    expect(outcome(orderOf([position([])], { lists: [FRESH] }), named)).toEqual([['leave', 0, 'no_offer']]);
    const accepting = rule({ offerFound: true, priceListIds: ['1', '9'] }, 'accept');
    expect(outcome(orderOf([position([offer()])], { lists: [FRESH] }), accepting)[0]?.[0]).toBe('accept');
  });

  it('is left to people where a list is older than the rule goes by', () => {
    const young = { maxListAgeHours: 2 };
    expect(
      outcome(
        orderOf([position([offer()])]),
        rule({ offerFound: false, ...young }, 'refuse'),
        rule({ stock: 'none', ...young }, 'refuse'),
      ),
    ).toEqual([['leave', 0, 'stale_list']]);
    const lists = [FRESH, { ...FRESH, id: 2, listedAt: NOW }];
    const one = position([offer({ priceListId: 2, free: 3, listedAt: NOW })]);
    expect(outcome(orderOf([one], { lists }), rule(young, 'accept_available'))).toEqual([['leave', 0, 'stale_list']]);
  });

  it('is left to people where the list says that there are more, not how many', () => {
    const promised = offer({ stock: 11, isAtLeast: true, free: 0 });
    expect(outcome(orderOf([position([promised])]), rule({ stock: 'full' }, 'accept'))).toEqual([
      ['leave', 0, 'zero_stock'],
    ]);
    expect(outcome(orderOf([position([promised])]), sold)).toEqual([null]);
    const few = position([offer({ stock: 1, isAtLeast: true, free: 1 })]);
    expect(outcome(orderOf([few]), rule({}, 'accept_available'))).toEqual([['leave', 0, 'partial_stock']]);
    const enough = position([offer({ stock: 11, isAtLeast: true, free: 11 })]);
    expect(outcome(orderOf([enough]), rule({}, 'accept_available'))).toEqual([['accept_available', 4, 'in_stock']]);
  });

  it('is left to people where there are more offers than were looked at', () => {
    const none = position([], { isCut: true });
    expect(outcome(orderOf([none]), refuse)).toEqual([['leave', 0, 'no_offer']]);
    const soldOut = position([offer({ free: 0 })], { isCut: true });
    expect(outcome(orderOf([soldOut]), sold)).toEqual([['leave', 0, 'zero_stock']]);
    const few = position([offer({ free: 1 })], { isCut: true });
    expect(outcome(orderOf([few]), rule({}, 'accept_available'))).toEqual([['leave', 0, 'partial_stock']]);
    const all = position([offer()], { isCut: true });
    expect(outcome(orderOf([all]), rule({ stock: 'full' }, 'accept'))).toEqual([['accept', 4, 'in_stock']]);
  });

  it('is not said to come too late where the buyer was promised no day', () => {
    const late = rule({ offerFound: false, inTime: true }, 'refuse');
    expect(outcome(orderOf([position([offer()], { deliveryDays: null })]), late)).toEqual([null]);
    expect(outcome(orderOf([position([offer()], { deliveryDays: 1 })]), late)[0]).not.toBeNull();
  });

  it('is of a maker that nobody knows', () => {
    const one = position([], { isBrandKnown: false });
    expect(outcome(orderOf([one]), refuse)).toEqual([['refuse', 0, 'unknown_brand']]);
  });
});

describe('accepting what there is', () => {
  const some = rule({}, 'accept_available');

  it.each([
    [9, 1, 4, 'in_stock'],
    [3, 1, 3, 'partial_stock'],
    [3, 2, 2, 'partial_stock'],
  ])('of %s free pieces, sold by %s, takes %s', (free, multiplicity, taken, code) => {
    expect(outcome(orderOf([position([offer({ free, multiplicity })])]), some)).toEqual([
      ['accept_available', taken, code],
    ]);
  });

  it.each([
    ['nothing is free', { free: 0 }],
    ['fewer are free than are sold at once', { free: 1, multiplicity: 2 }],
  ])('does nothing where %s', (_, change) => {
    expect(outcome(orderOf([position([offer(change)])]), some)).toEqual([null]);
  });

  it('refuses no rest that a stale list may have', () => {
    const lists = [FRESH, STALE];
    expect(outcome(orderOf([position([offer({ free: 3 })])], { lists }), some)).toEqual([['leave', 0, 'stale_list']]);
    expect(outcome(orderOf([position([offer()])], { lists }), some)).toEqual([['accept_available', 4, 'in_stock']]);
  });
});

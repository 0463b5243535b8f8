import fc from 'fast-check';
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
  WANTED_MINOR,
} from '../../../test/support/judged-orders.js';
import { OFFER } from '../../../test/support/offer.js';
import { bestOf, type PositionOffer } from '../order-offers/offered-position.js';
import { RULE_ACTIONS } from '../../orders/external-orders/rule-verdict.js';
import type { JudgedOrder, JudgingRule } from './judged-order.js';
import type { ProcessingRuleConditions, ProcessingRuleAction } from './rule-settings.dto.js';

describe('what a rule may have decided that is gone by first', () => {
  const accept = rule({ stock: 'full', deviationUp: 5 }, 'accept');
  const refuseAll = rule({}, 'refuse');
  const acceptAll = rule({}, 'accept');
  const lists = [FRESH, STALE];

  it.each<[string, PositionOffer[], Partial<JudgedOrder>, string]>([
    ['no list is in force', [], { lists: [] }, 'no_offer'],
    ['a list is stale', [], { lists }, 'stale_list'],
    ['the list that has it is stale', [offer({ isStale: true })], { lists: [STALE] }, 'stale_list'],
    ['it is too dear in one list, and another is stale', [offer({ priceMinor: 120_000 })], { lists }, 'stale_list'],
    [
      'a list says that there are more, not how many',
      [offer({ stock: 1, free: 1, isAtLeast: true })],
      {},
      'partial_stock',
    ],
  ])('is not refused by the next but left to people where %s', (_, offers, change, why) => {
    const order = orderOf([position(offers)], change);
    expect(outcome(order, accept, refuseAll)).toEqual([['leave', 0, why]]);
    expect(verdictsOf([accept, refuseAll], order).get(order.positions[0]!)!.rule).toBe(accept);
  });

  it('is left to people by the first rule that may fit, also where no other rule is', () => {
    const order = orderOf([position([])], { lists });
    expect(verdictsOf([accept, rule({ stock: 'any' }, 'accept')], order).get(order.positions[0]!)).toMatchObject({
      rule: accept,
      action: 'leave',
      reasonCode: 'stale_list',
    });
  });

  it('is refused by the next where lists say that there is none', () => {
    expect(outcome(orderOf([position([])]), accept, refuseAll)).toEqual([['refuse', 0, 'no_offer']]);
    const tooDear = offer({ stock: 1, free: 1, isAtLeast: true, priceMinor: 120_000 });
    expect(outcome(orderOf([position([tooDear])]), accept, refuseAll)).toEqual([['refuse', 0, 'partial_stock']]);
  });

  it('is refused by the next where it is not by offers that the one before missed', () => {
    const one = () => position([]);
    const [ofBosch, atNight] = [
      rule({ brands: ['bosch'], stock: 'full' }, 'accept'),
      rule({ hours: 'outside' }, 'leave'),
    ];
    expect(outcome(orderOf([one()], { lists }), ofBosch, atNight, refuseAll)).toEqual([['refuse', 0, 'stale_list']]);
    const inTime = rule({ inTime: true }, 'accept');
    const unpromised = position([], { deliveryDays: null });
    expect(outcome(orderOf([unpromised], { lists }), inTime, refuseAll)).toEqual([['refuse', 0, 'stale_list']]);
  });

  it('is accepted by the next where both accept', () => {
    const own = rule({ stock: 'full', priceListIds: ['2'] }, 'accept');
    expect(outcome(orderOf([position([offer()])], { lists }), own, accept)).toEqual([['accept', 4, 'in_stock']]);
    const available = rule({ stock: 'full' }, 'accept_available');
    expect(outcome(orderOf([position([offer()])], { lists }), own, available)).toEqual([
      ['accept_available', 4, 'in_stock'],
    ]);
  });

  it('is not accepted by the next where the one before would refuse, accept a part, or leave it', () => {
    for (const before of [
      rule({ offerFound: false }, 'refuse'),
      rule({}, 'accept_available'),
      rule({ offerFound: true }, 'leave'),
    ])
      expect(outcome(orderOf([position([])], { lists }), before, acceptAll)).toEqual([['leave', 0, 'stale_list']]);
  });

  it('is left to people by the next', () => {
    expect(outcome(orderOf([position([])], { lists }), accept, rule({}, 'leave'))).toEqual([
      ['leave', 0, 'stale_list'],
    ]);
  });

  it('is in doubt for the whole order where the rule is for whole orders', () => {
    const whole = rule({ stock: 'full' }, 'accept', { scope: 'order' });
    const two = () => [position([offer()]), position([], { id: 2 })];
    const left = ['leave', 0, 'stale_list'];
    expect(outcome(orderOf(two(), { lists }), whole, refuseAll)).toEqual([left, left]);
    const byEach = orderOf(two(), { lists });
    const verdicts = verdictsOf([whole, refuseAll], byEach);
    expect(byEach.positions.map((each) => verdicts.get(each)!.rule)).toEqual([whole, whole]);
    const [dear, unknown] = [position([offer({ priceMinor: 120_000 })]), position([], { id: 2, brandKey: 'BOSCH' })];
    const cheap = rule({ deviationUp: 5, brands: ['mahle'] }, 'accept', { scope: 'order' });
    expect(outcome(orderOf([dear, unknown], { lists }), cheap, refuseAll)).toEqual([
      ['refuse', 0, 'price_too_high'],
      ['refuse', 0, 'stale_list'],
    ]);
    const refuseWhole = rule({}, 'refuse', { scope: 'order' });
    const ofBosch = rule({ brands: ['bosch'], stock: 'full' }, 'accept');
    const oneOfBosch = orderOf([position([offer()]), position([], { id: 2, brandKey: 'BOSCH' })], { lists });
    expect(outcome(oneOfBosch, ofBosch, refuseWhole)).toEqual([left, left]);
    expect(outcome(orderOf(two(), { lists }), accept, refuseWhole)).toEqual([['accept', 4, 'in_stock'], left]);
  });

  const conditions = fc.record(
    {
      offerFound: fc.boolean(),
      stock: fc.constantFrom<NonNullable<ProcessingRuleConditions['stock']>>('full', 'any', 'none'),
      deviationUp: fc.constantFrom(0, 5),
      deviationDown: fc.constantFrom(0, 5),
      inTime: fc.constant(true),
      priceListIds: fc.constantFrom('1', '2').map((id) => [id]),
    },
    { requiredKeys: [] },
  );
  const rowsOf = (priceListId: number) =>
    fc.array(
      fc.record({
        priceListId: fc.constant(priceListId),
        stock: fc.integer({ min: 0, max: 6 }),
        isAtLeast: fc.boolean(),
        multiplicity: fc.constantFrom(1, 3),
        priceMinor: fc.constantFrom(90_000, 98_000, WANTED_MINOR, 104_000, 120_000),
        deliveryDaysMax: fc.constantFrom(2, 4),
      }),
      { maxLength: 3 },
    );

  it('is never decided otherwise than by the next file of a list that is too old', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(conditions, fc.constantFrom<ProcessingRuleAction['kind']>(...RULE_ACTIONS)), {
          maxLength: 4,
        }),
        rowsOf(1),
        rowsOf(2),
        rowsOf(2),
        fc.boolean(),
        (of, ofFresh, before, after, isOld) => {
          const made = of.map(([each, kind]) => rule(isOld ? { ...each, maxListAgeHours: 2 } : each, kind));
          const wanted = { quantity: 4, priceMinor: WANTED_MINOR, deliveryDays: 3 };
          // Older than the rules go by, or stale.
          const age = isOld ? { isStale: false, listedAt: new Date(NOW.getTime() - 4 * 3_600_000) } : { isStale: true };
          const now = { isStale: false, listedAt: NOW };
          const judged = (rows: typeof before, second: Partial<PositionOffer>) => {
            const offers = [
              ...ofFresh.map((row) => ({ ...row, ...now })),
              ...rows.map((row) => ({ ...row, ...second })),
            ];
            const found = offers.map((row, line) => ({ ...OFFER, ...row, line }));
            const one = position(bestOf(wanted, { offers: found, isCut: false }, () => 0).offers);
            const inForce = [
              { id: 1, ...now },
              { ...FRESH, ...second, id: 2 },
            ];
            const verdict = verdictsOf(made, orderOf([one], { lists: inForce })).get(one);
            return verdict && verdict.action !== 'leave' ? verdict.quantity : undefined;
          };
          const sure = judged(before, age);
          if (sure !== undefined) expect(judged(after, now)).toBe(sure);
        },
      ),
      { numRuns: 2_000 },
    ));
});

describe('rules together', () => {
  const dear = () => position([offer({ priceMinor: 120_000 })]);
  const accept = rule({ deviationUp: 5 }, 'accept');
  const refuse = rule({}, 'refuse');

  it('are gone by in their order: the first that fits decides', () => {
    expect(outcome(orderOf([position([offer()])]), accept, refuse)).toEqual([['accept', 4, 'in_stock']]);
    expect(outcome(orderOf([position([offer()])]), refuse, accept)).toEqual([['refuse', 0, 'in_stock']]);
    expect(outcome(orderOf([position([offer()])]), rule({}, 'leave'), accept)).toEqual([['leave', 0, 'in_stock']]);
  });

  it('say that it was the price by which the one before missed', () => {
    expect(outcome(orderOf([dear()]), accept, refuse)).toEqual([['refuse', 0, 'price_too_high']]);
  });

  it('say that it was the hour by which the one before missed', () => {
    const byDay = rule({ hours: 'working' }, 'accept');
    expect(outcome(orderOf([position([offer()])], { isWorkingTime: false }), byDay, rule({}, 'leave'))).toEqual([
      ['leave', 0, 'outside_hours'],
    ]);
  });

  it('do not say so where more than that was missing', () => {
    const both = rule({ deviationUp: 5, hours: 'working' }, 'accept');
    expect(outcome(orderOf([dear()], { isWorkingTime: false }), both, refuse)).toEqual([['refuse', 0, 'in_stock']]);
  });

  it('decide a whole order only where they fit all of it', () => {
    const whole = rule({ stock: 'full' }, 'accept', { scope: 'order' });
    const [there, short] = [position([offer()]), position([offer({ articleKey: 'X', free: 1 })], { id: 2 })];
    expect(outcome(orderOf([there]), whole)).toEqual([['accept', 4, 'in_stock']]);
    expect(outcome(orderOf([there, short]), whole)).toEqual([null, null]);
    expect(outcome(orderOf([there, short]), rule({ stock: 'none' }, 'refuse'), accept, whole)).toEqual([
      ['accept', 4, 'in_stock'],
      ['accept', 4, 'partial_stock'],
    ]);
  });

  it('promise the same pieces to one position only', () => {
    const two = [position([offer({ free: 6 })]), position([offer({ free: 6 })], { id: 2 })];
    expect(outcome(orderOf(two), rule({ stock: 'full' }, 'accept'), rule({}, 'accept_available'))).toEqual([
      ['accept', 4, 'in_stock'],
      ['accept_available', 2, 'partial_stock'],
    ]);
  });

  it('promise the same pieces once where a list has two spellings of a brand', () => {
    const two = [
      position([offer({ free: 6 })]),
      position([offer({ free: 6, brandKey: 'KNECHT', part: OFFER.part, line: 2 })], { id: 2, brandKey: 'MAHLE' }),
    ];
    const rules = [rule({ stock: 'full' }, 'accept'), rule({}, 'accept_available')];
    expect(outcome(orderOf(two), ...rules)).toEqual([
      ['accept', 4, 'in_stock'],
      ['accept_available', 2, 'partial_stock'],
    ]);
  });

  it('take the offer that has all pieces where the position before left too few of the best', () => {
    const own = () => offer({ free: 6 });
    const other = offer({ priceListId: 2, free: 10, line: 7 });
    const two = [position([own(), other]), position([own(), other], { id: 2 })];
    const verdicts = verdictsOf([rule({}, 'accept_available')], orderOf(two));
    expect([...verdicts.values()].map(({ quantity, offer: taken }) => [quantity, taken!.line])).toEqual([
      [4, 1],
      [4, 7],
    ]);
  });

  it('that did not come about for a whole order took nothing', () => {
    const two = [position([offer({ free: 6 })]), position([offer({ free: 6 })], { id: 2 })];
    const whole = rule({ stock: 'full' }, 'accept', { scope: 'order' });
    expect(outcome(orderOf(two), whole, rule({}, 'accept_available'))).toEqual([
      ['accept_available', 4, 'in_stock'],
      ['accept_available', 2, 'partial_stock'],
    ]);
  });

  it('never accept more than there is free, nor more than is ordered', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 9 }), key: fc.constantFrom('A', 'B') }), {
          maxLength: 6,
        }),
        fc.record({ A: fc.integer({ min: 0, max: 12 }), B: fc.integer({ min: 0, max: 12 }) }),
        fc.array(fc.constantFrom<ProcessingRuleAction['kind']>('accept', 'accept_available', 'refuse'), {
          maxLength: 3,
        }),
        fc.constantFrom<JudgingRule['scope']>('position', 'order'),
        (wanted, free, kinds, scope) => {
          const positions = wanted.map(({ quantity, key }, id) =>
            position([offer({ articleKey: key, free: free[key as 'A' | 'B'] })], { id, quantity }),
          );
          const of = kinds.map((kind) => rule(kind === 'accept' ? { stock: 'full' } : {}, kind, { scope }));
          const verdicts = verdictsOf(of, orderOf(positions));
          const taken: Record<string, number> = { A: 0, B: 0 };
          for (const [{ quantity: most }, { quantity, offer: chosen }] of verdicts) {
            expect(quantity).toBeLessThanOrEqual(most);
            if (chosen) taken[chosen.articleKey]! += quantity;
          }
          expect(taken.A).toBeLessThanOrEqual(free.A);
          expect(taken.B).toBeLessThanOrEqual(free.B);
        },
      ),
    ));
});

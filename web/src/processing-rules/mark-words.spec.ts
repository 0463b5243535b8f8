import '../../../test/support/browserless';
import { decisionInWords, isOfRule, type Marked, wouldBeInWords } from './mark-words';

const OPEN: Marked = { state: 'open', price: '3000.00', decision: null, wouldBe: null };
const OFFER = {
  id: '1',
  priceListId: '1',
  priceListName: 'Полка',
  brand: 'BOSCH',
  article: 'P1',
  name: '',
  price: '3120.00',
  stock: 5,
  listedAt: '2026-11-29T12:00:00.000Z',
} as unknown as NonNullable<NonNullable<Marked['decision']>['offer']>;

const ruleName = (id: string) => `«Правило ${id}»`;
const plain = (words: string | undefined) => words?.replace(/\s/g, ' ');

const decided = (change: object): Marked => ({
  ...OPEN,
  state: 'accepted',
  decision: { by: 'rule', ruleId: '5', reasonCode: 'in_stock', offer: OFFER, ...change },
});
const wouldBe = (change: object): Marked => ({
  ...OPEN,
  wouldBe: { ruleId: '5', action: 'accept', quantity: 2, reasonCode: 'in_stock', ...change },
});

describe('what a rule made of a position', () => {
  it.each([
    [decided({}), 'Приняло правило «Правило 5»: есть в наличии, дороже на 4 %'],
    [decided({ offer: null }), 'Приняло правило «Правило 5»: есть в наличии'],
    [
      { ...decided({ offer: null, reasonCode: 'no_offer' }), state: 'refused' as const },
      'Отказало правило «Правило 5»: нет в прайс-листах',
    ],
    [decided({ by: 'person', ruleId: null, reasonCode: null }), undefined],
    [OPEN, undefined],
  ])('%j was decided: %s', (position, words) => {
    expect(plain(decisionInWords(position, ruleName))).toBe(words);
  });

  it.each([
    [wouldBe({}), 'Правило «Правило 5» приняло бы 2 шт.: есть в наличии'],
    [
      wouldBe({ action: 'accept_available', quantity: 1, reasonCode: 'partial_stock' }),
      'Правило «Правило 5» приняло бы 1 шт.: есть не всё',
    ],
    [
      wouldBe({ action: 'refuse', quantity: 0, reasonCode: 'price_too_high' }),
      'Правило «Правило 5» отказало бы: слишком дорого',
    ],
    [
      wouldBe({ action: 'leave', quantity: 0, reasonCode: 'outside_hours' }),
      'Правило «Правило 5» оставляет менеджеру: нерабочее время',
    ],
    [
      { ...wouldBe({ action: 'leave', quantity: 0, reasonCode: 'outside_hours' }), state: 'accepted' as const },
      undefined,
    ],
    [OPEN, undefined],
  ])('%j: %s', (position, words) => {
    expect(wouldBeInWords(position, ruleName)).toBe(words);
  });

  it('is told of the rule that decided, and not of one in shadow besides', () => {
    const both = { ...wouldBe({}), ...decided({}), wouldBe: wouldBe({}).wouldBe };
    expect(wouldBeInWords(both, ruleName)).toBeUndefined();
    expect([isOfRule(both), isOfRule(wouldBe({})), isOfRule(OPEN)]).toEqual([true, true, false]);
  });
});

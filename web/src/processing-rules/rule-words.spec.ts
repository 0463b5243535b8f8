import '../../../test/support/browserless';
import type { RuleConditions } from './processing-rule';
import { actionInWords, conditionsInWords, ruleInWords } from './rule-words';

const ACCEPT = { kind: 'accept', reason: '', delayMinutes: 0 } as const;
const LISTS: Record<string, string> = { '1': 'Полка', '2': 'Альянс' };
const listName = (id: string) => LISTS[id];

/** Amounts are held together by spaces of other kinds. */
const plain = (words: string) => words.replace(/\s/g, ' ');
const say = (conditions: RuleConditions) => conditionsInWords(conditions, listName).map(plain);

describe('a rule in words', () => {
  it('says what has to hold, and what is done', () => {
    const conditions = { stock: 'full', deviationUp: 5 } as const;
    expect(plain(ruleInWords({ conditions, action: ACCEPT }, listName))).toBe(
      'Если есть всё количество и не дороже чем на 5 % → принять',
    );
  });

  it('without a condition fits always', () => {
    expect(ruleInWords({ conditions: {}, action: { ...ACCEPT, kind: 'leave' } }, listName)).toBe(
      'Всегда → оставить менеджеру',
    );
  });

  it('joins three as people do', () => {
    const conditions = { hours: 'working', offerFound: true, inTime: true } as const;
    expect(ruleInWords({ conditions, action: ACCEPT }, listName)).toBe(
      'Если сейчас рабочее время, деталь есть и привезут в обещанный покупателю срок → принять',
    );
  });

  it.each<[RuleConditions, string[]]>([
    [{ offerFound: true }, ['деталь есть']],
    [{ offerFound: false }, ['детали нет ни в одном прайс-листе']],
    [{ offerFound: false, priceListIds: ['1'] }, ['детали нет в прайс-листе «Полка»']],
    [{ priceListIds: ['1', '2'] }, ['деталь есть в прайс-листах «Полка», «Альянс»']],
    [{ priceListIds: ['9'] }, ['деталь есть в прайс-листе «удалён»']],
    [{ stock: 'full', priceListIds: ['2'] }, ['есть всё количество в прайс-листе «Альянс»']],
    [{ stock: 'any' }, ['есть хотя бы часть']],
    [{ stock: 'none' }, ['остатка нет']],
    [{ deviationUp: 0, deviationDown: 0 }, ['не дороже', 'не дешевле']],
    [{ deviationUp: 2.5, deviationDown: 10 }, ['не дороже чем на 2,5 %', 'не дешевле чем на 10 %']],
    [{ maxListAgeHours: 24 }, ['прайс-лист не старше 24 ч']],
    [{ maxDeliveryDays: 3 }, ['привезут не позже чем через 3 дн.']],
    [{ maxDeliveryDays: 0 }, ['привезут сегодня']],
    [{ inTime: false }, []],
    [{ minTotal: '1000' }, ['сумма заказа от 1 000,00 ₽']],
    [{ maxTotal: '5000.50' }, ['сумма заказа до 5 000,50 ₽']],
    [{ minTotal: '0', maxTotal: '5000' }, ['сумма заказа от 0,00 ₽ до 5 000,00 ₽']],
    [{ brands: ['BOSCH', 'NGK'] }, ['бренд BOSCH или NGK']],
    [{ exceptBrands: ['BOSCH', 'NGK'] }, ['бренд не BOSCH и не NGK']],
    [{ brands: ['A', 'B', 'C', 'D', 'E'] }, ['бренд A или B или C или ещё 2']],
    [{ hours: 'outside' }, ['сейчас нерабочее время']],
    [{ knownBuyer: true }, ['у покупателя уже принимали заказ']],
    [{ knownBuyer: false }, ['у покупателя ещё не принимали заказов']],
  ])('%j', (conditions, words) => {
    expect(say(conditions)).toEqual(words);
  });

  it.each([
    [{ ...ACCEPT, kind: 'accept_available' as const }, 'принять, что есть, на остальное отказ'],
    [{ ...ACCEPT, kind: 'refuse' as const }, 'отказать'],
    [{ ...ACCEPT, kind: 'refuse' as const, reason: 'Нет в наличии' }, 'отказать: «Нет в наличии»'],
    [{ ...ACCEPT, reason: 'не сказано никому' }, 'принять'],
  ])('%j', (action, words) => {
    expect(actionInWords(action)).toBe(words);
  });
});

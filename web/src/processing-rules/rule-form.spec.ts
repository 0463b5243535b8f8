import '../../../test/support/browserless';
import { errorsOf, settingsOf, valuesOf } from './rule-form';

const RULE = {
  name: 'Есть на складе',
  scope: 'order' as const,
  conditions: {
    offerFound: true,
    stock: 'full' as const,
    deviationUp: 5,
    deviationDown: 0,
    maxListAgeHours: 24,
    maxDeliveryDays: 0,
    inTime: true,
    minTotal: '100.5',
    maxTotal: '5000',
    brands: ['BOSCH'],
    exceptBrands: ['NGK'],
    priceListIds: ['7'],
    hours: 'working' as const,
    knownBuyer: false,
  },
  action: { kind: 'refuse' as const, reason: 'Нет в наличии', delayMinutes: 5 },
};

describe('the form of a rule', () => {
  it('gives back what it was filled with', () => {
    expect(settingsOf(valuesOf(RULE))).toEqual(RULE);
  });

  it('asks for nothing that was taken out or is not filled in', () => {
    const values = { ...valuesOf({ ...RULE, conditions: {} }), conditions: { maxTotal: '', brands: [] } };
    expect(settingsOf(values).conditions).toEqual({});
  });

  it('gives no reason but with a refusal, and no delay where nothing is decided', () => {
    const of = (kind: 'accept' | 'leave') => settingsOf(valuesOf({ ...RULE, action: { ...RULE.action, kind } })).action;
    expect(of('accept')).toEqual({ kind: 'accept', reason: '', delayMinutes: 5 });
    expect(of('leave')).toEqual({ kind: 'leave', reason: '', delayMinutes: 0 });
  });

  it('shows what is wrong at its field, in its words', () => {
    const contradicts = { code: 'contradicts', params: { other: 'offerFound' }, message: '' };
    const noList = { code: 'no_such_price_list', params: {}, message: '' };
    expect(
      errorsOf([
        { path: 'conditions.stock', ...contradicts },
        { path: 'conditions.priceListIds[2]', ...noList },
      ]),
    ).toEqual({
      'conditions.stock': 'Противоречит другому условию или действию: «Деталь в прайс-листах»',
      'conditions.priceListIds': 'Такого прайс-листа в регионе аккаунта нет',
    });
  });
});

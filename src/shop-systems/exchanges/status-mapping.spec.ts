import fc from 'fast-check';
import type { OrderStatus } from '../../orders/order-statuses/order-status.entity.js';
import type { ExchangeStatus } from './exchange.entity.js';
import { StatusMapping, valueHashOf } from './status-mapping.js';

const status = (id: number, name: string) => ({ id, name }) as OrderStatus;
const DIRECTORY = new Map(
  [status(1, 'В работе'), status(2, 'Выдано'), status(3, 'Отказ')].map((each) => [each.id, each]),
);
const row = (value: string, statusId: number | null) => {
  return { value, valueHash: valueHashOf(value), statusId } as ExchangeStatus;
};
const mapping = (...rows: ExchangeStatus[]) => new StatusMapping(rows, DIRECTORY);

describe('what a value means', () => {
  it.each<[string, string[], number | undefined, boolean | undefined]>([
    ['what the table says', ['Отгружен'], 2, false],
    ['what the table says of a name of ours', ['Отказ'], 1, false],
    ['our status by its id', ['3'], 3, true],
    ['our status by its name', ['в  РАБОТЕ'], 1, true],
    ['the first that means something', ['УТ-7', 'Выдано'], 2, true],
    ['nothing where nobody has said', ['Собран'], undefined, undefined],
    ['our status where the table names one that is gone', ['Выдано?'], undefined, undefined],
    ['nothing for no value', [], undefined, undefined],
    ['nothing for an id of none of ours', ['99'], undefined, undefined],
  ])('is %s', (_, values, id, isOurs) => {
    const rows = [row('Отгружен', 2), row('Отказ', 1), row('Собран', null), row('Выдано?', 77)];
    const meaning = mapping(...rows).resolve(values);
    expect([meaning?.status.id, meaning?.isOurs]).toEqual([id, isOurs]);
  });

  it('is the same whatever case, spaces and dots of ё it is written with', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), fc.nat(), (text, at) => {
        const place = at % (text.length + 1);
        const spaced = `${text.slice(0, place)} ${text.slice(place)}`;
        fc.pre(!/\p{Surrogate}|\p{M}/u.test(spaced));
        expect(valueHashOf(spaced)).toBe(valueHashOf(text));
      }),
    );
    expect(valueHashOf('Отгружён')).toBe(valueHashOf('ОТГРУЖЕН'));
    expect(valueHashOf('Отгружен')).not.toBe(valueHashOf('Отгружена'));
  });

  it('is found by the beginning of a value that is longer than any is kept', () => {
    const long = 'ж'.repeat(255);
    expect(mapping(row(long, 2)).resolve([`${long} и дальше`])).toMatchObject({ value: long, status: { id: 2 } });
  });
});

import fc from 'fast-check';
import { InvalidInputError } from '../../platform/errors.js';
import { readPaging, readSearch, type RawQuery } from './search-conditions.js';
import { ZonedTimes } from './zoned-times.js';

const FIELDS = { id: 'id', created_at: 'time', order_items_comment: 'text', customer_id: 'id' } as const;
const read = (query: RawQuery) => readSearch(query, FIELDS, new ZonedTimes('Europe/Moscow'));

describe('filters as programs for PARTS SOFT write them', () => {
  it('are read by field and operator', () => {
    const { conditions, ignored } = read({
      page: '2',
      per_page: '20',
      'search[created_at_gteq]': '2026-11-24T09:15:00+03:00',
      'search[customer_id_eq]': '710',
      'search[order_items_comment_eq]': 'P-1, вторая',
      'q[id_in]': '1,2',
    });
    expect(conditions).toEqual([
      { field: 'created_at', operator: 'gteq', values: [new Date('2026-11-24T06:15:00Z')] },
      { field: 'customer_id', operator: 'eq', values: [710] },
      { field: 'order_items_comment', operator: 'eq', values: ['P-1, вторая'] },
      { field: 'id', operator: 'in', values: [1, 2] },
    ]);
    expect(ignored).toEqual([]);
  });

  it('take lists of each kind, and the items as a form numbers them', () => {
    expect(read({ 'search[id_in][]': ['1', '2'] }).conditions).toMatchObject([{ values: [1, 2] }]);
    expect(read({ 'search[order_items_attributes][0][comment_eq]': 'P1' }).conditions).toEqual([
      { field: 'order_items_comment', operator: 'eq', values: ['P1'] },
    ]);
  });

  it('are ignored and named when they are not known, whatever they are made of', () => {
    const names = [
      'search[customer_id_et]',
      'search[created_at_cont]',
      'search[__proto___eq]',
      'x',
      'search[a][b]\r\nc',
    ];
    const { conditions, ignored } = read(Object.fromEntries(names.map((name) => [name, '1'])));
    expect(conditions).toEqual([]);
    expect(ignored).toEqual([...names.slice(0, 4), 'search[a][b]??c']);
  });

  it('filter nothing when they are blank', () => {
    expect(read({ 'search[id_eq]': ' ', 'search[id_in]': ',' })).toEqual({ conditions: [], ignored: [] });
  });

  it.each<[string, string | string[], string]>([
    ['search[id_eq]', 'x', 'id'],
    ['search[created_at_gteq]', 'yesterday', 'day_or_time'],
    ['search[order_items_comment_eq]', 'x'.repeat(256), 'too_long'],
    ['search[id_in]', Array.from({ length: 101 }, (_, id) => String(id)).join(','), 'too_many'],
  ])('are refused with a wrong value: %s', (name, value, code) => {
    const error = (() => {
      try {
        return read({ [name]: value });
      } catch (thrown) {
        return thrown as InvalidInputError;
      }
    })();
    expect((error as InvalidInputError).errors).toMatchObject([{ path: name, code }]);
  });

  it('never make a header that cannot be sent', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 80 }), fc.string()), (query) => {
        const { ignored } = read(query);
        expect(ignored.every((name) => /^[\w[\].?-]{0,64}$/.test(name))).toBe(true);
        expect(ignored.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

describe('pages', () => {
  it.each<[RawQuery, number, number]>([
    [{}, 1, 20],
    [{ page: '0' }, 1, 20],
    [{ page: '1', per_page: '100' }, 1, 100],
    [{ page: '3', per_page: '1000' }, 3, 100],
    [{ page: '-1', per_page: 'x' }, 1, 20],
    [{ page: ['2', '3'], per_page: '0' }, 1, 20],
  ])('%j', (query, page, perPage) => {
    expect(readPaging(query)).toEqual({ page, perPage });
  });
});

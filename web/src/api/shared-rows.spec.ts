import { shareRows } from './shared-rows';

const row = (id: string, change: object = {}) => ({ id, positions: [{ number: 'OC90' }], ...change });
const list = (...data: Array<{ id: string }>) => ({ data, meta: { total: data.length } });

describe('an answer that comes again', () => {
  it('is the one before where nothing changed', () => {
    const before = list(row('1'), row('2'));
    expect(shareRows(before, list(row('1'), row('2')))).toBe(before);
  });

  it('keeps the rows that did not change, wherever they are now', () => {
    const before = list(row('1'), row('2'), row('3'));
    const after = list(row('4'), row('1'), row('3', { state: 'accepted' }), row('2'));
    const shared = shareRows(before, after) as typeof before;
    expect(shared).toEqual(after);
    expect(shared.data[1]).toBe(before.data[0]);
    expect(shared.data[3]).toBe(before.data[1]);
    expect(shared.data[2]!).not.toBe(before.data[2]);
  });

  it('is another one where only the order, the rows left out or the total changed', () => {
    const before = list(row('1'), row('2'));
    for (const after of [
      list(row('2'), row('1')),
      list(row('1')),
      { ...list(row('1'), row('2')), meta: { total: 3 } },
    ]) {
      expect(shareRows(before, after)).toEqual(after);
      expect(shareRows(before, after)).not.toBe(before);
    }
  });

  it.each([
    ['a list without paging', { data: [row('1')] }, { data: [row('1'), row('2')] }],
    ['a list of what has no id', { data: [{ name: 'a' }] }, { data: [{ name: 'b' }, { name: 'a' }] }],
    ['a list that says more', { ...list(row('1')), isFull: true }, { ...list(row('1')), isFull: false }],
    ['anything else', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }],
    ['the first one', undefined, list(row('1'))],
  ])('is what came: %s', (_, before, after) => expect(shareRows(before, after)).toEqual(after));

  it('shares parts of what is no list', () => {
    const before = { a: { b: 1 }, c: 2 };
    expect((shareRows(before, { a: { b: 1 }, c: 3 }) as typeof before).a).toBe(before.a);
  });
});

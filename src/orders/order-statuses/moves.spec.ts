import { movesOf } from './moves.js';

describe('what somebody moved in a list', () => {
  const moves = (before: string, after: string) =>
    movesOf([...before], [...after]).map(({ thing, from, to }) => `${thing} ${from}→${to}`);

  it.each([
    ['nothing', 'abcde', 'abcde', []],
    ['nothing of nothing', '', '', []],
    ['one, up', 'abcde', 'adbce', ['d 4→2']],
    ['one, down to the end', 'abcde', 'acdeb', ['b 2→5']],
    ['two, to the end', 'abcde', 'cdeba', ['b 2→4', 'a 1→5']],
  ])('is %s: %s → %s', (_, before, after, expected) => {
    expect(moves(before, after)).toEqual(expected);
  });

  it('is all but one where the list was turned round', () => {
    expect(moves('abcd', 'dcba')).toHaveLength(3);
  });
});

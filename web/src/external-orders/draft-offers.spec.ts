import { offersOfDraft } from './draft-offers';

const position = (id: string, quantity = 1) => ({ id, quantity });
const offer = (id: string, free: number, isStale = false) => ({ id, free, isStale });

const proposed = (
  positions: Array<ReturnType<typeof position>>,
  offers: Record<string, Array<ReturnType<typeof offer>>>,
  chosen: Record<string, string | null> = {},
) => {
  const found = offersOfDraft(positions, new Map(Object.entries(offers)), chosen, ({ quantity }) => quantity);
  return positions.map(({ id }) => found.get(id)?.id);
};

describe('the offer that a position is to be accepted with', () => {
  it('is the best one that has all pieces', () => {
    expect(proposed([position('1', 2)], { 1: [offer('a', 5), offer('b', 9)] })).toEqual(['a']);
    expect(proposed([position('1', 2)], { 1: [offer('a', 1)] })).toEqual([undefined]);
    expect(proposed([position('1')], {})).toEqual([undefined]);
  });

  it('is none of a list that grew old, unless it is chosen', () => {
    const offers = { 1: [offer('a', 5, true)] };
    expect(proposed([position('1')], offers)).toEqual([undefined]);
    expect(proposed([position('1')], offers, { 1: 'a' })).toEqual(['a']);
  });

  it('is the one that was chosen, or none; of a list that was renewed meanwhile it is the best again', () => {
    const offers = { 1: [offer('a', 5), offer('b', 0)] };
    expect(proposed([position('1')], offers, { 1: 'b' })).toEqual(['b']);
    expect(proposed([position('1')], offers, { 1: null })).toEqual([undefined]);
    expect(proposed([position('1')], offers, { 1: 'gone' })).toEqual(['a']);
  });

  it('is not the one whose pieces another position of the same part takes', () => {
    const both = [offer('a', 3), offer('b', 2)];
    const twice = [position('1', 2), position('2', 2)];
    expect(proposed(twice, { 1: both, 2: both })).toEqual(['a', 'b']);
    expect(proposed(twice, { 1: [both[0]!], 2: [both[0]!] })).toEqual(['a', undefined]);
    expect(proposed(twice, { 1: both, 2: both }, { 2: 'a' })).toEqual(['b', 'a']);
  });
});

import { OneByOne } from './one-by-one';

describe('what is asked for one by one', () => {
  it('begins at once where nothing is under way, also right after something ended', () => {
    const work = new OneByOne<string>();
    expect(work.ask('first')).toBe(true);
    expect(work.end(true)).toBeUndefined();
    expect(work.ask('second')).toBe(true);
  });

  it('waits for what is under way, in its order', () => {
    const work = new OneByOne<string>();
    expect(['first', 'second', 'third'].map((each) => work.ask(each))).toEqual([true, false, false]);
    expect(work.all).toEqual(['first', 'second', 'third']);
    expect([work.end(true), work.end(true), work.end(true)]).toEqual(['second', 'third', undefined]);
  });

  it('is dropped where what was before it went wrong', () => {
    const work = new OneByOne<string>();
    for (const each of ['first', 'second']) work.ask(each);
    expect(work.end(false)).toBeUndefined();
    expect(work.all).toEqual([]);
    expect(work.ask('third')).toBe(true);
  });
});

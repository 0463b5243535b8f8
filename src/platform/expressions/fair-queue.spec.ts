import { FairQueue } from './fair-queue.js';

describe('fair queue', () => {
  it('lets keys take turns, each in its own order', () => {
    const queue = new FairQueue<string>(10);
    for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) queue.add(item[0]!, item);
    const taken = Array.from({ length: 7 }, () => queue.take());
    expect(taken).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', undefined]);
  });

  it('turns away what is too much of one key only', () => {
    const queue = new FairQueue<number>(2);
    expect([queue.add('a', 1), queue.add('a', 2), queue.add('a', 3), queue.add('b', 4)]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });
});

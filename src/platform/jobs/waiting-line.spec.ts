import { WaitingLine } from './waiting-line.js';

/** Work that is under way until it is told to end. */
function heldWork() {
  const started: number[] = [];
  const endings: Array<(error?: Error) => void> = [];
  const work = (n: number) => () =>
    new Promise<number>((resolve, reject) => {
      started.push(n);
      endings[n] = (error) => (error ? reject(error) : resolve(n));
    });
  return { started, end: (n: number, error?: Error) => endings[n]!(error), work };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a waiting line', () => {
  const lineOf = (waiting: number) => new WaitingLine({ atOnce: 2, waiting, full: () => new Error('full') });

  it('lets two go on at once, the others in their order', async () => {
    const line = lineOf(10);
    const { started, end, work } = heldWork();
    const results = [0, 1, 2, 3].map((n) => line.run(work(n)));
    await settled();
    expect(started).toEqual([0, 1]);
    end(1);
    await settled();
    expect(started).toEqual([0, 1, 2]);
    [0, 2].forEach((n) => end(n));
    await settled();
    end(3);
    expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
  });

  it('sends away who comes when it is full, and takes the next when it is not', async () => {
    const line = lineOf(1);
    const { started, end, work } = heldWork();
    const results = [0, 1, 2].map((n) => line.run(work(n)));
    await settled();
    await expect(line.run(work(3))).rejects.toThrow('full');
    end(0);
    await settled();
    const fourth = line.run(work(4));
    [1, 2].forEach((n) => end(n));
    await settled();
    end(4);
    expect(await Promise.all([...results, fourth])).toEqual([0, 1, 2, 4]);
    expect(started).toEqual([0, 1, 2, 4]);
  });

  it('work that fails makes room all the same', async () => {
    const line = lineOf(1);
    const { end, work } = heldWork();
    const results = [0, 1, 2].map((n) => line.run(work(n)));
    await settled();
    end(0, new Error('wrong'));
    end(1);
    await expect(results[0]).rejects.toThrow('wrong');
    await settled();
    end(2);
    expect(await Promise.all(results.slice(1))).toEqual([1, 2]);
  });
});

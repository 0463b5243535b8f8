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

const PATIENCE_MS = 60_000;

/** Work that goes on until it is told to end. */
function endlessWork() {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { work: () => ended, end };
}

const lineOfOne = (waitMs: number) => new WaitingLine({ atOnce: 1, waitMs, full: () => new Error('late') });

describe('a line in which one goes on at a time', () => {
  it('lets one at a time through, in the order of asking', async () => {
    const lock = lineOfOne(PATIENCE_MS);
    const steps: string[] = [];
    const writer = (name: string) =>
      lock.run(async () => {
        steps.push(`${name} in`);
        await new Promise(setImmediate);
        steps.push(`${name} out`);
      });
    await Promise.all(['a', 'b', 'c'].map(writer));
    expect(steps).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('hands on what the work answers', async () => {
    await expect(lineOfOne(PATIENCE_MS).run(async () => 17)).resolves.toBe(17);
  });

  it('lets the next one through when one in the middle fails, and tells only its caller', async () => {
    const lock = lineOfOne(PATIENCE_MS);
    const results = await Promise.allSettled([
      lock.run(async () => 'first'),
      lock.run(async () => {
        throw new Error('in the middle');
      }),
      lock.run(async () => 'last'),
    ]);
    expect(results).toEqual([
      { status: 'fulfilled', value: 'first' },
      { status: 'rejected', reason: new Error('in the middle') },
      { status: 'fulfilled', value: 'last' },
    ]);
  });

  it('is free again after a work that fails before its first pause', async () => {
    const lock = lineOfOne(PATIENCE_MS);
    const failing = lock.run(() => {
      throw new Error('at once');
    });
    await expect(failing).rejects.toThrow('at once');
    await expect(lock.run(async () => 'next')).resolves.toBe('next');
  });

  it('gives up waiting after its timeout, and does not run that work later', async () => {
    const lock = lineOfOne(20);
    const { work, end } = endlessWork();
    const holder = lock.run(work);
    const late = jest.fn(async () => undefined);
    await expect(lock.run(late)).rejects.toMatchObject({ message: 'late' });
    end();
    await holder;
    await lock.run(async () => undefined);
    expect(late).not.toHaveBeenCalled();
  });

  it('keeps the others waiting in their order when one of them gives up', async () => {
    jest.useFakeTimers();
    try {
      const lock = lineOfOne(100);
      const { work, end } = endlessWork();
      const steps: string[] = [];
      const holder = lock.run(work);
      const impatient = lock.run(async () => steps.push('impatient'));
      const refused = expect(impatient).rejects.toMatchObject({ message: 'late' });
      jest.advanceTimersByTime(60);
      const others = ['b', 'c'].map((name) => lock.run(async () => steps.push(name)));
      jest.advanceTimersByTime(60);
      await refused;
      end();
      await Promise.all([holder, ...others]);
      expect(steps).toEqual(['b', 'c']);
    } finally {
      jest.useRealTimers();
    }
  });
});

import { WriterLock } from './writer-lock.js';

const PATIENCE_MS = 60_000;

/** Work that goes on until it is told to end. */
function heldWork() {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { work: () => ended, end };
}

describe('the writer lock', () => {
  it('lets one at a time through, in the order of asking', async () => {
    const lock = new WriterLock(PATIENCE_MS);
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
    await expect(new WriterLock(PATIENCE_MS).run(async () => 17)).resolves.toBe(17);
  });

  it('lets the next one through when one in the middle fails, and tells only its caller', async () => {
    const lock = new WriterLock(PATIENCE_MS);
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
    const lock = new WriterLock(PATIENCE_MS);
    const failing = lock.run(() => {
      throw new Error('at once');
    });
    await expect(failing).rejects.toThrow('at once');
    await expect(lock.run(async () => 'next')).resolves.toBe('next');
  });

  it('gives up waiting after its timeout, and does not run that work later', async () => {
    const lock = new WriterLock(20);
    const { work, end } = heldWork();
    const holder = lock.run(work);
    const late = jest.fn(async () => undefined);
    await expect(lock.run(late)).rejects.toMatchObject({ code: 'database_busy', retryAfterSeconds: 1 });
    end();
    await holder;
    await lock.run(async () => undefined);
    expect(late).not.toHaveBeenCalled();
  });

  it('keeps the others waiting in their order when one of them gives up', async () => {
    jest.useFakeTimers();
    try {
      const lock = new WriterLock(100);
      const { work, end } = heldWork();
      const steps: string[] = [];
      const holder = lock.run(work);
      const impatient = lock.run(async () => steps.push('impatient'));
      const refused = expect(impatient).rejects.toMatchObject({ code: 'database_busy' });
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

import { AsyncLocalStorage } from 'node:async_hooks';
import { RequestBatcher, RequestBatcherOptions } from './request-batcher.js';

const ROOMY: RequestBatcherOptions<number> = {
  size: 10,
  weight: 1_000,
  weigh: (item) => item,
  groups: 1,
  longMs: 10_000,
  waitMs: 10_000,
};

/** Work that is done when the test says so. */
function workbench(options: Partial<RequestBatcherOptions<number>> = {}) {
  const begun: number[][] = [];
  const ends: Array<{ end: () => void; fail: (error: Error) => void }> = [];
  const work = (items: number[]) => {
    begun.push(items);
    return new Promise<string[]>((resolve, reject) => {
      ends.push({ end: () => resolve(items.map((item) => `done ${item}`)), fail: reject });
    });
  };
  return { together: new RequestBatcher(work, { ...ROOMY, ...options }), begun, ends };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('what comes in at the same time', () => {
  it('goes at once when nothing is under way, and together otherwise', async () => {
    const { together, begun, ends } = workbench();
    const first = together.do(1);
    await nextTurn();
    const others = [together.do(2), together.do(3)];
    await nextTurn();
    expect(begun).toEqual([[1]]);
    ends[0]!.end();
    expect(await first).toBe('done 1');
    await nextTurn();
    expect(begun).toEqual([[1], [2, 3]]);
    ends[1]!.end();
    expect(await Promise.all(others)).toEqual(['done 2', 'done 3']);
  });

  it('is answered each by its own result, and starts again after a rest', async () => {
    const { together, begun, ends } = workbench();
    for (const round of [0, 1]) {
      const answers = [together.do(7), together.do(8)];
      await nextTurn();
      expect(begun[round]).toEqual([7, 8]);
      ends[round]!.end();
      expect(await Promise.all(answers)).toEqual(['done 7', 'done 8']);
      await nextTurn();
    }
  });

  it.each([
    ['so many at most', { size: 2 }, [1, 2, 3], [[1, 2], [3]]],
    ['so heavy at most', { weight: 5 }, [3, 2, 1], [[3, 2], [1]]],
    ['one that is too heavy by itself', { weight: 5 }, [9, 1], [[9], [1]]],
    ['in several groups', { size: 1, groups: 2 }, [1, 2], [[1], [2]]],
  ])('%s', async (_, options, items, groups) => {
    const { together, begun, ends } = workbench(options);
    const answers = Promise.all(items.map((item) => together.do(item)));
    for (let turn = 0; turn < groups.length; turn++) {
      await nextTurn();
      ends.at(turn)?.end();
      await nextTurn();
    }
    expect(begun).toEqual(groups);
    await answers;
  });

  it('fails together, and the next ones go on', async () => {
    const { together, ends } = workbench();
    const failing = Promise.allSettled([together.do(1), together.do(2)]);
    await nextTurn();
    const next = together.do(3);
    ends[0]!.fail(new Error('broken'));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await nextTurn();
    ends[1]!.end();
    expect(await next).toBe('done 3');
  });

  it('goes on past a group that takes long, which is answered all the same', async () => {
    const { together, begun, ends } = workbench({ longMs: 20 });
    const held = together.do(1);
    await nextTurn();
    const others = [together.do(2), together.do(3)];
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(begun).toEqual([[1], [2, 3]]);
    ends[1]!.end();
    expect(await Promise.all(others)).toEqual(['done 2', 'done 3']);
    ends[0]!.end();
    expect(await held).toBe('done 1');
    const [next, waiting] = [together.do(4), together.do(5)];
    await nextTurn();
    ends[2]!.end();
    expect([await next, await waiting, begun[2]]).toEqual(['done 4', 'done 5', [4, 5]]);
  });

  it('does not let ever more begin past those that take long', async () => {
    const { together, begun, ends } = workbench({ size: 1, longMs: 1 });
    const all = Promise.all(Array.from({ length: 12 }, (_, item) => together.do(item)));
    const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
    for (let before = -1; before < begun.length; await settle()) before = begun.length;
    expect(begun).toHaveLength(7);
    for (let ended = 0; ended < 12; await nextTurn()) if (ended < ends.length) ends[ended++]!.end();
    await all;
  });

  it('is refused when its turn does not come in time, also while those before it hang', async () => {
    const { together, begun, ends } = workbench({ waitMs: 20 });
    const first = together.do(1);
    await nextTurn();
    await expect(together.do(2)).rejects.toMatchObject({ code: 'database_busy', retryAfterSeconds: 1 });
    const inTime = together.do(3);
    ends[0]!.end();
    await nextTurn();
    expect(begun).toEqual([[1], [3]]);
    ends[1]!.end();
    expect(await Promise.all([first, inTime])).toEqual(['done 1', 'done 3']);
  });

  it('is done in nobody’s name, not in that of whoever came first', async () => {
    const asking = new AsyncLocalStorage<string>();
    const together = new RequestBatcher(async (items: number[]) => items.map(() => asking.getStore()), ROOMY);
    expect(await asking.run('Olga', () => together.do(1))).toBeUndefined();
  });
});

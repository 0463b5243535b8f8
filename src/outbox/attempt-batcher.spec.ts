import { AttemptBatcher } from './attempt-batcher.js';
import type { FinishedAttempt } from './finished-attempt.js';

/** Recordings that end when the test says so, each as `channel id`. */
function recordings() {
  const begun: string[][] = [];
  const ends: Array<() => void> = [];
  const record = (attempts: FinishedAttempt[]) => {
    begun.push(attempts.map(({ message: { channel, id } }) => `${channel} ${id}`));
    return new Promise((resolve) => ends.push(() => resolve({ lost: [], next: [], notify: new Set() })));
  };
  const sender = {
    inFlight: () => 0,
    roomyEndpoints: () => new Set<number>(),
    recorded: () => {},
    caughtUp: () => {},
    notify: () => {},
  };
  const batcher = new AttemptBatcher({ record } as never, {} as never, sender);
  const finish = (channel: string, id: number) => batcher.record({ message: { channel, id } } as FinishedAttempt);
  return { begun, ends, finish };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('attempts that end while others are being recorded', () => {
  it('are recorded together by channel, however the channels took turns', async () => {
    const { begun, ends, finish } = recordings();
    const all = [finish('webhook', 1)];
    await nextTurn();
    for (const id of [2, 4, 6]) all.push(finish('gettzap', id), finish('webhook', id + 1));
    for (let end = 0; end < 3; end += 1) {
      ends[end]!();
      await nextTurn();
    }
    expect(begun).toEqual([
      ['webhook 1'],
      ['gettzap 2', 'gettzap 4', 'gettzap 6'],
      ['webhook 3', 'webhook 5', 'webhook 7'],
    ]);
    await Promise.all(all);
  });

  it('are so many at most, and the others of the channel are not forgotten', async () => {
    const { begun, ends, finish } = recordings();
    const all = [finish('webhook', 0)];
    await nextTurn();
    for (let id = 1; id <= 201; id += 1) all.push(finish('webhook', id));
    for (let end = 0; end < 3; end += 1) {
      ends[end]!();
      await nextTurn();
    }
    expect(begun.map(({ length }) => length)).toEqual([1, 200, 1]);
    await Promise.all(all);
  });
});

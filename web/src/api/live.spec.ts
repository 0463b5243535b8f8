import { QueryObserver } from '@tanstack/react-query';
import { listen } from './live';
import { queries } from './queries';
import type { StreamNews } from './stream';

const SOME_SECONDS_MS = 5_000;

describe('what changes elsewhere', () => {
  let tell: (news: StreamNews) => void;
  let stop: () => void;
  /** Answers of the service that are still to come, oldest first. */
  let coming: Array<{ signal: AbortSignal; answer(number: string): void }>;
  let leave: () => void;

  beforeEach(() => {
    jest.useFakeTimers();
    coming = [];
    stop = listen(
      (hear) => {
        tell = hear;
        return () => undefined;
      },
      () => undefined,
    );
  });
  afterEach(() => {
    leave();
    stop();
    queries.clear();
    jest.useRealTimers();
  });

  const showOrder = () => {
    const queryFn = ({ signal }: { signal: AbortSignal }) =>
      new Promise<string>((answer) => coming.push({ signal, answer }));
    const observer = new QueryObserver(queries, { queryKey: ['orders', 'one', '7'], queryFn });
    leave = observer.subscribe(() => undefined);
    return () => observer.getCurrentResult().data;
  };
  const someTime = () => jest.advanceTimersByTimeAsync(SOME_SECONDS_MS);
  const change = async () => {
    tell({ kind: 'event', name: 'order.changed', id: '7' });
    await someTime();
  };
  const answerWith = async (number: string) => {
    coming.shift()!.answer(number);
    await someTime();
  };

  it('is asked for once more where the page was still being loaded', async () => {
    const shown = showOrder();
    await change();
    await answerWith('before');
    await answerWith('after');
    expect(shown()).toBe('after');
    expect(coming).toEqual([]);
  });

  it('is shown where the next change comes before the answer, each time', async () => {
    const shown = showOrder();
    await answerWith('first');
    await change();
    for (const number of ['second', 'third']) {
      await change();
      await change();
      expect(coming.map(({ signal }) => signal.aborted)).toEqual([false]);
      await answerWith(number);
      expect(shown()).toBe(number);
    }
  });

  it.each<[string, number, string]>([
    ['is asked for once more where it took long until anything was heard', 3_000, 'after'],
    ['is asked for once where the stream began with the page', 0, 'before'],
  ])('%s', async (_, tookMs, expected) => {
    const shown = showOrder();
    coming.shift()!.answer('before');
    await jest.advanceTimersByTimeAsync(tookMs);
    tell({ kind: 'heard' });
    await someTime();
    coming.shift()?.answer('after');
    tell({ kind: 'heard' });
    await someTime();
    expect(shown()).toBe(expected);
    expect(coming).toEqual([]);
  });

  describe('a stream of changes', () => {
    /** Milliseconds. */
    const MINUTE = 60_000;

    /** @returns how often the service was asked within a minute */
    const askedInAMinute = async (answersAfterMs: number) => {
      let asked = 0;
      const queryFn = async () => {
        asked += 1;
        await new Promise((answer) => setTimeout(answer, answersAfterMs));
        return asked;
      };
      leave = new QueryObserver(queries, { queryKey: ['orders', 'one', '7'], queryFn }).subscribe(() => undefined);
      for (let passed = 0; passed < MINUTE; passed += 100) {
        tell({ kind: 'event', name: 'order.changed', id: '7' });
        await jest.advanceTimersByTimeAsync(100);
      }
      return asked;
    };

    it.each([
      ['at once', 20, 40],
      ['in two seconds', 2_000, 10],
      ['in twenty seconds', 20_000, 3],
    ])('leaves a service that answers %s most of the time to others', async (_, answersAfterMs, atMost) => {
      const asked = await askedInAMinute(answersAfterMs);
      expect(asked).toBeLessThanOrEqual(atMost + 1);
      expect(asked).toBeGreaterThanOrEqual(atMost - 1);
    });
  });

  it('is asked for though another answer never comes', async () => {
    const hung = jest.fn(() => new Promise<string>(() => undefined));
    const leaveHung = new QueryObserver(queries, { queryKey: ['dashboard'], queryFn: hung }).subscribe(() => undefined);
    const shown = showOrder();
    await answerWith('before');
    await change();
    await answerWith('between');
    await change();
    await jest.advanceTimersByTimeAsync(30_000);
    coming.shift()?.answer('after');
    await someTime();
    leaveHung();
    expect(shown()).toBe('after');
  });
});

import { QueryObserver } from '@tanstack/react-query';
import { listen } from './live';
import { queries } from './queries';

const SOME_SECONDS_MS = 5_000;

describe('what changes elsewhere', () => {
  let stream: EventTarget;
  let stop: () => void;
  /** Answers of the service that are still to come, oldest first. */
  let coming: Array<{ signal: AbortSignal; answer(number: string): void }>;
  let leave: () => void;

  beforeEach(() => {
    jest.useFakeTimers();
    stream = Object.assign(new EventTarget(), { close: () => undefined });
    Object.assign(globalThis, { EventSource: jest.fn(() => stream) });
    coming = [];
    stop = listen(() => undefined);
  });
  afterEach(() => {
    leave();
    stop();
    queries.clear();
    jest.useRealTimers();
    delete (globalThis as { EventSource?: unknown }).EventSource;
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
    stream.dispatchEvent(new MessageEvent('order.changed', { data: '{"id":"7"}' }));
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
    stream.dispatchEvent(new Event('open'));
    await someTime();
    coming.shift()?.answer('after');
    stream.dispatchEvent(new Event('open'));
    await someTime();
    expect(shown()).toBe(expected);
    expect(coming).toEqual([]);
  });
});

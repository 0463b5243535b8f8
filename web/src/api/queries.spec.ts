import { focusManager, QueryObserver } from '@tanstack/react-query';
import { ApiError, OfflineError } from './errors';
import { changedElsewhere, everythingOutOfDate, ON_TAB, outOfDate, queries } from './queries';

describe('what was asked for and is asked for again', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    queries.clear();
    jest.useRealTimers();
  });

  const shownAfter = async (error: Error) => {
    const queryKey = ['orders', '7'];
    await queries.fetchQuery({ queryKey, queryFn: () => ({ number: '7' }) });
    await outOfDate('orders');
    const again = queries.fetchQuery({ queryKey, retry: false, queryFn: () => Promise.reject(error) });
    await expect(again).rejects.toBe(error);
    return queries.getQueryData(queryKey);
  };

  it.each(['forbidden', 'not_found'])('is not shown any more once it is answered %s', async (code) => {
    expect(await shownAfter(new ApiError(400, { code }))).toBeUndefined();
  });

  it.each([new ApiError(503, {}), new ApiError(404, {}), new OfflineError()])(
    'stays shown while it cannot be asked for, or something before the service answers: %s',
    async (error) => {
      expect(await shownAfter(error)).toEqual({ number: '7' });
    },
  );

  const askedWhileShown = async (error: Error) => {
    const queryFn = jest.fn().mockResolvedValueOnce('shown').mockRejectedValueOnce(error).mockResolvedValue('newer');
    // Also on pages that choose themselves when they look again.
    const asked = { queryKey: ['orders'], queryFn, retry: false, refetchInterval: () => false as const };
    const leave = new QueryObserver(queries, asked).subscribe(() => undefined);
    await jest.advanceTimersByTimeAsync(1_000);
    await outOfDate('orders');
    await jest.advanceTimersByTimeAsync(120_000);
    leave();
    return queryFn.mock.calls.length;
  };

  it.each([new ApiError(503, {}), new OfflineError()])(
    'is asked for by itself where the service could not answer, until it can: %s',
    async (error) => {
      expect(await askedWhileShown(error)).toBe(3);
    },
  );

  it('is left alone where it was refused', async () => {
    expect(await askedWhileShown(new ApiError(422, {}))).toBe(2);
  });
});

describe('a tab that nobody looks at', () => {
  const asked: string[] = [];
  const show = (name: string, meta?: object) => {
    const queryFn = () => asked.push(name);
    return new QueryObserver(queries, { queryKey: ['orders', name], queryFn, ...(meta && { meta: { ...meta } }) });
  };
  let leave: Array<() => void>;

  beforeEach(async () => {
    jest.useFakeTimers();
    queries.mount();
    leave = [show('list'), show('title', ON_TAB)].map((each) => each.subscribe(() => undefined));
    await jest.advanceTimersByTimeAsync(1_000);
    asked.splice(0);
    focusManager.setFocused(false);
  });
  afterEach(() => {
    for (const each of leave) each();
    queries.unmount();
    queries.clear();
    focusManager.setFocused(undefined);
    jest.useRealTimers();
  });

  it.each<[string, () => Promise<void>]>([
    ['something changes', () => changedElsewhere('orders')],
    ['the service is heard again', everythingOutOfDate],
  ])('asks only for what its title shows when %s, and for the rest once somebody looks', async (_, happens) => {
    for (let n = 0; n < 3; n += 1) await happens();
    expect(asked.splice(0)).toEqual(['title', 'title', 'title']);
    focusManager.setFocused(true);
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['list']);
  });
});

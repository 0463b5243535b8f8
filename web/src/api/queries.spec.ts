import { ApiError, OfflineError } from './errors';
import { outOfDate, queries } from './queries';

describe('what was asked for and is asked for again', () => {
  afterEach(() => queries.clear());

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
});

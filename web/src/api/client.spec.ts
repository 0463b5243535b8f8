import { api, call } from './client';
import { OfflineError } from './errors';

describe('a call that nothing answers', () => {
  const realFetch = globalThis.fetch;

  beforeEach(() => {
    jest.useFakeTimers();
    // As over a connection that is dead.
    globalThis.fetch = (_, { signal }: RequestInit = {}) =>
      new Promise((_answered, fail) => {
        signal?.addEventListener('abort', () => fail(signal.reason as Error));
      });
  });
  afterEach(() => {
    globalThis.fetch = realFetch;
    jest.useRealTimers();
  });

  /** What is answered begins, and never ends. */
  const beginAnswers = () => {
    globalThis.fetch = (_, { signal }: RequestInit = {}) => {
      const start = (body: ReadableStreamDefaultController<Uint8Array>) => {
        body.enqueue(new TextEncoder().encode('{"data":'));
        signal?.addEventListener('abort', () => body.error(signal.reason));
      };
      return Promise.resolve(new Response(new ReadableStream({ start })));
    };
  };

  const outcomeOf = (answer: Promise<unknown>) => {
    const seen: { error?: unknown } = {};
    void answer.catch((error: unknown) => (seen.error = error));
    return seen;
  };
  const baseUrl = 'http://localhost';

  it.each<[string, () => Promise<unknown>]>([
    ['a question', () => call(api.GET('/api/auth/me', { baseUrl }))],
    [
      'a change',
      () => call(api.POST('/api/external-orders/{id}/accept', { baseUrl, params: { path: { id: '1' } }, body: {} })),
    ],
  ])('is given up after a minute: %s', async (_, ask) => {
    const outcome = outcomeOf(ask());
    await jest.advanceTimersByTimeAsync(55_000);
    expect(outcome.error).toBeUndefined();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(outcome.error).toBeInstanceOf(OfflineError);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is given up after a minute where the answer stops in the middle', async () => {
    beginAnswers();
    const outcome = outcomeOf(call(api.GET('/api/auth/me', { baseUrl })));
    await jest.advanceTimersByTimeAsync(65_000);
    expect(outcome.error).toBeInstanceOf(OfflineError);
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([
    ['before anything is answered', () => undefined],
    ['in the middle of the answer', beginAnswers],
  ])('is given up at once by who asks no more: %s', async (_, begin) => {
    begin();
    const asking = new AbortController();
    const outcome = outcomeOf(call(api.GET('/api/auth/me', { baseUrl, signal: asking.signal })));
    await jest.advanceTimersByTimeAsync(1_000);
    asking.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(outcome.error).toMatchObject({ name: 'AbortError' });
  });
});

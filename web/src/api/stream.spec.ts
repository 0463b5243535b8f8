import { openStream, type Stream, type StreamNews } from './stream';

const MINUTE_MS = 60_000;

/** A connection as a browser keeps it. */
class Source extends EventTarget {
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static all: Source[] = [];
  readyState = 0;
  onerror?: () => void;

  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }

  close(): void {
    this.readyState = Source.CLOSED;
  }

  begin(): void {
    this.readyState = Source.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  send(name: string, data = '{}', lastEventId = ''): void {
    this.dispatchEvent(new MessageEvent(name, { data, lastEventId }));
  }

  /** The connection is interrupted, and the browser comes back by itself. */
  interrupt(): void {
    this.readyState = 0;
    this.onerror?.();
  }

  fail(): void {
    this.close();
    this.onerror?.();
  }
}

describe('the stream of live events', () => {
  let stream: Stream;
  let told: StreamNews[];
  const kinds = () => told.splice(0).map(({ kind }) => kind);
  const open = () => Source.all.filter(({ readyState }) => readyState !== Source.CLOSED);

  beforeEach(() => {
    jest.useFakeTimers();
    Source.all = [];
    Object.assign(globalThis, { EventSource: Source });
    told = [];
    stream = openStream((news) => told.push(news));
    Source.all[0]!.begin();
    kinds();
  });
  afterEach(() => {
    stream.close();
    expect(open()).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
    delete (globalThis as { EventSource?: unknown }).EventSource;
  });

  it('goes on for as long as the service says that it is there', () => {
    for (let n = 0; n < 40; n += 1) {
      jest.advanceTimersByTime(15_000);
      Source.all[0]!.send('beat');
    }
    expect([Source.all.length, kinds()]).toEqual([1, []]);
  });

  it('tells by how much the service’s clock is ahead, where that says what time it is there', () => {
    Source.all[0]!.send('beat', JSON.stringify({ now: new Date(Date.now() + MINUTE_MS) }));
    Source.all[0]!.send('beat');
    expect(told).toEqual([{ kind: 'clock', aheadMs: MINUTE_MS }]);
  });

  it('tells what changed', () => {
    Source.all[0]!.send('order.changed', '{"id":"7"}');
    expect(told).toEqual([{ kind: 'event', name: 'order.changed', id: '7' }]);
  });

  it('is opened anew where nothing is heard though nobody has closed it, also of what does not even begin', () => {
    jest.advanceTimersByTime(45_000);
    expect([open().length, open()[0] === Source.all[0], kinds()]).toEqual([1, false, ['unheard']]);
    jest.advanceTimersByTime(MINUTE_MS);
    expect(open()).toHaveLength(1);
    open()[0]!.begin();
    expect(kinds().at(-1)).toBe('heard');
  });

  it.each([8 * 60 * MINUTE_MS, -8 * 60 * MINUTE_MS])(
    'is opened anew at once by a machine that slept, or whose clock was set: by %d ms',
    (ms) => {
      jest.setSystemTime(Date.now() + ms);
      jest.advanceTimersByTime(5_000);
      expect([Source.all.length, open().length, kinds()]).toEqual([2, 1, ['unheard']]);
    },
  );

  it('goes on from what was heard last where it is opened anew', () => {
    Source.all[0]!.send('order.changed', '{"id":"7"}', '120-117.119');
    Source.all[0]!.send('beat', '{}', '121');
    jest.advanceTimersByTime(45_000);
    open()[0]!.fail();
    jest.advanceTimersByTime(5_000);
    expect(Source.all.map(({ url }) => url)).toEqual([
      '/api/events',
      '/api/events?lastEventId=121',
      '/api/events?lastEventId=121',
    ]);
  });

  it('leaves it to the browser to come back after an interruption, and is opened anew where that does not', () => {
    jest.advanceTimersByTime(14_000);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      Source.all[0]!.interrupt();
      jest.advanceTimersByTime(14_000);
    }
    expect(Source.all).toHaveLength(1);
    jest.advanceTimersByTime(10_000);
    expect([Source.all.length, open().length]).toEqual([2, 1]);
  });

  it('is tried again where it was refused, which is told', () => {
    Source.all[0]!.fail();
    expect(kinds()).toEqual(['unheard', 'refused']);
    jest.advanceTimersByTime(5_000);
    expect([Source.all.length, open().length]).toEqual([2, 1]);
  });
});

import { gathered } from './log-output.js';
import { createPino } from './pino-logger.js';

describe('lines of the log', () => {
  let written: string[];
  let pino: ReturnType<typeof createPino>;
  beforeEach(() => {
    jest.useFakeTimers();
    written = [];
    pino = createPino('info', gathered({ write: (lines) => void written.push(lines) }));
  });
  afterEach(() => jest.useRealTimers());

  const messages = () => written.map((lines) => [...lines.matchAll(/"msg":"(\w+)/g)].map(([, message]) => message));

  it('are written together a moment later', () => {
    pino.info('one');
    pino.info('two');
    expect(written).toEqual([]);
    jest.advanceTimersByTime(100);
    pino.info('three');
    jest.advanceTimersByTime(100);
    expect(messages()).toEqual([['one', 'two'], ['three']]);
  });

  it('are written at once with a warning or an error, in their order', () => {
    pino.info('one');
    pino.warn('two');
    pino.info('three');
    pino.error('four');
    expect(messages()).toEqual([
      ['one', 'two'],
      ['three', 'four'],
    ]);
  });

  it('do not gather without end', () => {
    for (let count = 0; count < 40; count += 1) pino.info({ text: 'x'.repeat(1_000) }, 'one');
    expect(messages()).toHaveLength(2);
  });

  it('are written before the process ends', () => {
    pino.info('last');
    process.listeners('exit').at(-1)!(0);
    expect(messages()).toEqual([['last']]);
  });

  it('that wait keep no process alive', () => {
    jest.useRealTimers();
    const unref = jest.spyOn(Object.getPrototypeOf(setTimeout(() => undefined, 0)), 'unref');
    pino.info('one');
    expect(unref).toHaveBeenCalled();
  });
});

import { BreakerFailure, CircuitBreaker, FAILURES_TO_OPEN, probeDelayMs } from './circuit-breaker.js';
import { Endpoint } from './outbox-message.entity.js';

const NOW = new Date('2026-11-24T06:15:00.000Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const MANY = 3;

const stateOf = (change: Partial<Endpoint> = {}) =>
  Object.assign(new Endpoint(), {
    failuresInRow: 0,
    failingSince: null,
    recentFailures: [],
    openedAt: null,
    probeAt: null,
    probesFailed: 0,
    recoveredAt: null,
    ...change,
  });
const failureOf = (orderingKeyId: number, change: Partial<BreakerFailure> = {}): BreakerFailure => ({
  orderingKeyId,
  isOfNetwork: false,
  isProbe: false,
  mayBeItsOwn: false,
  isItsOwn: false,
  startedAt: NOW,
  ...change,
});

/** What it said to failures of these ordering keys, one after the other. */
function fail(state: Endpoint, orderingKeys: number[], change: Partial<BreakerFailure> = {}, keysWaiting = MANY) {
  const breaker = new CircuitBreaker(state);
  return orderingKeys.flatMap((orderingKeyId) => breaker.failed(failureOf(orderingKeyId, change), keysWaiting, NOW));
}

describe('the circuit breaker opens', () => {
  it('with the fifth failure in a row, when three ordering keys are among the five', () => {
    const state = stateOf();
    expect(fail(state, [1, 1, 1, 2])).toEqual([]);
    expect(fail(state, [3])).toEqual(['opened']);
    expect(state).toMatchObject({
      openedAt: NOW,
      probeAt: after(30),
      probesFailed: 0,
      failuresInRow: FAILURES_TO_OPEN,
    });
  });

  it('never for one ordering key or two, however often they fail, as long as more wait or an answer comes', () => {
    expect(fail(stateOf(), Array(50).fill(1))).toEqual([]);
    expect(fail(stateOf(), Array(25).fill([1, 2]).flat(), { isOfNetwork: true })).toEqual([]);
    expect(fail(stateOf(), Array(25).fill([1, 2]).flat(), {}, 2)).toEqual([]);
  });

  it.each([
    ['one', [1, 1, 1, 1, 1], 1],
    ['two', [1, 2, 1, 2, 1], 2],
  ])('for %s when no more wait and each time no answer came', (_, orderingKeys, waiting) => {
    expect(fail(stateOf(), orderingKeys, { isOfNetwork: true }, waiting)).toEqual(['opened']);
  });

  it('not when one of the five was answered and fewer than three ordering keys wait', () => {
    const state = stateOf();
    fail(state, [1]);
    expect(fail(state, [1, 1, 1, 1], { isOfNetwork: true }, 1)).toEqual([]);
    expect(fail(state, [1], { isOfNetwork: true }, 1)).toEqual(['opened']);
  });

  it('only by the last five: what failed long before does not make ordering keys many', () => {
    const state = stateOf();
    expect(fail(state, [2, 1, 1, 1, 1, 3])).toEqual([]);
    expect(fail(state, [2])).toEqual(['opened']);
  });

  it('not by a row that was interrupted by an answer', () => {
    const state = stateOf();
    fail(state, [1, 2, 3, 4]);
    expect(new CircuitBreaker(state).answered(true, NOW)).toEqual([]);
    expect(state).toMatchObject({ failuresInRow: 0, recentFailures: [] });
    expect(fail(state, [5, 6, 7, 8])).toEqual([]);
  });

  it('tells since when a row of failures has lasted', () => {
    const state = stateOf();
    const breaker = new CircuitBreaker(state);
    breaker.failed(failureOf(1), MANY, after(1));
    breaker.failed(failureOf(1), MANY, after(2));
    expect(state.failingSince).toEqual(after(1));
    breaker.answered(false, after(3));
    expect(state.failingSince).toBeNull();
  });

  it('not by ordering keys that fail although another one has arrived since they did', () => {
    expect(fail(stateOf(), [1, 2, 3, 4, 5, 6, 7, 8], { isItsOwn: true })).toEqual([]);
  });
});

describe('the open circuit breaker', () => {
  const open = (change: Partial<Endpoint> = {}) => {
    return stateOf({ failuresInRow: 5, openedAt: after(-60), probeAt: after(-1), ...change });
  };
  const pauses = (state: Endpoint, failures: Array<Partial<BreakerFailure>>) =>
    failures.map((failure, index) => {
      fail(state, [index + 1], { isProbe: true, ...failure });
      return (state.probeAt!.getTime() - NOW.getTime()) / 1_000;
    });

  it('waits 30 s for the first probe, twice as long after each that failed, at most 5 min', () => {
    const seconds = [0, 1, 2, 3, 4, 5, 50, 5_000].map((probesFailed) => probeDelayMs(probesFailed) / 1_000);
    expect(seconds).toEqual([30, 60, 120, 240, 300, 300, 300, 300]);
    expect(pauses(open(), Array(5).fill({}))).toEqual([60, 120, 240, 300, 300]);
  });

  it.each([
    ['began 15 s ago', after(-15), 45],
    ['began an hour ago, by a clock that was set forward since', after(-3_600), 0],
    ['is to begin in an hour, by a clock that was set back since', after(3_600), 60],
  ])('counts the pause from the beginning of the probe, which %s', (_, startedAt, seconds) => {
    expect(pauses(open(), [{ startedAt }])).toEqual([seconds]);
  });

  it('tries the next ordering key after 30 s when the failure may be, or is, that of the one alone', () => {
    const state = open({ probesFailed: 3 });
    expect(pauses(state, [{ mayBeItsOwn: true }, { isItsOwn: true }, {}])).toEqual([30, 30, 300]);
  });

  it('does not count such a failure among those that make the pause longer', () => {
    const state = stateOf({ openedAt: NOW, probeAt: NOW });
    fail(state, [1, 2, 3], { isProbe: true, mayBeItsOwn: true });
    fail(state, [4], { isProbe: true });
    expect(state).toMatchObject({ probesFailed: 1, probeAt: after(60) });
  });

  it('hears nothing of failures that were under way when it opened', () => {
    const state = open();
    expect(fail(state, [1, 2, 3])).toEqual([]);
    expect(state).toMatchObject({ probesFailed: 0, probeAt: after(-1), failuresInRow: 5 });
  });

  it('takes the next probe at once when one could not even be sent', () => {
    const state = open({ probeAt: after(20) });
    new CircuitBreaker(state).probeNotSent(NOW);
    expect(state.probeAt).toEqual(NOW);
  });

  it.each([
    ['a success', true, NOW],
    ['any other answer', false, null],
  ])('closes with %s and begins anew', (_, isDelivered, recoveredAt) => {
    const state = open({ probesFailed: 3 });
    expect(new CircuitBreaker(state).answered(isDelivered, NOW)).toEqual(['closed']);
    const anew = { failuresInRow: 0, recentFailures: [], openedAt: null, probeAt: null, probesFailed: 0 };
    expect(state).toMatchObject({ ...anew, recoveredAt });
  });
});

describe('whether another one has arrived since', () => {
  it('is known from the first success after a failure', () => {
    const state = stateOf();
    const breaker = new CircuitBreaker(state);
    breaker.answered(true, after(-20));
    expect(breaker.hasRecoveredSince(after(-60))).toBe(false);
    breaker.failed(failureOf(1), MANY, after(-10));
    breaker.answered(true, NOW);
    expect([after(-10), NOW].map((time) => breaker.hasRecoveredSince(time))).toEqual([true, false]);
  });
});

it('the circuit breaker is half open once a probe is due', () => {
  const stateAt = (state: Endpoint, seconds: number) => new CircuitBreaker(state).stateAt(after(seconds));
  const state = stateOf();
  expect(stateAt(state, 0)).toBe('closed');
  fail(state, [1, 2, 3, 4, 5]);
  expect([29, 30].map((seconds) => stateAt(state, seconds))).toEqual(['open', 'half_open']);
  new CircuitBreaker(state).answered(true, after(31));
  expect(stateAt(state, 31)).toBe('closed');
});

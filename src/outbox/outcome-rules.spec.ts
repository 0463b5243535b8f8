import type { AttemptOutcome } from './delivery-channel.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { applyOutcome, OutcomeContext } from './outcome-rules.js';

const NOW = new Date('2026-11-24T06:15:00.000Z');
const DUE = new Date(NOW.getTime() - 1_000);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const after = (ms: number) => new Date(NOW.getTime() + ms);

let lanes = 0;

/** Each of a lane of its own. */
function deliveryOf(change: Partial<Delivery> = {}): Delivery {
  return Object.assign(new Delivery(), {
    laneId: ++lanes,
    triedAt: null,
    state: 'sending',
    owner: 'token',
    dueAt: DUE,
    heldUntil: null,
    attemptCount: 0,
    triesMade: 0,
    scheduleStep: 0,
    isManual: false,
    deliveredAt: null,
    reason: '',
    ...change,
  });
}

function targetOf(change: Partial<DeliveryTarget> = {}): DeliveryTarget {
  return Object.assign(new DeliveryTarget(), {
    isEnabled: true,
    isRetired: false,
    resumedAt: null,
    pausedAt: null,
    pauseReason: '',
    failuresInRow: 0,
    recentFailures: [],
    recoveredAt: null,
    openedAt: null,
    probeAt: null,
    probesFailed: 0,
    ...change,
  });
}

const cutOff = (change: Partial<DeliveryTarget> = {}) =>
  targetOf({ failuresInRow: 5, openedAt: after(-MINUTE), probeAt: after(-SECOND), ...change });

function outcomeOf(kind: AttemptOutcome['class'], status: number | null, change: Partial<AttemptOutcome> = {}) {
  return {
    class: kind,
    isOutage: false,
    durationMs: 1,
    request: { method: 'POST', url: '', headers: {}, body: '' },
    response: status === null ? null : { status, headers: {}, body: '' },
    error: '',
    ...change,
  };
}

const OUTAGE = outcomeOf('retry', 503, { isOutage: true });
const NOT_SENT = outcomeOf('retry', null);
const THROTTLED = outcomeOf('throttled', 429);
const UNAUTHORIZED = outcomeOf('unauthorized', 401);
const REJECTED = outcomeOf('rejected', 404);
const DELIVERED = outcomeOf('delivered', 200);

function apply(
  delivery: Delivery,
  target: DeliveryTarget,
  outcome: AttemptOutcome,
  context: Partial<OutcomeContext> = {},
) {
  return applyOutcome(delivery, target, outcome, {
    ...{ now: NOW, startedAt: NOW, isProbe: false, lanesWaiting: 3, random: 0.5 },
    ...context,
  });
}

describe('a try that arrived', () => {
  it('finishes the delivery, spends the try and lets the claim go', () => {
    const delivery = deliveryOf({ isManual: true });
    expect(apply(delivery, targetOf(), DELIVERED)).toEqual({ isSpent: true, turns: [] });
    expect(delivery).toMatchObject({ state: 'delivered', deliveredAt: NOW, attemptCount: 1, triesMade: 1 });
    expect(delivery).toMatchObject({ owner: '', isManual: false });
  });

  it('ends the row of outages', () => {
    const target = targetOf({ failuresInRow: 4 });
    apply(deliveryOf(), target, DELIVERED);
    expect(target.failuresInRow).toBe(0);
  });
});

describe('a try that failed', () => {
  it('spends a try and waits as the schedule says', () => {
    const delivery = deliveryOf({ attemptCount: 2, triesMade: 3, scheduleStep: 2 });
    expect(apply(delivery, targetOf(), OUTAGE).isSpent).toBe(true);
    expect(delivery).toMatchObject({ state: 'pending', attemptCount: 3, triesMade: 4, scheduleStep: 3 });
    expect(delivery.dueAt).toEqual(after(2 * MINUTE));
  });

  it('is the last one when it was the tenth', () => {
    const delivery = deliveryOf({ attemptCount: 9, triesMade: 9, scheduleStep: 9 });
    apply(delivery, targetOf(), NOT_SENT);
    expect(delivery).toMatchObject({ state: 'dead', reason: 'tries_exhausted', attemptCount: 10 });
  });

  it('is the last one when it was the tenth, even where the receiver asks to come back later', () => {
    const delivery = deliveryOf({ scheduleStep: 9 });
    apply(delivery, targetOf(), { ...OUTAGE, retryAfterMs: MINUTE });
    expect(delivery.state).toBe('dead');
  });

  it('waits as long as the receiver asks, without any spread, and not even a probe comes earlier', () => {
    const delivery = deliveryOf();
    apply(delivery, targetOf(), { ...OUTAGE, retryAfterMs: 7 * SECOND }, { random: 1 });
    expect(delivery).toMatchObject({ dueAt: after(7 * SECOND), heldUntil: after(7 * SECOND) });
  });

  it('forgets the wish of an earlier answer', () => {
    const delivery = deliveryOf({ heldUntil: DUE });
    apply(delivery, targetOf(), OUTAGE);
    expect(delivery.heldUntil).toBeNull();
  });

  it('gives the delivery up at once when it was rejected, and says by what answer', () => {
    const delivery = deliveryOf();
    apply(delivery, targetOf(), REJECTED);
    expect(delivery).toMatchObject({ state: 'dead', reason: 'rejected_404', attemptCount: 1 });
  });

  it('gives the delivery up at once when the address may not be called', () => {
    const delivery = deliveryOf();
    apply(delivery, targetOf(), outcomeOf('rejected', null));
    expect(delivery).toMatchObject({ state: 'dead', reason: 'not_sent' });
  });
});

describe('a try that was throttled', () => {
  it('spends nothing and waits as after the tries before it', () => {
    const delivery = deliveryOf({ attemptCount: 2, triesMade: 2, scheduleStep: 2 });
    expect(apply(delivery, targetOf(), THROTTLED).isSpent).toBe(false);
    expect(delivery).toMatchObject({ state: 'pending', attemptCount: 2, triesMade: 3, scheduleStep: 2 });
    expect(delivery.dueAt).toEqual(after(30 * SECOND));
  });

  it('waits 5 s when it is the first', () => {
    const delivery = deliveryOf();
    apply(delivery, targetOf(), THROTTLED);
    expect(delivery.dueAt).toEqual(after(5 * SECOND));
  });

  it('never uses the schedule up', () => {
    const delivery = deliveryOf({ scheduleStep: 9 });
    for (let n = 0; n < 20; n++) apply(delivery, targetOf(), THROTTLED);
    expect(delivery).toMatchObject({ state: 'pending', attemptCount: 0, triesMade: 20 });
  });
});

describe('a refused sign-in', () => {
  it('pauses the target, spends nothing, and leaves the delivery due', () => {
    const [delivery, target] = [deliveryOf(), targetOf()];
    expect(apply(delivery, target, UNAUTHORIZED)).toEqual({ isSpent: false, turns: ['paused'] });
    expect(target).toMatchObject({ pausedAt: NOW, pauseReason: 'unauthorized_401' });
    expect(delivery).toMatchObject({ state: 'pending', attemptCount: 0, triesMade: 1, dueAt: DUE });
  });

  it('is told once, however many tries were under way', () => {
    const target = targetOf();
    apply(deliveryOf(), target, UNAUTHORIZED);
    expect(apply(deliveryOf(), target, UNAUTHORIZED).turns).toEqual([]);
  });
});

describe('the circuit breaker of a target', () => {
  it('opens with the fifth outage in a row of different orders and probes 30 s later', () => {
    const target = targetOf();
    const turns = [1, 2, 3, 4, 5].map(() => apply(deliveryOf(), target, OUTAGE).turns);
    expect(turns).toEqual([[], [], [], [], ['opened']]);
    expect(target).toMatchObject({ openedAt: NOW, probeAt: after(30 * SECOND) });
  });

  it('does not open for one order that fails again and again: its tries run out', () => {
    const [delivery, target] = [deliveryOf(), targetOf()];
    for (let tries = 1; tries <= 10; tries++)
      expect(apply(delivery, target, OUTAGE)).toEqual({ isSpent: true, turns: [] });
    expect(delivery).toMatchObject({ state: 'dead', reason: 'tries_exhausted' });
  });

  it.each([
    ['an answer 4xx', REJECTED],
    ['a 429', THROTTLED],
  ])('takes %s for a sign of life', (_, outcome) => {
    const target = targetOf({ failuresInRow: 4 });
    apply(deliveryOf(), target, outcome);
    expect(target).toMatchObject({ failuresInRow: 0, openedAt: null });
  });

  it('takes no try from those that were under way when it opened', () => {
    const [delivery, target] = [deliveryOf(), cutOff()];
    expect(apply(delivery, target, OUTAGE)).toEqual({ isSpent: false, turns: [] });
    expect(delivery).toMatchObject({ state: 'pending', attemptCount: 0, dueAt: DUE });
    expect(target).toMatchObject({ probesFailed: 0, probeAt: after(-SECOND) });
  });

  it('doubles the pause after each probe that failed, and takes no try for it', () => {
    const [delivery, target] = [deliveryOf(), cutOff()];
    const pauses = [1, 2, 3, 4, 5].map(() => {
      expect(apply(delivery, target, OUTAGE, { isProbe: true })).toEqual({ isSpent: false, turns: [] });
      return (target.probeAt!.getTime() - NOW.getTime()) / SECOND;
    });
    expect(pauses).toEqual([60, 120, 240, 300, 300]);
    expect(delivery).toMatchObject({ state: 'pending', attemptCount: 0, triesMade: 5, dueAt: DUE, triedAt: NOW });
  });

  it('closes, and says so, when the probe is answered with a refused sign-in, which then pauses the target', () => {
    const target = cutOff();
    expect(apply(deliveryOf(), target, UNAUTHORIZED, { isProbe: true }).turns).toEqual(['closed', 'paused']);
    expect(target).toMatchObject({ openedAt: null, pausedAt: NOW });
  });
});

describe('a failure that is the delivery’s own', () => {
  const recovered = { recoveredAt: after(-SECOND) };
  const failedBefore = { triedAt: after(-MINUTE), scheduleStep: 1, attemptCount: 1, triesMade: 1 };

  it.each([
    ['a probe', true],
    ['under way when it opened', false],
  ])(
    'spends a try although the target is cut off, %s, when another order was delivered since its last try',
    (_, isProbe) => {
      const delivery = deliveryOf(failedBefore);
      expect(apply(delivery, cutOff(recovered), OUTAGE, { isProbe })).toEqual({ isSpent: true, turns: [] });
      expect(delivery).toMatchObject({ attemptCount: 2, dueAt: after(30 * SECOND), heldUntil: after(30 * SECOND) });
    },
  );

  it.each([
    ['it was never tried', {}],
    ['nothing was delivered since its last try', { triedAt: after(-SECOND / 2) }],
  ])('is not known when %s', (_, change) => {
    const delivery = deliveryOf(change);
    expect(apply(delivery, cutOff(recovered), OUTAGE, { isProbe: true }).isSpent).toBe(false);
    expect(delivery.heldUntil).toBeNull();
  });

  it('does not open the breaker, and ends with the tenth', () => {
    const target = targetOf(recovered);
    const deliveries = Array.from({ length: 8 }, () => deliveryOf({ ...failedBefore, scheduleStep: 9 }));
    for (const each of deliveries) expect(apply(each, target, OUTAGE).turns).toEqual([]);
    expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(['dead']));
    expect(target).toMatchObject({ failuresInRow: 0, openedAt: null });
  });

  it('is what was not even sent, of which the target learns nothing', () => {
    const [shaky, open] = [targetOf({ failuresInRow: 4 }), cutOff()];
    const probe = deliveryOf();
    expect(apply(deliveryOf(), shaky, NOT_SENT).turns).toEqual([]);
    expect(apply(probe, open, NOT_SENT, { isProbe: true })).toEqual({ isSpent: true, turns: [] });
    expect(probe.heldUntil).toEqual(after(5 * SECOND));
    expect(shaky.failuresInRow).toBe(4);
    expect(open).toMatchObject({ failuresInRow: 5, openedAt: after(-MINUTE), probeAt: NOW });
  });
});

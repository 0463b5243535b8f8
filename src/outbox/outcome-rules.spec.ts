import { errorDetail } from '../platform/error-texts.js';
import type { AttemptOutcome } from './channel.js';
import { ENDPOINT_ARCHIVED, OutboxMessage, Endpoint } from './outbox-message.entity.js';
import { applyOutcome, OutcomeContext } from './outcome-rules.js';

const NOW = new Date('2026-11-24T06:15:00.000Z');
const DUE = new Date(NOW.getTime() - 1_000);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const after = (ms: number) => new Date(NOW.getTime() + ms);

let orderingKeys = 0;

/** Each of an ordering key of its own. */
function messageOf(change: Partial<OutboxMessage> = {}): OutboxMessage {
  return Object.assign(new OutboxMessage(), {
    orderingKeyId: ++orderingKeys,
    triedAt: null,
    state: 'sending',
    leaseToken: 'token',
    dueAt: DUE,
    notBefore: null,
    countedAttempts: 0,
    attempts: 0,
    retryStep: 0,
    isManual: false,
    deliveredAt: null,
    reason: '',
    ...change,
  });
}

function endpointOf(change: Partial<Endpoint> = {}): Endpoint {
  return Object.assign(new Endpoint(), {
    isEnabled: true,
    isArchived: false,
    resumedAt: null,
    pausedAt: null,
    pauseReason: '',
    failuresInRow: 0,
    failingSince: null,
    recentFailures: [],
    recoveredAt: null,
    openedAt: null,
    probeAt: null,
    probesFailed: 0,
    ...change,
  });
}

const open = (change: Partial<Endpoint> = {}) =>
  endpointOf({ failuresInRow: 5, openedAt: after(-MINUTE), probeAt: after(-SECOND), ...change });

function outcomeOf(kind: AttemptOutcome['class'], status: number | null, change: Partial<AttemptOutcome> = {}) {
  return {
    class: kind,
    isOutage: false,
    durationMs: 1,
    request: { method: 'POST', url: '', headers: {}, body: '' },
    response: status === null ? null : { status, headers: {}, body: '' },
    error: null,
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
  message: OutboxMessage,
  endpoint: Endpoint,
  outcome: AttemptOutcome,
  context: Partial<OutcomeContext> = {},
) {
  return applyOutcome(message, endpoint, outcome, {
    ...{ now: NOW, startedAt: NOW, isProbe: false, keysWaiting: 3, random: 0.5 },
    ...context,
  });
}

describe('a try that arrived', () => {
  it('finishes the message, spends the try and lets the claim go', () => {
    const message = messageOf({ isManual: true });
    expect(apply(message, endpointOf(), DELIVERED)).toEqual({ isSpent: true, transitions: [] });
    expect(message).toMatchObject({ state: 'delivered', deliveredAt: NOW, countedAttempts: 1, attempts: 1 });
    expect(message).toMatchObject({ leaseToken: '', isManual: false });
  });

  it('ends the row of outages', () => {
    const endpoint = endpointOf({ failuresInRow: 4 });
    apply(messageOf(), endpoint, DELIVERED);
    expect(endpoint.failuresInRow).toBe(0);
  });
});

describe('a try that failed', () => {
  it('spends a try and waits as the schedule says', () => {
    const message = messageOf({ countedAttempts: 2, attempts: 3, retryStep: 2 });
    expect(apply(message, endpointOf(), OUTAGE).isSpent).toBe(true);
    expect(message).toMatchObject({ state: 'pending', countedAttempts: 3, attempts: 4, retryStep: 3 });
    expect(message.dueAt).toEqual(after(2 * MINUTE));
  });

  it('is the last one when it was the tenth', () => {
    const message = messageOf({ countedAttempts: 9, attempts: 9, retryStep: 9 });
    apply(message, endpointOf(), NOT_SENT);
    expect(message).toMatchObject({ state: 'dead', reason: 'tries_exhausted', countedAttempts: 10 });
  });

  it('is the last one when it was the tenth, even where the receiver asks to come back later', () => {
    const message = messageOf({ retryStep: 9 });
    apply(message, endpointOf(), { ...OUTAGE, retryAfterMs: MINUTE });
    expect(message.state).toBe('dead');
  });

  it('waits as long as the receiver asks, without any spread, and not even a probe comes earlier', () => {
    const message = messageOf();
    apply(message, endpointOf(), { ...OUTAGE, retryAfterMs: 7 * SECOND }, { random: 1 });
    expect(message).toMatchObject({ dueAt: after(7 * SECOND), notBefore: after(7 * SECOND) });
  });

  it('forgets the wish of an earlier answer', () => {
    const message = messageOf({ notBefore: DUE });
    apply(message, endpointOf(), OUTAGE);
    expect(message.notBefore).toBeNull();
  });

  it('gives the message up at once when it was rejected, and says by what answer', () => {
    const message = messageOf();
    apply(message, endpointOf(), REJECTED);
    expect(message).toMatchObject({ state: 'dead', reason: 'rejected_404', countedAttempts: 1 });
  });

  it('gives the message up at once when the address may not be called', () => {
    const message = messageOf();
    apply(message, endpointOf(), outcomeOf('rejected', null));
    expect(message).toMatchObject({ state: 'dead', reason: 'not_sent' });
  });
});

describe('a message that is withdrawn when it is sent', () => {
  it('is cancelled, says why, spends no try and says nothing of the receiver', () => {
    const message = messageOf();
    const endpoint = endpointOf();
    const error = errorDetail('recipient_blocked');
    expect(apply(message, endpoint, outcomeOf('withdrawn', null, { error }))).toEqual({
      isSpent: false,
      transitions: [],
    });
    expect(message).toMatchObject({ state: 'cancelled', reason: 'recipient_blocked', countedAttempts: 0, attempts: 1 });
    expect(endpoint).toMatchObject({ failuresInRow: 0, pausedAt: null });
  });
});

describe('a try that was throttled', () => {
  it('spends nothing and waits as after the attempts before it', () => {
    const message = messageOf({ countedAttempts: 2, attempts: 2, retryStep: 2 });
    expect(apply(message, endpointOf(), THROTTLED).isSpent).toBe(false);
    expect(message).toMatchObject({ state: 'pending', countedAttempts: 2, attempts: 3, retryStep: 2 });
    expect(message.dueAt).toEqual(after(30 * SECOND));
  });

  it('waits 5 s when it is the first', () => {
    const message = messageOf();
    apply(message, endpointOf(), THROTTLED);
    expect(message.dueAt).toEqual(after(5 * SECOND));
  });

  it('waits longer each time, up to 10 min, while no try is spent', () => {
    const message = messageOf();
    const waits = [1, 2, 3, 4, 5, 30].map(() => {
      apply(message, endpointOf(), THROTTLED);
      return (message.dueAt.getTime() - NOW.getTime()) / SECOND;
    });
    expect(waits).toEqual([5, 30, 120, 600, 600, 600]);
    expect(message).toMatchObject({ countedAttempts: 0, retryStep: 0, notBefore: null });
  });

  it('waits 5 s each time where this machine was short of something', () => {
    const message = messageOf();
    for (let n = 0; n < 5; n++) apply(message, endpointOf(), outcomeOf('throttled', null));
    expect(message.dueAt).toEqual(after(5 * SECOND));
  });

  it('never uses the schedule up', () => {
    const message = messageOf({ retryStep: 9 });
    for (let n = 0; n < 20; n++) apply(message, endpointOf(), THROTTLED);
    expect(message).toMatchObject({ state: 'pending', countedAttempts: 0, attempts: 20 });
  });
});

describe('a refused sign-in', () => {
  it('pauses the endpoint, spends nothing, and leaves the message due', () => {
    const [message, endpoint] = [messageOf(), endpointOf()];
    expect(apply(message, endpoint, UNAUTHORIZED)).toEqual({ isSpent: false, transitions: ['paused'] });
    expect(endpoint).toMatchObject({ pausedAt: NOW, pauseReason: 'unauthorized_401' });
    expect(message).toMatchObject({ state: 'pending', countedAttempts: 0, attempts: 1, dueAt: DUE });
  });

  it('leaves it due though it came with a Retry-After: what is put right is told at once', () => {
    const message = messageOf();
    apply(message, endpointOf(), { ...UNAUTHORIZED, retryAfterMs: 3_600 * SECOND });
    expect(message).toMatchObject({ dueAt: DUE, notBefore: null });
  });

  it('is told once, however many attempts were under way', () => {
    const endpoint = endpointOf();
    apply(messageOf(), endpoint, UNAUTHORIZED);
    expect(apply(messageOf(), endpoint, UNAUTHORIZED).transitions).toEqual([]);
  });

  it('of an attempt that began before sending was resumed pauses nothing', () => {
    const endpoint = endpointOf({ resumedAt: after(-SECOND) });
    expect(apply(messageOf(), endpoint, UNAUTHORIZED, { startedAt: after(-2 * SECOND) }).transitions).toEqual([]);
    expect(endpoint.pausedAt).toBeNull();
    expect(apply(messageOf(), endpoint, UNAUTHORIZED).transitions).toEqual(['paused']);
  });
});

describe('a deleted endpoint', () => {
  it('is not tried again: what failed, or has to wait, is cancelled; what arrived has arrived', () => {
    for (const outcome of [OUTAGE, THROTTLED, UNAUTHORIZED]) {
      const message = messageOf();
      apply(message, endpointOf({ isArchived: true }), outcome);
      expect(message).toMatchObject({ state: 'cancelled', reason: ENDPOINT_ARCHIVED });
    }
    const message = messageOf();
    apply(message, endpointOf({ isArchived: true }), DELIVERED);
    expect(message.state).toBe('delivered');
  });

  it('gives nothing up that a person could not send again: what was not sent, was refused, or failed for the last time', () => {
    const cases: Array<[Partial<OutboxMessage>, AttemptOutcome]> = [
      [{}, outcomeOf('rejected', null)],
      [{}, REJECTED],
      [{ retryStep: 9 }, OUTAGE],
    ];
    for (const [change, outcome] of cases) {
      const message = messageOf(change);
      apply(message, endpointOf({ isArchived: true }), outcome);
      expect(message).toMatchObject({ state: 'cancelled', reason: ENDPOINT_ARCHIVED });
    }
  });
});

describe('the circuit breaker of a endpoint', () => {
  it('opens with the fifth outage in a row of different orders and probes 30 s later', () => {
    const endpoint = endpointOf();
    const transitions = [1, 2, 3, 4, 5].map(() => apply(messageOf(), endpoint, OUTAGE).transitions);
    expect(transitions).toEqual([[], [], [], [], ['opened']]);
    expect(endpoint).toMatchObject({ openedAt: NOW, probeAt: after(30 * SECOND) });
  });

  it('does not open for one order that fails again and again: its attempts run out', () => {
    const [message, endpoint] = [messageOf(), endpointOf()];
    for (let attempts = 1; attempts <= 10; attempts++)
      expect(apply(message, endpoint, OUTAGE)).toEqual({ isSpent: true, transitions: [] });
    expect(message).toMatchObject({ state: 'dead', reason: 'tries_exhausted' });
  });

  it.each([
    ['an answer 4xx', REJECTED],
    ['a 429', THROTTLED],
  ])('takes %s for a sign of life', (_, outcome) => {
    const endpoint = endpointOf({ failuresInRow: 4 });
    apply(messageOf(), endpoint, outcome);
    expect(endpoint).toMatchObject({ failuresInRow: 0, openedAt: null });
  });

  it('takes no try from those that were under way when it opened', () => {
    const [message, endpoint] = [messageOf(), open()];
    expect(apply(message, endpoint, OUTAGE)).toEqual({ isSpent: false, transitions: [] });
    expect(message).toMatchObject({ state: 'pending', countedAttempts: 0, dueAt: DUE });
    expect(endpoint).toMatchObject({ probesFailed: 0, probeAt: after(-SECOND) });
  });

  it('doubles the pause after each probe that failed, and takes no try for it', () => {
    const [message, endpoint] = [messageOf(), open()];
    const pauses = [1, 2, 3, 4, 5].map(() => {
      expect(apply(message, endpoint, OUTAGE, { isProbe: true })).toEqual({ isSpent: false, transitions: [] });
      return (endpoint.probeAt!.getTime() - NOW.getTime()) / SECOND;
    });
    expect(pauses).toEqual([60, 120, 240, 300, 300]);
    expect(message).toMatchObject({ state: 'pending', countedAttempts: 0, attempts: 5, dueAt: DUE, triedAt: NOW });
  });

  it('closes, and says so, when the probe is answered with a refused sign-in, which then pauses the endpoint', () => {
    const endpoint = open();
    expect(apply(messageOf(), endpoint, UNAUTHORIZED, { isProbe: true }).transitions).toEqual(['closed', 'paused']);
    expect(endpoint).toMatchObject({ openedAt: null, pausedAt: NOW });
  });
});

describe('a failure that is the message’s own', () => {
  const recovered = { recoveredAt: after(-SECOND) };
  const failedBefore = { triedAt: after(-MINUTE), retryStep: 1, countedAttempts: 1, attempts: 1 };

  it.each([
    ['a probe', true],
    ['under way when it opened', false],
  ])(
    'spends an attempt although the breaker is open, %s, when another order was delivered since its last try',
    (_, isProbe) => {
      const message = messageOf(failedBefore);
      expect(apply(message, open(recovered), OUTAGE, { isProbe })).toEqual({ isSpent: true, transitions: [] });
      expect(message).toMatchObject({ countedAttempts: 2, dueAt: after(30 * SECOND), notBefore: after(30 * SECOND) });
    },
  );

  it.each([
    ['it was never tried', {}],
    ['nothing was delivered since its last try', { triedAt: after(-SECOND / 2) }],
  ])('is not known when %s', (_, change) => {
    const message = messageOf(change);
    expect(apply(message, open(recovered), OUTAGE, { isProbe: true }).isSpent).toBe(false);
    expect(message.notBefore).toBeNull();
  });

  it('does not open the breaker, and ends with the tenth', () => {
    const endpoint = endpointOf(recovered);
    const messages = Array.from({ length: 8 }, () => messageOf({ ...failedBefore, retryStep: 9 }));
    for (const each of messages) expect(apply(each, endpoint, OUTAGE).transitions).toEqual([]);
    expect(new Set(messages.map(({ state }) => state))).toEqual(new Set(['dead']));
    expect(endpoint).toMatchObject({ failuresInRow: 0, openedAt: null });
  });

  it('is what was not even sent, of which the endpoint learns nothing', () => {
    const [shaky, broken] = [endpointOf({ failuresInRow: 4 }), open()];
    const probe = messageOf();
    expect(apply(messageOf(), shaky, NOT_SENT).transitions).toEqual([]);
    expect(apply(probe, broken, NOT_SENT, { isProbe: true })).toEqual({ isSpent: true, transitions: [] });
    expect(probe.notBefore).toEqual(after(5 * SECOND));
    expect(shaky.failuresInRow).toBe(4);
    expect(broken).toMatchObject({ failuresInRow: 5, openedAt: after(-MINUTE), probeAt: NOW });
  });
});

import fc from 'fast-check';
import type { AttemptOutcome } from './channel.js';
import { OutboxMessage, Endpoint } from './outbox-message.entity.js';
import { classifyStatus } from './http-sender.service.js';
import { applyOutcome } from './outcome-rules.js';
import { errorDetail } from '../platform/error-texts.js';

const BEGIN = Date.parse('2026-11-24T06:00:00.000Z');
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const WITHIN = 10 * MINUTE;
const IN_FLIGHT = 64;
const LEASE = 20;
const HANGS = 15;

type Trouble = 500 | 503 | 'hang';

interface Order {
  /** What the receiver answers to it, always; undefined = it takes it. */
  poison?: Trouble;
  /** Seconds at which its notices come to be. */
  notices: number[];
}

interface Outage {
  from: number;
  to: number;
  kind: Trouble;
}

interface Schedule {
  orders: Order[];
  outages: Outage[];
}

const at = (second: number) => new Date(BEGIN + second * 1_000);
const secondOf = (date: Date | null) => (date ? (date.getTime() - BEGIN) / 1_000 : -Infinity);

function outcomeOf(trouble: Trouble | undefined): AttemptOutcome {
  const request = { method: 'POST', url: '', headers: {}, body: '' };
  if (trouble === 'hang') {
    return {
      class: 'retry',
      isOutage: true,
      durationMs: 15_000,
      request,
      response: null,
      error: errorDetail('no_answer', { seconds: 15 }),
    };
  }
  const status = trouble ?? 200;
  return {
    ...classifyStatus(status),
    durationMs: 5,
    request,
    response: { status, headers: {}, body: '' },
    error: null,
  };
}

/** One receiver, its orders and the rules, by the second; what the database does stands here in lists. */
class Simulation {
  readonly messages: OutboxMessage[] = [];
  private unfinished: OutboxMessage[] = [];
  readonly tooLate: string[] = [];
  private readonly endpoint: Endpoint = Object.assign(new Endpoint(), {
    ...{ isEnabled: true, isArchived: false, resumedAt: null, pausedAt: null, pauseReason: '' },
    ...{
      failuresInRow: 0,
      failingSince: null,
      recentFailures: [],
      openedAt: null,
      probeAt: null,
      probesFailed: 0,
      recoveredAt: null,
    },
  });
  private underWay: Array<{ message: OutboxMessage; startedAt: number; endsAt: number; isProbe: boolean }> = [];
  /** By message: since when the receiver would take it and nothing of its own stands in the way. */
  private readonly possibleSince = new Map<number, number>();
  private readonly unborn: Array<{ orderingKeyId: number; second: number }>;

  constructor(private readonly schedule: Schedule) {
    this.unborn = schedule.orders
      .flatMap(({ notices }, orderingKeyId) => notices.map((second) => ({ orderingKeyId, second })))
      .sort((one, other) => one.second - other.second);
  }

  run(until: number): this {
    for (let now = 0; now <= until; now = this.nextSecond(now)) {
      this.bear(now);
      this.finish(now);
      this.begin(now);
      this.watch(now);
      this.unfinished = this.unfinished.filter(isUnfinished);
    }
    return this;
  }

  private headOf(orderingKeyId: number): OutboxMessage | undefined {
    return this.unfinished.find((message) => message.orderingKeyId === orderingKeyId && isUnfinished(message));
  }

  private nextSecond(now: number): number {
    const { probeAt, openedAt } = this.endpoint;
    const times = [
      ...this.underWay.map(({ endsAt }) => endsAt),
      ...this.unborn.slice(0, 1).map(({ second }) => second),
      ...this.schedule.outages.flatMap(({ from, to }) => [from, to]),
      ...(openedAt ? [secondOf(probeAt)] : []),
      ...this.unfinished
        .filter(({ state }) => state === 'pending')
        .flatMap(({ dueAt, notBefore }) => [secondOf(dueAt), secondOf(notBefore)]),
      ...[...this.possibleSince.values()].map((since) => since + WITHIN + 1),
    ].filter((second) => second > now);
    return Math.min(...times.map(Math.ceil));
  }

  private bear(now: number): void {
    while (this.unborn[0] && this.unborn[0].second <= now) {
      const { orderingKeyId } = this.unborn.shift()!;
      const state = this.headOf(orderingKeyId) ? 'waiting' : 'pending';
      const [countedAttempts, attempts, retryStep, id] = [0, 0, 0, this.messages.length];
      const fresh = { countedAttempts, attempts, retryStep, notBefore: null, triedAt: null };
      const message = Object.assign(new OutboxMessage(), { id, orderingKeyId, state, dueAt: at(now), ...fresh });
      this.messages.push(message);
      this.unfinished.push(message);
    }
  }

  private finish(now: number): void {
    const ended = this.underWay.filter(({ endsAt }) => endsAt <= now);
    this.underWay = this.underWay.filter(({ endsAt }) => endsAt > now);
    for (const { message, startedAt, isProbe } of ended) {
      const { transitions } = applyOutcome(message, this.endpoint, outcomeOf(this.troubleOf(message, startedAt)), {
        now: at(now),
        startedAt: at(startedAt),
        isProbe,
        keysWaiting: new Set(this.unfinished.filter(isUnfinished).map(({ orderingKeyId }) => orderingKeyId)).size,
        random: 0.5,
      });
      const next = this.headOf(message.orderingKeyId);
      if (next?.state === 'waiting') next.state = 'pending';
      if (transitions.includes('closed')) this.release(now);
    }
  }

  private release(now: number): void {
    for (const each of this.unfinished) {
      const isHeld = secondOf(each.notBefore) > now;
      if ((each.state === 'pending' || each.state === 'waiting') && !isHeld && each.dueAt > at(now))
        each.dueAt = at(now);
    }
  }

  private begin(now: number): void {
    const pending = this.unfinished.filter(({ state }) => state === 'pending');
    if (this.endpoint.openedAt) {
      if (secondOf(this.endpoint.probeAt) > now) return;
      const free = pending.filter(({ notBefore }) => secondOf(notBefore) <= now);
      const tried = ({ triedAt }: OutboxMessage) => triedAt?.getTime() ?? 0;
      const [first] = free.sort((one, other) => tried(one) - tried(other) || +one.dueAt - +other.dueAt);
      if (!first) return;
      this.endpoint.probeAt = at(now + LEASE);
      this.send(first, now, true);
    } else {
      const due = pending.filter(({ dueAt }) => secondOf(dueAt) <= now).sort((one, other) => +one.dueAt - +other.dueAt);
      for (const each of due.slice(0, IN_FLIGHT - this.underWay.length)) this.send(each, now, false);
    }
  }

  private send(message: OutboxMessage, now: number, isProbe: boolean): void {
    message.state = 'sending';
    const endsAt = now + (this.troubleOf(message, now) === 'hang' ? HANGS : 1);
    this.underWay.push({ message, startedAt: now, endsAt, isProbe });
  }

  private troubleOf({ orderingKeyId }: OutboxMessage, second: number): Trouble | undefined {
    return this.outageAt(second)?.kind ?? this.schedule.orders[orderingKeyId]!.poison;
  }

  private outageAt(second: number): Outage | undefined {
    return this.schedule.outages.find(({ from, to }) => from <= second && second < to);
  }

  /** What waits for its own retry, or was told to, is not waiting for others. */
  private watch(now: number): void {
    const isUp = !this.outageAt(now);
    for (const { id, orderingKeyId, state, dueAt, notBefore } of this.unfinished) {
      const waitsForItself = secondOf(notBefore) > now || (!this.endpoint.openedAt && secondOf(dueAt) > now);
      const isPossible = isUp && !this.schedule.orders[orderingKeyId]!.poison && state === 'pending' && !waitsForItself;
      if (state === 'sending') continue;
      if (!isPossible) this.possibleSince.delete(id);
      else if (!this.possibleSince.has(id)) this.possibleSince.set(id, now);
      else if (now - this.possibleSince.get(id)! > WITHIN)
        this.tooLate.push(`${id} of order ${orderingKeyId} at ${now}`);
    }
  }
}

const isUnfinished = ({ state }: OutboxMessage) => ['waiting', 'pending', 'sending'].includes(state);

const notices = fc.array(fc.integer({ min: 0, max: 3 * HOUR }), { minLength: 1, maxLength: 3 });
const good: fc.Arbitrary<Order> = fc.record({ notices });
const troubles = fc.constantFrom<Trouble[]>(500, 503, 'hang');
const outages = fc.array(
  fc
    .record({
      from: fc.integer({ min: 0, max: 3 * HOUR }),
      lasts: fc.integer({ min: 1, max: 2 * HOUR }),
      kind: troubles,
    })
    .map(({ from, lasts, kind }): Outage => ({ from, to: from + lasts, kind })),
  { maxLength: 3 },
);

function schedules(poisoned: fc.Arbitrary<Order[]>): fc.Arbitrary<Schedule> {
  return fc
    .record({ poisoned, goods: fc.array(good, { minLength: 1, maxLength: 8 }), outages })
    .map(({ poisoned, goods, outages }) => ({ orders: [...poisoned, ...goods], outages }));
}

describe('whatever fails and when, an order that the receiver would take waits for others no longer than 10 min', () => {
  const holds = (schedule: Schedule) => expect(new Simulation(schedule).run(8 * HOUR).tooLate).toEqual([]);

  it('with up to six orders that are answered 500 for ever', () => {
    const poison = fc.record({ poison: fc.constant<Trouble>(500), notices });
    fc.assert(fc.property(schedules(fc.array(poison, { maxLength: 6 })), holds), { numRuns: 100, endOnFailure: true });
  });

  it('with an order that fails for ever in any way', () => {
    const poison = fc.record({ poison: troubles, notices });
    fc.assert(fc.property(schedules(fc.array(poison, { minLength: 1, maxLength: 1 })), holds), {
      numRuns: 60,
      endOnFailure: true,
    });
  });

  it('with an order that hangs each time, and an outage that ends right after the good one was probed', () => {
    const orders: Order[] = [{ poison: 'hang', notices: [2779, 7873, 3731] }, { notices: [4222, 1675, 2935] }];
    const outages: Outage[] = [
      { from: 2821, to: 4116, kind: 'hang' },
      { from: 10535, to: 13949, kind: 'hang' },
    ];
    holds({ orders, outages });
  });

  it.each<[string, Outage[]]>([
    ['alone', []],
    ['after an outage', [{ from: 5, to: 2 * HOUR, kind: 503 }]],
    ['after an outage in which they began', [{ from: 0, to: 3 * HOUR, kind: 'hang' }]],
    ['over a quiet night', [{ from: 30, to: 60, kind: 500 }]],
  ])('five such orders %s: those that come later arrive, and the five end dead', (_, outages) => {
    const poisoned = Array.from({ length: 5 }, (): Order => ({ poison: 500, notices: [1] }));
    const late = Array.from({ length: 24 }, (_, n): Order => ({ notices: [(3 * n + 8) * HOUR] }));
    const simulation = new Simulation({ orders: [...poisoned, { notices: [2, 20] }, ...late], outages });
    expect(simulation.run(80 * HOUR).tooLate).toEqual([]);
    for (const { orderingKeyId, state } of simulation.messages)
      expect(state).toBe(orderingKeyId < 5 ? 'dead' : 'delivered');
  });

  it('one such order, with nobody else about, ends dead by the schedule alone', () => {
    const simulation = new Simulation({ orders: [{ poison: 500, notices: [0] }], outages: [] }).run(72 * HOUR);
    expect(simulation.messages).toMatchObject([{ state: 'dead', countedAttempts: 10, attempts: 10 }]);
  });

  it('in an outage no attempt is spent once the breaker is open', () => {
    const orders = Array.from({ length: 12 }, (_, n): Order => ({ notices: [n] }));
    const { messages } = new Simulation({ orders, outages: [{ from: 0, to: 20 * HOUR, kind: 503 }] }).run(19 * HOUR);
    expect(messages.reduce((sum, { countedAttempts }) => sum + countedAttempts, 0)).toBe(5);
    expect(messages.reduce((sum, { attempts }) => sum + attempts, 0)).toBeGreaterThan(200);
  });
});

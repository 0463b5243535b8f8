import { createHash } from 'node:crypto';
import { WELL_BEHAVED, type Mischief, type Misbehaviour } from './misbehaviour.js';
import { AbcpOrders } from './orders.js';

const KEPT_CALLS = 1_000;

/** One call as it came, the sign-in left out. */
export interface AbcpCall {
  n: number;
  /** ISO time. */
  at: string;
  /** Milliseconds of a clock that never goes back: begin, and end once it was answered. */
  beganAt: number;
  endedAt: number | null;
  method: string;
  /** Behind the host, e.g. `cp/order`. */
  path: string;
  /** Query or form, decoded, line by line. */
  sent: string;
  /** HTTP status; null = no answer was given. */
  status: number | null;
  /** The beginning of the answer. */
  answer: string;
}

/** A shop's ABCP: its orders, who may call, and what it was asked. */
export class Abcp {
  readonly orders = new AbcpOrders();
  readonly calls: AbcpCall[] = [];
  private troubles: Misbehaviour = { ...WELL_BEHAVED };
  private count = 0;

  constructor(private signIn = { login: 'api@abcp', password: 'abcp-demo' }) {}

  login(): string {
    return this.signIn.login;
  }

  configure(change: Partial<{ login: string; password: string }>): void {
    this.signIn = { ...this.signIn, ...change };
  }

  /** ABCP takes the MD5 of the password, lower case, and nothing else. */
  knows(login: string | undefined, secret: string | undefined): boolean {
    const expected = createHash('md5').update(this.signIn.password).digest('hex');
    return login === this.signIn.login && secret === expected;
  }

  misbehaviour(): Misbehaviour {
    return { ...this.troubles };
  }

  misbehave(change: Partial<Misbehaviour>): void {
    this.troubles = { ...WELL_BEHAVED, ...change };
  }

  behave(): void {
    this.troubles = { ...WELL_BEHAVED };
  }

  /** What is to go wrong with a call, which counts as one of those. */
  takeMischief(isWrite: boolean): Mischief {
    const { kind, of, times } = this.troubles;
    if (kind === 'none' || (of === 'writes' && !isWrite) || (of === 'reads' && isWrite)) return 'none';
    if (times === 1) this.behave();
    else if (times !== null) this.troubles.times = times - 1;
    return kind;
  }

  record(call: Pick<AbcpCall, 'method' | 'path' | 'sent'>): AbcpCall {
    const n = (this.count += 1);
    const begun = { at: new Date().toISOString(), beganAt: performance.now(), endedAt: null };
    const recorded = { n, ...begun, ...call, status: null, answer: '' };
    this.calls.push(recorded);
    if (this.calls.length > KEPT_CALLS) this.calls.shift();
    return recorded;
  }

  reset(): void {
    this.orders.clear();
    this.calls.length = 0;
    this.behave();
  }
}

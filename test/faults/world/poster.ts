import { createHash } from 'node:crypto';
import type { Random } from './random.js';
import type { Replica } from './replica.js';
import { inParallel, pause } from './waiting.js';

export interface PostAnswer {
  /** Undefined: no answer came. */
  status: number | undefined;
  ms: number;
  retryAfter: string | null;
  body: string;
}

/** Posts to the order link as GettZap would, and keeps what it was answered. */
export class Poster {
  /** Ids of orders that were answered 2xx. */
  readonly acknowledged = new Set<string>();
  /** Ids of orders that were posted at all. */
  readonly posted = new Set<string>();
  readonly answers: Array<PostAnswer & { at: number }> = [];
  posts = 0;

  constructor(
    private readonly replicas: () => Replica[],
    readonly linkPath: string,
    private readonly random: Random,
    private readonly signal: AbortSignal,
  ) {}

  /** Once, to any replica that runs or to this one. */
  async post(message: object, to: Replica = this.random.pick(this.replicas())): Promise<PostAnswer> {
    const { event, order } = message as { event: string; order: { id: string } };
    return this.postRaw(JSON.stringify(message), event === 'order.created' ? order.id : undefined, { to });
  }

  /** Any bytes, once. @param externalId of the order that there must be if they are taken; undefined: they make none */
  async postRaw(
    body: string | Uint8Array<ArrayBuffer>,
    externalId?: string,
    { to = this.random.pick(this.replicas()), contentType = 'application/json' } = {},
  ): Promise<PostAnswer> {
    if (externalId !== undefined) this.posted.add(externalId);
    const answer = await this.send(to, body, contentType);
    this.posts += 1;
    this.answers.push({ ...answer, at: performance.now() });
    if (externalId !== undefined && isGood(answer)) this.acknowledged.add(externalId);
    return answer;
  }

  /** As often as it takes until it is answered 2xx. @returns the id of the external order */
  async postUntilTaken(message: object, pauseMs = 50): Promise<string> {
    for (;;) {
      const answer = await this.post(message);
      if (isGood(answer)) return (JSON.parse(answer.body) as { externalOrderId: string }).externalOrderId;
      await pause(pauseMs, this.signal);
    }
  }

  async postAll(messages: object[], hands: number): Promise<void> {
    await inParallel(messages, hands, async (message) => void (await this.postUntilTaken(message)));
  }

  /** How often each answer was given; `none` where no answer came. */
  answerCounts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { status } of this.answers) counts[status ?? 'none'] = (counts[status ?? 'none'] ?? 0) + 1;
    return counts;
  }

  /** The longest time in which no post was answered 2xx, seconds. */
  longestOutageS(): number {
    const good = this.answers.filter(isGood).map(({ at }) => at);
    const gaps = good.slice(1).map((at, index) => at - good[index]!);
    return Math.round(Math.max(0, ...gaps) / 100) / 10;
  }

  private async send(to: Replica, body: string | Uint8Array<ArrayBuffer>, contentType: string): Promise<PostAnswer> {
    const startedAt = performance.now();
    try {
      const response = await fetch(to.url + this.linkPath, {
        method: 'POST',
        headers: { 'Content-Type': contentType },
        body,
        signal: AbortSignal.any([this.signal, AbortSignal.timeout(20_000)]),
      });
      const text = await response.text();
      const retryAfter = response.headers.get('retry-after');
      return { status: response.status, ms: performance.now() - startedAt, retryAfter, body: text };
    } catch {
      return { status: undefined, ms: performance.now() - startedAt, retryAfter: null, body: '' };
    }
  }
}

export function isGood({ status }: Pick<PostAnswer, 'status'>): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** Id of the order that stands for a body without a usable one. */
export function idOfBody(body: string): string {
  return `sha256:${createHash('sha256').update(body).digest('hex').slice(0, 32)}`;
}

/** An order of `count` positions 1, 2, … */
export function orderCreated(id: string, count = 1, change: object = {}): object {
  const positions = Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    brand: 'BOSCH',
    number: `P${index + 1}`,
    name: 'Колодки тормозные',
    quantity: 2,
    price: '3450.00',
    delivery_days: 1,
    comment: '',
  }));
  const customer = { name: 'Иванов Пётр', phone: '+7 900 000-00-00', email: 'p@example.com' };
  return { event: 'order.created', order: { id, comment: '', customer, positions, ...change } };
}

export function orderCancelled(id: string): object {
  return { event: 'order.cancelled', order: { id, reason: 'передумал' } };
}

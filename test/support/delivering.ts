import { createServer, IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OUTBOX_JOB } from '../../src/outbox/outbox.job.js';
import { OutboxWorker } from '../../src/outbox/outbox-worker.service.js';
import { withinTime } from '../../src/platform/within-time.js';
import type { TroubleKind, TroubleSetting } from '../../sandbox/sandbox.js';
import { eventually } from './eventually.js';
import { runJob } from './jobs.js';
import type { Shop } from './shop.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

const HELD_UP_MS = 1_000;

// Tests read answers of every shape.
// oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every shape
export type Notice = any;

/** The notifications of an order by its id at GettZap that are to be sent, oldest first, each with its attempts. */
export async function noticesOf(shop: Shop, externalId: string): Promise<Notice[]> {
  const { body } = await shop.admin.get(
    `/gettzap-notifications?q=${encodeURIComponent(externalId)}&sort=createdAt&perPage=200`,
  );
  const sent = body.data.filter(({ state }: Notice) => state !== 'skipped');
  const details = sent.map(({ id }: Notice) => shop.admin.get(`/gettzap-notifications/${id}`));
  return (await Promise.all(details)).map((detail) => detail.body);
}

/** Waits until the notifications of an order look like this, oldest first; answers them. */
export function noticesEventually(
  shop: Shop,
  externalId: string,
  expected: object[],
  withinMs?: number,
): Promise<Notice[]> {
  return eventually(async () => {
    const notices = await noticesOf(shop, externalId);
    expect(notices).toMatchObject(expected);
    return notices;
  }, withinMs);
}

/** Waits until the one notification of an order looks like this; answers it. */
export async function noticeEventually(
  shop: Shop,
  externalId: string,
  expected: object,
  withinMs?: number,
): Promise<Notice> {
  const [notice] = await noticesEventually(shop, externalId, [expected], withinMs);
  return notice;
}

/** The scheduled jobs of the outbox come by. */
export async function runOutboxJobs(shop: Pick<Shop, 'app'>): Promise<void> {
  await Promise.all([OUTBOX_JOB, 'interrupted-attempts', 'archived-endpoints'].map((name) => runJob(shop, name)));
}

/** Waits until nothing is looked for, sent or recorded. */
export function untilQuiet({ app }: Pick<Shop, 'app'>): Promise<void> {
  return app.get(OutboxWorker).settled();
}

/**
 * Lets this much time pass, and the scheduled job come by. What is under way ends before, unless a test holds it up: else how quick the
 * machine is would say which leases run out.
 */
export async function later(shop: Shop, ms: number): Promise<void> {
  await withinTime(HELD_UP_MS, untilQuiet(shop), () => undefined);
  shop.clock.advance(ms);
  await runOutboxJobs(shop);
}

/** The sandbox spoils what concerns one order, or everything. */
export function spoil(shop: Shop, kind: TroubleKind, more: Omit<TroubleSetting, 'kind'> = {}): void {
  shop.sandbox.setTrouble({ kind, ...more });
}

export function requestsFor(shop: Shop, externalId: string) {
  return shop.sandbox.ledger.requests(externalId);
}

/** How sending to the shop's connection is going. */
export async function sending(shop: Shop): Promise<Notice> {
  return (await shop.admin.get(`/marketplace-connections/${shop.connectionId}/delivery`)).body;
}

export function settings(shop: Shop, change: object) {
  return shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, change);
}

/** Seconds from the last attempt to the next. */
export function pauseOf({ attempts, nextAttemptAt }: Notice): number {
  const last = attempts.at(-1);
  return (Date.parse(nextAttemptAt) - Date.parse(last.at)) / SECOND;
}

/** A request that waits for its answer from the test. */
export interface HeldRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  answer(status: number, body?: string, headers?: Record<string, string>): void;
}

/** A receiver all of whose answers are given by the test, one by one. */
export class HandMadeGettzap {
  private readonly held: HeldRequest[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<HandMadeGettzap> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const gettzap = new HandMadeGettzap(server, `http://127.0.0.1:${port}`);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => gettzap.take(request, response));
    return gettzap;
  }

  /** The next request that came, in the order of arrival. */
  async next(): Promise<HeldRequest> {
    return eventually(() => {
      const first = this.held.shift();
      if (!first) throw new Error('No request came.');
      return first;
    });
  }

  /** How many requests came that were not looked at yet. */
  get waiting(): number {
    return this.held.length;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      this.held.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        answer: (status, body = '{}', headers = {}) => response.writeHead(status, headers).end(body),
      }),
    );
  }
}

import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { ConflictError } from '../../platform/errors.js';
import { Job } from '../../platform/jobs/job.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { type Exchange, EXCHANGES } from '../exchanges/exchange.entity.js';
import { ExchangeEndpoints } from '../exchanges/exchange-endpoints.service.js';
import type { ExchangeFollow } from '../exchanges/exchange-follow.entity.js';
import { earlierOf, ExchangeFollows } from '../exchanges/exchange-follows.service.js';
import { ExchangeSessions } from '../exchanges/exchange-sessions.service.js';
import { ExchangeStatuses } from '../exchanges/exchange-statuses.service.js';
import type { ReturnedDocument } from '../exchanges/handed-over-order.js';
import { ReturnedDocuments } from '../exchanges/returned-documents.service.js';
import { ReturnedFiles } from '../exchanges/returned-files.service.js';
import { type AbcpAnswer, AbcpClient, reasonOf } from './abcp-client.service.js';
import { documentOf, namesOf, readOrder, withoutBuyer } from './abcp-order.js';
import type { AbcpSettings } from './abcp-settings.js';
import { moscowText, parseMoscow } from './moscow-time.js';

const EVERY_MS = 5_000;
/** Orders of a page; fewer where so many are too much for an answer. */
const PAGE_SIZES = [1_000, 100, 10];
const MOST_PAGES = 500;
/** Pages shift while orders change, so each begins with the end of the one before. */
const PART_READ_TWICE = 0.1;
/** What is written down over there late, or by another clock, is read all the same. */
const OVERLAP_MS = 5 * 60_000;
/** Before anything was seen it is not known in which zone ABCP's clock is. */
const FIRST_OVERLAP_MS = 24 * 3_600_000;
const DIRECTORY_EVERY_MS = 3_600_000;
/** Of a page, so that no statement is larger than a server takes. */
const PART_BYTES = 8_000_000;
const LIMITS = { most: 64_000_000, ofPart: PART_BYTES };

/** One order of a page, with what was read of it. */
interface Entry {
  raw: unknown;
  number: string;
  key: string;
  dateUpdated: string;
  /** Undefined = it cannot be read. */
  document: ReturnedDocument | undefined;
}

/** ABCP did not answer as it should. */
class AskingFailed extends Error {
  constructor(
    readonly answer: AbcpAnswer,
    readonly request: string,
  ) {
    super(reasonOf(answer).message);
  }
}

/** Asks each ABCP what became of orders since it was asked last; one replica at a time. */
@Injectable()
export class AbcpFollow {
  private readonly logger = new Logger(AbcpFollow.name);

  constructor(
    private readonly configuration: Configuration,
    private readonly transactions: Transactions,
    private readonly endpoints: ExchangeEndpoints,
    private readonly follows: ExchangeFollows,
    private readonly sessions: ExchangeSessions,
    private readonly statuses: ExchangeStatuses,
    private readonly returned: ReturnedDocuments,
    private readonly files: ReturnedFiles,
    private readonly client: AbcpClient,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'abcp-follow', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    const exchanges = [...(await this.configuration.refresh()).get(EXCHANGES).values()];
    const active = exchanges.filter(({ kind, isActive }) => kind === 'abcp' && isActive);
    const asked = await Promise.allSettled(active.map((exchange) => this.ask(exchange, signal)));
    for (const each of asked) if (each.status === 'rejected') throw each.reason;
  }

  private async ask(exchange: Exchange, signal?: AbortSignal): Promise<void> {
    const endpoint = await this.transactions.read((manager) => this.endpoints.find(manager, exchange));
    if (!endpoint || endpoint.pausedAt) return;
    const follow = await this.follows.claim(exchange.id);
    if (!follow) return;
    const everyMs = (exchange.settings as AbcpSettings).pollSeconds * 1_000;
    const askedAt = this.clock.now();
    try {
      const directoryAt = await this.readDirectory(exchange, follow);
      const seenUntil = await this.readOrders(exchange, follow, signal);
      await this.follows.finish(follow, everyMs, { seenUntil, directoryAt });
    } catch (error) {
      await this.follows.finish(follow, everyMs);
      const isTold = error instanceof AskingFailed || error instanceof ConflictError;
      if (!isTold) throw error;
      await this.noteFailure(exchange, error, askedAt);
    }
  }

  private async readDirectory(exchange: Exchange, { directoryAt }: ExchangeFollow): Promise<Date> {
    const now = this.clock.now();
    if (directoryAt && now.getTime() - directoryAt.getTime() < DIRECTORY_EVERY_MS) return directoryAt;
    const answer = await this.client.statuses(exchange);
    if (answer.outcome.class !== 'delivered') throw new AskingFailed(answer, 'GET cp/statuses');
    await this.statuses.learn(exchange.id, answer.statuses);
    return now;
  }

  /** @returns up to when changes were seen */
  private async readOrders(exchange: Exchange, follow: ExchangeFollow, signal?: AbortSignal): Promise<string> {
    const seen = parseMoscow(earlierOf(follow.seenUntil, follow.recheckFrom));
    const from = moscowText(
      new Date(seen ? seen.getTime() - OVERLAP_MS : exchange.createdAt.getTime() - FIRST_OVERLAP_MS),
    );
    // What is dated later there would have us pass over all that comes until then.
    const beganAt = moscowText(this.clock.now());
    const numbers = new Set<string>();
    let size = PAGE_SIZES[0]!;
    let seenUntil = follow.seenUntil;
    for (let page = 0, skip = 0; page < MOST_PAGES; page += 1, skip += size - size * PART_READ_TWICE) {
      const { entries, isFull, ...read } = await this.readPage(exchange, from, skip, size);
      const fresh = entries.filter(({ number }) => !numbers.has(number));
      const isGapless = page === 0 || fresh.length < entries.length;
      if (!isGapless) return seenUntil;
      seenUntil = entries.reduce((latest, { dateUpdated }) => laterOf(latest, dateUpdated), seenUntil);
      if (seenUntil > beganAt) seenUntil = beganAt;
      // One and the same page again and again has no end.
      if (!isFull || fresh.length === 0) return seenUntil;
      for (const { number } of fresh) numbers.add(number);
      size = read.size;
      if (signal?.aborted || !(await this.follows.renew(follow))) return follow.seenUntil;
    }
    return seenUntil;
  }

  /** @returns also how many were asked for, since so many as are asked for may be too much to be read */
  private async readPage(exchange: Exchange, from: string, skip: number, most: number) {
    for (const size of PAGE_SIZES.filter((each) => each <= most)) {
      const request = `GET cp/orders?dateUpdatedStart=${from}&skip=${skip}&limit=${size}`;
      const answer = await this.client.list(exchange, from, skip, size);
      if (answer.isTooLarge && size > PAGE_SIZES.at(-1)!) continue;
      const { body, outcome } = answer;
      if (outcome.class !== 'delivered' || !Array.isArray(body)) throw new AskingFailed(answer, request);
      const entries = body.flatMap((raw: unknown) => readEntry(raw));
      await this.apply(exchange, request, entries);
      return { entries, size, isFull: body.length >= size };
    }
    throw new Error('There is no size of a page.');
  }

  /** Only what is ours and new is kept: the shop's other orders are none of our business. */
  private async apply(exchange: Exchange, request: string, entries: Entry[]): Promise<void> {
    const ours = entries.filter(({ key }) => key.startsWith(`${exchange.keyPrefix}-`));
    const documents = ours.flatMap(({ document }) => document ?? []);
    const changed = new Set(await this.returned.changedOf(exchange.id, documents));
    const session = await this.sessions.ofAsking(exchange.id, 'abcp', hostOf(exchange), true);
    const unread = ours.filter(({ document }) => document === undefined).map(({ number }) => number);
    if (unread.length > 0) {
      const problem = errorDetail('positions_unread', { orders: unread.join(', ') });
      await this.sessions.record(session, { request, status: 200, isFailure: true, answer: problem.message, problem });
    }
    if (changed.size === 0) return this.sessions.touch(session);
    const fresh = ours.filter(({ document }) => document && changed.has(document));
    const bytes = Buffer.from(JSON.stringify(fresh.map(({ raw }) => withoutBuyer(raw))));
    const name = `cp-orders-${randomUUID()}.json`;
    let file = await this.files.keep(exchange.id, session.id, name, bytes.subarray(0, PART_BYTES), LIMITS);
    for (let start = PART_BYTES; start < bytes.length; start += PART_BYTES)
      file = await this.files.keep(exchange.id, session.id, name, bytes.subarray(start, start + PART_BYTES), LIMITS);
    const applied = await this.files.apply(file, async () => ({ documents: [...changed], problems: [] }));
    const counts = { fileId: applied.id, returned: changed.size };
    await this.sessions.record(session, { request, status: 200, isFailure: false, answer: '', ...counts });
  }

  /** @param error also a password that cannot be opened any more */
  private async noteFailure(exchange: Exchange, error: AskingFailed | ConflictError, askedAt: Date): Promise<void> {
    const answer = error instanceof AskingFailed ? error.answer : undefined;
    const request = error instanceof AskingFailed ? error.request : '';
    const status = answer?.outcome.response?.status ?? 0;
    this.logger.warn({ exchangeId: exchange.id, status }, `Asking ABCP failed: ${error.message}`);
    const session = await this.sessions.ofAsking(exchange.id, 'abcp', hostOf(exchange), false);
    const problem = answer ? reasonOf(answer) : errorDetail('not_decrypted', { fields: 'password' });
    await this.sessions.record(session, { request, status, isFailure: true, answer: error.message, problem });
    if (answer?.outcome.class !== 'unauthorized') return;
    await this.transactions.run((tx) => this.endpoints.pause(tx, exchange, `unauthorized_${status}`, askedAt));
  }
}

function readEntry(raw: unknown): Entry[] {
  const names = namesOf(raw);
  if (!names) return [];
  const order = readOrder(raw);
  const { number, internalNumber: key, dateUpdated } = names;
  return [{ raw, number, key, dateUpdated, document: order && documentOf(order) }];
}

function laterOf(one: string, other: string): string {
  return parseMoscow(other) && other > one ? other : one;
}

function hostOf({ settings }: Exchange): string {
  return new URL((settings as AbcpSettings).apiUrl).hostname;
}

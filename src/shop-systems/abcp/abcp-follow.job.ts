import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Job } from '../../platform/jobs/job.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { type Exchange, EXCHANGES } from '../exchanges/exchange.entity.js';
import { ExchangeEndpoints } from '../exchanges/exchange-endpoints.service.js';
import type { ExchangeFollow } from '../exchanges/exchange-follow.entity.js';
import { ExchangeFollows } from '../exchanges/exchange-follows.service.js';
import { ExchangeSessions } from '../exchanges/exchange-sessions.service.js';
import { ExchangeStatuses } from '../exchanges/exchange-statuses.service.js';
import type { ReturnedDocument } from '../exchanges/handed-over-order.js';
import { ReturnedDocuments } from '../exchanges/returned-documents.service.js';
import { ReturnedFiles } from '../exchanges/returned-files.service.js';
import { type AbcpAnswer, AbcpClient, reasonOf } from './abcp-client.service.js';
import { documentOf, readOrder, withoutBuyer } from './abcp-order.js';
import type { AbcpSettings } from './abcp-settings.js';
import { moscowText, parseMoscow } from './moscow-time.js';

const EVERY_MS = 5_000;
const PAGE = 1_000;
/** What is written down over there late, or by another clock, is read all the same. */
const OVERLAP_MS = 5 * 60_000;
const DIRECTORY_EVERY_MS = 3_600_000;
/** Of a page, so that no statement is larger than a server takes. */
const PART_BYTES = 8_000_000;
const LIMITS = { most: 64_000_000, ofPart: PART_BYTES };

/** One order of a page, with what was read of it. */
interface Entry {
  raw: unknown;
  dateUpdated: string;
  document: ReturnedDocument;
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

  @Job({ name: 'abcp_follow', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    const exchanges = [...(await this.configuration.refresh()).get(EXCHANGES).values()];
    const active = exchanges.filter(({ kind, isActive }) => kind === 'abcp' && isActive);
    await Promise.all(active.map((exchange) => this.ask(exchange, signal)));
  }

  private async ask(exchange: Exchange, signal?: AbortSignal): Promise<void> {
    const endpoint = await this.transactions.read((manager) => this.endpoints.find(manager, exchange));
    if (!endpoint || endpoint.pausedAt) return;
    const follow = await this.follows.claim(exchange.id);
    if (!follow) return;
    const everyMs = (exchange.settings as AbcpSettings).pollSeconds * 1_000;
    try {
      const directoryAt = await this.readDirectory(exchange, follow);
      const seenUntil = await this.readOrders(exchange, follow, signal);
      await this.follows.finish(follow, everyMs, { seenUntil, directoryAt });
    } catch (error) {
      await this.follows.finish(follow, everyMs);
      if (!(error instanceof AskingFailed)) throw error;
      await this.noteFailure(exchange, error);
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
    const since = (parseMoscow(follow.seenUntil) ?? exchange.createdAt).getTime() - OVERLAP_MS;
    const from = moscowText(new Date(since));
    let seenUntil = follow.seenUntil;
    for (let skip = 0; ; skip += PAGE) {
      const { entries, isLast } = await this.readPage(exchange, from, skip);
      // Pages may shift while they are read, so that of several only the first is known to be whole.
      if (skip === 0) seenUntil = entries.reduce((latest, { dateUpdated }) => laterOf(latest, dateUpdated), seenUntil);
      if (isLast) return seenUntil;
      if (signal?.aborted || !(await this.follows.renew(follow))) return follow.seenUntil;
    }
  }

  private async readPage(exchange: Exchange, from: string, skip: number) {
    const request = `GET cp/orders?dateUpdatedStart=${from}&skip=${skip}`;
    const answer = await this.client.list(exchange, from, skip, PAGE);
    const { body, outcome } = answer;
    if (outcome.class !== 'delivered' || !Array.isArray(body)) throw new AskingFailed(answer, request);
    const entries = body.flatMap((raw: unknown) => readEntry(raw));
    await this.apply(exchange, request, entries);
    return { entries, isLast: body.length < PAGE };
  }

  /** Only what is ours and new is kept: the shop's other orders are none of our business. */
  private async apply(exchange: Exchange, request: string, entries: Entry[]): Promise<void> {
    const ours = entries.filter(({ document }) => document.key.startsWith(`${exchange.keyPrefix}-`));
    const documents = ours.map(({ document }) => document);
    const changed = new Set(await this.returned.changedOf(exchange.id, documents));
    const session = await this.sessions.ofAsking(exchange.id, 'abcp', hostOf(exchange), true);
    if (changed.size === 0) return this.sessions.touch(session);
    const fresh = ours.filter(({ document }) => changed.has(document));
    const bytes = Buffer.from(JSON.stringify(fresh.map(({ raw }) => withoutBuyer(raw))));
    const name = `cp-orders-${randomUUID()}.json`;
    let file = await this.files.keep(exchange.id, session.id, name, bytes.subarray(0, PART_BYTES), LIMITS);
    for (let start = PART_BYTES; start < bytes.length; start += PART_BYTES)
      file = await this.files.keep(exchange.id, session.id, name, bytes.subarray(start, start + PART_BYTES), LIMITS);
    const applied = await this.files.apply(file, async () => ({ documents: [...changed], problems: [] }));
    const counts = { fileId: applied.id, returned: changed.size };
    await this.sessions.record(session, { request, status: 200, isFailure: false, answer: '', ...counts });
  }

  private async noteFailure(exchange: Exchange, { answer, request, message }: AskingFailed): Promise<void> {
    const status = answer.outcome.response?.status ?? 0;
    this.logger.warn({ exchangeId: exchange.id, status }, `Asking ABCP failed: ${message}`);
    const session = await this.sessions.ofAsking(exchange.id, 'abcp', hostOf(exchange), false);
    const failure = { answer: message, problem: reasonOf(answer) };
    await this.sessions.record(session, { request, status, isFailure: true, ...failure });
    if (answer.outcome.class !== 'unauthorized') return;
    await this.transactions.run((tx) => this.endpoints.pause(tx, exchange, `unauthorized_${status}`));
  }
}

function readEntry(raw: unknown): Entry[] {
  const order = readOrder(raw);
  return order ? [{ raw, dateUpdated: order.dateUpdated, document: documentOf(order) }] : [];
}

function laterOf(one: string, other: string): string {
  return parseMoscow(other) && other > one ? other : one;
}

function hostOf({ settings }: Exchange): string {
  return new URL((settings as AbcpSettings).apiUrl).hostname;
}

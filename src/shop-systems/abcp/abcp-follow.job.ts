import { Injectable } from '@nestjs/common';
import { Clock, earlier } from '../../platform/clock.js';
import { errorDetail } from '../../platform/error-texts.js';
import { Job } from '../../platform/jobs/job.js';
import { type Asking, AskingFailed, ExchangeAsking } from '../exchanges/exchange-asking.service.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import type { ExchangeFollow } from '../exchanges/exchange-follow.entity.js';
import { earlierOf, ExchangeFollows } from '../exchanges/exchange-follows.service.js';
import { ExchangeStatuses } from '../exchanges/exchange-statuses.service.js';
import type { ReturnedDocument } from '../exchanges/handed-over-order.js';
import { AbcpClient } from './abcp-client.service.js';
import { documentOf, namesOf, NAMES_OF_NOBODY, readOrder } from './abcp-order.js';
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

/** One order of a page, with what was read of it. */
interface Entry {
  raw: unknown;
  number: string;
  key: string;
  dateUpdated: string;
  /** Undefined = it cannot be read. */
  document: ReturnedDocument | undefined;
}

/** Asks each ABCP what became of orders since it was asked last; one replica at a time. */
@Injectable()
export class AbcpFollow {
  constructor(
    private readonly asking: ExchangeAsking,
    private readonly follows: ExchangeFollows,
    private readonly statuses: ExchangeStatuses,
    private readonly client: AbcpClient,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'abcp-follow', everyMs: EVERY_MS })
  run(signal?: AbortSignal): Promise<void> {
    const ask: Asking['ask'] = async (exchange, follow) => ({
      directoryAt: await this.readDirectory(exchange, follow),
      seenUntil: await this.readOrders(exchange, follow, signal),
    });
    return this.asking.askAll({ kind: 'abcp', ask });
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
    const from = moscowText(seen ? earlier(seen, OVERLAP_MS) : earlier(exchange.createdAt, FIRST_OVERLAP_MS));
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

  /** The shop's other orders are none of our business. */
  private async apply(exchange: Exchange, request: string, entries: Entry[]): Promise<void> {
    const ours = entries.filter(({ key }) => key.startsWith(`${exchange.keyPrefix}-`));
    const unread = ours.filter(({ document }) => document === undefined).map(({ number }) => number);
    if (unread.length > 0)
      await this.asking.note(exchange, request, errorDetail('positions_unread', { orders: unread.join(', ') }));
    const said = new Map<ReturnedDocument, unknown[]>();
    for (const { document, raw } of ours) if (document) said.set(document, [raw]);
    await this.asking.apply(exchange, request, said, NAMES_OF_NOBODY);
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

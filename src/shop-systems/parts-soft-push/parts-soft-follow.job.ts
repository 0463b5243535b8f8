import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { Order } from '../../orders/orders/order.entity.js';
import { STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { Clock, earlier } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { Job } from '../../platform/jobs/job.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { AskingFailed, ExchangeAsking } from '../exchanges/exchange-asking.service.js';
import { type Exchange, keyOf } from '../exchanges/exchange.entity.js';
import type { ExchangeFollow } from '../exchanges/exchange-follow.entity.js';
import { ExchangeFollows } from '../exchanges/exchange-follows.service.js';
import { HandOver } from '../exchanges/hand-over.entity.js';
import type { ReturnedDocument } from '../exchanges/handed-over-order.js';
import { PartsSoftClient } from './parts-soft-client.service.js';
import {
  coveredBy,
  documentOf,
  type FollowedRow,
  type ItemsByComment,
  keysOf,
  NAMES_OF_NOBODY,
} from './parts-soft-document.js';

const EVERY_MS = 5_000;
/** Calls by comment in a turn, since a key has a limit of calls in a day. */
const MOST_CALLS = 20;
/** Orders that a turn looks at in any case. */
const AT_ONCE = 200;
const DAY_MS = 24 * 3_600_000;
/** What nobody there has touched for so long is not asked for any more. */
const FOLLOWED_FOR_MS = 90 * DAY_MS;
const CALL_WITHIN_MS = 15_000;

const REQUEST = 'GET /api/v1/order_items';

/** Asks each PARTS SOFT what became of orders that are not finished; one replica at a time, some orders each time. */
@Injectable()
export class PartsSoftFollow {
  constructor(
    private readonly asking: ExchangeAsking,
    private readonly configuration: Configuration,
    private readonly transactions: Transactions,
    private readonly follows: ExchangeFollows,
    private readonly client: PartsSoftClient,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'parts-soft-follow', everyMs: EVERY_MS })
  run(signal?: AbortSignal): Promise<void> {
    return this.asking.askAll({ kind: 'parts_soft', ask: (exchange, follow) => this.ask(exchange, follow, signal) });
  }

  /** From where the last turn ended, so that each order has its turn. */
  private async ask(exchange: Exchange, follow: ExchangeFollow, signal?: AbortSignal) {
    const rows = await this.rowsAfter(exchange, Number(follow.seenUntil));
    const known: ItemsByComment = new Map();
    if (rows.length > 0) await this.readNewest(exchange, rows, known);
    const read: FollowedRow[] = [];
    const failed: FollowedRow[] = [];
    let failure: AskingFailed | undefined;
    let calls = 0;
    for (const row of rows) {
      const unknown = keysOf(row).filter((key) => !known.has(key));
      const isTooMuch = calls > 0 && calls + unknown.length > MOST_CALLS;
      if (isTooMuch || signal?.aborted || !(await this.follows.renew(follow))) break;
      try {
        for (const key of unknown) {
          calls += 1;
          known.set(key, await this.itemsOf(exchange, key));
          // A slow site may take longer for the positions of one order than the lease lasts.
          await this.follows.renew(follow);
        }
        read.push(row);
      } catch (error) {
        // One that fails alone is passed by, or else nothing behind it would ever be read; two in a row mean that the site is away.
        if (!isItsOwn(error) || (failure && read.length === 0)) throw error;
        if (failure) break;
        failure = error;
        failed.push(row);
      }
    }
    if (failure && read.length === 0) throw failure;
    await this.apply(exchange, read, known);
    await this.note(exchange, 'items_unread', failed);
    const passed = read.length + failed.length;
    const isRoundOver = passed === rows.length && rows.length < AT_ONCE;
    const seenUntil = isRoundOver || passed === 0 ? '' : String(rows[passed - 1]!.id);
    return { seenUntil, directoryAt: null };
  }

  /** Orders of its regions that are there and not finished here, by their hand-overs. */
  private rowsAfter(exchange: Exchange, afterId: number): Promise<FollowedRow[]> {
    const finished = [...this.configuration.current.get(STATUS_DIRECTORY).values()]
      .filter(({ group }) => group !== 'processing' && group !== 'arrived')
      .map(({ id }) => id);
    const { id: exchangeId, regionIds } = exchange;
    const ofRegions = regionIds.length > 0 && { regionId: In(regionIds) };
    const youngest = earlier(this.clock.now(), FOLLOWED_FOR_MS);
    return this.transactions.read((manager) =>
      manager
        .createQueryBuilder(HandOver, 'handOver')
        .innerJoin(Order, 'o', 'o.id = handOver.orderId')
        .where({ exchangeId, ...ofRegions, id: MoreThan(afterId), revision: MoreThan(0) })
        .andWhere('handOver.createdAt > :youngest', { youngest })
        .andWhere('(o.statusId IS NULL OR o.statusId NOT IN (:...finished))', { finished: [0, ...finished] })
        .orderBy('handOver.id')
        .limit(AT_ONCE)
        .getMany(),
    );
  }

  /** One call instead of one for each position that is on the page with all of its pieces. */
  private async readNewest(exchange: Exchange, rows: FollowedRow[], known: ItemsByComment): Promise<void> {
    if (rows.flatMap(keysOf).length <= 1) return;
    const answer = await this.client.newest(exchange, performance.now() + CALL_WITHIN_MS);
    if (!answer.found) throw new AskingFailed(answer, REQUEST);
    for (const row of rows) for (const [key, items] of coveredBy(answer.found, row)) known.set(key, items);
  }

  private async itemsOf(exchange: Exchange, key: string) {
    const answer = await this.client.itemsOf(exchange, key, performance.now() + CALL_WITHIN_MS);
    if (!answer.found) throw new AskingFailed(answer, `${REQUEST}?search[comment_eq]=${key}`);
    return answer.found;
  }

  private async apply(exchange: Exchange, rows: FollowedRow[], known: ItemsByComment): Promise<void> {
    const [lost, unread]: [FollowedRow[], FollowedRow[]] = [[], []];
    const said = new Map<ReturnedDocument, unknown[]>();
    for (const row of rows) {
      const found = keysOf(row).flatMap((key) => known.get(key) ?? []);
      const items = found.flatMap(({ item }) => item ?? []);
      const raw = found.map((each) => each.raw);
      // That all are gone is rather a comment that was changed than a refusal of everything.
      if (found.length === 0) lost.push(row);
      else if (items.length < found.length) unread.push(row);
      else said.set(documentOf(keyOf(exchange, row.orderId), row.number, items), raw);
    }
    await this.note(exchange, 'items_not_found', lost);
    await this.note(exchange, 'items_unread', unread);
    await this.asking.apply(exchange, REQUEST, said, NAMES_OF_NOBODY);
  }

  private async note(exchange: Exchange, code: 'items_not_found' | 'items_unread', rows: FollowedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const orders = rows.map(({ orderId }) => orderId).join(', ');
    await this.asking.note(exchange, REQUEST, errorDetail(code, { orders }));
  }
}

/** Not where the sign-in or the limit of calls is meant, which concern all. */
function isItsOwn(error: unknown): error is AskingFailed {
  if (!(error instanceof AskingFailed)) return false;
  const { class: kind } = error.answer.outcome;
  return kind !== 'unauthorized' && kind !== 'throttled';
}

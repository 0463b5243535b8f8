import { Injectable } from '@nestjs/common';
import type { AttemptOutcome } from '../../outbox/channel.js';
import { HttpSender } from '../../outbox/http-sender.service.js';
import { timeUntil } from '../../outbox/send-time.js';
import {
  type CalledAnswer,
  isFields,
  limitsOf,
  readAnswer,
  requestOf,
  textOf,
  tooLate,
  unexpected,
} from '../exchanges/called-system.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import { ExchangeSignIns } from '../exchanges/exchange-sign-ins.service.js';
import {
  type BasketLine,
  type PartsSoftItem,
  type PartsSoftOffer,
  readBasketLine,
  readItem,
  readOffer,
} from './parts-soft-item.js';
import type { PartsSoftSettings } from './parts-soft-settings.js';

const ANSWER_BYTES = 8 * 1024 * 1024;
const LONGEST_CALL_MS = 8_000;
const THROTTLED_FOR_MS = 15 * 60_000;
/** Its words for what HTTP has a status for are documented nowhere; «отключен» and «исключен» speak of no key. */
const OF_THE_KEY = /api[ _-]?key|(?<!\p{L})ключ(?:а|у|ом|е)?(?!\p{L})/iu;
const OF_A_LIMIT = /limit|лимит|превышен/i;
const OF_CALLS = /запрос|обращени|request|call/i;
/** A limit of what is ordered, which no waiting mends. */
const OF_THE_ORDER = /credit|amount|quantity|кредит|долг|задолженност|сумм|количеств|остат/i;

export type Answered<Found> = CalledAnswer & { found?: Found };

/** An item with what was read of it; undefined = it cannot be read. */
export interface ItemThere {
  raw: unknown;
  item: PartsSoftItem | undefined;
}

/** What goes into the basket. */
export type BasketForm = Record<string, string>;

/** Calls the client API of a shop's PARTS SOFT. It throws nothing for what that does or fails to do; `endsAt` is by `performance.now()`. */
@Injectable()
export class PartsSoftClient {
  constructor(
    private readonly sender: HttpSender,
    private readonly signIns: ExchangeSignIns,
  ) {}

  /**
   * Items with a comment. Where a site pays no heed to it, what there is of it cannot be known.
   * @throws ConflictError `secrets_unreadable`
   */
  async itemsOf(exchange: Exchange, comment: string, endsAt: number): Promise<Answered<ItemThere[]>> {
    const query = { page: '1', per_page: '100', 'search[comment_eq]': comment };
    const answer = await this.items(exchange, query, endsAt);
    const isHeeded = answer.found?.every(({ raw }) => isFields(raw) && textOf(raw['comment']) === comment);
    if (!answer.found || isHeeded) return answer;
    const { found: _, ...rest } = answer;
    return { ...rest, outcome: unexpected(answer.outcome) };
  }

  /** The first page of all items, whosoever. @throws ConflictError `secrets_unreadable` */
  newest(exchange: Exchange, endsAt: number): Promise<Answered<ItemThere[]>> {
    return this.items(exchange, { page: '1', per_page: '100' }, endsAt);
  }

  /** @throws ConflictError `secrets_unreadable` */
  async offers(
    exchange: Exchange,
    part: { brand: string; number: string },
    endsAt: number,
  ): Promise<Answered<PartsSoftOffer[]>> {
    const { searchPath } = exchange.settings as PartsSoftSettings;
    const query = { oem: part.number, make_name: part.brand, without_cross: 'true' };
    const answer = await this.call(exchange, 'GET', `${searchPath}/get_offers_by_oem_and_make_name`, query, endsAt);
    return withList(answer, (list) => list.flatMap((each) => readOffer(each) ?? []));
  }

  /** @throws ConflictError `secrets_unreadable` */
  async basket(exchange: Exchange, endsAt: number): Promise<Answered<BasketLine[]>> {
    return withList(await this.call(exchange, 'GET', '/api/v1/baskets', {}, endsAt), (list) =>
      list.map(readBasketLine),
    );
  }

  clear(exchange: Exchange, endsAt: number): Promise<CalledAnswer> {
    return this.call(exchange, 'POST', '/api/v1/baskets/clear', {}, endsAt);
  }

  put(exchange: Exchange, form: BasketForm, endsAt: number): Promise<CalledAnswer> {
    return this.call(exchange, 'POST', '/api/v1/baskets', form, endsAt);
  }

  /** All that is in the basket. */
  order(exchange: Exchange, comment: string, endsAt: number): Promise<CalledAnswer> {
    return this.call(exchange, 'POST', '/api/v1/baskets/order', { comment }, endsAt);
  }

  private async items(exchange: Exchange, query: Record<string, string>, endsAt: number) {
    const answer = await this.call(exchange, 'GET', '/api/v1/order_items', query, endsAt);
    return withList(answer, (list) => list.map((raw): ItemThere => ({ raw, item: readItem(raw) })));
  }

  private async call(
    exchange: Exchange,
    method: 'GET' | 'POST',
    path: string,
    form: Record<string, string>,
    endsAt: number,
  ): Promise<CalledAnswer> {
    const withinMs = timeUntil(endsAt, LONGEST_CALL_MS);
    if (withinMs === undefined) return tooLate();
    const key = this.signIns.passwordOf(exchange);
    const request = requestOf(exchange, method, path, [['api_key', key], ...Object.entries(form)]);
    // As it stands in a query as well.
    const secrets = [key, new URLSearchParams([['', key]]).toString().slice(1)];
    const outcome = await this.sender.send({ ...request, secrets }, limitsOf(withinMs, ANSWER_BYTES));
    const answer = readAnswer(outcome, wordsOf);
    return { ...answer, outcome: meantBy(answer) };
  }
}

/** Wrong is what says that it is wrong, by whatever status. */
function meantBy({ outcome, body, said }: CalledAnswer): AttemptOutcome {
  if (outcome.class !== 'delivered' || body === undefined) return outcome;
  if (said === undefined) return isFields(body) && body['result'] === 'ok' ? outcome : unexpected(outcome);
  const mayPass = OF_CALLS.test(said) || !OF_THE_ORDER.test(said);
  if (OF_A_LIMIT.test(said) && mayPass) return { ...outcome, class: 'throttled', retryAfterMs: THROTTLED_FOR_MS };
  return { ...outcome, class: OF_THE_KEY.test(said) ? 'unauthorized' : 'rejected' };
}

function wordsOf(body: unknown): string | undefined {
  if (!isFields(body) || body['result'] !== 'error') return undefined;
  return textOf(body['error']) || JSON.stringify(body['error'] ?? '');
}

function withList<Found>(answer: CalledAnswer, read: (list: unknown[]) => Found): Answered<Found> {
  if (answer.outcome.class !== 'delivered') return answer;
  const data = isFields(answer.body) ? answer.body['data'] : undefined;
  return Array.isArray(data) ? { ...answer, found: read(data) } : { ...answer, outcome: unexpected(answer.outcome) };
}

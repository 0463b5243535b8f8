import { Injectable } from '@nestjs/common';
import { errorDetail } from '../../platform/error-texts.js';
import type { CalledAnswer } from '../exchanges/called-system.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import type { HandedOverLine } from '../exchanges/handed-over-order.js';
import type { PushedOrder } from '../exchanges/pushed-orders.service.js';
import { aFewAtATime } from './a-few-at-a-time.js';
import { type BasketForm, PartsSoftClient } from './parts-soft-client.service.js';
import { partOf } from './parts-soft-item.js';
import { basketForm, chosenOffer, isBasketOf } from './parts-soft-request.js';
import type { PartsSoftSettings } from './parts-soft-settings.js';

/** Times that a basket with other lines than ours is filled anew. */
const FILLED_TIMES = 2;
/** Of an order that is on its way nothing is seen yet, and a look too early would order it twice. */
const UNCLEAR_FOR_MS = 60_000;

/** What came of ordering. */
export type OrderAnswer = CalledAnswer & {
  /** To the order itself, for good or ill. */
  isAnswered?: boolean;
};

/** The basket of the key: filled with lines of one order, read, and ordered. */
@Injectable()
export class PartsSoftBasket {
  constructor(private readonly client: PartsSoftClient) {}

  /** All of the lines, or none of them. */
  async order(pushed: PushedOrder, lines: HandedOverLine[], endsAt: number): Promise<OrderAnswer> {
    const { exchange, order } = pushed;
    const forms = new Map<HandedOverLine, BasketForm>();
    const refusal = await this.choose(pushed, lines, forms, endsAt);
    if (refusal) return refusal;
    const filled = await this.fill(
      exchange,
      lines.map((line) => forms.get(line)!),
      endsAt,
    );
    if (filled.outcome.class !== 'delivered') {
      // What is left there would be ordered by whoever orders next.
      await this.client.clear(exchange, endsAt);
      return filled;
    }
    const ordered = await this.client.order(exchange, order.key, endsAt);
    const { outcome } = ordered;
    if (outcome.class === 'retry' && outcome.request.url !== '')
      return { ...ordered, outcome: { ...outcome, retryAfterMs: UNCLEAR_FOR_MS } };
    return { ...ordered, isAnswered: outcome.class === 'delivered' || outcome.class === 'rejected' };
  }

  /** @returns why not, where one has no offer or the offers cannot be read */
  private async choose(
    { exchange, order }: PushedOrder,
    lines: HandedOverLine[],
    forms: Map<HandedOverLine, BasketForm>,
    endsAt: number,
  ): Promise<CalledAnswer | undefined> {
    const [none, tooDear] = [new Map<HandedOverLine, string>(), new Map<HandedOverLine, string>()];
    const named = (found: Map<HandedOverLine, string>) => lines.flatMap((line) => found.get(line) ?? []).join(', ');
    let last: CalledAnswer | undefined;
    const failure = await aFewAtATime(lines, async (line): Promise<CalledAnswer | undefined> => {
      const answer = await this.client.offers(exchange, line, endsAt);
      if (answer.outcome.class === 'rejected') none.set(line, `${partOf(line)} (${answer.said})`);
      else if (!answer.found) return answer;
      last = answer;
      if (!answer.found) return undefined;
      const offer = chosenOffer(line, answer.found, exchange.settings as PartsSoftSettings);
      if (offer === 'none') none.set(line, `${partOf(line)} × ${line.quantity}`);
      else if (offer === 'too_dear') tooDear.set(line, partOf(line));
      else forms.set(line, basketForm(order, line, offer));
      return undefined;
    });
    if (failure || none.size + tooDear.size === 0) return failure;
    const reason =
      none.size > 0
        ? errorDetail('no_offer', { positions: named(none) })
        : errorDetail('offers_too_dear', { positions: named(tooDear) });
    return { ...last!, outcome: { ...last!.outcome, class: 'rejected' }, reason };
  }

  /** Until nothing but our lines lies in it. */
  private async fill(exchange: Exchange, forms: BasketForm[], endsAt: number): Promise<CalledAnswer> {
    for (let time = 1; ; time += 1) {
      const cleared = await this.client.clear(exchange, endsAt);
      if (cleared.outcome.class !== 'delivered') return soon(cleared);
      for (const form of forms) {
        const put = await this.client.put(exchange, form, endsAt);
        if (put.outcome.class !== 'delivered') return soon(put);
      }
      const read = await this.client.basket(exchange, endsAt);
      if (!read.found || isBasketOf(read.found, forms)) return read;
      if (time === FILLED_TIMES)
        return soon({ ...read, outcome: { ...read.outcome, class: 'rejected' }, reason: errorDetail('basket_other') });
    }
  }
}

/** An offer that was there a moment ago may be there again, or another one: it is tried once more. */
function soon(answer: CalledAnswer): CalledAnswer {
  const { outcome } = answer;
  return outcome.class === 'rejected' && outcome.response
    ? { ...answer, outcome: { ...outcome, class: 'retry', isOutage: false } }
    : answer;
}

import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, OnModuleInit } from '@nestjs/common';
import type { OutcomeClass } from '../../outbox/channel.js';
import { isGivenUp } from '../../orders/order-statuses/order-status.entity.js';
import { detailOf, type ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { type CalledAnswer, unexpected } from '../exchanges/called-system.js';
import { ExchangeStatuses } from '../exchanges/exchange-statuses.service.js';
import type { HandedOverLine } from '../exchanges/handed-over-order.js';
import { OrderPushing } from '../exchanges/order-pushing.service.js';
import { type PushedOrder, PushedOrders } from '../exchanges/pushed-orders.service.js';
import { PartsSoftBasket } from './parts-soft-basket.service.js';
import { PartsSoftClient } from './parts-soft-client.service.js';
import { partOf, type PartsSoftItem, positionKeyOf } from './parts-soft-item.js';
import { aFewAtATime } from './a-few-at-a-time.js';
import { type ItemsThere, linesThere, numberOf, type Plan, planOf } from './parts-soft-request.js';

/** How often, and after what, items are looked for that were ordered just now. */
const LOOKS = 3;
const LOOK_AFTER_MS = 700;

type Looked = CalledAnswer & { there?: ItemsThere };

/**
 * Puts orders into PARTS SOFT, one at a time for each exchange: there is one basket. An order is there where its items are, so they are
 * looked for before it is ordered, and once more after it was.
 */
@Injectable()
export class PartsSoftChannel implements OnModuleInit {
  constructor(
    private readonly pushing: OrderPushing,
    private readonly pushed: PushedOrders,
    private readonly statuses: ExchangeStatuses,
    private readonly client: PartsSoftClient,
    private readonly basket: PartsSoftBasket,
  ) {}

  onModuleInit(): void {
    this.pushing.register('parts_soft', (order, endsAt) => this.push(order, endsAt));
  }

  private async push(pushed: PushedOrder, endsAt: number): Promise<CalledAnswer> {
    const looked = await this.look(pushed, endsAt);
    const unseen = orderedUnseen(pushed);
    if (!looked.there) return unseen ? { ...looked, reason: unseen } : looked;
    const plan = await this.planOf(pushed, looked.there);
    if (unseen && plan.missing.length > 0) return failed(looked, 'rejected', unseen);
    if (plan.different.length > 0)
      return failed(looked, 'rejected', errorDetail('change_untold', { positions: namesOf(plan.different) }));
    if (plan.missing.length === 0) return this.taken(pushed, looked, looked.there);
    const ordered = await this.basket.order(pushed, plan.missing, endsAt);
    return ordered.isAnswered ? this.seen(pushed, plan.missing, ordered, endsAt) : ordered;
  }

  /** By what is there afterwards: what was refused may have been ordered all the same. */
  private async seen(
    pushed: PushedOrder,
    missing: HandedOverLine[],
    answer: CalledAnswer,
    endsAt: number,
  ): Promise<CalledAnswer> {
    const isRefused = answer.outcome.class !== 'delivered';
    for (let look = 1; ; look += 1) {
      const looked = await this.look(pushed, endsAt);
      if (!looked.there) return looked;
      const isThere = ({ positionId }: HandedOverLine) => looked.there!.has(positionKeyOf(pushed.order, positionId));
      const unseen = missing.filter((line) => !isThere(line));
      if (unseen.length === 0) return this.taken(pushed, looked, looked.there);
      if (isRefused && unseen.length === missing.length) return answer;
      const positions = namesOf(unseen);
      if (look < LOOKS) await pause(LOOK_AFTER_MS);
      // Where some are there the others are not on their way: they are ordered once more. Where none is, it is not known.
      else if (unseen.length < missing.length)
        return failed(looked, 'retry', errorDetail('ordered_in_part', { positions }));
      else return failed(answer, 'rejected', errorDetail('ordered_unseen', { positions }));
    }
  }

  /** The items of an order that are there, by the keys of its positions. */
  private async look({ exchange, order }: PushedOrder, endsAt: number): Promise<Looked> {
    const there: ItemsThere = new Map();
    let last: Looked | undefined;
    const failure = await aFewAtATime(order.lines, async ({ positionId }) => {
      const key = positionKeyOf(order, positionId);
      const answer = await this.client.itemsOf(exchange, key, endsAt);
      last = answer;
      if (!answer.found) return answer;
      const items = answer.found.flatMap(({ item }) => item ?? []);
      if (items.length < answer.found.length) return { ...answer, outcome: unexpected(answer.outcome) };
      if (items.length > 0) there.set(key, items);
      return undefined;
    });
    return failure ?? { ...last!, there };
  }

  private async planOf(pushed: PushedOrder, there: ItemsThere): Promise<Plan> {
    const mapping = await this.statuses.mappingOf(pushed.exchange.id);
    const isOver = ({ statuses }: PartsSoftItem) => {
      const meant = mapping.resolve(statuses);
      return meant !== undefined && isGivenUp(meant.status.group);
    };
    return planOf(pushed, there, isOver);
  }

  private async taken(pushed: PushedOrder, answer: CalledAnswer, there: ItemsThere): Promise<CalledAnswer> {
    const { order, lines: before } = pushed;
    if (there.size === 0 && before.length === 0) await this.pushed.drop(pushed);
    else {
      const lines = linesThere(order, there, before);
      await this.pushed.confirm(pushed, { number: numberOf(order, there), lines, changedThere: '' });
    }
    return answer;
  }
}

/** What is there by its answer and not to be seen stays a person's business, whatever is changed here: it could be there twice. */
function orderedUnseen({ problem }: PushedOrder): ErrorDetail | undefined {
  return problem?.code === 'ordered_unseen' ? detailOf(problem) : undefined;
}

function failed(answer: CalledAnswer, kind: OutcomeClass, reason: ErrorDetail): CalledAnswer {
  return { ...answer, outcome: { ...answer.outcome, class: kind, isOutage: false }, reason };
}

function namesOf(lines: HandedOverLine[]): string {
  return lines.map(partOf).join(', ');
}

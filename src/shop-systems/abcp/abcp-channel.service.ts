import { Injectable, OnModuleInit } from '@nestjs/common';
import { timeUntil } from '../../outbox/send-time.js';
import { errorDetail } from '../../platform/error-texts.js';
import { type CalledAnswer, tooLate } from '../exchanges/called-system.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import { OrderPushing } from '../exchanges/order-pushing.service.js';
import { type PushedOrder, PushedOrders } from '../exchanges/pushed-orders.service.js';
import { AbcpClient, type FoundOrder } from './abcp-client.service.js';
import type { AbcpOrder } from './abcp-order.js';
import { changedOrder, linesThere, newOrder, type OrderForm } from './abcp-request.js';
import type { AbcpSettings } from './abcp-settings.js';
import { parseMoscow } from './moscow-time.js';

const LONGEST_LOOK_MS = 8_000;

/** Pushes orders to ABCP, one at a time for each exchange. What came of a write is unclear often enough to look before each. */
@Injectable()
export class AbcpChannel implements OnModuleInit {
  constructor(
    private readonly pushing: OrderPushing,
    private readonly pushed: PushedOrders,
    private readonly client: AbcpClient,
  ) {}

  onModuleInit(): void {
    this.pushing.register('abcp', (order, endsAt) => this.push(order, endsAt));
  }

  private async push(pushed: PushedOrder, endsAt: number): Promise<CalledAnswer> {
    const { exchange, order } = pushed;
    const found = await this.find(pushed, endsAt);
    if (found.outcome.class !== 'delivered') return found;
    if (found.order) return this.change(pushed, found, found.order, endsAt);
    if (order.isCancelled) {
      await this.pushed.drop(pushed);
      return found;
    }
    const made = await this.save(exchange, newOrder(order, exchange.settings as AbcpSettings), endsAt);
    if (made.order) return this.taken(pushed, made, made.order);
    if (made.outcome.class !== 'rejected') return made;
    // It may be refused because an earlier write, of which nobody heard, has made it meanwhile.
    const again = await this.find(pushed, endsAt);
    if (again.order) return this.change(pushed, again, again.order, endsAt);
    return again.outcome.class === 'delivered' ? made : again;
  }

  /** Numbers come once more where a backup was restored: another order is not to be overwritten. */
  private async find({ exchange, order }: PushedOrder, endsAt: number): Promise<FoundOrder> {
    const withinMs = timeUntil(endsAt, LONGEST_LOOK_MS);
    if (withinMs === undefined) return tooLate();
    const found = await this.client.find(exchange, order.key, withinMs);
    const { clientOrderNumber: number = '' } = found.order ?? {};
    if (number === '' || number === order.externalId.trim()) return found;
    const { outcome, body } = found;
    return { outcome: { ...outcome, class: 'rejected' }, body, reason: errorDetail('other_order_there', { number }) };
  }

  private async save(exchange: Exchange, form: OrderForm, endsAt: number): Promise<FoundOrder> {
    const withinMs = timeUntil(endsAt);
    return withinMs === undefined ? tooLate() : this.client.save(exchange, form, withinMs);
  }

  private async change(
    pushed: PushedOrder,
    found: CalledAnswer,
    there: AbcpOrder,
    endsAt: number,
  ): Promise<CalledAnswer> {
    const { exchange, order, known, lines } = pushed;
    const { number, positions } = there;
    const change = changedOrder(number, order.lines, { known, positions, lines }, exchange.settings as AbcpSettings);
    if (!change) return this.taken(pushed, found, there);
    const changed = await this.save(exchange, change, endsAt);
    return changed.order ? this.taken(pushed, changed, changed.order) : changed;
  }

  private async taken(pushed: PushedOrder, answer: CalledAnswer, there: AbcpOrder): Promise<CalledAnswer> {
    const changedThere = parseMoscow(there.dateUpdated) ? there.dateUpdated : '';
    const lines = linesThere(pushed.order, there.positions, pushed.lines);
    await this.pushed.confirm(pushed, { number: there.number, lines, changedThere });
    return answer;
  }
}

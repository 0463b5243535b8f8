import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, OnModuleInit } from '@nestjs/common';
import { type AttemptOutcome, type Channel, Channels, type Send } from '../../outbox/channel.js';
import { LEASE_MS } from '../../outbox/claims.service.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { type ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { ConflictError, UnavailableError } from '../../platform/errors.js';
import { type Exchange, EXCHANGES } from '../exchanges/exchange.entity.js';
import type { PushPayload } from '../exchanges/hand-over-queue.service.js';
import { type PushedOrder, PushedOrders } from '../exchanges/pushed-orders.service.js';
import { type AbcpAnswer, AbcpClient, type FoundOrder, reasonOf } from './abcp-client.service.js';
import { ABCP_CHANNEL } from './abcp.kind.js';
import type { AbcpOrder } from './abcp-order.js';
import { changedOrder, linesThere, newOrder, type OrderForm } from './abcp-request.js';
import type { AbcpSettings } from './abcp-settings.js';
import { parseMoscow } from './moscow-time.js';

/** Between two writes of an exchange. */
const PAUSE_MS = 50;
/** Characters of an answer that an attempt keeps. */
const KEPT_ANSWER = 16 * 1024;
/** All calls of a message end while its claim lasts for sure: whoever takes it over does not write at the same time. */
const ENDS_WITHIN_MS = LEASE_MS - 3_000;
const LONGEST_LOOK_MS = 8_000;
/** A write that is given less is not begun. */
const SHORTEST_WRITE_MS = 2_000;

const NOTHING_TO_SEND: AttemptOutcome = {
  class: 'delivered',
  isOutage: false,
  durationMs: 0,
  request: { method: '', url: '', headers: {}, body: '' },
  response: null,
  error: null,
};

/** Pushes orders to ABCP, one at a time for each exchange. What came of a write is unclear often enough to look before each. */
@Injectable()
export class AbcpChannel implements Channel, OnModuleInit {
  readonly name = ABCP_CHANNEL;
  readonly isSerial = true;

  constructor(
    private readonly channels: Channels,
    private readonly configuration: Configuration,
    private readonly pushed: PushedOrders,
    private readonly client: AbcpClient,
  ) {}

  onModuleInit(): void {
    this.channels.register(this);
  }

  async open(endpointKey: string): Promise<Send | undefined> {
    const exchange = (await this.configuration.refresh()).get(EXCHANGES).get(Number(endpointKey));
    if (!exchange || exchange.deletedAt) return undefined;
    return ({ payload }) => this.send(exchange, payload as PushPayload);
  }

  private async send(exchange: Exchange, { orderId }: PushPayload): Promise<AttemptOutcome> {
    const endsAt = performance.now() + ENDS_WITHIN_MS;
    const order = await this.pushed.begin(exchange.id, orderId).catch((error: Error) => {
      if (error instanceof UnavailableError) return error;
      throw error;
    });
    if (!order) return NOTHING_TO_SEND;
    if (order instanceof Error) return notBegun(order);
    const answer = await this.push(exchange, order, endsAt).catch(async (error: Error) => {
      await this.pushed.release(order, whyThrown(error));
      throw error;
    });
    await pause(PAUSE_MS);
    if (answer.outcome.class !== 'delivered') await this.pushed.release(order, reasonOf(answer));
    return shortened(answer.outcome);
  }

  private async push(exchange: Exchange, pushed: PushedOrder, endsAt: number): Promise<AbcpAnswer> {
    const { order } = pushed;
    const found = await this.find(exchange, pushed, endsAt);
    if (found.outcome.class !== 'delivered') return found;
    if (found.order) return this.change(exchange, pushed, found, endsAt);
    if (order.isCancelled) {
      await this.pushed.drop(pushed);
      return found;
    }
    const made = await this.save(exchange, newOrder(order, exchange.settings as AbcpSettings), endsAt);
    if (made.order) return this.taken(pushed, made, made.order);
    if (made.outcome.class !== 'rejected') return made;
    // It may be refused because an earlier write, of which nobody heard, has made it meanwhile.
    const again = await this.find(exchange, pushed, endsAt);
    if (again.order) return this.change(exchange, pushed, again, endsAt);
    return again.outcome.class === 'delivered' ? made : again;
  }

  /** Numbers come once more where a backup was restored: another order is not to be overwritten. */
  private async find(exchange: Exchange, { order }: PushedOrder, endsAt: number): Promise<FoundOrder> {
    const withinMs = Math.min(LONGEST_LOOK_MS, endsAt - performance.now());
    if (withinMs < SHORTEST_WRITE_MS) return tooLate();
    const found = await this.client.find(exchange, order.key, withinMs);
    const { clientOrderNumber = '' } = found.order ?? {};
    if (clientOrderNumber === '' || clientOrderNumber === order.externalId) return found;
    const { outcome, body } = found;
    return {
      outcome: { ...outcome, class: 'rejected' },
      body,
      reason: errorDetail('other_order_there', { number: clientOrderNumber }),
    };
  }

  private async save(exchange: Exchange, form: OrderForm, endsAt: number): Promise<FoundOrder> {
    const withinMs = endsAt - performance.now();
    return withinMs < SHORTEST_WRITE_MS ? tooLate() : this.client.save(exchange, form, withinMs);
  }

  private async change(
    exchange: Exchange,
    pushed: PushedOrder,
    found: FoundOrder,
    endsAt: number,
  ): Promise<AbcpAnswer> {
    const { order, known, lines } = pushed;
    const { number, positions } = found.order!;
    const change = changedOrder(number, order.lines, { known, positions, lines }, exchange.settings as AbcpSettings);
    if (!change) return this.taken(pushed, found, found.order!);
    const changed = await this.save(exchange, change, endsAt);
    return changed.order ? this.taken(pushed, changed, changed.order) : changed;
  }

  private async taken(pushed: PushedOrder, answer: AbcpAnswer, there: AbcpOrder): Promise<AbcpAnswer> {
    const changedThere = parseMoscow(there.dateUpdated) ? there.dateUpdated : '';
    const lines = linesThere(pushed.order, there.positions, pushed.lines);
    await this.pushed.confirm(pushed, { number: there.number, lines, changedThere });
    return answer;
  }
}

/** The password that cannot be opened is for people to give again; the rest is for the log. */
function whyThrown(error: Error): ErrorDetail {
  const isSealed = error instanceof ConflictError && error.code === 'secrets_unreadable';
  return isSealed
    ? errorDetail('not_decrypted', { fields: 'password' })
    : errorDetail('not_handed_over', { reason: error.message });
}

/** The database is away or busy, which is no failure of ABCP's. */
function notBegun({ message }: Error): AttemptOutcome {
  return { ...NOTHING_TO_SEND, class: 'throttled', error: errorDetail('not_sent', { reason: message }) };
}

/** Nothing was sent: there is no time left for it. */
function tooLate(): FoundOrder {
  const error = errorDetail('no_answer', { seconds: ENDS_WITHIN_MS / 1_000 });
  return { outcome: { ...NOTHING_TO_SEND, class: 'retry', isOutage: true, mayBeItsOwn: true, error }, body: undefined };
}

function shortened(outcome: AttemptOutcome): AttemptOutcome {
  const { response } = outcome;
  return response ? { ...outcome, response: { ...response, body: response.body.slice(0, KEPT_ANSWER) } } : outcome;
}

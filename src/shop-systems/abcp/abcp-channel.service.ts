import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, OnModuleInit } from '@nestjs/common';
import { type AttemptOutcome, type Channel, Channels, type Send } from '../../outbox/channel.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { type ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { ConflictError } from '../../platform/errors.js';
import { type Exchange, EXCHANGES } from '../exchanges/exchange.entity.js';
import type { PushPayload } from '../exchanges/hand-over-queue.service.js';
import { type PushedOrder, PushedOrders } from '../exchanges/pushed-orders.service.js';
import { type AbcpAnswer, AbcpClient, reasonOf } from './abcp-client.service.js';
import { ABCP_CHANNEL } from './abcp.kind.js';
import type { AbcpOrder } from './abcp-order.js';
import { changedOrder, linesThere, newOrder } from './abcp-request.js';
import type { AbcpSettings } from './abcp-settings.js';

/** Between two writes of an exchange. */
const PAUSE_MS = 50;
/** Characters of an answer that an attempt keeps. */
const KEPT_ANSWER = 16 * 1024;
/** Looked once more only while the claim of the message lasts for sure. */
const LOOKED_AGAIN_WITHIN_MS = 12_000;

const NOTHING_TO_SEND: AttemptOutcome = {
  class: 'delivered',
  isOutage: false,
  durationMs: 0,
  request: { method: '', url: '', headers: {}, body: '' },
  response: null,
  error: null,
};

type Found = AbcpAnswer & { order?: AbcpOrder | undefined };

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
    const order = await this.pushed.begin(exchange.id, orderId);
    if (!order) return NOTHING_TO_SEND;
    const answer = await this.push(exchange, order).catch(async (error: Error) => {
      await this.pushed.release(order, whyThrown(error));
      throw error;
    });
    await pause(PAUSE_MS);
    if (answer.outcome.class !== 'delivered') await this.pushed.release(order, reasonOf(answer));
    return shortened(answer.outcome);
  }

  private async push(exchange: Exchange, pushed: PushedOrder): Promise<AbcpAnswer> {
    const startedAt = performance.now();
    const { order } = pushed;
    const found = await this.client.find(exchange, order.key);
    if (found.outcome.class !== 'delivered') return found;
    if (found.order) return this.change(exchange, pushed, found, found.order);
    if (order.isCancelled) {
      await this.pushed.drop(pushed);
      return found;
    }
    const made = await this.client.save(exchange, newOrder(order, exchange.settings as AbcpSettings));
    if (made.order) return this.taken(pushed, made, made.order);
    const isRefused = made.outcome.class === 'rejected';
    if (!isRefused || performance.now() - startedAt > LOOKED_AGAIN_WITHIN_MS) return made;
    // It may be refused because an earlier write, of which nobody heard, has made it meanwhile.
    const again = await this.client.find(exchange, order.key);
    return again.order ? this.change(exchange, pushed, again, again.order) : made;
  }

  private async change(
    exchange: Exchange,
    pushed: PushedOrder,
    found: Found,
    { number, positions }: AbcpOrder,
  ): Promise<AbcpAnswer> {
    const { order, known, lines } = pushed;
    const change = changedOrder(number, order.lines, { known, positions, lines }, exchange.settings as AbcpSettings);
    if (!change) return this.taken(pushed, found, found.order!);
    const changed = await this.client.save(exchange, change);
    return changed.order ? this.taken(pushed, changed, changed.order) : changed;
  }

  private async taken(pushed: PushedOrder, answer: AbcpAnswer, there: AbcpOrder): Promise<AbcpAnswer> {
    const lines = linesThere(pushed.order, there.positions, pushed.lines);
    await this.pushed.confirm(pushed, { number: there.number, lines });
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

function shortened(outcome: AttemptOutcome): AttemptOutcome {
  const { response } = outcome;
  return response ? { ...outcome, response: { ...response, body: response.body.slice(0, KEPT_ANSWER) } } : outcome;
}

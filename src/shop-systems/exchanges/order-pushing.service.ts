import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type AttemptOutcome, Channels, type Send } from '../../outbox/channel.js';
import { ENDS_WITHIN_MS } from '../../outbox/send-time.js';
import { type ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { ConflictError, UnavailableError } from '../../platform/errors.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { type CalledAnswer, NOTHING_SENT, reasonOf } from './called-system.js';
import { EXCHANGES, type PushChannel } from './exchange.entity.js';
import type { PushPayload } from './hand-over-queue.service.js';
import { type PushedOrder, PushedOrders } from './pushed-orders.service.js';

/** Between two orders of an exchange. */
const PAUSE_MS = 50;
/** Characters of an answer that an attempt keeps. */
const KEPT_ANSWER = 16 * 1024;

/**
 * How a kind of shop system is given an order, which it confirms by itself where the other side has it.
 * @param endsAt by `performance.now()`
 */
export type Push = (order: PushedOrder, endsAt: number) => Promise<CalledAnswer>;

/** What is the same of every message that pushes an order: read it as it is now, and note what came of it. */
@Injectable()
export class OrderPushing {
  constructor(
    private readonly channels: Channels,
    private readonly configuration: Configuration,
    private readonly pushed: PushedOrders,
  ) {}

  /** Opens the channel of a kind, whose exchanges are given one order at a time. */
  register(name: PushChannel, push: Push): void {
    this.channels.register({ name, isSerial: true, open: (endpointKey) => this.open(Number(endpointKey), push) });
  }

  /** @returns undefined for an exchange that is gone */
  private async open(exchangeId: number, push: Push): Promise<Send | undefined> {
    const exchange = (await this.configuration.refresh()).get(EXCHANGES).get(exchangeId);
    if (!exchange || exchange.deletedAt) return undefined;
    return ({ payload }) => this.send(payload as PushPayload, push);
  }

  private async send({ exchangeId, orderId }: PushPayload, push: Push): Promise<AttemptOutcome> {
    const endsAt = performance.now() + ENDS_WITHIN_MS;
    const order = await this.pushed.begin(exchangeId, orderId).catch((error: Error) => {
      if (error instanceof UnavailableError) return error;
      throw error;
    });
    if (!order) return NOTHING_SENT;
    if (order instanceof Error) return notBegun(order);
    const answer = await push(order, endsAt).catch(async (error: Error) => {
      await this.pushed.release(order, whyThrown(error));
      throw error;
    });
    await pause(PAUSE_MS);
    if (answer.outcome.class !== 'delivered') await this.pushed.release(order, reasonOf(answer));
    return shortened(answer.outcome);
  }
}

/** The database is away or busy, which is no failure of the other side's. */
function notBegun({ message }: Error): AttemptOutcome {
  return { ...NOTHING_SENT, class: 'throttled', error: errorDetail('not_sent', { reason: message }) };
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

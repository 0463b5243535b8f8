import { Injectable } from '@nestjs/common';
import type { ErrorDetail } from '../platform/error-texts.js';
import type { AttemptRequest, AttemptResponse } from './attempt.dto.js';
import type { OutboxMessage } from './outbox-message.entity.js';

/**
 * What an attempt means. `retry`: later again; `throttled`: later again and no attempt is spent; `unauthorized`: the endpoint pauses;
 * `rejected`: given up at once; `withdrawn`: it is not to be sent any more, which its error says why, so it was not.
 */
export type OutcomeClass = 'delivered' | 'retry' | 'throttled' | 'unauthorized' | 'rejected' | 'withdrawn';

export interface AttemptOutcome {
  class: OutcomeClass;
  /** The endpoint as a whole seems to be down: counts for the circuit breaker. */
  isOutage: boolean;
  /** Of an outage: it may as well be this one message, since an answer came that does not say that nothing is available. */
  mayBeItsOwn?: boolean;
  /** The receiver's wish, 1 s to 24 h. */
  retryAfterMs?: number | undefined;
  durationMs: number;
  request: AttemptRequest;
  response: AttemptResponse | null;
  /** Why no answer came; null = one came. */
  error: ErrorDetail | null;
}

/** @param why it is not to be sent any more */
export function withdrawn(why: ErrorDetail): AttemptOutcome {
  const request = { method: '', url: '', headers: {}, body: '' };
  return { class: 'withdrawn', isOutage: false, durationMs: 0, request, response: null, error: why };
}

export type Send = (message: OutboxMessage) => Promise<AttemptOutcome>;

/** A way to send messages. It throws nothing for what a receiver does or fails to do: that is an outcome. */
export interface Channel {
  readonly name: string;
  /** An endpoint of it is sent one message at a time, by whichever replica; otherwise as many as there is room for. */
  readonly isSerial?: boolean;
  /** Looks up once what all messages of a claim need (address, sign-in); undefined = the endpoint is gone. */
  open(endpointKey: string): Promise<Send | undefined>;
}

/** The ways to send; the modules that know how plug theirs in. */
@Injectable()
export class Channels {
  private readonly channels = new Map<string, Channel>();

  register(channel: Channel): void {
    this.channels.set(channel.name, channel);
  }

  get(name: string): Channel {
    const channel = this.channels.get(name);
    if (!channel) throw new Error(`No message channel is called ${name}.`);
    return channel;
  }

  isSerial(name: string): boolean {
    return this.channels.get(name)?.isSerial ?? false;
  }
}

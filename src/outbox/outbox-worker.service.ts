import { Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { ErrorDetail, errorDetail } from '../platform/error-texts.js';
import { UnavailableError } from '../platform/errors.js';
import { groupBy } from '../platform/collections.js';
import { Metrics } from '../platform/observation/metrics.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { AttemptBatcher } from './attempt-batcher.js';
import { AttemptRecorder, Recorded } from './attempt-recorder.service.js';
import { AttemptOutcome, Channels, Send } from './channel.js';
import { ClaimInDoubt, Claims, LEASE_MS } from './claims.service.js';
import { Endpoint, type OutboxMessage } from './outbox-message.entity.js';
import type { FinishedAttempt } from './finished-attempt.js';
import { UnrecordedAttempts } from './unrecorded-attempts.service.js';

/** Messages under way to one endpoint, which also bounds the connections to it. */
const MAX_IN_FLIGHT = 64;
/** Between attempts at what cannot be opened. */
const UNOPENED_WAIT_MS = 10 * 60_000;
/** How often a claim whose answer was lost is looked for: a database that stalled is often back within seconds. */
const LOOK_FOR_CLAIM_MS = 250;

/** The work for one endpoint. */
interface WorkerSlot {
  /** Once it was read; it never changes. */
  endpoint?: Pick<Endpoint, 'channel' | 'key'>;
  inFlight: number;
  /** Bounds it; 1 where the channel is serial. */
  mostInFlight: number;
  isRunning: boolean;
  /** Something may be due that was not looked for yet. */
  rerunRequested: boolean;
}

const isRoomy = ({ inFlight, mostInFlight }: WorkerSlot) => inFlight <= mostInFlight / 2;

/** Sends what is due: claim (committed), send, record. Notified after each commit that added messages, and by the job. */
@Injectable()
export class OutboxWorker implements OnModuleDestroy {
  private readonly logger = new Logger(OutboxWorker.name);
  private readonly slots = new Map<number, WorkerSlot>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly batcher: AttemptBatcher;
  private isStopping = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly claims: Claims,
    private readonly channels: Channels,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    recorder: AttemptRecorder,
    unrecorded: UnrecordedAttempts,
  ) {
    this.batcher = new AttemptBatcher(recorder, unrecorded, {
      inFlight: () => this.inFlight,
      roomyEndpoints: (attempts) => this.roomyEndpoints(attempts),
      recorded: (result) => this.recorded(result),
      caughtUp: () => this.slots.forEach((slot, endpointId) => this.startAgain(endpointId, slot)),
      notify: (endpointId) => this.notify(endpointId),
    });
  }

  /** Messages that are being sent, or whose outcome is not recorded yet. */
  get inFlight(): number {
    return [...this.slots.values()].reduce((sum, slot) => sum + slot.inFlight, 0);
  }

  /** Something may be due at the endpoint. */
  notify(endpointId: number): void {
    const slot = this.slotOf(endpointId);
    slot.rerunRequested = true;
    this.start(endpointId, slot);
  }

  /** Sends the one message that shows whether an endpoint whose circuit breaker is open answers again. */
  async probe(endpoint: Endpoint): Promise<void> {
    if (this.isStopping) return;
    try {
      const message = await this.claims.claimProbe(endpoint, this.channels.isSerial(endpoint.channel));
      if (message) this.send(endpoint.id, await this.open(endpoint.id), [message], true);
    } catch (error) {
      this.claimFailed(endpoint.id, error as Error, true);
    }
  }

  /** Begins nothing new and waits until everything under way is recorded. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await this.settled();
  }

  /** Until nothing is looked for, sent or recorded. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private slotOf(endpointId: number): WorkerSlot {
    let slot = this.slots.get(endpointId);
    if (!slot) {
      slot = { inFlight: 0, mostInFlight: MAX_IN_FLIGHT, isRunning: false, rerunRequested: false };
      this.slots.set(endpointId, slot);
    }
    return slot;
  }

  private start(endpointId: number, slot: WorkerSlot): void {
    if (!slot.isRunning && !this.isStopping) this.track(this.run(endpointId, slot));
  }

  /** Where something is left to be claimed, once a claim is worth it. */
  private startAgain(endpointId: number, slot: WorkerSlot): void {
    if (slot.rerunRequested && isRoomy(slot)) this.start(endpointId, slot);
  }

  private async run(endpointId: number, slot: WorkerSlot): Promise<void> {
    slot.isRunning = true;
    try {
      const { channel } = await this.endpointOf(endpointId, slot);
      const isSerial = this.channels.isSerial(channel);
      if (isSerial) slot.mostInFlight = 1;
      while (slot.rerunRequested && slot.inFlight < slot.mostInFlight && this.mayClaim) {
        slot.rerunRequested = false;
        const free = slot.mostInFlight - slot.inFlight;
        const claiming = isSerial ? this.claims.claimAlone(endpointId) : this.claims.claim(endpointId, free);
        // Both at once: what is opened for nothing costs two reads, and a claim waits for nobody.
        const [send, claimed] = await bothOf(this.open(endpointId), claiming);
        if (claimed.length === free) slot.rerunRequested = true;
        this.send(endpointId, send, claimed, false);
      }
    } catch (error) {
      this.claimFailed(endpointId, error as Error, false);
    } finally {
      slot.isRunning = false;
    }
  }

  private async endpointOf(id: number, slot: WorkerSlot): Promise<Pick<Endpoint, 'channel' | 'key'>> {
    return (slot.endpoint ??= await this.transactions.read((manager) => manager.findOneByOrFail(Endpoint, { id })));
  }

  /**
   * What cannot be opened (a secret that no configured key opens) becomes the outcome of each attempt, for people to see; it spends none,
   * for it is the operator's to mend.
   * @throws UnavailableError while the database is away: the claims run out and cost no attempt
   */
  private async open(endpointId: number): Promise<Send> {
    try {
      const { channel, key } = await this.endpointOf(endpointId, this.slotOf(endpointId));
      const send = await this.channels.get(channel).open(key);
      return send ?? (async () => notSent('rejected', errorDetail('endpoint_gone')));
    } catch (error) {
      if (error instanceof UnavailableError) throw error;
      const outcome = notSent('throttled', reasonOf(error as Error));
      return async () => ({ ...outcome, retryAfterMs: UNOPENED_WAIT_MS });
    }
  }

  private send(endpointId: number, send: Send, messages: OutboxMessage[], isProbe: boolean): void {
    const slot = this.slotOf(endpointId);
    for (const message of messages) {
      slot.inFlight += 1;
      this.track(
        this.attempt(message, send, isProbe).finally(() => {
          slot.inFlight -= 1;
          this.startAgain(endpointId, slot);
        }),
      );
    }
  }

  private async attempt(message: OutboxMessage, send: Send, isProbe: boolean): Promise<void> {
    const startedAt = this.clock.now();
    if (message.attempts === 0 && !isProbe) {
      const delay = Math.max(startedAt.getTime() - message.dueAt.getTime(), 0) / 1_000;
      this.metrics.firstAttemptDelay.observe({ channel: message.channel }, delay);
    }
    const outcome = await send(message).catch((error: Error) => notSent('retry', reasonOf(error)));
    await this.batcher.record({ message, outcome, startedAt, isProbe });
  }

  private get mayClaim(): boolean {
    return !this.isStopping && !this.batcher.isBehind;
  }

  private recorded({ lost, notify, next }: Recorded): void {
    for (const { message } of lost) {
      this.logger.warn(`The claim of message ${message.id} had run out; another sender goes on with it.`);
    }
    for (const endpointId of notify) this.notify(endpointId);
    for (const [endpointId, messages] of groupBy(next, (each) => each.endpointId)) {
      this.track(this.goOn(endpointId, messages));
    }
  }

  /** An ordering key goes on with its next one as soon as the last arrived, where that takes no place from others that are due. */
  private roomyEndpoints(attempts: FinishedAttempt[]): Set<number> {
    if (!this.mayClaim) return new Set();
    const endpointIds = attempts.map(({ message }) => message.endpointId);
    return new Set(endpointIds.filter((id) => isRoomy(this.slotOf(id))));
  }

  private async goOn(endpointId: number, messages: OutboxMessage[]): Promise<void> {
    try {
      this.send(endpointId, await this.open(endpointId), messages, false);
    } catch (error) {
      this.claimFailed(endpointId, new ClaimInDoubt(messages[0]!.leaseToken, messages, error), false);
    }
  }

  private claimFailed(endpointId: number, error: Error, isProbe: boolean): void {
    this.logger.error(
      { err: error, endpointId },
      `Claiming messages of endpoint ${endpointId} failed: ${error.message}`,
    );
    if (error instanceof ClaimInDoubt) this.track(this.lookFor(endpointId, error, isProbe));
  }

  /** Goes on with a claim as soon as it is known to be there; it may still be made while the database comes back. */
  private async lookFor(endpointId: number, claim: ClaimInDoubt, isProbe: boolean): Promise<void> {
    const giveUpAt = performance.now() + LEASE_MS;
    while (performance.now() < giveUpAt) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_FOR_CLAIM_MS));
      try {
        const found = await this.claims.recover(claim);
        if (found.length > 0 && this.isStopping) return await this.claims.release(claim.leaseToken, found);
        if (found.length > 0) return this.send(endpointId, await this.open(endpointId), found, isProbe);
      } catch (error) {
        this.logger.warn({ err: error }, `Looking for a claim failed: ${(error as Error).message}`);
      }
      if (this.isStopping) return;
    }
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.underWay.delete(tracked));
    this.underWay.add(tracked);
  }
}

/** Where the first fails the second is given back by nobody, so it is waited for all the same. */
async function bothOf(opening: Promise<Send>, claiming: Promise<OutboxMessage[]>): Promise<[Send, OutboxMessage[]]> {
  const [send, claimed] = await Promise.allSettled([opening, claiming]);
  if (claimed.status === 'rejected') throw claimed.reason;
  if (send.status === 'fulfilled') return [send.value, claimed.value];
  const [first] = claimed.value;
  throw first ? new ClaimInDoubt(first.leaseToken, claimed.value, send.reason) : send.reason;
}

function reasonOf({ message }: Error): ErrorDetail {
  return errorDetail('not_sent', { reason: message });
}

function notSent(kind: 'retry' | 'rejected' | 'throttled', error: ErrorDetail): AttemptOutcome {
  const request = { method: '', url: '', headers: {}, body: '' };
  return { class: kind, isOutage: false, durationMs: 0, request, response: null, error };
}

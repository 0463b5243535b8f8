import { randomUUID } from 'node:crypto';
import { Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { RowsHeldError, UnavailableError } from '../platform/errors.js';
import { groupBy } from '../platform/group-by.js';
import { Metrics } from '../platform/observation/metrics.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { ClaimInDoubt, Claims, LEASE_MS } from './claims.service.js';
import { Channels } from './channels.service.js';
import { AttemptOutcome, Send } from './channel.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { Endpoint } from './endpoint.entity.js';
import { FinishedAttempt } from './finished-attempts.js';
import { AttemptRecorder } from './attempt-recorder.service.js';
import { UnwritableOutcomes } from './unwritable-outcomes.service.js';

/** Messages under way to one endpoint, which also bounds the connections to it. */
const MAX_IN_FLIGHT = 64;
const RECORDED_AT_ONCE = 200;
const RECORD_RETRY_MS = 500;
/** How often a claim whose answer was lost is looked for: a database that stalled is often back within seconds. */
const LOOK_FOR_CLAIM_MS = 250;
/** What fails alone so often is not written by being tried further. */
const UNWRITABLE_AFTER = 3;
/** Worth waiting while most are still being sent: to write down 32 attempts costs little more than to write down one. */
const GATHERING_MS = 5;

/** A finished try, and whom to tell that it is written down. */
interface Outstanding {
  finished: FinishedAttempt;
  done: () => void;
}

interface WorkerSlot {
  /** Once it was read; it never changes. */
  endpoint?: Pick<Endpoint, 'channel' | 'key'>;
  inFlight: number;
  isRunning: boolean;
  /** Something may be due that was not looked for yet. */
  rerunRequested: boolean;
}

/** Takes due messages and sends them: claim (committed), send, record. Woken after each commit that enqueued something. */
@Injectable()
export class OutboxWorker implements OnModuleDestroy {
  private readonly logger = new Logger(OutboxWorker.name);
  private readonly slots = new Map<number, WorkerSlot>();
  private readonly toRecord: Outstanding[] = [];
  private isRecording = false;
  private readonly underWay = new Set<Promise<void>>();
  private isStopping = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly claims: Claims,
    private readonly channels: Channels,
    private readonly recorder: AttemptRecorder,
    private readonly unwritable: UnwritableOutcomes,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

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
      const message = await this.claims.claimProbe(endpoint);
      if (message) this.send(endpoint.id, await this.open(endpoint.id), [message], true);
    } catch (error) {
      this.claimFailed(endpoint.id, error as Error, true);
    }
  }

  /** Begins nothing new and waits until everything under way is recorded. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private slotOf(endpointId: number): WorkerSlot {
    let slot = this.slots.get(endpointId);
    if (!slot) this.slots.set(endpointId, (slot = { inFlight: 0, isRunning: false, rerunRequested: false }));
    return slot;
  }

  private start(endpointId: number, slot: WorkerSlot): void {
    if (!slot.isRunning && !this.isStopping) this.track(this.run(endpointId, slot));
  }

  private async run(endpointId: number, slot: WorkerSlot): Promise<void> {
    slot.isRunning = true;
    try {
      while (slot.rerunRequested && slot.inFlight < MAX_IN_FLIGHT && !this.isStopping) {
        slot.rerunRequested = false;
        const free = MAX_IN_FLIGHT - slot.inFlight;
        // Both at once: what is opened for nothing costs two reads, and a claim waits for nobody.
        const [send, claimed] = await bothOf(this.open(endpointId), this.claims.claim(endpointId, free));
        if (claimed.length === free) slot.rerunRequested = true;
        this.send(endpointId, send, claimed, false);
      }
    } catch (error) {
      this.claimFailed(endpointId, error as Error, false);
    } finally {
      slot.isRunning = false;
    }
  }

  private claimFailed(endpointId: number, error: Error, isProbe: boolean): void {
    this.logger.error({ err: error }, `Claiming messages of endpoint ${endpointId} failed: ${error.message}`);
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

  private send(endpointId: number, send: Send, messages: OutboxMessage[], isProbe: boolean): void {
    const slot = this.slotOf(endpointId);
    for (const message of messages) {
      slot.inFlight += 1;
      this.track(
        this.deliver(message, send, isProbe).finally(() => {
          slot.inFlight -= 1;
          if (slot.rerunRequested && slot.inFlight <= MAX_IN_FLIGHT / 2) this.start(endpointId, slot);
        }),
      );
    }
  }

  /**
   * What cannot be opened (a secret that no configured key opens) becomes the outcome of each try, for people to see.
   * @throws UnavailableError while the database is away: the claims run out and cost no attempt
   */
  private async open(endpointId: number): Promise<Send> {
    try {
      const slot = this.slotOf(endpointId);
      slot.endpoint ??= await this.transactions.read((manager) =>
        manager.findOneByOrFail(Endpoint, { id: endpointId }),
      );
      const { channel, key } = slot.endpoint;
      const send = await this.channels.get(channel).open(key);
      return send ?? (async () => notSent('rejected', 'the endpoint is gone'));
    } catch (error) {
      if (error instanceof UnavailableError) throw error;
      return async () => notSent('retry', (error as Error).message);
    }
  }

  private async deliver(message: OutboxMessage, send: Send, isProbe: boolean): Promise<void> {
    const startedAt = this.clock.now();
    if (message.attempts === 0 && !isProbe) this.observeDispatch(message, startedAt);
    const outcome = await send(message).catch((error: Error) => notSent('retry', error.message));
    await new Promise<void>((done) => {
      this.toRecord.push({ finished: { message, outcome, startedAt, isProbe }, done });
      if (!this.isRecording) this.track(this.recordAll());
    });
  }

  private observeDispatch({ channel, dueAt }: OutboxMessage, startedAt: Date): void {
    this.metrics.dispatchLatency.observe({ channel }, Math.max(startedAt.getTime() - dueAt.getTime(), 0) / 1_000);
  }

  /** While one transaction is under way the next attempts gather, and are written together. */
  private async recordAll(): Promise<void> {
    this.isRecording = true;
    await Promise.resolve();
    while (this.toRecord.length > 0) {
      if (this.areMostUnderWay()) await new Promise((resolve) => setTimeout(resolve, GATHERING_MS));
      const batch = this.nextBatch();
      await this.recordBatch(batch);
    }
    this.isRecording = false;
  }

  private areMostUnderWay(): boolean {
    return this.inFlight > 2 * this.toRecord.length;
  }

  /** Of one channel: ordering keys of two would be taken in another sequence than by those who enqueue. */
  private nextBatch(): Outstanding[] {
    const { channel } = this.toRecord[0]!.finished.message;
    const end = this.toRecord.findIndex(({ finished }) => finished.message.channel !== channel);
    return this.toRecord.splice(0, Math.min(end === -1 ? Infinity : end, RECORDED_AT_ONCE));
  }

  /** What cannot be written together goes each by itself, so that a bad one costs the others nothing and keeps nobody waiting. */
  private async recordBatch(batch: Outstanding[]): Promise<void> {
    const finished = batch.map((each) => each.finished);
    const leaseToken = randomUUID();
    const isWritten = await this.untilRecorded(false, () => this.write(finished, leaseToken)).catch((error: Error) => {
      this.logger.warn({ err: error }, `${batch.length} outcomes could not be recorded together; each goes alone.`);
      return false;
    });
    for (const each of batch) {
      if (isWritten) each.done();
      else this.track(this.recordAlone(each.finished).then(each.done));
    }
  }

  private async recordAlone(finished: FinishedAttempt): Promise<void> {
    const failures: Error[] = [];
    const leaseToken = randomUUID();
    const write = async () => {
      try {
        if (failures.length < UNWRITABLE_AFTER) return await this.write([finished], leaseToken);
        await this.unwritable.record(finished, failures[0]!);
      } catch (error) {
        if (!(error instanceof UnavailableError)) failures.push(error as Error);
        throw error;
      }
    };
    await this.untilRecorded(true, write);
    this.notify(finished.message.endpointId);
  }

  /** @param owner of what goes on, the same each time: what was claimed by a record whose answer was lost is found by it */
  private async write(attempts: FinishedAttempt[], leaseToken: string): Promise<void> {
    const { lost, notify, next } = await this.recorder.record(attempts, {
      goOnAt: this.roomyEndpoints(attempts),
      leaseToken,
    });
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
    if (this.isStopping) return new Set();
    const endpointIds = attempts.map(({ message }) => message.endpointId);
    return new Set(endpointIds.filter((id) => this.slotOf(id).inFlight <= MAX_IN_FLIGHT / 2));
  }

  private async goOn(endpointId: number, messages: OutboxMessage[]): Promise<void> {
    try {
      this.send(endpointId, await this.open(endpointId), messages, false);
    } catch (error) {
      this.claimFailed(endpointId, new ClaimInDoubt(messages[0]!.leaseToken, messages, error), false);
    }
  }

  /**
   * Attempts again while the database is away, and one alone whatever is the matter, until the leases are over: then the messages
   * will be sent again.
   * @returns true; also when it was given up
   * @throws what keeps several from being written together
   */
  private async untilRecorded(isAlone: boolean, write: () => Promise<void>): Promise<true> {
    const giveUpAt = performance.now() + LEASE_MS;
    for (;;) {
      try {
        await write();
        return true;
      } catch (error) {
        const isAway = error instanceof UnavailableError && !(error instanceof RowsHeldError);
        if (!isAlone && !isAway) throw error;
        this.logger.error({ err: error }, `Outcomes could not be recorded: ${(error as Error).message}`);
        if (performance.now() > giveUpAt) return true;
        await new Promise((resolve) => setTimeout(resolve, RECORD_RETRY_MS));
      }
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

function notSent(kind: 'retry' | 'rejected', error: string): AttemptOutcome {
  const request = { method: '', url: '', headers: {}, body: '' };
  return { class: kind, isOutage: false, durationMs: 0, request, response: null, error: error.slice(0, 500) };
}

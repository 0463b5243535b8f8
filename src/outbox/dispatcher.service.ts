import { randomUUID } from 'node:crypto';
import { Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { RowsHeldError, UnavailableError } from '../platform/errors.js';
import { groupBy } from '../platform/group-by.js';
import { Metrics } from '../platform/observation/metrics.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { ClaimInDoubt, Claims, LEASE_MS } from './claims.service.js';
import { DeliveryChannels } from './delivery-channels.service.js';
import { AttemptOutcome, Send } from './delivery-channel.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { FinishedTry } from './finished-tries.js';
import { Recorder } from './recorder.service.js';
import { UnwritableOutcomes } from './unwritable-outcomes.service.js';

/** Deliveries under way to one target, which also bounds the connections to it. */
const MAX_IN_FLIGHT = 64;
const RECORDED_AT_ONCE = 200;
const RECORD_RETRY_MS = 500;
/** How often a claim whose answer was lost is looked for: a database that stalled is often back within seconds. */
const LOOK_FOR_CLAIM_MS = 250;
/** What fails alone so often is not written by being tried further. */
const UNWRITABLE_AFTER = 3;
/** Worth waiting while most are still being sent: to write down 32 tries costs little more than to write down one. */
const GATHERING_MS = 5;

/** A finished try, and whom to tell that it is written down. */
interface Outstanding {
  finished: FinishedTry;
  done: () => void;
}

interface Pump {
  /** Once it was read; it never changes. */
  target?: Pick<DeliveryTarget, 'channel' | 'key'>;
  inFlight: number;
  isRunning: boolean;
  /** Something may be due that was not looked for yet. */
  isWanted: boolean;
}

/** Takes due deliveries and sends them: claim (committed), send, record. Woken after each commit that enqueued something. */
@Injectable()
export class Dispatcher implements OnModuleDestroy {
  private readonly logger = new Logger(Dispatcher.name);
  private readonly pumps = new Map<number, Pump>();
  private readonly toRecord: Outstanding[] = [];
  private isRecording = false;
  private readonly underWay = new Set<Promise<void>>();
  private isStopping = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly claims: Claims,
    private readonly channels: DeliveryChannels,
    private readonly recorder: Recorder,
    private readonly unwritable: UnwritableOutcomes,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** Deliveries that are being sent, or whose outcome is not recorded yet. */
  get inFlight(): number {
    return [...this.pumps.values()].reduce((sum, pump) => sum + pump.inFlight, 0);
  }

  /** Something may be due at the target. */
  wake(targetId: number): void {
    const pump = this.pumpOf(targetId);
    pump.isWanted = true;
    this.start(targetId, pump);
  }

  /** Sends the one delivery that shows whether a cut-off target answers again. */
  async probe(target: DeliveryTarget): Promise<void> {
    if (this.isStopping) return;
    try {
      const delivery = await this.claims.claimProbe(target);
      if (delivery) this.send(target.id, await this.open(target.id), [delivery], true);
    } catch (error) {
      this.claimFailed(target.id, error as Error, true);
    }
  }

  /** Begins nothing new and waits until everything under way is recorded. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private pumpOf(targetId: number): Pump {
    let pump = this.pumps.get(targetId);
    if (!pump) this.pumps.set(targetId, (pump = { inFlight: 0, isRunning: false, isWanted: false }));
    return pump;
  }

  private start(targetId: number, pump: Pump): void {
    if (!pump.isRunning && !this.isStopping) this.track(this.run(targetId, pump));
  }

  private async run(targetId: number, pump: Pump): Promise<void> {
    pump.isRunning = true;
    try {
      while (pump.isWanted && pump.inFlight < MAX_IN_FLIGHT && !this.isStopping) {
        pump.isWanted = false;
        const free = MAX_IN_FLIGHT - pump.inFlight;
        // Both at once: what is opened for nothing costs two reads, and a claim waits for nobody.
        const [send, claimed] = await bothOf(this.open(targetId), this.claims.claim(targetId, free));
        if (claimed.length === free) pump.isWanted = true;
        this.send(targetId, send, claimed, false);
      }
    } catch (error) {
      this.claimFailed(targetId, error as Error, false);
    } finally {
      pump.isRunning = false;
    }
  }

  private claimFailed(targetId: number, error: Error, isProbe: boolean): void {
    this.logger.error({ err: error }, `Claiming deliveries of target ${targetId} failed: ${error.message}`);
    if (error instanceof ClaimInDoubt) this.track(this.lookFor(targetId, error, isProbe));
  }

  /** Goes on with a claim as soon as it is known to be there; it may still be made while the database comes back. */
  private async lookFor(targetId: number, claim: ClaimInDoubt, isProbe: boolean): Promise<void> {
    const giveUpAt = performance.now() + LEASE_MS;
    while (performance.now() < giveUpAt) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_FOR_CLAIM_MS));
      try {
        const found = await this.claims.recover(claim);
        if (found.length > 0 && this.isStopping) return await this.claims.release(claim.owner, found);
        if (found.length > 0) return this.send(targetId, await this.open(targetId), found, isProbe);
      } catch (error) {
        this.logger.warn({ err: error }, `Looking for a claim failed: ${(error as Error).message}`);
      }
      if (this.isStopping) return;
    }
  }

  private send(targetId: number, send: Send, deliveries: Delivery[], isProbe: boolean): void {
    const pump = this.pumpOf(targetId);
    for (const delivery of deliveries) {
      pump.inFlight += 1;
      this.track(
        this.deliver(delivery, send, isProbe).finally(() => {
          pump.inFlight -= 1;
          if (pump.isWanted && pump.inFlight <= MAX_IN_FLIGHT / 2) this.start(targetId, pump);
        }),
      );
    }
  }

  /**
   * What cannot be opened (a secret that no configured key opens) becomes the outcome of each try, for people to see.
   * @throws UnavailableError while the database is away: the claims run out and cost no try
   */
  private async open(targetId: number): Promise<Send> {
    try {
      const pump = this.pumpOf(targetId);
      pump.target ??= await this.transactions.read((manager) =>
        manager.findOneByOrFail(DeliveryTarget, { id: targetId }),
      );
      const { channel, key } = pump.target;
      const send = await this.channels.get(channel).open(key);
      return send ?? (async () => notSent('rejected', 'the target is gone'));
    } catch (error) {
      if (error instanceof UnavailableError) throw error;
      return async () => notSent('retry', (error as Error).message);
    }
  }

  private async deliver(delivery: Delivery, send: Send, isProbe: boolean): Promise<void> {
    const startedAt = this.clock.now();
    if (delivery.triesMade === 0 && !isProbe) this.observeDispatch(delivery, startedAt);
    const outcome = await send(delivery).catch((error: Error) => notSent('retry', error.message));
    await new Promise<void>((done) => {
      this.toRecord.push({ finished: { delivery, outcome, startedAt, isProbe }, done });
      if (!this.isRecording) this.track(this.recordAll());
    });
  }

  private observeDispatch({ channel, dueAt }: Delivery, startedAt: Date): void {
    this.metrics.dispatchLatency.observe({ channel }, Math.max(startedAt.getTime() - dueAt.getTime(), 0) / 1_000);
  }

  /** While one transaction is under way the next tries gather, and are written together. */
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

  /** Of one channel: lanes of two would be taken in another sequence than by those who enqueue. */
  private nextBatch(): Outstanding[] {
    const { channel } = this.toRecord[0]!.finished.delivery;
    const end = this.toRecord.findIndex(({ finished }) => finished.delivery.channel !== channel);
    return this.toRecord.splice(0, Math.min(end === -1 ? Infinity : end, RECORDED_AT_ONCE));
  }

  /** What cannot be written together goes each by itself, so that a bad one costs the others nothing and keeps nobody waiting. */
  private async recordBatch(batch: Outstanding[]): Promise<void> {
    const finished = batch.map((each) => each.finished);
    const owner = randomUUID();
    const isWritten = await this.untilRecorded(false, () => this.write(finished, owner)).catch((error: Error) => {
      this.logger.warn({ err: error }, `${batch.length} outcomes could not be recorded together; each goes alone.`);
      return false;
    });
    for (const each of batch) {
      if (isWritten) each.done();
      else this.track(this.recordAlone(each.finished).then(each.done));
    }
  }

  private async recordAlone(finished: FinishedTry): Promise<void> {
    const failures: Error[] = [];
    const owner = randomUUID();
    const write = async () => {
      try {
        if (failures.length < UNWRITABLE_AFTER) return await this.write([finished], owner);
        await this.unwritable.record(finished, failures[0]!);
      } catch (error) {
        if (!(error instanceof UnavailableError)) failures.push(error as Error);
        throw error;
      }
    };
    await this.untilRecorded(true, write);
    this.wake(finished.delivery.targetId);
  }

  /** @param owner of what goes on, the same each time: what was claimed by a record whose answer was lost is found by it */
  private async write(tries: FinishedTry[], owner: string): Promise<void> {
    const { lost, wake, next } = await this.recorder.record(tries, { goOnAt: this.roomyTargets(tries), owner });
    for (const { delivery } of lost) {
      this.logger.warn(`The claim of delivery ${delivery.id} had run out; another sender goes on with it.`);
    }
    for (const targetId of wake) this.wake(targetId);
    for (const [targetId, deliveries] of groupBy(next, (each) => each.targetId)) {
      this.track(this.goOn(targetId, deliveries));
    }
  }

  /** A lane goes on with its next one as soon as the last arrived, where that takes no place from others that are due. */
  private roomyTargets(tries: FinishedTry[]): Set<number> {
    if (this.isStopping) return new Set();
    const targetIds = tries.map(({ delivery }) => delivery.targetId);
    return new Set(targetIds.filter((id) => this.pumpOf(id).inFlight <= MAX_IN_FLIGHT / 2));
  }

  private async goOn(targetId: number, deliveries: Delivery[]): Promise<void> {
    try {
      this.send(targetId, await this.open(targetId), deliveries, false);
    } catch (error) {
      this.claimFailed(targetId, new ClaimInDoubt(deliveries[0]!.owner, deliveries, error), false);
    }
  }

  /**
   * Tries again while the database is away, and one alone whatever is the matter, until the leases are over: then the deliveries
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
async function bothOf(opening: Promise<Send>, claiming: Promise<Delivery[]>): Promise<[Send, Delivery[]]> {
  const [send, claimed] = await Promise.allSettled([opening, claiming]);
  if (claimed.status === 'rejected') throw claimed.reason;
  if (send.status === 'fulfilled') return [send.value, claimed.value];
  const [first] = claimed.value;
  throw first ? new ClaimInDoubt(first.owner, claimed.value, send.reason) : send.reason;
}

function notSent(kind: 'retry' | 'rejected', error: string): AttemptOutcome {
  const request = { method: '', url: '', headers: {}, body: '' };
  return { class: kind, isOutage: false, durationMs: 0, request, response: null, error: error.slice(0, 500) };
}

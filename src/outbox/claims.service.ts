import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { FindOptionsWhere, In, LessThanOrEqual } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { UnavailableError } from '../platform/errors.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';

/**
 * How long a claim is worth: above the longest send (15 s). What is not recorded by then goes back into the queue, so a killed
 * process delays its deliveries by this much.
 */
export const LEASE_MS = 20_000;

/**
 * Where rows come and go all the time the server's estimates are off, and it may read through the backlog of another target
 * instead: a claim then took 13 ms, not 1.4, with 750 deliveries of another one.
 */
const CLAIM_INDEX = 'deliveries_claim';

/** Candidates for a probe: those before it may be held by somebody. */
const PROBES_LOOKED_AT = 10;
/** Once rows were held, so many more are looked at, for so long. */
const LOOKED_AT_CAREFULLY = 4;
const CAREFUL_FOR_MS = 60_000;

/** The answer to a claim was lost: it may have been made, and then is found by its token. */
export class ClaimInDoubt extends Error {
  constructor(
    readonly owner: string,
    readonly candidates: Delivery[],
    override readonly cause: unknown,
  ) {
    super(`Claiming has an unknown outcome: ${(cause as Error).message}`);
  }
}

/** Gives each due delivery to exactly one sender, by compare-and-swap; the claim is committed before anything is sent. */
@Injectable()
export class Claims {
  private readonly logger = new Logger(Claims.name);
  /** By target: until when claims go past rows that others hold, which costs two round trips more. */
  private readonly carefulUntil = new Map<number, number>();

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims what is due at a target, oldest first; nothing while it is off, paused or cut off. `dueAt` stays as it was.
   * @throws ClaimInDoubt when the database did not say whether it was claimed
   */
  async claim(targetId: number, limit: number): Promise<Delivery[]> {
    const now = this.clock.now();
    const isCareful = (this.carefulUntil.get(targetId) ?? 0) > performance.now();
    const candidates = await this.transactions.read((manager) =>
      manager
        .createQueryBuilder(Delivery, 'delivery')
        .useIndex(CLAIM_INDEX)
        .innerJoin(DeliveryTarget, 'target', 'target.id = delivery.targetId')
        .where('delivery.targetId = :targetId', { targetId })
        .andWhere('delivery.state = :state', { state: 'pending' })
        .andWhere('delivery.dueAt <= :now', { now })
        .andWhere('target.isEnabled = :on AND target.pausedAt IS NULL AND target.openedAt IS NULL', { on: true })
        .orderBy('delivery.dueAt')
        .addOrderBy('delivery.id')
        .limit(isCareful ? limit * LOOKED_AT_CAREFULLY : limit)
        .getMany(),
    );
    // What another sender has tried since is due later: the row is not what was read any more.
    const condition = { dueAt: LessThanOrEqual(now) };
    try {
      return isCareful ? await this.takeFree(candidates, limit, condition) : await this.take(candidates, condition);
    } catch (error) {
      if (!isCareful && isHeldUp(error)) {
        this.carefulUntil.set(targetId, performance.now() + CAREFUL_FOR_MS);
        this.logger.warn(`Claims of target ${targetId} go past rows that others hold: ${(error as Error).message}`);
      }
      throw error;
    }
  }

  /**
   * Claims the delivery of a cut-off target that was tried longest ago, if the probe is due and no other replica makes it.
   * @throws ClaimInDoubt as `claim` does
   */
  async claimProbe(target: DeliveryTarget): Promise<Delivery | undefined> {
    const now = this.clock.now();
    const candidates = await this.nextProbes(target.id, now);
    const probe = { id: target.id, probeAt: LessThanOrEqual(now) };
    const isOurs = async (tx: Transaction) =>
      (await tx.manager.update(DeliveryTarget, probe, { probeAt: new Date(now.getTime() + LEASE_MS) })).affected === 1;
    return (await this.takeFree(candidates, 1, {}, isOurs))[0];
  }

  /** What a claim in doubt has claimed, its lease begun anew. Whoever asks repeats it while the claim may still be on its way. */
  async recover({ owner, candidates }: ClaimInDoubt): Promise<Delivery[]> {
    const mine = { id: In(candidates.map(({ id }) => id)), owner, state: 'sending' as const };
    const { affected } = await this.transactions.change((manager) =>
      manager.update(Delivery, mine, { dueAt: this.leaseEnd() }),
    );
    return affected === 0 ? [] : owned(await this.ofOwner(candidates, owner), owner);
  }

  /** Gives back what was claimed and is not sent after all. */
  async release(owner: string, deliveries: Delivery[]): Promise<void> {
    const mine = { id: In(deliveries.map(({ id }) => id)), owner, state: 'sending' as const };
    await this.transactions.change((manager) =>
      manager.update(Delivery, mine, { state: 'pending', owner: '', dueAt: this.clock.now() }),
    );
  }

  /** Those that were never tried come first: they are found by the index, however many wait. */
  private nextProbes(targetId: number, now: Date): Promise<Delivery[]> {
    return this.transactions.read(async (manager) => {
      const waiting = () =>
        manager
          .createQueryBuilder(Delivery, 'delivery')
          .useIndex(CLAIM_INDEX)
          .where('delivery.targetId = :targetId', { targetId })
          .andWhere('delivery.state = :state', { state: 'pending' })
          .andWhere('(delivery.heldUntil IS NULL OR delivery.heldUntil <= :now)', { now });
      const inTurn = (query: ReturnType<typeof waiting>) =>
        query.addOrderBy('delivery.dueAt').addOrderBy('delivery.id').limit(PROBES_LOOKED_AT).getMany();
      const untried = await inTurn(waiting().andWhere('delivery.triedAt IS NULL'));
      return untried.length > 0 ? untried : inTurn(waiting().orderBy('delivery.triedAt'));
    });
  }

  /** @param condition what must still be true of each */
  private async take(candidates: Delivery[], condition: FindOptionsWhere<Delivery>): Promise<Delivery[]> {
    if (candidates.length === 0) return [];
    const id = In(candidates.map((delivery) => delivery.id));
    return this.claiming(candidates, async (owner) => {
      const { affected } = await this.transactions.change((manager) =>
        manager.update(Delivery, { id, state: 'pending', ...condition }, this.claimOf(owner)),
      );
      if (affected === candidates.length) return candidates;
      return this.ofOwner(candidates, owner).catch((error: Error) => {
        throw new ClaimInDoubt(owner, candidates, error);
      });
    });
  }

  /** Claims the first of the candidates that nobody else holds. @param isOurs what else must be won in the transaction */
  private async takeFree(
    candidates: Delivery[],
    limit: number,
    condition: FindOptionsWhere<Delivery>,
    isOurs: (tx: Transaction) => Promise<boolean> = async () => true,
  ): Promise<Delivery[]> {
    if (candidates.length === 0) return [];
    return this.claiming(candidates, (owner) =>
      this.transactions.run(async (tx) => {
        const query = tx.manager
          .createQueryBuilder(Delivery, 'delivery')
          .select('delivery.id')
          .where({ id: In(candidates.map((delivery) => delivery.id)), state: 'pending', ...condition });
        const free = new Set((await tx.lockFree(query).getMany()).map(({ id }) => id));
        const taken = candidates.filter(({ id }) => free.has(id)).slice(0, limit);
        if (taken.length === 0 || !(await isOurs(tx))) return [];
        await tx.manager.update(Delivery, { id: In(taken.map(({ id }) => id)) }, this.claimOf(owner));
        return taken;
      }),
    );
  }

  private async claiming(candidates: Delivery[], claim: (owner: string) => Promise<Delivery[]>): Promise<Delivery[]> {
    const owner = randomUUID();
    try {
      return owned(await claim(owner), owner);
    } catch (error) {
      const isInDoubt = error instanceof UnavailableError && error.code === 'outcome_unknown';
      throw isInDoubt ? new ClaimInDoubt(owner, candidates, error) : error;
    }
  }

  private claimOf(owner: string) {
    return { state: 'sending' as const, owner, dueAt: this.leaseEnd() };
  }

  private leaseEnd(): Date {
    return new Date(this.clock.now().getTime() + LEASE_MS);
  }

  private async ofOwner(candidates: Delivery[], owner: string): Promise<Delivery[]> {
    const id = In(candidates.map((delivery) => delivery.id));
    const taken = await this.transactions.read((manager) =>
      manager.find(Delivery, { select: { id: true }, where: { id, owner } }),
    );
    const mine = new Set(taken.map((delivery) => delivery.id));
    return candidates.filter((delivery) => mine.has(delivery.id));
  }
}

function owned(deliveries: Delivery[], owner: string): Delivery[] {
  return deliveries.map((delivery) => Object.assign(delivery, { owner }));
}

/** A row was waited for in vain, or the statement took so long that one may have been. */
function isHeldUp(error: unknown): boolean {
  const cause = error instanceof ClaimInDoubt ? error.cause : error;
  return cause instanceof UnavailableError && cause.code !== 'shutting_down' && cause.code !== 'database_unavailable';
}

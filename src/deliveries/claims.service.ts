import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { FindOptionsWhere, In, LessThan, LessThanOrEqual } from 'typeorm';
import { Clock } from '../shared/clock.js';
import { Transactions } from '../shared/transactions.service.js';
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

/** Gives each due delivery to exactly one sender, by compare-and-swap; the claim is committed before anything is sent. */
@Injectable()
export class Claims {
  private readonly logger = new Logger(Claims.name);
  private readonly startedAt: Date;

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    this.startedAt = clock.now();
  }

  /** Claims what is due at a target, oldest first; nothing while it is off, paused or cut off. `dueAt` stays as it was. */
  async claim(targetId: number, limit: number): Promise<Delivery[]> {
    const now = this.clock.now();
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
        .limit(limit)
        .getMany(),
    );
    // What another sender has tried since is due later: the row is not what was read any more.
    return this.take(candidates, { dueAt: LessThanOrEqual(now) });
  }

  /** Claims the delivery of a cut-off target that was tried longest ago, if the probe is due and no other replica makes it. */
  async claimProbe(target: DeliveryTarget): Promise<Delivery | undefined> {
    const now = this.clock.now();
    const first = await this.nextProbe(target.id, now);
    if (!first) return undefined;
    const { affected } = await this.transactions.run((tx) =>
      tx.manager.update(
        DeliveryTarget,
        { id: target.id, probeAt: LessThanOrEqual(now) },
        { probeAt: new Date(now.getTime() + LEASE_MS) },
      ),
    );
    return affected === 1 ? (await this.take([first]))[0] : undefined;
  }

  /** Those that were never tried come first: they are found by the index, however many wait. */
  private nextProbe(targetId: number, now: Date): Promise<Delivery | null> {
    return this.transactions.read(async (manager) => {
      const waiting = () =>
        manager
          .createQueryBuilder(Delivery, 'delivery')
          .useIndex(CLAIM_INDEX)
          .where('delivery.targetId = :targetId', { targetId })
          .andWhere('delivery.state = :state', { state: 'pending' })
          .andWhere('(delivery.heldUntil IS NULL OR delivery.heldUntil <= :now)', { now });
      const inTurn = (query: ReturnType<typeof waiting>) =>
        query.addOrderBy('delivery.dueAt').addOrderBy('delivery.id').limit(1).getOne();
      const untried = await inTurn(waiting().andWhere('delivery.triedAt IS NULL'));
      return untried ?? inTurn(waiting().orderBy('delivery.triedAt'));
    });
  }

  /** Puts back what was claimed by a sender that did not come to record it. */
  async takeBackExpired(): Promise<void> {
    const now = this.clock.now();
    const expired = { state: 'sending' as const, dueAt: LessThanOrEqual(now) };
    const ids = await this.transactions.read((manager) =>
      manager.find(Delivery, { select: { id: true }, where: expired }),
    );
    if (ids.length === 0) return;
    await this.transactions.run((tx) =>
      tx.manager.update(Delivery, { id: In(ids.map(({ id }) => id)), ...expired }, { state: 'pending', owner: '' }),
    );
    this.logger.warn(`${ids.length} deliveries were taken back from a sender that did not finish.`);
  }

  /** With one process over the database, what was claimed before it started was left by its predecessor. */
  async takeBackLeftovers(): Promise<void> {
    const dueAt = LessThan(new Date(this.startedAt.getTime() + LEASE_MS));
    await this.transactions.run((tx) =>
      tx.manager.update(
        Delivery,
        { state: 'sending', dueAt },
        { state: 'pending', owner: '', dueAt: this.clock.now() },
      ),
    );
  }

  /** @param condition what must still be true of each */
  private async take(candidates: Delivery[], condition: FindOptionsWhere<Delivery> = {}): Promise<Delivery[]> {
    if (candidates.length === 0) return [];
    const id = In(candidates.map((delivery) => delivery.id));
    const owner = randomUUID();
    const lease = new Date(this.clock.now().getTime() + LEASE_MS);
    const { affected } = await this.transactions.change((manager) =>
      manager.update(Delivery, { id, state: 'pending', ...condition }, { state: 'sending', owner, dueAt: lease }),
    );
    const claimed = affected === candidates.length ? candidates : await this.ofOwner(candidates, owner);
    return claimed.map((delivery) => Object.assign(delivery, { owner }));
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

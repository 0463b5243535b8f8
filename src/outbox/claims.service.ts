import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { FindOptionsWhere, In, LessThanOrEqual } from 'typeorm';
import { idsOf } from '../platform/collections.js';
import { Clock, later } from '../platform/clock.js';
import { UnavailableError } from '../platform/errors.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { NoConnectionError } from '../platform/transactions/transient-errors.js';
import { CLAIM_INDEX, Endpoint, OutboxMessage } from './outbox-message.entity.js';

/**
 * How long a claim is worth: above the longest send (15 s). What is not recorded by then goes back into the queue, so a killed
 * process delays its messages by this much.
 */
export const LEASE_MS = 20_000;

/** Candidates for a probe: those before it may be held by somebody. */
const PROBES_LOOKED_AT = 10;
/** Once rows were held, so many more are looked at, for so long. */
const LOOKED_AT_CAREFULLY = 4;
const CAREFUL_FOR_MS = 60_000;

/** The answer to a claim was lost: it may have been made, and then is found by its token. */
export class ClaimInDoubt extends Error {
  constructor(
    readonly leaseToken: string,
    readonly candidates: OutboxMessage[],
    override readonly cause: unknown,
  ) {
    super(`Claiming has an unknown outcome: ${(cause as Error).message}`);
  }
}

/** Gives each due message to exactly one sender, by compare-and-swap; the claim is committed before anything is sent. */
@Injectable()
export class Claims {
  private readonly logger = new Logger(Claims.name);
  /** By endpoint: until when claims go past rows that others hold, which costs two round trips more. */
  private readonly carefulUntil = new Map<number, number>();

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims what is due at an endpoint, oldest first; nothing while it is off or paused, or its circuit breaker is open. `dueAt` stays as it was.
   * @throws ClaimInDoubt when the database did not say whether it was claimed
   */
  async claim(endpointId: number, limit: number): Promise<OutboxMessage[]> {
    const now = this.clock.now();
    const isCareful = (this.carefulUntil.get(endpointId) ?? 0) > performance.now();
    const candidates = await this.due(endpointId, now, isCareful ? limit * LOOKED_AT_CAREFULLY : limit);
    // What another sender has tried since is due later: the row is not what was read any more.
    const condition = { dueAt: LessThanOrEqual(now) };
    try {
      return isCareful ? await this.takeFree(candidates, limit, condition) : await this.take(candidates, condition);
    } catch (error) {
      if (!isCareful && isHeldUp(error)) {
        this.carefulUntil.set(endpointId, performance.now() + CAREFUL_FOR_MS);
        this.logger.warn(`Claims of endpoint ${endpointId} go past rows that others hold: ${(error as Error).message}`);
      }
      throw error;
    }
  }

  /**
   * Claims the one message that is due first, unless another one is being sent to the endpoint, by whichever replica.
   * @throws ClaimInDoubt as `claim` does
   */
  async claimAlone(endpointId: number): Promise<OutboxMessage[]> {
    const now = this.clock.now();
    const candidates = await this.due(endpointId, now, LOOKED_AT_CAREFULLY);
    return this.takeFree(candidates, 1, { dueAt: LessThanOrEqual(now) }, (tx) => isQuiet(tx, endpointId));
  }

  /** What is due at an endpoint, oldest first; nothing while it is off or paused, or its circuit breaker is open. */
  private due(endpointId: number, now: Date, limit: number): Promise<OutboxMessage[]> {
    return this.transactions.read((manager) =>
      manager
        .createQueryBuilder(OutboxMessage, 'message')
        .useIndex(CLAIM_INDEX)
        .innerJoin(Endpoint, 'endpoint', 'endpoint.id = message.endpointId')
        .where('message.endpointId = :endpointId', { endpointId })
        .andWhere('message.state = :state', { state: 'pending' })
        .andWhere('message.dueAt <= :now', { now })
        .andWhere('endpoint.isEnabled = :on AND endpoint.pausedAt IS NULL AND endpoint.openedAt IS NULL', { on: true })
        .orderBy('message.dueAt')
        .addOrderBy('message.id')
        .limit(limit)
        .getMany(),
    );
  }

  /**
   * Claims the message of an endpoint whose circuit breaker is open that was tried longest ago, if the probe is due and no other replica makes it.
   * @param isAlone not while another one is being sent: a person may have a probe made while the last one is under way
   * @throws ClaimInDoubt as `claim` does
   */
  async claimProbe(endpoint: Endpoint, isAlone: boolean): Promise<OutboxMessage | undefined> {
    const now = this.clock.now();
    const candidates = await this.nextProbes(endpoint.id, now);
    const probe = { id: endpoint.id, probeAt: LessThanOrEqual(now) };
    const isOurs = async (tx: Transaction) =>
      (!isAlone || (await isQuiet(tx, endpoint.id))) &&
      (await tx.manager.update(Endpoint, probe, { probeAt: later(now, LEASE_MS) })).affected === 1;
    return (await this.takeFree(candidates, 1, {}, isOurs))[0];
  }

  /** What a claim in doubt has claimed, its lease begun anew. Whoever asks repeats it while the claim may still be on its way. */
  async recover({ leaseToken, candidates }: ClaimInDoubt): Promise<OutboxMessage[]> {
    const mine = { id: In(idsOf(candidates)), leaseToken, state: 'sending' as const };
    const { affected } = await this.transactions.change((manager) =>
      manager.update(OutboxMessage, mine, { dueAt: this.leaseEnd() }),
    );
    return affected === 0 ? [] : owned(await this.ofLease(candidates, leaseToken), leaseToken);
  }

  /** Gives back what was claimed and is not sent after all. */
  async release(leaseToken: string, messages: OutboxMessage[]): Promise<void> {
    const mine = { id: In(idsOf(messages)), leaseToken, state: 'sending' as const };
    await this.transactions.change((manager) =>
      manager.update(OutboxMessage, mine, { state: 'pending', leaseToken: '', dueAt: this.clock.now() }),
    );
  }

  /** Those that were never tried come first: they are found by the index, however many wait. */
  private nextProbes(endpointId: number, now: Date): Promise<OutboxMessage[]> {
    return this.transactions.read(async (manager) => {
      const waiting = () =>
        manager
          .createQueryBuilder(OutboxMessage, 'message')
          .useIndex(CLAIM_INDEX)
          .where('message.endpointId = :endpointId', { endpointId })
          .andWhere('message.state = :state', { state: 'pending' })
          .andWhere('(message.notBefore IS NULL OR message.notBefore <= :now)', { now });
      const inTurn = (query: ReturnType<typeof waiting>) =>
        query.addOrderBy('message.dueAt').addOrderBy('message.id').limit(PROBES_LOOKED_AT).getMany();
      const untried = await inTurn(waiting().andWhere('message.triedAt IS NULL'));
      return untried.length > 0 ? untried : inTurn(waiting().orderBy('message.triedAt'));
    });
  }

  /** @param condition what must still be true of each */
  private async take(
    candidates: OutboxMessage[],
    condition: FindOptionsWhere<OutboxMessage>,
  ): Promise<OutboxMessage[]> {
    if (candidates.length === 0) return [];
    const id = In(candidates.map((message) => message.id));
    return this.claiming(candidates, async (leaseToken) => {
      const { affected } = await this.transactions.change((manager) =>
        manager.update(OutboxMessage, { id, state: 'pending', ...condition }, this.claimOf(leaseToken)),
      );
      if (affected === candidates.length) return candidates;
      return this.ofLease(candidates, leaseToken).catch((error: Error) => {
        throw new ClaimInDoubt(leaseToken, candidates, error);
      });
    });
  }

  /** Claims the first of the candidates that nobody else holds. @param isOurs what else must be won in the transaction */
  private async takeFree(
    candidates: OutboxMessage[],
    limit: number,
    condition: FindOptionsWhere<OutboxMessage>,
    isOurs: (tx: Transaction) => Promise<boolean> = async () => true,
  ): Promise<OutboxMessage[]> {
    if (candidates.length === 0) return [];
    return this.claiming(candidates, (leaseToken) =>
      this.transactions.run(async (tx) => {
        const query = tx.manager
          .createQueryBuilder(OutboxMessage, 'message')
          .select('message.id')
          .where({ id: In(candidates.map((message) => message.id)), state: 'pending', ...condition });
        const free = new Set((await tx.lockForUpdate(query, { skipLocked: true }).getMany()).map(({ id }) => id));
        const taken = candidates.filter(({ id }) => free.has(id)).slice(0, limit);
        if (taken.length === 0 || !(await isOurs(tx))) return [];
        await tx.manager.update(OutboxMessage, { id: In(idsOf(taken)) }, this.claimOf(leaseToken));
        return taken;
      }),
    );
  }

  private async claiming(
    candidates: OutboxMessage[],
    claim: (leaseToken: string) => Promise<OutboxMessage[]>,
  ): Promise<OutboxMessage[]> {
    const leaseToken = randomUUID();
    try {
      return owned(await claim(leaseToken), leaseToken);
    } catch (error) {
      const isInDoubt = error instanceof UnavailableError && error.code === 'outcome_unknown';
      throw isInDoubt ? new ClaimInDoubt(leaseToken, candidates, error) : error;
    }
  }

  private claimOf(leaseToken: string) {
    return { state: 'sending' as const, leaseToken, dueAt: this.leaseEnd() };
  }

  private leaseEnd(): Date {
    return later(this.clock.now(), LEASE_MS);
  }

  private async ofLease(candidates: OutboxMessage[], leaseToken: string): Promise<OutboxMessage[]> {
    const id = In(candidates.map((message) => message.id));
    const taken = await this.transactions.read((manager) =>
      manager.find(OutboxMessage, { select: { id: true }, where: { id, leaseToken } }),
    );
    const mine = new Set(taken.map((message) => message.id));
    return candidates.filter((message) => mine.has(message.id));
  }
}

/** Holds the endpoint, so that nobody else begins to send to it. */
async function isQuiet(tx: Transaction, endpointId: number): Promise<boolean> {
  await tx.lockOne(Endpoint, { id: endpointId });
  return !(await tx.manager.existsBy(OutboxMessage, { endpointId, state: 'sending' }));
}

function owned(messages: OutboxMessage[], leaseToken: string): OutboxMessage[] {
  return messages.map((message) => Object.assign(message, { leaseToken }));
}

/** A row was waited for in vain, or the statement took so long that one may have been. */
function isHeldUp(error: unknown): boolean {
  const cause = error instanceof ClaimInDoubt ? error.cause : error;
  if (!(cause instanceof UnavailableError) || cause.cause instanceof NoConnectionError) return false;
  return cause.code !== 'shutting_down' && cause.code !== 'database_unavailable';
}

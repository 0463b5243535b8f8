import { Injectable } from '@nestjs/common';
import { REGIONS } from '../../access/regions/regions.service.js';
import { Clock } from '../../platform/clock.js';
import { Configuration, type ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { Job } from '../../platform/jobs/job.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { DecisionLimits } from '../external-orders/decision-limits.service.js';
import { STATUS_DIRECTORY } from '../order-statuses/order-status.entity.js';
import { AppliedLimit } from './applied-limit.entity.js';
import { type Place, RenewedDeadlines } from './renewed-deadlines.service.js';

const EVERY_MS = 15_000;
/** A run: what is left after it comes with the next ones. */
const MOST_MS = 10_000;
/** Whoever reckoned by what was before is through by then. */
const SETTLED_AFTER_MS = 60_000;

/** Something whose limit deadlines are reckoned by. */
interface Scope {
  name: string;
  /**
   * Hash of the versions of what has the limit and of the calendars, since what came while a limit was away has no deadline, though it is
   * back as it was; "" = there is no limit.
   */
  wanted: string;
  /** A step of it. @returns where to go on; undefined = it was all */
  renew(last: Place | undefined, signal?: AbortSignal): Promise<Place | undefined>;
}

/** Has the deadlines of what is open reckoned anew once a limit or a calendar was changed, step by step and past any request. */
@Injectable()
export class ChangedLimits {
  /** How far runs came, by scope; a process that is started begins anew. */
  private readonly places = new Map<string, { wanted: string; last: Place }>();

  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly limits: DecisionLimits,
    private readonly renewed: RenewedDeadlines,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'changed-limits', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    const scopes = this.scopesOf(await this.configuration.refresh());
    const applied = await this.transactions.read((manager) => manager.find(AppliedLimit));
    const byScope = new Map(applied.map((row) => [row.scope, row]));
    const left = new Map<Scope, () => Promise<unknown>>();
    for (const scope of scopes) {
      const row = byScope.get(scope.name);
      if (!this.isOutOfDate(scope, row)) continue;
      // Were the limit taken back half way, what was done by it would be done once more.
      if (!row || row.isSettled) await this.note(scope.name, row?.applied ?? '', false);
      left.set(scope, () => this.note(scope.name, scope.wanted, row?.applied === scope.wanted));
    }
    for (const scope of this.goneOf(scopes, applied)) left.set(scope, () => this.forget(scope));
    await this.renewInTurn(left, signal);
  }

  /** A step of each by turns, so that the little of one does not wait for the much of another. @param left with what ends each */
  private async renewInTurn(left: Map<Scope, () => Promise<unknown>>, signal: AbortSignal | undefined): Promise<void> {
    const endAt = performance.now() + MOST_MS;
    while (left.size > 0) {
      for (const [scope, end] of left) {
        const { name, wanted } = scope;
        const place = this.places.get(name);
        const last = await scope.renew(place?.wanted === wanted ? place.last : undefined, signal);
        if (signal?.aborted) return;
        if (last) this.places.set(name, { wanted, last });
        else {
          this.places.delete(name);
          left.delete(scope);
          await end();
        }
      }
      if (performance.now() >= endAt) return;
    }
  }

  private scopesOf(snapshot: ConfigurationSnapshot): Scope[] {
    const regions = [...snapshot.get(REGIONS).values()];
    const calendars = regions.map(({ id, version }) => ({ id, version }));
    const hashOf = (minutes: number | null, version: number) =>
      minutes === null ? '' : sha256(JSON.stringify({ version, calendars }));
    const connections = [...this.limits.all()].map(([connectionId, { minutes, version }]): Scope => ({
      name: `connection:${connectionId}`,
      wanted: hashOf(minutes, version),
      renew: (last, signal) => this.renewed.ofConnection(connectionId, last, signal),
    }));
    const statuses = [...snapshot.get(STATUS_DIRECTORY).values()].map(({ id, leaveMinutes, version }): Scope => ({
      name: `status:${id}`,
      wanted: hashOf(leaveMinutes, version),
      renew: (last, signal) => this.renewed.ofStatus(id, last, signal),
    }));
    return [...connections, ...statuses];
  }

  private isOutOfDate({ wanted }: Scope, row: AppliedLimit | undefined): boolean {
    if (!row) return wanted !== '';
    if (row.applied !== wanted) return true;
    return !row.isSettled && this.clock.now().getTime() - row.appliedAt.getTime() >= SETTLED_AFTER_MS;
  }

  private note(scope: string, applied: string, isSettled: boolean): Promise<void> {
    return this.transactions.run(async (tx) => {
      await tx.manager.upsert(AppliedLimit, { scope, applied, appliedAt: this.clock.now(), isSettled }, ['scope']);
    });
  }

  /** Orders of a connection that was deleted stay, without a limit; a status leaves no items behind. */
  private goneOf(scopes: Scope[], applied: AppliedLimit[]): Scope[] {
    const names = new Set(scopes.map(({ name }) => name));
    return applied
      .filter(({ scope }) => !names.has(scope))
      .map(({ scope: name }) => {
        const [kind, id] = name.split(':');
        const renew: Scope['renew'] =
          kind === 'connection'
            ? (last, signal) => this.renewed.ofConnection(Number(id), last, signal)
            : async () => undefined;
        return { name, wanted: '', renew };
      });
  }

  private forget({ name: scope }: Scope): Promise<unknown> {
    return this.transactions.run((tx) => tx.manager.delete(AppliedLimit, { scope }));
  }
}

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
import { RenewedDeadlines } from './renewed-deadlines.service.js';

const EVERY_MS = 15_000;
/** Whoever reckoned by what was before is through by then. */
const SETTLED_AFTER_MS = 60_000;

/** Something whose limit deadlines are reckoned by. */
interface Scope {
  name: string;
  /** Hash of the limit and the calendars; "" = there is no limit. */
  wanted: string;
  renew(signal?: AbortSignal): Promise<void>;
}

/** Has the deadlines of what is open reckoned anew once a limit or a calendar was changed, step by step and past any request. */
@Injectable()
export class ChangedLimits {
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
    for (const scope of scopes) {
      if (!this.isOutOfDate(scope, byScope.get(scope.name))) continue;
      await scope.renew(signal);
      if (signal?.aborted) return;
      await this.note(scope, byScope.get(scope.name)?.applied === scope.wanted);
    }
    await this.forgetOthers(scopes, applied, signal);
  }

  private scopesOf(snapshot: ConfigurationSnapshot): Scope[] {
    const regions = [...snapshot.get(REGIONS).values()];
    const calendars = regions.map(({ id, timeZone, workingHours }) => ({ id, timeZone, workingHours }));
    const hashOf = (minutes: number | null, warnMinutes: number | null) =>
      minutes === null ? '' : sha256(JSON.stringify({ minutes, warnMinutes, calendars }));
    const connections = [...this.limits.all()].map(([connectionId, { minutes, warnMinutes }]) => ({
      name: `connection:${connectionId}`,
      wanted: hashOf(minutes, warnMinutes),
      renew: (signal?: AbortSignal) => this.renewed.ofConnection(connectionId, signal),
    }));
    const statuses = [...snapshot.get(STATUS_DIRECTORY).values()].map(({ id, leaveMinutes, leaveWarnMinutes }) => ({
      name: `status:${id}`,
      wanted: hashOf(leaveMinutes, leaveWarnMinutes),
      renew: (signal?: AbortSignal) => this.renewed.ofStatus(id, signal),
    }));
    return [...connections, ...statuses];
  }

  private isOutOfDate({ wanted }: Scope, row: AppliedLimit | undefined): boolean {
    if (!row) return wanted !== '';
    if (row.applied !== wanted) return true;
    return !row.isSettled && this.clock.now().getTime() - row.appliedAt.getTime() >= SETTLED_AFTER_MS;
  }

  private note({ name: scope, wanted: applied }: Scope, isSettled: boolean): Promise<void> {
    return this.transactions.run(async (tx) => {
      await tx.manager.upsert(AppliedLimit, { scope, applied, appliedAt: this.clock.now(), isSettled }, ['scope']);
    });
  }

  /** Orders of a connection that was deleted stay, without a limit; a status leaves no items behind. */
  private async forgetOthers(scopes: Scope[], applied: AppliedLimit[], signal: AbortSignal | undefined): Promise<void> {
    const names = new Set(scopes.map(({ name }) => name));
    for (const { scope } of applied.filter((row) => !names.has(row.scope))) {
      const [kind, id] = scope.split(':');
      if (kind === 'connection') await this.renewed.ofConnection(Number(id), signal);
      if (signal?.aborted) return;
      await this.transactions.run((tx) => tx.manager.delete(AppliedLimit, { scope }));
    }
  }
}

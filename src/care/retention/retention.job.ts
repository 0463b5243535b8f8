import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { EntityTarget, In, MoreThan, ObjectLiteral } from 'typeorm';
import { AppConfig } from '../../platform/config/app-config.js';
import { Clock, earlier } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Job } from '../../platform/jobs/job.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { MessageBodies } from '../../marketplaces/gettzap/message-bodies.service.js';
import { RuleVerdict } from '../../offers/processing-rules/processing-rule.entity.js';
import { UndoStep } from '../../orders/undo/undo-step.entity.js';
import { MessageContents } from '../../outbox/message-contents.service.js';
import { ExchangeArchive } from '../../shop-systems/exchanges/exchange-archive.service.js';
import { EmailService } from '../../people/email/email.service.js';
import { LiveEvent } from '../../people/live-events/live-event.entity.js';
import { ManagerNotification } from '../../people/manager-notifications/manager-notification.entity.js';

const EVERY_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Rows a transaction: others wait for it no longer than for any change of theirs. */
const ROWS_A_STEP = 500;
const PAUSE_MS = 50;

/** Removes the next of the oldest, in one transaction. @returns how many, and whether there may be more */
type Step = () => Promise<{ removed: number; isMore: boolean }>;

interface RetentionPolicy {
  what: string;
  /** 0 = for ever. */
  keptMs: number;
  begin: (before: Date) => Step;
}

/** Removes what has grown old, table by table, in small steps. Replicas may do it at once: a thing is removed only once. */
@Injectable()
export class RetentionJob {
  private readonly logger = new Logger(RetentionJob.name);
  private readonly policies: RetentionPolicy[];

  constructor(
    messages: MessageBodies,
    contents: MessageContents,
    exchanged: ExchangeArchive,
    emails: EmailService,
    transactions: Transactions,
    private readonly clock: Clock,
    { retentionDays }: AppConfig,
  ) {
    const bodiesKeptMs = retentionDays * DAY_MS;
    this.policies = [
      {
        what: 'bodies of messages',
        keptMs: bodiesKeptMs,
        begin: (before) => untilFewer(() => messages.removeOld(before, ROWS_A_STEP)),
      },
      {
        what: 'bodies of attempts',
        keptMs: bodiesKeptMs,
        begin: (before) => {
          let from = new Date(0);
          return untilFewer(async () => {
            const { found, lastAt } = await contents.removeOld(from, before, ROWS_A_STEP);
            from = lastAt;
            return found;
          });
        },
      },
      {
        what: 'texts of e-mails',
        keptMs: bodiesKeptMs,
        begin: (before) => untilFewer(() => emails.removeOldTexts(before, ROWS_A_STEP)),
      },
      {
        what: 'what was exchanged',
        keptMs: bodiesKeptMs,
        begin: (before) => untilFewer(() => exchanged.removeOld(before, ROWS_A_STEP)),
      },
      {
        // Nobody resumes a stream from them any more.
        what: 'live events',
        keptMs: HOUR_MS,
        begin: (before) => deletingOldest(transactions, LiveEvent, before, clock.now()),
      },
      {
        // The longest hold is over.
        what: 'what can be undone',
        keptMs: 2 * HOUR_MS,
        begin: (before) => deletingOldest(transactions, UndoStep, before, clock.now()),
      },
      {
        // What they told of stays in the histories.
        what: 'messages to managers',
        keptMs: 90 * DAY_MS,
        begin: (before) => deletingOldest(transactions, ManagerNotification, before, clock.now()),
      },
      {
        // Results are shown of a week; the rest is for whoever asks later why.
        what: 'verdicts of rules',
        keptMs: 30 * DAY_MS,
        begin: (before) => deletingOldest(transactions, RuleVerdict, before, clock.now()),
      },
    ];
  }

  /** @throws what went wrong first, after the others were done */
  @Job({ name: 'retention', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<Record<string, number>> {
    const removed: Record<string, number> = {};
    const errors: Error[] = [];
    for (const { what, keptMs, begin } of this.policies.filter((policy) => policy.keptMs > 0)) {
      const step = begin(earlier(this.clock.now(), keptMs));
      try {
        removed[what] = await inSteps(step, signal);
      } catch (error) {
        errors.push(error as Error);
      }
      if (signal?.aborted) break;
    }
    if (removed['bodies of messages'] || removed['bodies of attempts'])
      this.logger.log({ removed }, 'Old bodies were removed.');
    if (errors[0]) throw errors[0];
    return removed;
  }
}

async function inSteps(step: Step, signal: AbortSignal | undefined): Promise<number> {
  for (let total = 0; ;) {
    const { removed, isMore } = await step();
    total += removed;
    if (!isMore || signal?.aborted) return total;
    await setTimeout(PAUSE_MS);
  }
}

/** @param remove answers how many were found, at most `ROWS_A_STEP` */
function untilFewer(remove: () => Promise<number>): Step {
  return async () => {
    const removed = await remove();
    return { removed, isMore: removed === ROWS_A_STEP };
  };
}

/**
 * Deletes the oldest rows that were created before an instant, in short transactions. It goes by the primary key, so the table needs no
 * index for it; the newest row always stays, so that an empty table means that there never was one. What a clock that was ahead dated
 * in the future is passed over.
 */
function deletingOldest(
  transactions: Transactions,
  table: EntityTarget<ObjectLiteral & { id: number; createdAt: Date }>,
  before: Date,
  now: Date,
): Step {
  let lastId = 0;
  return async () => {
    const { rows, newest } = await transactions.read(async (manager) => ({
      newest: await manager.maximum(table, 'id', {}),
      rows: await manager.find(table, {
        select: { id: true, createdAt: true },
        where: { id: MoreThan(lastId) },
        order: { id: 'ASC' },
        take: ROWS_A_STEP,
      }),
    }));
    const ids = idsOf(rows.filter(({ id, createdAt }) => createdAt < before && id !== newest));
    if (ids.length > 0) await transactions.run((tx) => tx.manager.delete(table, { id: In(ids) }));
    lastId = rows.at(-1)?.id ?? lastId;
    const mayHideOld = ids.length > 0 || rows.every(({ createdAt }) => createdAt > now);
    return { removed: ids.length, isMore: rows.length === ROWS_A_STEP && mayHideOld };
  };
}

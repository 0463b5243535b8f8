import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { EntityTarget, In, ObjectLiteral } from 'typeorm';
import { AppConfig } from '../../platform/config/app-config.js';
import { Clock } from '../../platform/clock.js';
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

/** Removes the next of the oldest, in one transaction. @returns how many were found, at most `ROWS_A_STEP` */
type Step = () => Promise<number>;

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
        begin: (before) => () => messages.removeOld(before, ROWS_A_STEP),
      },
      {
        what: 'bodies of attempts',
        keptMs: bodiesKeptMs,
        begin: (before) => {
          let from = new Date(0);
          return async () => {
            const { found, lastAt } = await contents.removeOld(from, before, ROWS_A_STEP);
            from = lastAt;
            return found;
          };
        },
      },
      {
        what: 'texts of e-mails',
        keptMs: bodiesKeptMs,
        begin: (before) => () => emails.removeOldTexts(before, ROWS_A_STEP),
      },
      {
        what: 'what was exchanged',
        keptMs: bodiesKeptMs,
        begin: (before) => () => exchanged.removeOld(before, ROWS_A_STEP),
      },
      {
        // Nobody resumes a stream from them any more.
        what: 'live events',
        keptMs: HOUR_MS,
        begin: (before) => () => deleteOldest(transactions, LiveEvent, before, ROWS_A_STEP),
      },
      {
        // The longest hold is over.
        what: 'what can be undone',
        keptMs: 2 * HOUR_MS,
        begin: (before) => () => deleteOldest(transactions, UndoStep, before, ROWS_A_STEP),
      },
      {
        // What they told of stays in the histories.
        what: 'messages to managers',
        keptMs: 90 * DAY_MS,
        begin: (before) => () => deleteOldest(transactions, ManagerNotification, before, ROWS_A_STEP),
      },
      {
        // Results are shown of a week; the rest is for whoever asks later why.
        what: 'verdicts of rules',
        keptMs: 30 * DAY_MS,
        begin: (before) => () => deleteOldest(transactions, RuleVerdict, before, ROWS_A_STEP),
      },
    ];
  }

  /** @throws what went wrong first, after the others were done */
  @Job({ name: 'retention', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<Record<string, number>> {
    const removed: Record<string, number> = {};
    const errors: Error[] = [];
    for (const { what, keptMs, begin } of this.policies.filter((policy) => policy.keptMs > 0)) {
      const step = begin(new Date(this.clock.now().getTime() - keptMs));
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
    const found = await step();
    total += found;
    if (found < ROWS_A_STEP || signal?.aborted) return total;
    await setTimeout(PAUSE_MS);
  }
}

/**
 * Deletes the oldest rows that were created before an instant, in a short transaction. It goes by the primary key, so the table needs no
 * index for it; the newest row always stays, so that an empty table means that there never was one.
 * @returns how many were deleted, at most `limit`
 */
async function deleteOldest(
  transactions: Transactions,
  table: EntityTarget<ObjectLiteral & { id: number; createdAt: Date }>,
  before: Date,
  limit: number,
): Promise<number> {
  const ids = await transactions.read(async (manager) => {
    const newest = await manager.maximum(table, 'id', {});
    const oldest = await manager.find(table, {
      select: { id: true, createdAt: true },
      where: {},
      order: { id: 'ASC' },
      take: limit,
    });
    return oldest.filter(({ id, createdAt }) => createdAt < before && id !== newest).map(({ id }) => id);
  });
  if (ids.length > 0) await transactions.run((tx) => tx.manager.delete(table, { id: In(ids) }));
  return ids.length;
}

import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { groupBy } from '../../platform/collections.js';
import { AppError, RowsHeldError, UnavailableError } from '../../platform/errors.js';
import type { UndoWindow } from '../undo/undo.service.js';
import { DecidingService } from './deciding.service.js';
import { BulkOutcome, BulkResultView } from './decision.dto.js';
import type { Decision } from './external-orders.events.js';

/** Of one call: a quarter of the connections to the database, so that others find some. */
const AT_ONCE = 5;

const OUTCOMES: Record<string, BulkOutcome> = {
  already_decided: 'already_decided',
  cancelled_by_client: 'cancelled_by_client',
  needs_attention: 'needs_attention',
  not_found: 'not_found',
  deleted: 'not_found',
};

/** Decides many external orders in one call, each for itself. */
@Injectable()
export class BulkDeciding {
  private readonly logger = new Logger(BulkDeciding.name);

  constructor(private readonly deciding: DecidingService) {}

  /**
   * Decides all open positions of each, and says what became of each. Several at a time, since on a busy service most of what one takes
   * is waiting: for a connection to the database, and for its answers.
   */
  async decideAll(
    ids: number[],
    decision: Decision,
    reason: string,
    actor: Actor,
    window?: UndoWindow,
  ): Promise<BulkResultView[]> {
    const results: BulkResultView[] = [];
    let away: UnavailableError | undefined;
    // One that is named twice is decided by its first place.
    const left = groupBy(ids.keys(), (place) => ids[place]!).entries();
    const decideOn = async () => {
      for (const [id, places] of left) {
        for (const place of places) {
          const { error, ...outcome } = await this.outcomeOf(id, decision, reason, actor, away, window);
          results[place] = { id: String(id), ...outcome };
          if (error instanceof UnavailableError && !(error instanceof RowsHeldError)) away = error;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, decideOn));
    return results;
  }

  /** @param away the database could not be used for one before: this one is not tried, so that the call ends in time */
  private async outcomeOf(
    id: number,
    decision: Decision,
    reason: string,
    actor: Actor,
    away: UnavailableError | undefined,
    window: UndoWindow | undefined,
  ): Promise<Pick<BulkResultView, 'outcome' | 'detail'> & { error?: unknown }> {
    if (away) return { outcome: 'failed', detail: `It was not tried: ${away.message}` };
    try {
      await this.deciding.decide(id, decision, { reason }, actor, window);
      return { outcome: decision };
    } catch (error) {
      const outcome = error instanceof AppError ? OUTCOMES[error.code] : undefined;
      if (outcome) return { outcome, detail: (error as AppError).message };
      if (error instanceof AppError) return { outcome: 'failed', detail: error.message, error };
      this.logger.error({ err: error }, `Deciding external order ${id} failed: ${(error as Error).message}`);
      return { outcome: 'failed', detail: 'It failed inside the service; its log says why.', error };
    }
  }
}

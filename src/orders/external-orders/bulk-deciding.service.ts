import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { groupBy } from '../../platform/collections.js';
import { errorDetail } from '../../platform/error-texts.js';
import { AppError, InvalidInputError, RowsHeldError, UnavailableError } from '../../platform/errors.js';
import type { UndoWindow } from '../undo/undo.service.js';
import { DecidingService, type DecisionRequest } from './deciding.service.js';
import { BulkDecision, BulkOutcome, BulkResultView } from './decision.dto.js';
import type { Decision } from './external-orders.events.js';

/** Of one call: a quarter of the connections to the database, so that others find some. */
const AT_ONCE = 5;

const OUTCOMES: Record<string, BulkOutcome> = {
  already_decided: 'already_decided',
  cancelled_by_client: 'cancelled_by_client',
  needs_attention: 'needs_attention',
  changed_meanwhile: 'changed_meanwhile',
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
   * @throws InvalidInputError unless there is a version for each, or none
   */
  async decideAll(
    { ids, versions, reason = '' }: BulkDecision,
    decision: Decision,
    actor: Actor,
    window?: UndoWindow,
  ): Promise<BulkResultView[]> {
    requireAsMany(versions, ids.length);
    const results: BulkResultView[] = [];
    let away: UnavailableError | undefined;
    // One that is named twice is decided by its first place.
    const left = groupBy(ids.keys(), (place) => ids[place]!).entries();
    const decideOn = async () => {
      for (const [id, places] of left) {
        for (const place of places) {
          const request = { reason, version: versions?.[place] };
          const { error, ...outcome } = await this.outcomeOf(Number(id), decision, request, actor, away, window);
          results[place] = { id, ...outcome };
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
    request: DecisionRequest,
    actor: Actor,
    away: UnavailableError | undefined,
    window: UndoWindow | undefined,
  ): Promise<Pick<BulkResultView, 'outcome' | 'detail'> & { error?: unknown }> {
    if (away) return { outcome: 'failed', detail: `It was not tried: ${away.message}` };
    try {
      await this.deciding.decide(id, decision, request, actor, window);
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

function requireAsMany(versions: number[] | undefined, count: number): void {
  if (!versions || versions.length === count) return;
  const detail =
    versions.length < count ? errorDetail('too_few', { min: count }) : errorDetail('too_many', { max: count });
  throw InvalidInputError.of('versions', detail);
}

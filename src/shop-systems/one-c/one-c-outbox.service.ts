import { Injectable } from '@nestjs/common';
import { errorDetail } from '../../platform/error-texts.js';
import { ConflictError, ForbiddenError, NotFoundError } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { type EntryResult, HandOverBatches } from '../exchanges/batches.service.js';
import { Exchange, keyOf } from '../exchanges/exchange.entity.js';
import { type CallRecord, ExchangeSessions } from '../exchanges/exchange-sessions.service.js';
import type { BatchEntry } from '../exchanges/hand-over.entity.js';
import { eventIdOf } from './one-c.kind.js';
import {
  AcknowledgedView,
  OutboxBatchView,
  OutboxEventView,
  OutboxPingView,
  OutboxResult,
} from './one-c-outbox.dto.js';

const CONTRACT_VERSION = 1;

/** A call of a program of 1C. */
export interface OutboxCall {
  exchange: Exchange;
  /** Method, path and query. */
  request: string;
  /** Where it came from. */
  address: string;
}

/** Hands orders out as JSON events, and hears what became of them; each call is written down in its session. */
@Injectable()
export class OneCOutbox {
  constructor(
    private readonly batches: HandOverBatches,
    private readonly sessions: ExchangeSessions,
  ) {}

  /** @throws ForbiddenError `exchange_inactive`, as the other calls do */
  ping({ exchange }: OutboxCall): OutboxPingView {
    requireActive(exchange);
    return { result: 'ok', exchange: exchange.name, contractVersion: CONTRACT_VERSION };
  }

  async query(call: OutboxCall, limit: number): Promise<OutboxBatchView> {
    requireActive(call.exchange);
    const batch = await this.batches.next(call.exchange.id, 'json', limit);
    const events = batch ? (JSON.parse(batch.body.toString('utf8')) as OutboxEventView[]) : [];
    await this.record(call, '', { batchId: batch?.id, handedOut: events.length });
    return {
      contractVersion: CONTRACT_VERSION,
      batchId: batch ? String(batch.id) : null,
      contentHash: batch?.contentHash ?? '',
      formedAt: batch?.createdAt.toISOString() ?? null,
      attempt: batch?.attempts ?? 0,
      events,
    };
  }

  /** @throws NotFoundError; ConflictError `batch_mismatch` by event */
  async acknowledge(call: OutboxCall, batchId: number, results: OutboxResult[]): Promise<AcknowledgedView> {
    const { exchange } = call;
    requireActive(exchange);
    const entries = await this.batches.entriesOf(exchange.id, 'json', batchId);
    if (!entries) throw new NotFoundError(`Batch ${batchId}`);
    const outcomes = outcomesOf(exchange, entries, results);
    const confirmed = await this.batches.confirm(exchange.id, batchId, outcomes);
    const failed = outcomes.filter(({ error }) => error !== '').length;
    await this.record(call, `${confirmed} confirmed, ${failed} failed`, { confirmed });
    return { confirmed };
  }

  private async record(
    { exchange, request, address }: OutboxCall,
    answer: string,
    counts: Partial<CallRecord>,
  ): Promise<void> {
    const session = await this.sessions.ofCaller(exchange.id, 'json', address);
    await this.sessions.record(session, { request, status: 200, isFailure: false, answer, ...counts });
  }
}

/** @throws ConflictError `batch_mismatch` unless each event of the batch is named once */
function outcomesOf(exchange: Exchange, entries: BatchEntry[], results: OutboxResult[]): EntryResult[] {
  const handOverOf = new Map(
    entries.map(({ orderId, revision, handOverId }) => [eventIdOf(keyOf(exchange, orderId), revision), handOverId]),
  );
  const named = new Set<string>();
  const errors: FieldError[] = [];
  for (const [index, { eventId }] of results.entries()) {
    const path = `results[${index}].eventId`;
    if (!handOverOf.has(eventId)) errors.push({ path, ...errorDetail('no_such_event') });
    else if (named.has(eventId)) errors.push({ path, ...errorDetail('repeated') });
    named.add(eventId);
  }
  const missing = [...handOverOf.keys()].filter((eventId) => !named.has(eventId));
  errors.push(...missing.map((event) => ({ path: 'results', ...errorDetail('missing_event', { event }) })));
  if (errors.length > 0)
    throw new ConflictError('batch_mismatch', 'The acknowledgement names other events than the batch has.', errors);
  return results.map(({ eventId, success, externalId, error }) => {
    return { handOverId: handOverOf.get(eventId)!, error: success ? '' : error || 'failed', number: externalId };
  });
}

function requireActive({ isActive }: Exchange): void {
  if (!isActive) throw new ForbiddenError('exchange_inactive', 'The exchange is off.');
}

import { ApiProperty } from '@nestjs/swagger';
import type { ErrorParams } from '../../platform/error-texts.js';
import { ErrorParamsProperty } from '../../platform/field-error.dto.js';
import { PageOf } from '../../platform/http/paging.dto.js';
import {
  type ExchangeSession,
  NOTHING_DONE,
  type ReturnedFile,
  type ReturnedFileState,
  SESSION_FORMATS,
  type SessionFormat,
  type SessionStep,
} from './exchange-session.entity.js';

export class ExchangeSessionView {
  id: string;
  /** What it spoke. */
  @ApiProperty({ enum: SESSION_FORMATS })
  format: SessionFormat;
  /** Where it came from. */
  address: string;
  startedAt: string;
  lastAt: string;
  /** Orders that it was handed out. */
  handedOut: number;
  /** Orders of those that it confirmed. */
  confirmed: number;
  /** Documents that it brought. */
  returned: number;
  /** Calls that failed. */
  failures: number;
}

export class ReturnedFileView {
  id: string;
  name: string;
  @ApiProperty({ enum: ['receiving', 'applied', 'failed'] })
  state: ReturnedFileState;
  /** Bytes that have come. */
  size: number;
  /** Why it could not be read; "" = it could. */
  error: string;
  documents: number;
  /** Orders in which something was changed. */
  changed: number;
  /** Documents with a status that has no meaning here yet. */
  unmapped: number;
  proposals: number;
  /** Numbers of documents that are no orders of ours, up to 100. */
  notOurs: string[];
  notOursCount: number;
  /** What could not be read of single documents, up to 100. */
  problems: string[];
  /** Its content was removed. */
  isRemoved: boolean;
}

export class ExchangeSessionStepView {
  at: string;
  /** Method, path and query, secrets masked. */
  request: string;
  /** HTTP status of the answer. */
  status: number;
  isFailure: boolean;
  /** Beginning of the answer; "" where a batch was handed out. */
  answer: string;
  /** Stable name of why a call of ours failed; "" = it did not, or was none of ours. */
  errorCode: string;
  @ErrorParamsProperty()
  errorParams: ErrorParams;
  /** What was handed out; null = nothing. */
  batchId: string | null;
  /** What it sent; null = nothing. */
  @ApiProperty({ type: ReturnedFileView, nullable: true })
  file: ReturnedFileView | null;
}

export class ExchangeSessionDetail extends ExchangeSessionView {
  /** Oldest first; the newest 500. */
  steps: ExchangeSessionStepView[];
}

export class ExchangeSessionPage extends PageOf(ExchangeSessionView) {}

/** Something that was exchanged, as it was sent. */
export class ExchangedRawView {
  /** "" = it was removed at the end of its retention period, or since a buyer was forgotten. */
  body: string;
  isRemoved: boolean;
}

export function presentSession(session: ExchangeSession): ExchangeSessionView {
  const { id, format, address, createdAt, lastAt, handedOut, confirmed, returned, failures } = session;
  const times = { startedAt: createdAt.toISOString(), lastAt: lastAt.toISOString() };
  return { id: String(id), format, address, ...times, handedOut, confirmed, returned, failures };
}

export function presentStep(step: SessionStep, file: ReturnedFile | undefined): ExchangeSessionStepView {
  const { createdAt, request, status, isFailure, answer, problem, batchId } = step;
  return {
    at: createdAt.toISOString(),
    request,
    status,
    isFailure,
    answer,
    errorCode: problem?.code ?? '',
    errorParams: problem?.params ?? {},
    batchId: batchId === null ? null : String(batchId),
    file: file ? presentFile(file) : null,
  };
}

function presentFile({ id, name, state, size, error, outcome, bodyRemovedAt }: ReturnedFile): ReturnedFileView {
  const { outdated: _, ...counts } = { ...NOTHING_DONE, ...outcome };
  return { id: String(id), name, state, size, error, ...counts, isRemoved: bodyRemovedAt !== null };
}

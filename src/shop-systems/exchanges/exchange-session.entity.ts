import { Column, Entity, Index } from 'typeorm';
import type { StoredError } from '../../platform/error-texts.js';
import { CreatedRow, InstantColumn, LargeColumn, Row } from '../../platform/sql/columns.js';
import { BATCH_FORMATS } from './hand-over.entity.js';

export const SESSION_FORMATS = [...BATCH_FORMATS, 'abcp', 'parts_soft'] as const;
export type SessionFormat = (typeof SESSION_FORMATS)[number];

/** In the place of a token's hash: who signs in with every call, whose token was ended, and who did not get in. */
export const BY_PASSWORD = '';
export const ENDED = 'ended';
export const REFUSED = 'refused';

/** One visit of the other side, or ours to it: from its sign-in on, what it asked for and what it sent. */
@Entity('exchange_sessions')
@Index('exchange_sessions_exchange', ['exchangeId', 'createdAt', 'id'])
@Index('exchange_sessions_last', ['exchangeId', 'lastAt'])
export class ExchangeSession extends CreatedRow {
  @Column({ type: 'int' })
  exchangeId: number;

  @Column({ type: 'varchar', length: 16 })
  format: SessionFormat;

  /** SHA-256 of the token that it goes on by, hex, or one of the words above. */
  @Index('exchange_sessions_token')
  @Column({ type: 'varchar', length: 64 })
  tokenHash: string;

  /** Where it came from. */
  @Column({ type: 'varchar', length: 64 })
  address: string;

  @InstantColumn()
  lastAt: Date;

  /** What it was handed out last; null = nothing. */
  @Column({ type: 'int', nullable: true })
  batchId: number | null;

  /** Orders that it was handed out. */
  @Column({ type: 'int' })
  handedOut: number;

  /** Orders of those that it confirmed. */
  @Column({ type: 'int' })
  confirmed: number;

  /** Documents that it brought. */
  @Column({ type: 'int' })
  returned: number;

  /** Calls that failed. */
  @Column({ type: 'int' })
  failures: number;
}

/** One call of a session. */
@Entity('exchange_session_steps')
export class SessionStep extends CreatedRow {
  @Index('exchange_session_steps_session')
  @Column({ type: 'int' })
  sessionId: number;

  /** Method, path and query, secrets masked. */
  @Column({ type: 'varchar', length: 500 })
  request: string;

  /** HTTP status of the answer. */
  @Column({ type: 'int' })
  status: number;

  @Column({ type: 'boolean' })
  isFailure: boolean;

  /** Beginning of the answer, where it is not a batch. */
  @Column({ type: 'varchar', length: 1000 })
  answer: string;

  /** Why a call of ours failed; null = it did not, or was none of ours. */
  @Column({ type: 'simple-json', nullable: true })
  problem: StoredError | null;

  /** What it was handed out by it; null = nothing. */
  @Column({ type: 'int', nullable: true })
  batchId: number | null;

  /** What it sent by it; null = nothing. */
  @Column({ type: 'int', nullable: true })
  fileId: number | null;
}

export type ReturnedFileState = 'receiving' | 'applied' | 'failed';

/** What a session brought: one file, in parts as they came. */
@Entity('exchange_files')
export class ReturnedFile extends CreatedRow {
  @Column({ type: 'int' })
  exchangeId: number;

  @Index('exchange_files_session')
  @Column({ type: 'int' })
  sessionId: number;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'varchar', length: 16 })
  state: ReturnedFileState;

  /** Bytes that have come. */
  @Column({ type: 'int' })
  size: number;

  /** Why it could not be read; "" = it could. */
  @Column({ type: 'varchar', length: 1000 })
  error: string;

  /** What became of its documents. */
  @LargeColumn('largeJson', { nullable: true })
  outcome: FileOutcome | null;

  /** Its parts were removed; what became of it stays. */
  @InstantColumn({ nullable: true })
  bodyRemovedAt: Date | null;
}

export interface FileOutcome {
  documents: number;
  /** Orders in which something was changed. */
  changed: number;
  /** Documents with a status that is not in the mapping. */
  unmapped: number;
  /** Proposals that were made. */
  proposals: number;
  /** Numbers of documents that are no orders of ours, up to 100. */
  notOurs: string[];
  notOursCount: number;
  /** Documents that are older than what came of their orders before; they were left out. */
  outdated: number;
  /** What could not be read of single documents, up to 100. */
  problems: string[];
}

export const NOTHING_DONE: FileOutcome = {
  documents: 0,
  changed: 0,
  unmapped: 0,
  proposals: 0,
  notOurs: [],
  notOursCount: 0,
  outdated: 0,
  problems: [],
};

/** Bytes of a file, in the order of their ids. */
@Entity('exchange_file_parts')
export class FilePart extends Row {
  @Index('exchange_file_parts_file')
  @Column({ type: 'int' })
  fileId: number;

  @LargeColumn('largeBytes')
  body: Buffer;
}

/** An order that a file says something of. */
@Entity('exchange_file_orders')
@Index('exchange_file_orders_order', ['orderId', 'fileId'], { unique: true })
export class FileOrder extends Row {
  @Column({ type: 'int' })
  fileId: number;

  @Column({ type: 'int' })
  orderId: number;
}

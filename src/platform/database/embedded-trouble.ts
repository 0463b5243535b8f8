import { UnavailableError } from '../errors.js';

/** What keeps the embedded database from working, as `/readyz` calls it. */
export type EmbeddedTrouble = 'busy' | 'read_only' | 'disk_full' | 'io_error' | 'cannot_open' | 'damaged';

/** By SQLite's primary result codes. */
const BY_CODE: Record<number, EmbeddedTrouble> = {
  5: 'busy',
  8: 'read_only',
  10: 'io_error',
  11: 'damaged',
  13: 'disk_full',
  14: 'cannot_open',
  26: 'damaged',
};

/** By SQLite's own texts: the driver hands on no code for what fails while rows are read. */
const BY_TEXT: Record<string, EmbeddedTrouble> = {
  'database is locked': 'busy',
  'attempt to write a readonly database': 'read_only',
  'disk I/O error': 'io_error',
  'database disk image is malformed': 'damaged',
  'database or disk is full': 'disk_full',
  'unable to open database file': 'cannot_open',
  'file is not a database': 'damaged',
};

/** Somebody wrote after this transaction's first look: it has to be done again from its start. */
const BUSY_SNAPSHOT = 517;

const DETAILS: Record<EmbeddedTrouble, string> = {
  busy: 'The database is held by another program; please repeat.',
  read_only: 'The database cannot be written: its disk is read-only.',
  disk_full: 'The database cannot be written: its disk is full.',
  io_error: 'The disk of the database fails.',
  cannot_open: 'The files of the database cannot be opened.',
  damaged: 'The file of the database is damaged.',
};

interface SqliteError {
  code?: string;
  errcode?: number;
  message?: string;
  driverError?: SqliteError;
}

/** @returns undefined when the error is not of the database's surroundings */
export function embeddedTrouble(error: unknown): EmbeddedTrouble | undefined {
  const candidate = (error ?? {}) as SqliteError;
  const { code, errcode, message = '' } = candidate.driverError ?? candidate;
  if (errcode === BUSY_SNAPSHOT) return undefined;
  if (errcode !== undefined) return BY_CODE[errcode & 0xff];
  return code === 'ERR_SQLITE_ERROR' ? BY_TEXT[message] : undefined;
}

/** Nothing was changed, and the same may be asked for again. */
export function troubleError(trouble: EmbeddedTrouble, cause: unknown): UnavailableError {
  const [code, retryAfter] =
    trouble === 'busy' ? (['database_busy', 1] as const) : (['database_unavailable', 5] as const);
  return new UnavailableError(code, DETAILS[trouble], retryAfter, { cause });
}

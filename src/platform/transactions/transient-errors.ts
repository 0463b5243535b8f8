import { QueryFailedError } from 'typeorm';

/** No connection could be had: the server refused it, does not answer, or all were in use for too long. */
export class NoConnectionError extends Error {
  constructor(
    override readonly cause: unknown,
    /** All were in use by others whom the database answered. */
    readonly areOthersServed = false,
  ) {
    super((cause as Error).message);
  }
}

/** What the transaction went by was changed before it could hold it: it is done again at once, by what holds now. */
export class OutOfDateError extends Error {}

/**
 * Errors after which the same transaction may simply be done again. Numbers are MySQL/MariaDB server errors: deadlock (1213),
 * lock wait timeout (1205, 3572), changed row (1020, MariaDB ≥ 11.6), node not ready (1047), Galera certification (1180), a rollback by
 * Group Replication (3101), shutdown and killed connections (1053, 1317, 1927, 2006, 2013, 4031), read-only during fail-over (1290,
 * 1836), no connection left for us (1040, 1203, 1226), no memory or room to sort in (1037, 1038, 1041), no room on the disk (1021,
 * 1114 where a table cannot grow, 3 and 1026 where a file for what is temporary cannot).
 */
const TRANSIENT_NUMBERS = new Set([
  ...[1213, 1205, 3572, 1020, 1047, 1180, 3101, 2006, 2013, 1053, 1317, 1927, 4031, 1290, 1836],
  ...[1040, 1203, 1226, 1021, 1037, 1038, 1041, 1114, 3, 1026],
]);

/**
 * The same of TiDB: a commit to be repeated (8022), tables changed meanwhile (8028), its stores busy, slow or moving (9001 to
 * 9005), a write conflict (9007).
 */
const TRANSIENT_NUMBERS_OF_TIDB = new Set([8022, 8028, 9001, 9002, 9003, 9004, 9005, 9007]);

/** The server stopped a statement at the session's time limit (MariaDB, MySQL). */
const OUT_OF_TIME_NUMBERS = new Set([1969, 3024]);

const CONNECTION_CODES = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ACQUIRE_TIMEOUT',
]);

/** The server at the other end takes no changes. */
const READ_ONLY_NUMBERS = [1290, 1836];

/** That, or it is no part of its cluster (1047): another one may have its place. */
const UNFIT_SERVER_NUMBERS = new Set([...READ_ONLY_NUMBERS, 1047]);

/** The lost connections among the server's numbers: whether a COMMIT arrived is then unknown. */
const CONNECTION_NUMBERS = new Set([2006, 2013, 1053, 1927, 4031]);

/** The last bytes of SQLite's result codes; the rest of a code tells how it came about. Another process writes: */
const SQLITE_BUSY = 5;
/** There is no room on the disk, as 1021 says of a server's: what did not fit is not there, and may be sent again when there is. */
const SQLITE_FULL = 13;

interface DriverError {
  code?: string;
  /** Of the server. */
  errno?: number;
  /** Of SQLite, extended. */
  errcode?: number;
  fatal?: boolean;
}

/** Only what came from the database counts: work inside a transaction may fail with codes that look the same. */
const driverError = (error: unknown): DriverError => {
  if (error instanceof QueryFailedError) return error.driverError as DriverError;
  return error instanceof NoConnectionError ? (error.cause as DriverError) : {};
};

/** The connection itself is gone or in an unknown state: it must not be used again. */
export function isConnectionError(error: unknown): boolean {
  const { code, errno, fatal } = driverError(error);
  return fatal === true || CONNECTION_CODES.has(code ?? '') || CONNECTION_NUMBERS.has(errno ?? 0) || isOutOfTime(error);
}

/** Rows were waited for as long as a session waits (MariaDB says the same of NOWAIT), or not at all (MySQL's NOWAIT). */
export function isLockWait(error: unknown): boolean {
  return [1205, 3572].includes(driverError(error).errno ?? 0);
}

/** The server works, but not fast enough for this; whether a COMMIT was done is as unknown as after a lost connection. */
export function isOutOfTime(error: unknown): boolean {
  return OUT_OF_TIME_NUMBERS.has(driverError(error).errno ?? 0);
}

/**
 * After a fail-over the pool's connections may lead to the server that is not the first any more, and stay there: what is opened
 * anew goes where the address leads now.
 */
export function isFromUnfitServer(error: unknown): boolean {
  return UNFIT_SERVER_NUMBERS.has(driverError(error).errno ?? 0);
}

export function isReadOnly(error: unknown): boolean {
  return READ_ONLY_NUMBERS.includes(driverError(error).errno ?? 0);
}

export function isTransientError(error: unknown): boolean {
  const { errno = 0, errcode = 0 } = driverError(error);
  const isTransientNumber = TRANSIENT_NUMBERS.has(errno) || TRANSIENT_NUMBERS_OF_TIDB.has(errno);
  const isOfSqlite = [SQLITE_BUSY, SQLITE_FULL].includes(errcode & 0xff);
  return isConnectionError(error) || isTransientNumber || isOfSqlite;
}

/** A unique or primary key was already taken (MySQL 1062; SQLite 2067 and 1555). */
export function isUniqueViolation(error: unknown): boolean {
  const { errno, errcode } = driverError(error);
  return errno === 1062 || errcode === 2067 || errcode === 1555;
}

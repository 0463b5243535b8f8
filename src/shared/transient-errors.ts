/**
 * Errors after which the same transaction may simply be done again. Numbers are MySQL/MariaDB server errors: deadlock (1213),
 * lock wait timeout (1205), changed row (1020, MariaDB ≥ 11.6), node not ready (1047), Galera certification (1180), shutdown and
 * killed connections (1053, 1317, 1927, 2006, 2013, 4031), read-only during fail-over (1290, 1836), TiDB write conflict (9007).
 */
const TRANSIENT_NUMBERS = new Set([1213, 1205, 1020, 1047, 1180, 2006, 2013, 1053, 1317, 1927, 4031, 1290, 1836, 9007]);

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

/** The lost connections among the server's numbers: whether a COMMIT arrived is then unknown. */
const CONNECTION_NUMBERS = new Set([2006, 2013, 1053, 1927, 4031]);

interface DriverError {
  code?: string;
  errno?: number;
  fatal?: boolean;
  driverError?: DriverError;
}

const driverError = (error: unknown): DriverError => {
  const candidate = (error ?? {}) as DriverError;
  return candidate.driverError ?? candidate;
};

/** The connection itself is gone or in an unknown state: it must not be used again. */
export function isConnectionError(error: unknown): boolean {
  const { code, errno, fatal } = driverError(error);
  return fatal === true || CONNECTION_CODES.has(code ?? '') || CONNECTION_NUMBERS.has(errno ?? 0);
}

export function isTransientError(error: unknown): boolean {
  const { code, errno } = driverError(error);
  return isConnectionError(error) || TRANSIENT_NUMBERS.has(errno ?? 0) || code === 'SQLITE_BUSY';
}

/** A unique key was already taken (MySQL 1062; SQLite extended codes 2067 and 1555). */
export function isUniqueViolation(error: unknown): boolean {
  const cause = driverError(error) as DriverError & { errcode?: number; sqliteExtendedCode?: number; message?: string };
  return cause.errno === 1062 || /UNIQUE constraint failed/.test(cause.message ?? '');
}

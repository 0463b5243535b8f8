import type { ErrorDetail } from './error-texts.js';
import type { FieldError } from './field-error.dto.js';
import type { ProblemCode } from './problem-texts.js';

/** What went wrong in the product's own words; the problem filter turns it into an HTTP answer. */
export abstract class AppError extends Error {
  constructor(
    readonly code: ProblemCode,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** The input could not be read at all: not JSON, not an object. */
export class MalformedError extends AppError {}

/** The input was read, and single fields of it are missing or wrong. */
export class InvalidInputError extends AppError {
  constructor(readonly errors: FieldError[]) {
    super('validation_failed', errors.map((error) => `${error.path}: ${error.message}`).join('; '));
  }

  static of(path: string, detail: ErrorDetail): InvalidInputError {
    return new InvalidInputError([{ path, ...detail }]);
  }
}

export class UnauthenticatedError extends AppError {
  constructor(message = 'Sign in first: no valid session, key or password came with the request.') {
    super('unauthenticated', message);
  }
}

export class ForbiddenError extends AppError {}

export class NotFoundError extends AppError {
  constructor(what: string, code: ProblemCode = 'not_found') {
    super(code, `${what} was not found.`);
  }
}

/** The request is understood, and the present state of the thing does not allow it. */
export class ConflictError extends AppError {
  /** @param errors what is wrong with the thing, where there is more to say than the code does */
  constructor(
    code: ProblemCode,
    message: string,
    readonly errors?: FieldError[],
  ) {
    super(code, message);
  }
}

/** Who changed a thing last. */
export interface LastChange {
  by: string;
  at: Date;
}

/** The caller has seen an earlier version of what it wants to change. */
export class ChangedMeanwhileError extends ConflictError {
  /**
   * @param lastChange null = it is not known
   * @param errors what of it is other than the caller takes it to be, where that is asked for by field
   */
  constructor(
    readonly lastChange: LastChange | null = null,
    errors?: FieldError[],
  ) {
    super('changed_meanwhile', 'This was changed meanwhile: read it again before changing it.', errors);
  }
}

export class TooManyRequestsError extends AppError {
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super('too_many_requests', message);
  }
}

/** A part that the service needs (the database) cannot be used just now; the same request may be sent again. */
export class UnavailableError extends AppError {
  constructor(
    code: ProblemCode,
    message: string,
    readonly retryAfterSeconds = 5,
    options?: { cause?: unknown },
  ) {
    super(code, message);
    this.cause = options?.cause;
  }
}

/** Others hold rows that this needs, and went on holding them. */
export class RowsHeldError extends UnavailableError {
  constructor(options?: { cause?: unknown }) {
    super('database_busy', 'Others hold what this needs; please repeat.', 1, options);
  }
}

/** Whether a piece of work failed since the database cannot be used, so that the next one would fail, too. */
export function isDatabaseAway(error: unknown): boolean {
  return error instanceof UnavailableError && !(error instanceof RowsHeldError) && error.code !== 'took_too_long';
}

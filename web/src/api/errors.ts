import type { components } from './schema';

export type Problem = components['schemas']['Problem'];
export type FieldError = components['schemas']['FieldError'];

/** Who changed a thing meanwhile, and when (ISO), as far as the service knows. */
export interface MeanwhileChange {
  by: string;
  at: string;
}

/** The service answered that it did not do what was asked, and why. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly requestId: string;
  readonly fields: FieldError[];
  readonly changed: MeanwhileChange | null;

  constructor(
    readonly status: number,
    problem: Partial<Problem> & { changed?: MeanwhileChange | null },
    /** When it makes sense to ask again; 0 = not said. */
    readonly retryAfterSeconds = 0,
  ) {
    super(problem.detail ?? `HTTP ${status}`);
    this.code = problem.code ?? 'unknown';
    this.requestId = problem.requestId ?? '';
    this.fields = problem.errors ?? [];
    this.changed = problem.changed ?? null;
  }
}

/** No answer came: the network or the service is away. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError';
}

export function isApiError(error: unknown, ...codes: string[]): error is ApiError {
  return error instanceof ApiError && (codes.length === 0 || codes.includes(error.code));
}

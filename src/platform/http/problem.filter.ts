import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AppError,
  ChangedMeanwhileError,
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  MalformedError,
  NotFoundError,
  TooManyRequestsError,
  UnauthenticatedError,
  UnavailableError,
} from '../errors.js';
import type { ProblemCode } from '../problem-texts.js';
import { presentChange, type Problem } from './problem.dto.js';

const STATUS_OF: Array<[abstract new (...args: never[]) => AppError, number]> = [
  [MalformedError, 400],
  [UnauthenticatedError, 401],
  [ForbiddenError, 403],
  [NotFoundError, 404],
  [ConflictError, 409],
  [InvalidInputError, 422],
  [TooManyRequestsError, 429],
  [UnavailableError, 503],
];

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Codes of what the framework refuses before a handler is reached. */
const FRAMEWORK_CODES: Record<number, ProblemCode> = {
  400: 'bad_request',
  404: 'not_found',
  413: 'body_too_large',
  415: 'unsupported_media_type',
};

type Outline = Pick<Problem, 'status' | 'code' | 'detail' | 'errors' | 'changed'>;

/** Makes the one kind of error answer out of everything that is thrown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { status, detail } = answerProblem(error, request, reply);
    if (status >= 500) {
      this.logger.error(
        { requestId: request.id, err: error instanceof UnavailableError ? error.cause : error },
        detail,
      );
    }
  }
}

export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): Problem {
  const outline = outlineOf(error);
  const retryAfter = error instanceof TooManyRequestsError || error instanceof UnavailableError;
  if (retryAfter) void reply.header('Retry-After', String(error.retryAfterSeconds));
  if (outline.status === 401 && !isBrowser(request)) {
    void reply.header('WWW-Authenticate', 'Basic realm="partsdesk", charset="UTF-8"');
  }
  const problem: Problem = {
    type: 'about:blank',
    title: TITLES[outline.status] ?? 'Error',
    ...outline,
    requestId: String(request.id),
  };
  void reply.status(outline.status).type('application/problem+json').send(problem);
  return problem;
}

/**
 * A browser that is invited to HTTP Basic lays a sign-in of its own over the page, and the page's request waits for it. All browsers
 * begin their name so; what they tell of a request besides is left out over plain HTTP.
 */
function isBrowser({ headers }: FastifyRequest): boolean {
  return headers['user-agent']?.startsWith('Mozilla/') ?? false;
}

function outlineOf(error: unknown): Outline {
  if (error instanceof AppError) {
    const status = STATUS_OF.find(([type]) => error instanceof type)?.[1] ?? 500;
    const errors = error instanceof InvalidInputError || error instanceof ConflictError ? error.errors : undefined;
    const changed = error instanceof ChangedMeanwhileError ? { changed: presentChange(error.lastChange) } : undefined;
    return { status, code: error.code, detail: error.message, ...(errors && { errors }), ...changed };
  }
  if (error instanceof HttpException) {
    const status = error.getStatus();
    return { status, code: FRAMEWORK_CODES[status] ?? `http_${status}`, detail: error.message };
  }
  return {
    status: 500,
    code: 'internal_error',
    detail: 'Something went wrong here; the request id finds it in the log.',
  };
}

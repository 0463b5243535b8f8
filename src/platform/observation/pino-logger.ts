import type { LoggerService } from '@nestjs/common';
import { DestinationStream, pino, Logger as Pino } from 'pino';

/** Names of fields and headers, in small letters, whose values never reach a log line. */
const MASKED = new Set([
  'password',
  'apikey',
  'secret',
  'orderlink',
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
]);
/** Fields, things in them, and the headers of those. */
const MASKED_DEPTH = 3;

export function createPino(level: string, destination: DestinationStream): Pino {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    // pino's own `redact` with as many paths took ten times as long as all the rest of a line.
    formatters: { log: (fields: object) => maskSecrets(fields, MASKED_DEPTH) },
  };
  return pino(options, destination);
}

function maskSecrets(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (MASKED.has(name.toLowerCase())) return [name, '***'];
      return [name, depth > 1 && isPlainObject(value) ? maskSecrets(value, depth - 1) : value];
    }),
  );
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** An INSERT of many rows is long, and says nothing after its first one. */
const MAX_QUERY = 2_000;

/** What finds the cause; the values of a failed statement and the headers of a failed call stay out of the log. */
function describeError(error: Error & { code?: unknown; query?: string }): object {
  const { type, message, stack } = pino.stdSerializers.err(error);
  return { type, message, stack, code: error.code, query: error.query?.slice(0, MAX_QUERY) };
}

/** The secret of an order link is the last part of its path, also where that was pasted almost right. */
export function maskUrl(url: string): string {
  return url.replace(/(gettzap(?:\/|%2F)+orders(?:\/|%2F)+)[^/?#]+/i, '$1***');
}

/** What Nest tells of itself at every start. */
const CHATTER = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory']);

/** Sends Nest's own log calls through pino: one JSON line each. */
export class PinoLogger implements LoggerService {
  constructor(private readonly pino: Pino) {}

  log = (message: unknown, ...rest: unknown[]) => this.write('info', message, rest);
  error = (message: unknown, ...rest: unknown[]) => this.write('error', message, rest);
  warn = (message: unknown, ...rest: unknown[]) => this.write('warn', message, rest);
  debug = (message: unknown, ...rest: unknown[]) => this.write('debug', message, rest);
  verbose = (message: unknown, ...rest: unknown[]) => this.write('trace', message, rest);
  fatal = (message: unknown, ...rest: unknown[]) => this.write('fatal', message, rest);

  /** Nest appends the context as the last argument and, for errors, the error or a second text before it. */
  private write(
    level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = typeof rest.at(-1) === 'string' ? (rest.pop() as string) : undefined;
    const fields: Record<string, unknown> = { context };
    for (const part of [message, ...rest]) {
      if (part instanceof Error) fields.err = part;
      else if (part && typeof part === 'object') Object.assign(fields, part);
    }
    const text = [message, ...rest].find((part) => typeof part === 'string') as string | undefined;
    const shown = level === 'info' && CHATTER.has(context ?? '') ? 'debug' : level;
    this.pino[shown](fields, text ?? (fields.err as Error | undefined)?.message);
  }
}

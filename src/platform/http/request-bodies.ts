import { HttpException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { MalformedError } from '../errors.js';
import { Excess, excessOf } from './json-bounds.js';

const KIB = 1_024;

/** Bytes of a body of the API, and of what anybody may send there without signing in. */
const API_LIMIT = 256 * KIB;
const SIGN_IN_LIMIT = 16 * KIB;
const SIGN_IN = /^\/api\/auth\//;

/** What the API makes objects of. */
const API_BOUNDS = { depth: 32, values: 5_000 };

/** Parameters of an address. */
const MAX_PARAMETERS = 1_000;

const EXCESSES: Record<Excess, string> = {
  too_deep: `The body is nested deeper than ${API_BOUNDS.depth} levels.`,
  too_many_values: `The body has more than ${API_BOUNDS.values} values.`,
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is of any type and stays as it came, up to so many bytes. */
    rawBodyLimit?: number;
  }
}

/**
 * Reads bodies: JSON within its bounds for the API, byte for byte for the routes that ask for it. Both what is longer than a route
 * takes and what is of another type is refused unread.
 */
export function readBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', limitBody);
  fastify.addHook('onRequest', (request: FastifyRequest, _: FastifyReply, done) => done(whyRefusedUnread(request)));
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (request.routeOptions.config.rawBodyLimit !== undefined) return done(null, body);
    if (body.length === 0) return done(null, {});
    const text = body.toString('utf8');
    const excess = excessOf(text, API_BOUNDS);
    if (excess) return done(new MalformedError(excess, EXCESSES[excess]));
    void parseJson(request, text, (error, value: unknown) => {
      if (error) return done(new MalformedError('invalid_json', `The body is not valid JSON: ${error.message}`));
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return done(new MalformedError('invalid_body', 'The body must be a JSON object.'));
      }
      done(null, value);
    });
  });
}

/** Whether a body is announced; how long it is, the sender may leave open. */
export function hasBody({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function limitBody(route: RouteOptions): void {
  route.bodyLimit = route.config?.rawBodyLimit ?? (SIGN_IN.test(route.url) ? SIGN_IN_LIMIT : API_LIMIT);
}

function whyRefusedUnread(request: FastifyRequest): Error | undefined {
  if (parametersOf(request.url) > MAX_PARAMETERS) {
    return new MalformedError('too_many_values', `The address has more than ${MAX_PARAMETERS} parameters.`);
  }
  const { headers, routeOptions } = request;
  if (request.is404 || !hasBody(request) || routeOptions.config.rawBodyLimit !== undefined) return undefined;
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  if (/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) return undefined;
  return new HttpException('Send application/json.', 415);
}

function parametersOf(url: string): number {
  const start = url.indexOf('?');
  return start < 0 ? 0 : url.slice(start).split('&').length;
}

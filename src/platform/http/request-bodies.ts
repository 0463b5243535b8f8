import { HttpException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { MalformedError, InvalidInputError } from '../errors.js';
import { Excess, excessOf } from './json-bounds.js';
import { errorDetail } from '../error-texts.js';
import { leaveUnread } from './file-upload.js';

const KIB = 1_024;

/** Bytes of a body of the API, and of what anybody may send there without signing in. */
const API_LIMIT = 256 * KIB;
const SIGN_IN_LIMIT = 16 * KIB;
const SIGN_IN = /^\/api\/auth\//;

/** What the API makes objects of. */
const API_BOUNDS = { depth: 32, values: 5_000 };

/** Parameters of an address, and fields of a form. */
const MAX_PARAMETERS = 1_000;

const EXCESSES: Record<Excess, string> = {
  too_deep: `The body is nested deeper than ${API_BOUNDS.depth} levels.`,
  too_many_values: `The body has more than ${API_BOUNDS.values} values.`,
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is of any type and stays as it came, up to so many bytes. */
    rawBodyLimit?: number;
    /** The body may be a list; its handler says what it must be. */
    takesList?: boolean;
    /** Forms are taken, too. */
    takesForms?: boolean;
    /** The body is a form with a file, which its handler reads as it comes: see `receiveFile`. */
    takesFile?: boolean;
  }
}

/**
 * Reads bodies: JSON within its bounds for the API, forms and bodies byte for byte for the routes that ask for it. Both what is longer than a route
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
    const text = textOf(body);
    if (text === undefined) return done(new MalformedError('invalid_body', 'The body is not text in UTF-8.'));
    if (isForm(request)) return readForm(text, done);
    const excess = excessOf(text, API_BOUNDS);
    if (excess) return done(new MalformedError(excess, EXCESSES[excess]));
    void parseJson(request, text, (error, value: unknown) => {
      if (error) return done(new MalformedError('invalid_json', `The body is not valid JSON: ${error.message}`));
      const isList = Array.isArray(value) && !request.routeOptions.config.takesList;
      if (typeof value !== 'object' || value === null || isList) {
        return done(new MalformedError('invalid_body', 'The body must be a JSON object.'));
      }
      done(null, value);
    });
  });
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** A byte order mark is none of it. @returns undefined for what would only be kept with other letters than were meant */
function textOf(body: Buffer): string | undefined {
  try {
    return UTF8.decode(body);
  } catch {
    return undefined;
  }
}

function isForm({ headers, routeOptions }: FastifyRequest): boolean {
  const type = headers['content-type'] ?? '';
  return routeOptions.config.takesForms === true && /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
}

/** A flat object; a name that comes again is a list. */
function readForm(text: string, done: (error: Error | null, body?: object) => void): void {
  const excess = `The form has more than ${MAX_PARAMETERS} fields.`;
  if (fieldsOf(text) > MAX_PARAMETERS) return done(new MalformedError('too_many_values', excess));
  const fields = new URLSearchParams(text);
  const names = [...new Set(fields.keys())];
  const valueOf = (name: string) => (fields.getAll(name).length > 1 ? fields.getAll(name) : fields.get(name));
  done(null, Object.assign(Object.create(null), Object.fromEntries(names.map((name) => [name, valueOf(name)]))));
}

/** Whether a body is announced; how long it is, the sender may leave open. */
export function hasBody({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function limitBody(route: RouteOptions): void {
  if (route.config?.takesFile) {
    route.bodyLimit = Number.MAX_SAFE_INTEGER; // the handler has one of its own
    route.preParsing = async (request, _reply, payload) => leaveUnread(request, payload);
    return;
  }
  route.bodyLimit = route.config?.rawBodyLimit ?? (SIGN_IN.test(route.url) ? SIGN_IN_LIMIT : API_LIMIT);
}

function whyRefusedUnread(request: FastifyRequest): Error | undefined {
  if (parametersOf(request.url) > MAX_PARAMETERS) {
    return new MalformedError('too_many_values', `The address has more than ${MAX_PARAMETERS} parameters.`);
  }
  const { headers, routeOptions } = request;
  if (routeOptions.config.takesFile) return undefined; // whoever may not send it is told so first
  if (request.is404 || !hasBody(request) || routeOptions.config.rawBodyLimit !== undefined) return undefined;
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  if (/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '') || isForm(request)) return undefined;
  const orForm = routeOptions.config.takesForms === true ? ' or application/x-www-form-urlencoded' : '';
  return new HttpException(`Send application/json${orForm}.`, 415);
}

function parametersOf(url: string): number {
  const start = url.indexOf('?');
  return start < 0 ? 0 : fieldsOf(url.slice(start));
}

function fieldsOf(text: string): number {
  return text.split('&').length;
}

/** Control characters but tabs and line breaks, and halves of surrogate pairs: the databases cut them off or store another text. */
const REFUSED = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

/**
 * Refuses requests that have such a character anywhere in a body, a query or a part of the path, whatever takes them: what is compared
 * and what is stored is then the same text on both databases.
 * @param isRaw requests whose body is kept as it came
 */
export function refuseControlCharacters(fastify: FastifyInstance, isRaw: (request: FastifyRequest) => boolean): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    const path = isRaw(request)
      ? undefined
      : (controlCharacterIn(request.params) ?? controlCharacterIn(request.query) ?? controlCharacterIn(request.body));
    done(path === undefined ? undefined : InvalidInputError.of(path, errorDetail('control_character')));
  });
}

/** @returns the path of the first text or name that has one; "" for the value itself */
export function controlCharacterIn(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return REFUSED.test(value) ? path : undefined;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  for (const [name, part] of Object.entries(value)) {
    if (REFUSED.test(name)) return path;
    const inside = Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name;
    const found = controlCharacterIn(part, inside);
    if (found !== undefined) return found;
  }
  return undefined;
}

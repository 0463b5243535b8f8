import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import helmet from 'helmet';
import type { Logger as Pino } from 'pino';
import { AccessGuard, knowLargeSenders } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { AppModule } from './app.module.js';
import { AppConfig } from './platform/config/app-config.js';
import { ORDER_LINK, OrderLinkDoor, withoutCopiedAlong } from './marketplaces/gettzap/order-link-door.service.js';
import { OneCDoor } from './shop-systems/one-c/one-c-door.service.js';
import { answerErrorsAsPartsSoft } from './shop-systems/parts-soft/parts-soft-errors.js';
import { servePanel } from './platform/http/panel.js';
import { Clock, SynchronizedClock } from './platform/clock.js';
import {
  closeSilentConnectionsOnStop,
  partWithKeptConnections,
  refuseWhileClosing,
  cutOffSlowSenders,
  makeRoomForNewConnections,
  hearOutRefusedSenders,
  rememberAddresses,
  warnOfUntrustedProxy,
} from './platform/http/connections.js';
import { NotFoundError } from './platform/errors.js';
import { Metrics } from './platform/observation/metrics.js';
import { STANDARD_OUTPUT } from './platform/observation/log-output.js';
import { createPino, maskUrl, PinoLogger } from './platform/observation/pino-logger.js';
import { ownFile } from './platform/own-file.js';
import { answerProblem, ProblemFilter } from './platform/http/problem.filter.js';
import { refuseControlCharacters, readBodies } from './platform/http/request-bodies.js';
import { UnknownParameters } from './platform/http/unknown-parameters.js';
import { answerUnreadable } from './platform/http/unreadable-requests.js';
import { requestValidation } from './platform/http/validation.js';

/** A sender that needs longer for its request, or for the head of it, is cut off. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Of a file, which may be large and come by a slow line. */
const UPLOAD_TIMEOUT_MS = 15 * 60_000;
/** So often is looked for such senders. */
const SLOW_SENDERS_EVERY_MS = 5_000;
/** What Node itself reads of a request's head: no part of an address is too long for its handler. */
const LONGEST_ADDRESS = 16_384;

interface Surroundings {
  /** The tests' own, else one that goes by the database. */
  clock?: Clock;
  /** Where the built admin panel lies; none without it. */
  panelDir?: string;
  /** So long open connections are still served when it is closed; not at all without it. */
  partingMs?: number;
}

/** Makes the application as `main` and the tests use it: everything but listening. */
export async function createApp(
  config: AppConfig,
  { clock = new SynchronizedClock(), panelDir, partingMs }: Surroundings = {},
): Promise<NestFastifyApplication> {
  const pino = createPino(config.logLevel, STANDARD_OUTPUT);
  const adapter = new FastifyAdapter({
    trustProxy: config.trustProxy,
    requestTimeout: UPLOAD_TIMEOUT_MS,
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: SLOW_SENDERS_EVERY_MS },
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: LONGEST_ADDRESS },
    rewriteUrl: ({ url = '/' }) => withoutCopiedAlong(url),
    frameworkErrors: answerUnreadableAddress,
    clientErrorHandler: answerUnreadable((request) => {
      app.get(Metrics).httpRequests.observe({ method: 'none', route: 'none', status: String(request.status) }, 0);
      pino.info(request, 'request');
    }),
  });
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(
    AppModule.for(config, clock),
    adapter,
    {
      bodyParser: false,
      logger: new PinoLogger(pino),
      abortOnError: false,
    },
  );
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  secureHeaders(fastify, config.publicUrl.startsWith('https:'));
  if (partingMs !== undefined) partWithKeptConnections(fastify, partingMs);
  closeSilentConnectionsOnStop(fastify);
  makeRoomForNewConnections(fastify);
  rememberAddresses(fastify);
  cutOffSlowSenders(fastify, REQUEST_TIMEOUT_MS);
  keepOutOfCaches(fastify);
  hearOutRefusedSenders(fastify);
  refuseControlCharacters(fastify, (request) => request.routeOptions.url === ORDER_LINK);
  warnOfUntrustedProxy(fastify, config.trustProxy, (text) => pino.warn(text));
  observe(fastify, pino, app.get(Metrics));
  refuseWhileClosing(fastify);
  app.get(OrderLinkDoor).guard(fastify);
  app.get(OneCDoor).guard(fastify);
  knowLargeSenders(fastify, app.get(AccessGuard));
  readBodies(fastify);
  answerErrorsAsPartsSoft(fastify);
  app.useGlobalGuards(new UnknownParameters());
  app.useGlobalPipes(requestValidation);
  app.useGlobalFilters(new ProblemFilter());
  if (panelDir) await servePanel(fastify, panelDir);
  SwaggerModule.setup('api/docs', app, readContract, { jsonDocumentUrl: 'api/openapi.json', raw: ['json'] });
  return app;
}

/** As it is kept in the project and checked against the code: to describe the API takes what only the compiler knows. */
function readContract(): OpenAPIObject {
  return JSON.parse(readFileSync(ownFile('openapi.json'), 'utf8')) as OpenAPIObject;
}

const CONTENT_SECURITY = {
  defaultSrc: ["'self'"],
  fontSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  upgradeInsecureRequests: null,
};

/** Made once: they are the same for every answer. */
function secureHeaders(fastify: FastifyInstance, isHttps: boolean): void {
  const setHeaders = helmet({ contentSecurityPolicy: { directives: CONTENT_SECURITY }, hsts: isHttps });
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    setHeaders(request.raw, reply.raw, (error) => done(error as Error | undefined));
  });
}

/** What the API answers is for who asked: neither a proxy nor the disk of a shared computer keeps it. */
function keepOutOfCaches(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    if (request.url.startsWith('/api/')) void reply.header('Cache-Control', 'no-store');
    done();
  });
}

/** An address that cannot be decoded names nothing; no hook has seen this request. */
function answerUnreadableAddress(_: unknown, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('X-Request-Id', String(request.id));
  answerProblem(new NotFoundError('This address'), request, reply);
}

/** Ids alone: the line is not for people's names. */
function callerOf({ actor }: FastifyRequest & { actor?: Actor }): Partial<Pick<Actor, 'userId' | 'apiKeyId'>> {
  if (!actor) return {};
  return actor.userId === null ? { apiKeyId: actor.apiKeyId } : { userId: actor.userId };
}

/** Alerts watch each of these: a series that appears with its first answer hides that one from `increase()`. */
const ORDER_LINK_REFUSALS = ['400', '403', '404', '413', '415', '429', '500', '503'];

/** One log line and one measurement for each answer, and the request id on it. */
function observe(fastify: FastifyInstance, pino: Pino, metrics: Metrics): void {
  for (const status of ORDER_LINK_REFUSALS) metrics.httpRequests.zero({ method: 'POST', route: ORDER_LINK, status });
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    void reply.header('X-Request-Id', String(request.id));
    done();
  });
  fastify.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { method, id: requestId } = request;
    const { statusCode: status, elapsedTime } = reply;
    // A stream stays open for as long as its reader likes: its time says nothing about answering.
    const isStream = String(reply.getHeader('Content-Type') ?? '').startsWith('text/event-stream');
    if (!isStream) metrics.httpRequests.observe({ method, route, status: String(status) }, elapsedTime / 1_000);
    const ms = Math.round(elapsedTime * 10) / 10;
    const url = route === ORDER_LINK ? route : maskUrl(request.url);
    pino.info({ requestId, method, url, status, ms, address: request.ip, ...callerOf(request) }, 'request');
    done();
  });
}

import { Injectable, Logger } from '@nestjs/common';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseCookie } from 'cookie';
import { tokenHashOf } from '../../access/tokens.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { AppError, TooManyRequestsError, UnauthenticatedError } from '../../platform/errors.js';
import { TokenBuckets } from '../../platform/http/token-buckets.js';
import { PROBLEM_TEXTS, type ProblemCode } from '../../platform/problem-texts.js';
import { Exchange, EXCHANGES } from '../exchanges/exchange.entity.js';
import { BY_PASSWORD, type ExchangeSession, REFUSED } from '../exchanges/exchange-session.entity.js';
import { ExchangeSessions } from '../exchanges/exchange-sessions.service.js';
import { EXCHANGE_PATHS } from './one-c.kind.js';

export const OUTBOX_PATH = '1c/outbox/v1';
export const SESSION_COOKIE = 'partsdesk_1c';

/** Wrong passwords, and calls above the limit, are written down so often a second; more of them only cost an answer. */
const FAILURES_A_SECOND = 1;

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the routes of 1C alone. */
    oneC?: OneCCaller;
  }
}

export interface OneCCaller {
  exchange: Exchange;
  /** That it goes on by a cookie; undefined = it signed in with this call. */
  session: ExchangeSession | undefined;
}

/** Asks which exchange is calling before a byte of the body is read: what strangers send is never held in memory. */
@Injectable()
export class OneCDoor {
  private readonly logger = new Logger(OneCDoor.name);
  private readonly limits: TokenBuckets;
  private readonly failures = new TokenBuckets(FAILURES_A_SECOND);

  constructor(
    private readonly configuration: Configuration,
    private readonly sessions: ExchangeSessions,
    config: AppConfig,
  ) {
    this.limits = new TokenBuckets(config.webhookRateLimit);
  }

  guard(fastify: FastifyInstance): void {
    fastify.decorateRequest('oneC', undefined);
    fastify.addHook('onRoute', (route) => {
      if (isExchange(route.url))
        route.errorHandler = (error, request, reply) => void this.answerError(error, request, reply);
    });
    fastify.addHook('onRequest', async (request) => {
      const { url = '' } = request.routeOptions;
      if (isExchange(url) || isOutbox(url)) await this.enter(request);
    });
    fastify.addHook('onSend', async (request, reply, payload) => {
      const { oneC, routeOptions } = request;
      const { statusCode: status } = reply;
      if (oneC && status >= 400 && isOutbox(routeOptions.url) && this.isWorthNoting(oneC.exchange, status === 429))
        await this.note(request, oneC.exchange, status, String(payload));
      return payload;
    });
  }

  /** 1C understands no other refusal than these, whatever went wrong before its call was heard. */
  private async answerError(error: Error, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (error instanceof UnauthenticatedError) {
      void reply.code(401).header('WWW-Authenticate', 'Basic');
      return refuse(reply, 'Неверный логин или пароль обмена.');
    }
    const reason = PROBLEM_TEXTS[codeOf(error)].ru;
    const exchange = request.oneC?.exchange;
    if (codeOf(error) === 'internal_error')
      this.logger.error({ err: error, exchangeId: exchange?.id }, `Hearing 1C failed: ${error.message}`);
    if (exchange && this.isWorthNoting(exchange, error instanceof TooManyRequestsError))
      await this.note(request, exchange, 200, `failure\n${reason}`);
    return refuse(reply.code(200), reason);
  }

  /** @throws UnauthenticatedError; TooManyRequestsError */
  private async enter(request: FastifyRequest): Promise<void> {
    const snapshot = await this.configuration.refresh();
    const exchanges = [...snapshot.get(EXCHANGES).values()].filter(
      ({ kind, deletedAt }) => kind === 'one_c' && !deletedAt,
    );
    // Or else whoever has a cookie would have it renewed for ever.
    const isSignIn = (request.query as Record<string, unknown>).mode === 'checkauth';
    const known = isSignIn ? undefined : await this.byCookie(request, exchanges);
    request.oneC = known ?? (await this.byPassword(request, exchanges));
    if (!this.limits.take(request.oneC.exchange.id, performance.now()))
      throw new TooManyRequestsError('Too many calls a second for this exchange.', 1);
  }

  private async byCookie({ headers }: FastifyRequest, exchanges: Exchange[]): Promise<OneCCaller | undefined> {
    const token = parseCookie(headers.cookie ?? '')[SESSION_COOKIE];
    const session = token ? await this.sessions.byToken(token) : undefined;
    const exchange = exchanges.find(({ id }) => id === session?.exchangeId);
    return exchange && { exchange, session };
  }

  private async byPassword(request: FastifyRequest, exchanges: Exchange[]): Promise<OneCCaller> {
    const [scheme = '', credentials = ''] = (request.headers.authorization ?? '').split(' ');
    const text = scheme.toLowerCase() === 'basic' ? Buffer.from(credentials, 'base64').toString('utf8') : '';
    const colon = text.indexOf(':');
    const exchange = exchanges.find(({ login }) => colon > 0 && login === text.slice(0, colon));
    if (exchange?.passwordHash === tokenHashOf(text.slice(colon + 1)))
      return { exchange: exchange!, session: undefined };
    if (exchange) await this.noteFailure(exchange, request);
    throw new UnauthenticatedError('Sign in with the login and the password of the exchange.');
  }

  private async noteFailure(exchange: Exchange, request: FastifyRequest): Promise<void> {
    if (!this.isWorthNoting(exchange, true)) return;
    this.logger.warn({ exchangeId: exchange.id, ip: request.ip }, 'Signing in to an exchange failed: wrong password');
    await this.note(request, exchange, 401, 'Неверный пароль.');
  }

  /** @param isMany there may be any number of them */
  private isWorthNoting({ id }: Exchange, isMany: boolean): boolean {
    return !isMany || this.failures.take(id, performance.now());
  }

  /** What was refused is answered all the same where it cannot be written down. */
  private async note(request: FastifyRequest, { id }: Exchange, status: number, answer: string): Promise<void> {
    const { method, url, ip, routeOptions } = request;
    try {
      const entry = status === 401 ? REFUSED : BY_PASSWORD;
      const format = isOutbox(routeOptions.url) ? 'json' : 'commerceml';
      const session = request.oneC?.session ?? (await this.sessions.ofCaller(id, format, ip, entry));
      await this.sessions.record(session, { request: `${method} ${url}`, status, isFailure: true, answer });
    } catch (error) {
      this.logger.error({ err: error, exchangeId: id }, `Writing down a refusal failed: ${(error as Error).message}`);
    }
  }
}

function isExchange(url: string): boolean {
  return EXCHANGE_PATHS.some((path) => url === `/${path}`);
}

function isOutbox(url = ''): boolean {
  return url.startsWith(`/${OUTBOX_PATH}/`);
}

function codeOf(error: Error): ProblemCode {
  if (error instanceof AppError) return error.code;
  const { statusCode = 500 } = error as FastifyError;
  if (statusCode === 413) return 'body_too_large';
  return statusCode < 500 ? 'bad_request' : 'internal_error';
}

function refuse(reply: FastifyReply, reason: string): FastifyReply {
  return reply.type('text/plain; charset=utf-8').send(`failure\n${reason}\n`);
}

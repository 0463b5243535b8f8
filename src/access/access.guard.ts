import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest, FastifyInstance } from 'fastify';
import { AppConfig } from '../platform/config/app-config.js';
import { ForbiddenError, UnauthenticatedError } from '../platform/errors.js';
import { AccessService } from './access.service.js';
import { Actor, Role, seesAllRegions, ALLOWED_ROLES, FOR_ALL_REGIONS, PUBLIC } from './actor.js';
import { Cookies, SESSION_COOKIE } from './cookies.service.js';

const READING_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets a call through when its identity is known and one of its roles may make it; denies by default. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly access: AccessService,
    private readonly reflector: Reflector,
    private readonly cookies: Cookies,
    private readonly config: AppConfig,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & { actor: Actor }>();
    request.actor = await this.identify(request);
    const allowed = this.reflector.getAllAndOverride<Role[]>(ALLOWED_ROLES, targets) ?? [];
    if (!request.actor.roles.some((role) => role === 'admin' || allowed.includes(role))) {
      throw new ForbiddenError('forbidden', 'Your role does not allow this.');
    }
    if (this.reflector.getAllAndOverride<boolean>(FOR_ALL_REGIONS, targets) && !seesAllRegions(request.actor)) {
      throw new ForbiddenError('forbidden', 'This reaches into all regions, and you are limited to some.');
    }
    return true;
  }

  /** Finds out who is calling; again, for an answer that lasts. @throws UnauthenticatedError */
  async identify(request: FastifyRequest): Promise<Actor> {
    const [scheme = '', credentials = ''] = (request.headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() === 'bearer') return this.access.byApiKey(credentials);
    this.refuseForeignChange(request);
    if (scheme.toLowerCase() === 'basic') {
      const text = Buffer.from(credentials, 'base64').toString('utf8');
      const colon = text.indexOf(':');
      return this.access.byBasic(text.slice(0, Math.max(colon, 0)), text.slice(colon + 1), request);
    }
    const token = this.cookies.read(request, SESSION_COOKIE);
    if (!token) throw new UnauthenticatedError();
    return this.access.bySession(token);
  }

  /** Browsers send cookies, and Basic credentials that they remember, with other sites' requests too. @throws ForbiddenError */
  refuseForeignChange(request: FastifyRequest): void {
    if (READING_METHODS.has(request.method) || !this.isForeign(request)) return;
    throw new ForbiddenError('foreign_origin', 'A page of another site must not change anything here.');
  }

  /** Browsers say where a request comes from; a program that says nothing carries no foreign page's will. */
  private isForeign({ headers }: FastifyRequest): boolean {
    const site = headers['sec-fetch-site'];
    if (site && site !== 'same-origin' && site !== 'none') return true;
    const { origin, host } = headers;
    return (
      origin !== undefined &&
      origin !== this.config.publicUrl &&
      !(URL.canParse(origin) && new URL(origin).host === host)
    );
  }
}

/** Bytes that anybody may send before it is known who it is: as much as a sign-in. */
const UNKNOWN_SENDERS_LIMIT = 16 * 1_024;

/** Asks who sends a large body to the API before it is read: what strangers send is not held in memory. */
export function knowLargeSenders(fastify: FastifyInstance, guard: AccessGuard): void {
  fastify.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/api/') && !request.url.startsWith('/api/auth/') && isLarge(request)) {
      await guard.identify(request);
    }
  });
}

/** A length that is not announced may be any. */
function isLarge({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > UNKNOWN_SENDERS_LIMIT;
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { CallHandler, ExecutionContext, Injectable, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Observable } from 'rxjs';
import type { Actor } from './actor.js';

/** A request and who made it. */
export interface RequestContext {
  requestId: string;
  actor: Actor | undefined;
}

const contexts = new AsyncLocalStorage<RequestContext>();

/** The request that is being answered, for records of who did what; undefined in jobs. */
export function currentRequest(): RequestContext | undefined {
  return contexts.getStore();
}

/** Has what is done in it recorded as done by somebody who makes no request. */
export function actingAs<T>(actor: Actor, work: () => T): T {
  return contexts.run({ requestId: '', actor }, work);
}

/** Makes the request known to all that is called for it. */
@Injectable()
export class RequestContextInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { actor?: Actor }>();
    const store = { requestId: String(request.id), actor: request.actor };
    return new Observable((subscriber) => contexts.run(store, () => next.handle().subscribe(subscriber)));
  }
}

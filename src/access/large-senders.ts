import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessGuard } from './access.guard.js';

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

import type { FastifyInstance } from 'fastify';

/** Says once that there is a proxy which nobody named: for the limits on sign-ins all its callers have one address. */
export function warnOfUntrustedProxy(
  fastify: FastifyInstance,
  trustProxy: boolean | string,
  warn: (text: string) => void,
) {
  let isTold = trustProxy !== false;
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!isTold && request.headers['x-forwarded-for'] !== undefined) {
      isTold = true;
      warn(
        `A request came with X-Forwarded-For by ${request.ip}, and TRUST_PROXY is not set. If that is your proxy, set ` +
          'TRUST_PROXY to its address: until then all callers count as one when wrong passwords are limited.',
      );
    }
    done();
  });
}

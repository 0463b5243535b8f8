import { isIP } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

const OWN = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * A page that anybody made can let its own name point to this machine, and then is no foreign page for the browser. So the sandbox answers
 * to loopback's names and to the one it was started with; listening on all addresses, to any address, which no page can make its own.
 */
export function refuseForeignNames(host: string) {
  const listensEverywhere = host === '0.0.0.0' || host === '::';
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const name = request.hostname.toLowerCase();
    if (OWN.has(name) || name === host.toLowerCase() || name === `[${host}]`) return;
    if (listensEverywhere && isIP(name.replace(/^\[|\]$/g, '')) !== 0) return;
    await reply.code(403).send({ code: 'foreign_name', message: `Песочница не отвечает под именем ${name}` });
  };
}

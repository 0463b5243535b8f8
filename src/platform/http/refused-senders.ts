import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { hasBody } from './request-bodies.js';

/** As long as a refused sender may go on speaking into the void. */
const LINGER_MS = 5_000;

/**
 * A body that is refused unread may still be on its way. Closing the connection at once would reset it under the sender, who then
 * sees a broken connection instead of the answer; so the rest is read into nothing for a while, and then the connection ends.
 */
export function hearOutRefusedSenders(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (!request.raw.complete && hasBody(request)) {
      void reply.header('Connection', 'close');
      linger(request.raw.socket);
    }
    done();
  });
}

/** Node calls this once the last answer of a connection is written. */
function linger(socket: Socket): void {
  socket.destroySoon = () => {
    socket.end();
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once('close', () => clearTimeout(timer));
  };
}

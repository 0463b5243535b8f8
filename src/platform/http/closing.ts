import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UnavailableError } from '../errors.js';
import { answerProblem } from './problem.filter.js';

/**
 * Browsers open connections ahead of need. Node takes one over which nothing was asked yet for a busy one, and closing the server
 * would wait for it until its time limit.
 */
export function closeSilentConnectionsOnStop(fastify: FastifyInstance): void {
  const sockets = new Set<Socket>();
  fastify.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  fastify.addHook('preClose', async () => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  });
}

/**
 * What still comes over open connections while the server closes is told to come again, which leads to another process. Fastify closes
 * those connections after the answer; its own answer is left out by `return503OnClosing`.
 */
export function refuseWhileClosing(fastify: FastifyInstance): void {
  let isClosing = false;
  fastify.addHook('preClose', async () => {
    isClosing = true;
  });
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    if (!isClosing) return done();
    answerProblem(new UnavailableError('shutting_down', 'The service is stopping.'), request, reply);
  });
}

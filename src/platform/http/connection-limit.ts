import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Connections of a process; each costs some kilobytes even when nothing is said over it. */
const MAX_CONNECTIONS = 2_000;

/**
 * When there are too many connections, the one over which nobody has been served for longest makes room: whoever opens thousands and
 * says nothing, or half of something, shuts out himself and not those who come after him.
 */
export function makeRoomForNewConnections(fastify: FastifyInstance, max = MAX_CONNECTIONS): void {
  const open = new Set<Socket>();
  /** Those of them over which no whole request is being answered, longest so first. */
  const waiting = new Set<Socket>();
  const leave = (socket: Socket) => {
    open.delete(socket);
    waiting.delete(socket);
  };
  fastify.server.on('connection', (socket: Socket) => {
    open.add(socket);
    waiting.add(socket);
    socket.once('close', () => leave(socket));
    if (open.size <= max) return;
    const [longest = socket] = waiting;
    leave(longest);
    longest.destroy();
  });
  fastify.addHook('preHandler', (request, _reply, done) => {
    waiting.delete(request.raw.socket);
    done();
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    const { socket } = request.raw;
    if (waiting.delete(socket) || open.has(socket)) waiting.add(socket);
    done();
  });
}

import { Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UnavailableError } from '../errors.js';
import { answerProblem } from './problem.filter.js';
import { hasBody } from './request-bodies.js';

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
 * A proxy may send over a connection that it keeps just when that is closed, and most do not repeat a POST. So the listener alone is
 * closed at first: what comes over open connections meanwhile is served, and Fastify's `Connection: close` with the answer ends them.
 * @param withinMs those that are left then are closed
 */
export function partWithKeptConnections(fastify: FastifyInstance, withinMs: number): void {
  fastify.addHook('preClose', async () => {
    // An HTTP server's own close() ends idle connections, too.
    const allEnded = new Promise((resolve) => Server.prototype.close.call(fastify.server, resolve));
    await Promise.race([allEnded, sleep(withinMs, undefined, { ref: false })]);
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

/**
 * Cuts off whoever needs longer than this for a body, but for files, which Node's own limit is for.
 * @param withinMs of the whole body
 */
export function cutOffSlowSenders(fastify: FastifyInstance, withinMs: number): void {
  fastify.addHook('onRequest', (request: FastifyRequest, _reply, done) => {
    const { raw } = request;
    if (hasBody(request) && !request.routeOptions.config.takesFile) {
      const timer = setTimeout(() => {
        if (raw.complete) return;
        raw.socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
        raw.socket.destroySoon();
      }, withinMs);
      raw.once('close', () => clearTimeout(timer));
    }
    done();
  });
}

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

/** Node tells the address of a connection that has ended only if it was asked before, and who called may be asked after that. */
export function rememberAddresses(fastify: FastifyInstance): void {
  fastify.server.on('connection', (socket: Socket) => void socket.remoteAddress);
}

/** Says once that there is a proxy which nobody named: for the limits on sign-ins all its callers have one address. */
export function warnOfUntrustedProxy(
  fastify: FastifyInstance,
  trustProxy: boolean | string,
  warn: (text: string) => void,
) {
  let hasWarned = trustProxy !== false;
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!hasWarned && request.headers['x-forwarded-for'] !== undefined) {
      hasWarned = true;
      warn(
        `A request came with X-Forwarded-For by ${request.ip}, and TRUST_PROXY is not set. If that is your proxy, set ` +
          'TRUST_PROXY to its address: until then all callers count as one when wrong passwords are limited.',
      );
    }
    done();
  });
}

import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TroubleKind } from './trouble.js';

type RealTrouble = Exclude<TroubleKind, 'none'>;

const HUGE_BYTES = 100 * 1024 * 1024;
const SLOW_BODY = JSON.stringify({ result: 'ok', note: 'one byte a second' }).padEnd(60);
const GARBAGE = '\x00\x01\xff%% this is not HTTP \x7f\r\n\r\n';
const HTML = '<!doctype html><title>Вход в сеть</title><h1>Подключитесь к Wi-Fi</h1>';

/** The status that the spoilt answer shows; null when no answer is given. */
export function shownStatus(kind: RealTrouble): number | null {
  if (kind === 'html' || kind === 'slow' || kind === 'huge') return 200;
  return /^\d+$/.test(kind) ? Number(kind) : null;
}

/** The body of the spoilt answer as the ledger keeps it; null when there is none, or one too long to keep. */
export function shownAnswer(kind: RealTrouble): unknown {
  if (kind === 'html') return HTML;
  if (kind === 'garbage') return GARBAGE;
  return /^\d+$/.test(kind) ? refusalBody(kind) : null;
}

export function misbehave(
  kind: RealTrouble,
  retryAfter: string | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  switch (kind) {
    case 'hang':
      return reply.hijack();
    case 'reset':
    case 'reset-after-apply':
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return reply;
    case 'garbage':
      reply.hijack();
      request.raw.socket.end(Buffer.from(GARBAGE, 'latin1'));
      return reply;
    case 'html':
      return reply.type('text/html; charset=utf-8').send(HTML);
    case 'slow':
      return answerSlowly(reply);
    case 'huge':
      return reply.type('application/json').send(Readable.from(hugeBody()));
    default:
      return answerStatus(kind, retryAfter, request, reply);
  }
}

function answerStatus(
  kind: RealTrouble,
  retryAfter: string | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (retryAfter !== undefined && (kind === '429' || kind === '503')) reply.header('retry-after', retryAfter);
  if (kind === '401') reply.header('www-authenticate', 'Basic realm="GettZap sandbox"');
  // Leads back here, so that a client that follows redirects is caught in the ledger.
  if (kind === '302') reply.header('location', `http://127.0.0.1:${request.socket.localPort}/v1/redirected`);
  return reply.code(Number(kind)).send(refusalBody(kind));
}

function refusalBody(kind: RealTrouble): Record<string, string> {
  return { code: 'sandbox_trouble', message: `Песочница отвечает ${kind} по просьбе` };
}

function answerSlowly(reply: FastifyReply): FastifyReply {
  reply.hijack();
  const response = reply.raw;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': SLOW_BODY.length });
  response.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    response.write(SLOW_BODY[sent]);
    sent += 1;
    if (sent === SLOW_BODY.length) response.end();
  }, 1000);
  response.on('close', () => clearInterval(timer));
  response.on('finish', () => clearInterval(timer));
  return reply;
}

function* hugeBody(): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  for (let sent = 0; sent < HUGE_BYTES; sent += chunk.length) yield chunk;
}

import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Problem } from './problem.dto.js';

/** A request that could not be read, as it was answered. */
export interface UnreadableRequest {
  requestId: string;
  status: number;
  /** Of Node. */
  error: string;
}

const DETAILS: Record<number, string> = {
  400: 'This is no HTTP request.',
  408: 'The head of the request did not come in time.',
  431: 'The address and the headers together are longer than 16 KiB.',
};

/**
 * Answers what is no request that Node can read: it reaches no route and no hook, so nothing else would tell of it.
 * @param tell not of connections over which nothing came in time: browsers open some ahead of need
 */
export function answerUnreadable(tell: (request: UnreadableRequest) => void) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const status = statusOf(error.code);
    const requestId = randomUUID();
    if (status !== 408) tell({ requestId, status, error: error.code ?? '' });
    if (socket.writable) socket.write(answerOf(status, requestId));
    socket.destroy(error);
  };
}

function statusOf(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
}

function answerOf(status: number, requestId: string): string {
  const title = STATUS_CODES[status]!;
  const code = status === 400 ? 'bad_request' : `http_${status}`;
  const problem: Problem = { type: 'about:blank', title, status, code, detail: DETAILS[status]!, requestId };
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

import type { IncomingMessage } from 'node:http';
import { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';
import type { AxiosResponse } from 'axios';
import { AppConfig } from '../platform/config/app-config.js';
import { Clock } from '../platform/clock.js';
import { ErrorDetail, errorDetail } from '../platform/error-texts.js';
import { maskHeaders, secretMasker, valueMasker } from '../platform/http/http-masking.js';
import { ForbiddenTargetError, outgoingAgents, whyTargetIsForbidden } from '../platform/http/target-guard.js';
import type { AttemptRequest, AttemptResponse } from './attempt.dto.js';
import type { AttemptOutcome, OutcomeClass } from './channel.js';
import { parseRetryAfter } from './retry-schedule.js';

const CONNECT_TIMEOUT_MS = 3_000;

export interface HttpLimits {
  totalMs: number;
  /** What of an answer is read. */
  answerBytes: number;
  /** A body that trickles in is not waited for longer than this. */
  bodyMs: number;
}

export const LONGEST_CALL_MS = 15_000;
/** Where the status says it all. */
const LIMITS: HttpLimits = { totalMs: LONGEST_CALL_MS, answerBytes: 16 * 1024, bodyMs: 2_000 };

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Names of further headers whose values are never shown. */
  secretHeaders?: string[];
  /** Values that are never shown, in whatever part of the request or its answer they stand. */
  secrets?: string[];
}

/** Calls other systems over HTTP: kept-alive connections, time limits, no redirects, only to addresses that may be called. */
@Injectable()
export class HttpSender {
  private readonly agents: ReturnType<typeof outgoingAgents>;

  constructor(
    private readonly http: HttpService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {
    this.agents = outgoingAgents({
      allowPrivate: config.allowPrivateTargets,
      // The worker bounds what is under way to each endpoint. Behind a limit of the host, which endpoints may share, requests would
      // wait for one another, and the wait would count as the receiver's silence.
      maxSockets: Infinity,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
    });
  }

  /** Makes one request and says what came of it; throws nothing. */
  async send(request: HttpRequest, given: Partial<HttpLimits> = {}): Promise<AttemptOutcome> {
    const limits = { ...LIMITS, ...given };
    const startedAt = performance.now();
    const shown = shownRequest(request);
    const since = () => Math.round(performance.now() - startedAt);
    const forbidden = whyTargetIsForbidden(request.url, this.config.allowPrivateTargets);
    if (forbidden) return { ...refused(forbidden), durationMs: since(), request: shown };
    const deadline = AbortSignal.timeout(limits.totalMs);
    try {
      const answer = await this.request(request, deadline);
      const response = await readResponse(answer, deadline, limits, maskerOf(request));
      return {
        ...classifyStatus(response.status),
        retryAfterMs: parseRetryAfter(response.headers['retry-after'], this.clock.now()),
        durationMs: since(),
        request: shown,
        response,
        error: null,
      };
    } catch (error) {
      const cause = (error as Error).cause ?? error;
      if (cause instanceof ForbiddenTargetError) {
        return { ...refused(cause.detail), durationMs: since(), request: shown };
      }
      const isSilent = deadline.aborted;
      const { code = '' } = cause as { code?: string };
      return {
        ...classifyNetworkError(isSilent ? 'ETIMEDOUT' : code),
        durationMs: since(),
        request: shown,
        response: null,
        error: isSilent
          ? errorDetail('no_answer', { seconds: limits.totalMs / 1_000 })
          : networkError(error as Error, code),
      };
    }
  }

  private request({ method, url, headers, body }: HttpRequest, signal: AbortSignal) {
    return this.http.axiosRef.request<IncomingMessage>({
      method,
      url,
      headers: { 'User-Agent': 'partsdesk', ...headers },
      data: body,
      ...this.agents,
      signal,
      maxRedirects: 0,
      proxy: false,
      responseType: 'stream',
      validateStatus: () => true,
      transformRequest: [(data: unknown) => data],
    });
  }
}

/** The request as it may be stored and shown. */
export function shownRequest({ method, url, headers, body = '', secretHeaders, secrets }: HttpRequest): AttemptRequest {
  const mask = valueMasker(secrets ?? []);
  return { method, url: mask(url), headers: maskHeaders(headers, secretHeaders), body: mask(body) };
}

function maskerOf({ headers, secretHeaders, secrets }: HttpRequest): (text: string) => string {
  const [ofHeaders, ofValues] = [secretMasker(headers, secretHeaders), valueMasker(secrets ?? [])];
  return (text) => ofValues(ofHeaders(text));
}

function refused(error: ErrorDetail): Pick<AttemptOutcome, 'class' | 'isOutage' | 'response' | 'error'> {
  return { class: 'rejected', isOutage: false, response: null, error };
}

/** Of a connection that was not made or broke, in the words of the library below. */
function networkError({ message }: Error, code: string): ErrorDetail {
  if (code === 'ETIMEDOUT') return errorDetail('no_connection', { seconds: CONNECT_TIMEOUT_MS / 1_000 });
  return errorDetail('unreachable', { reason: message });
}

async function readResponse(
  { status, headers, data }: AxiosResponse<IncomingMessage>,
  deadline: AbortSignal,
  { answerBytes, bodyMs }: HttpLimits,
  mask: (text: string) => string,
): Promise<AttemptResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = () => data.destroy();
  const timer = setTimeout(stop, bodyMs);
  deadline.addEventListener('abort', stop);
  try {
    for await (const chunk of data) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= answerBytes) break; // ends the stream and its connection
    }
  } catch {
    // The status has been read; how the body ended changes nothing.
  } finally {
    clearTimeout(timer);
    deadline.removeEventListener('abort', stop);
  }
  const body = Buffer.concat(chunks).subarray(0, answerBytes).toString('utf8');
  const shown = Object.entries(maskHeaders(headers)).map(([name, value]) => [name, mask(value)]);
  return { status, headers: Object.fromEntries(shown), body: mask(body) };
}

const RETRIED_4XX = new Set([408, 425]);
/** What stands before the receiver answers for it, or it says that it is not there: bad gateway, unavailable, gateway timeout. */
const UNAVAILABLE_5XX = new Set([502, 503, 504]);

export interface StatusMeaning {
  class: OutcomeClass;
  isOutage: boolean;
  mayBeItsOwn?: boolean;
}

/** Of the receiver's TLS or HTTP; the other errors that Node raises by itself find fault with the request. */
const OF_THE_ANSWER = /^ERR_(TLS_|SSL_|HTTP2_|STREAM_|NETWORK|BAD_RESPONSE)/;

/** Not enough files, ports, memory or rights on this machine. */
const OF_THIS_MACHINE = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'EADDRNOTAVAIL', 'EACCES', 'EPERM']);

/**
 * What it means that no answer came. Only errors of the network and of the receiver tell of an outage: a request that cannot be made
 * (an illegal header) is given up alone, and one that this machine had no room for is made later and spends no attempt.
 * @param code of Node, "" = it has none
 */
export function classifyNetworkError(code: string): { class: OutcomeClass; isOutage: boolean } {
  if (code.startsWith('ERR_') && !OF_THE_ANSWER.test(code)) return { class: 'rejected', isOutage: false };
  if (OF_THIS_MACHINE.has(code)) return { class: 'throttled', isOutage: false };
  return { class: 'retry', isOutage: true };
}

/** What an HTTP answer means for a message; 409 says that the receiver is in that state already. */
export function classifyStatus(status: number): StatusMeaning {
  if (status >= 500) return { class: 'retry', isOutage: true, mayBeItsOwn: !UNAVAILABLE_5XX.has(status) };
  if ((status >= 200 && status < 300) || status === 409) return { class: 'delivered', isOutage: false };
  if (status === 429) return { class: 'throttled', isOutage: false };
  if (status === 401 || status === 403) return { class: 'unauthorized', isOutage: false };
  return { class: RETRIED_4XX.has(status) ? 'retry' : 'rejected', isOutage: false };
}

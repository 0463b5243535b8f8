import type { IncomingMessage } from 'node:http';
import { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';
import type { AxiosResponse } from 'axios';
import { AppConfig } from '../platform/config/app-config.js';
import { Clock } from '../platform/clock.js';
import { maskHeaders, secretMasker } from '../platform/http/http-masking.js';
import { ForbiddenTargetError, outgoingAgents, whyTargetIsForbidden } from '../platform/http/target-guard.js';
import type { AttemptRequest, AttemptResponse } from './attempt.dto.js';
import type { AttemptOutcome } from './channel.js';
import { classifyNetworkError, classifyStatus } from './http-outcome.js';
import { parseRetryAfter } from './retry-schedule.js';

const CONNECT_TIMEOUT_MS = 3_000;
const TOTAL_TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 16 * 1024;
/** The status says it all; a body that trickles in is not waited for longer than this. */
const BODY_TIMEOUT_MS = 2_000;

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Names of further headers whose values are never shown. */
  secretHeaders?: string[];
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
      // The dispatcher bounds what is under way to each endpoint. Behind a limit of the host, which endpoints may share, requests would
      // wait for one another, and the wait would count as the receiver's silence.
      maxSockets: Infinity,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
    });
  }

  /** Makes one request and says what came of it; throws nothing. */
  async send(request: HttpRequest): Promise<AttemptOutcome> {
    const startedAt = performance.now();
    const shown = shownRequest(request);
    const since = () => Math.round(performance.now() - startedAt);
    const forbidden = whyTargetIsForbidden(request.url, this.config.allowPrivateTargets);
    if (forbidden) return { ...refused(`The address ${forbidden}.`), durationMs: since(), request: shown };
    const deadline = AbortSignal.timeout(TOTAL_TIMEOUT_MS);
    try {
      const answer = await this.request(request, deadline);
      const response = await readResponse(answer, deadline, secretMasker(request.headers, request.secretHeaders));
      return {
        ...classifyStatus(response.status),
        retryAfterMs: parseRetryAfter(response.headers['retry-after'], this.clock.now()),
        durationMs: since(),
        request: shown,
        response,
        error: '',
      };
    } catch (error) {
      const cause = (error as Error).cause ?? error;
      if (cause instanceof ForbiddenTargetError) {
        return { ...refused(cause.message), durationMs: since(), request: shown };
      }
      const isSilent = deadline.aborted;
      const message = isSilent ? `no answer within ${TOTAL_TIMEOUT_MS / 1_000} s` : (error as Error).message;
      const { code = '' } = cause as { code?: string };
      return {
        ...classifyNetworkError(isSilent ? 'ETIMEDOUT' : code),
        durationMs: since(),
        request: shown,
        response: null,
        error: message.slice(0, 500),
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
export function shownRequest({ method, url, headers, body = '', secretHeaders }: HttpRequest): AttemptRequest {
  return { method, url, headers: maskHeaders(headers, secretHeaders), body };
}

function refused(error: string): Pick<AttemptOutcome, 'class' | 'isOutage' | 'response' | 'error'> {
  return { class: 'rejected', isOutage: false, response: null, error: error.slice(0, 500) };
}

async function readResponse(
  { status, headers, data }: AxiosResponse<IncomingMessage>,
  deadline: AbortSignal,
  mask: (text: string) => string,
): Promise<AttemptResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = () => data.destroy();
  const timer = setTimeout(stop, BODY_TIMEOUT_MS);
  deadline.addEventListener('abort', stop);
  try {
    for await (const chunk of data) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= MAX_ANSWER_BYTES) break; // ends the stream and its connection
    }
  } catch {
    // The status has been read; how the body ended changes nothing.
  } finally {
    clearTimeout(timer);
    deadline.removeEventListener('abort', stop);
  }
  const body = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8');
  const shown = Object.entries(maskHeaders(headers)).map(([name, value]) => [name, mask(value)]);
  return { status, headers: Object.fromEntries(shown), body: mask(body) };
}

import createClient from 'openapi-fetch';
import { ApiError, OfflineError, type Problem } from './errors';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** After this nothing comes any more: the service ends each request in seconds, and proxies wait no longer for what takes time. */
const ANSWERED_WITHIN_MS = 60_000;

/** The service's calls, typed by its OpenAPI document; every call goes through `call`. */
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin', fetch: fetchInTime });

/** A connection that is dead says nothing, and the browser waits for ever. Files take as long as they take. */
async function fetchInTime(request: Request): Promise<Response> {
  const type = request.headers.get('Content-Type');
  if (type && !type.includes('json')) return fetch(request);
  const { signal } = request;
  const limit = new AbortController();
  const giveUp = () => limit.abort(signal.reason);
  const timer = setTimeout(() => limit.abort(new OfflineError('no answer')), ANSWERED_WITHIN_MS);
  signal.addEventListener('abort', giveUp);
  try {
    const response = await fetch(request, { signal: limit.signal });
    // The connection may die in the middle of it, too.
    const body = await response.arrayBuffer();
    return new Response(body.byteLength > 0 ? body : null, response);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

const whenSignedOut = new Set<() => void>();

/** Hears of every answer that says that the session has ended. Answers how to stop hearing. */
export function onSignedOut(listener: () => void): () => void {
  whenSignedOut.add(listener);
  return () => whenSignedOut.delete(listener);
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * Answers what a call brings.
 * @throws ApiError when the service refuses, OfflineError when nothing answers
 */
export async function call<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer.catch((reason: unknown) => {
    if (reason instanceof DOMException && reason.name === 'AbortError') throw reason;
    throw new OfflineError(String(reason));
  });
  if (response.ok) return data as T;
  if (response.status === 401) whenSignedOut.forEach((listener) => listener());
  // A proxy before the service answers with pages of its own.
  const isGateway = response.status >= 502 && response.status <= 504 && typeof error !== 'object';
  if (isGateway) throw new OfflineError(`HTTP ${response.status}`);
  const problem = typeof error === 'object' && error ? (error as Problem) : {};
  throw new ApiError(response.status, problem, Number(response.headers.get('Retry-After') ?? 0));
}

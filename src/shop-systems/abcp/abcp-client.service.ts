import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AttemptOutcome } from '../../outbox/channel.js';
import { type HttpLimits, HttpSender } from '../../outbox/http-sender.service.js';
import { type ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import { ExchangeSignIns } from '../exchanges/exchange-sign-ins.service.js';
import { type AbcpOrder, readOrder } from './abcp-order.js';
import type { AbcpSettings } from './abcp-settings.js';
import { formFields, type FormValue } from './php-form.js';

const MEGABYTE = 1024 * 1024;
/** All calls of one message together end before its claim runs out. */
const LOOK: HttpLimits = { totalMs: 4_000, answerBytes: 4 * MEGABYTE, bodyMs: 4_000 };
const SAVE: HttpLimits = { totalMs: 9_000, answerBytes: 4 * MEGABYTE, bodyMs: 9_000 };
const LIST: HttpLimits = { totalMs: 60_000, answerBytes: 32 * MEGABYTE, bodyMs: 60_000 };

/** An answer of ABCP's, and what it means. */
export interface AbcpAnswer {
  outcome: AttemptOutcome;
  /** What it said; undefined = nothing that is JSON. */
  body: unknown;
}

export interface AbcpStatusName {
  value: string;
  name: string;
}

/** Calls the API of a shop's ABCP. It throws nothing for what ABCP does or fails to do. */
@Injectable()
export class AbcpClient {
  constructor(
    private readonly sender: HttpSender,
    private readonly signIns: ExchangeSignIns,
  ) {}

  /** @returns the order with it where there is one; not to be found is no failure. @throws ConflictError `secrets_unreadable` */
  async find(exchange: Exchange, internalNumber: string): Promise<AbcpAnswer & { order?: AbcpOrder | undefined }> {
    const answer = await this.get(exchange, 'cp/order', { internalNumber }, LOOK);
    if (answer.outcome.response?.status === 404 && isError(answer.body))
      return { ...answer, outcome: { ...answer.outcome, class: 'delivered' } };
    if (answer.outcome.class !== 'delivered') return answer;
    const order = readOrder(answer.body);
    return order ? { ...answer, order } : { ...answer, outcome: unexpected(answer.outcome) };
  }

  /** Makes or changes an order. @throws ConflictError `secrets_unreadable` */
  async save(
    exchange: Exchange,
    order: Record<string, FormValue>,
  ): Promise<AbcpAnswer & { order?: AbcpOrder | undefined }> {
    const body = new URLSearchParams([...this.signIn(exchange), ...formFields(order, 'order')]).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const request = { method: 'POST' as const, url: addressOf(exchange, 'cp/order'), headers, body };
    const answer = readAnswer(await this.sender.send({ ...request, secrets: this.secretsOf(exchange) }, SAVE));
    if (answer.outcome.class !== 'delivered') return answer;
    const saved = readOrder(answer.body);
    return saved ? { ...answer, order: saved } : { ...answer, outcome: unexpected(answer.outcome) };
  }

  /** Orders that were updated since, in the words of ABCP's clock. @throws ConflictError `secrets_unreadable` */
  async list(exchange: Exchange, dateUpdatedStart: string, skip: number, limit: number): Promise<AbcpAnswer> {
    const query = { dateUpdatedStart, limit: String(limit), skip: String(skip) };
    return this.get(exchange, 'cp/orders', query, LIST);
  }

  /** The directory of statuses. @throws ConflictError `secrets_unreadable` */
  async statuses(exchange: Exchange): Promise<AbcpAnswer & { statuses: AbcpStatusName[] }> {
    const answer = await this.get(exchange, 'cp/statuses', {}, LOOK);
    return { ...answer, statuses: Array.isArray(answer.body) ? answer.body.flatMap(readStatus) : [] };
  }

  private async get(
    exchange: Exchange,
    path: string,
    query: Record<string, string>,
    limits: HttpLimits,
  ): Promise<AbcpAnswer> {
    const search = new URLSearchParams([...this.signIn(exchange), ...Object.entries(query)]);
    const url = `${addressOf(exchange, path)}?${search.toString()}`;
    const request = { method: 'GET' as const, url, headers: {}, secrets: this.secretsOf(exchange) };
    return readAnswer(await this.sender.send(request, limits));
  }

  private signIn(exchange: Exchange): Array<[string, string]> {
    const { login } = exchange.settings as AbcpSettings;
    return [
      ['userlogin', login],
      ['userpsw', md5(this.signIns.passwordOf(exchange))],
    ];
  }

  /** The hash is as good as the password. */
  private secretsOf(exchange: Exchange): string[] {
    const password = this.signIns.passwordOf(exchange);
    return [password, md5(password)];
  }
}

function addressOf({ settings }: Exchange, path: string): string {
  return `${(settings as AbcpSettings).apiUrl.replace(/\/+$/, '')}/${path}`;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** Whatever is no JSON did not come from ABCP's API: something stands before it, or the address is another one's. */
function readAnswer(outcome: AttemptOutcome): AbcpAnswer {
  if (!outcome.response) return { outcome, body: undefined };
  const body = parsed(outcome.response.body);
  if (body === undefined) {
    const isRefusal = outcome.class === 'unauthorized' || outcome.class === 'throttled';
    return { outcome: isRefusal ? outcome : unexpected(outcome), body };
  }
  // ABCP has no answer that says that an order is in that state already.
  const isConflict = outcome.response.status === 409;
  return { outcome: isConflict ? { ...outcome, class: 'rejected' } : outcome, body };
}

/** Nobody knows what came of it. */
function unexpected(outcome: AttemptOutcome): AttemptOutcome {
  return { ...outcome, class: 'retry', isOutage: true, mayBeItsOwn: true };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isError(body: unknown): body is { errorCode: unknown; errorMessage?: unknown } {
  return typeof body === 'object' && body !== null && 'errorCode' in body;
}

function readStatus(status: unknown): AbcpStatusName[] {
  const { id, name } = (status ?? {}) as { id?: unknown; name?: unknown };
  const value = typeof id === 'string' || typeof id === 'number' ? String(id) : '';
  return value === '' ? [] : [{ value, name: typeof name === 'string' ? name : '' }];
}

/** Why a call failed, for people. */
export function reasonOf({ outcome, body }: AbcpAnswer): ErrorDetail {
  const { response, error } = outcome;
  if (!response) return error!;
  const { status } = response;
  if (body === undefined) return errorDetail('answer_no_json', { status });
  if (!isError(body)) return errorDetail('other_side_answered', { status });
  const said = `${String(body.errorMessage ?? '')} (${String(body.errorCode)})`;
  return errorDetail('other_side_said', { status, said });
}

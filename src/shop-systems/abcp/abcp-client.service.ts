import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { HttpSender } from '../../outbox/http-sender.service.js';
import {
  type CalledAnswer,
  isFields,
  limitsOf,
  readAnswer,
  requestOf,
  textOf,
  unexpected,
} from '../exchanges/called-system.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import { ExchangeSignIns } from '../exchanges/exchange-sign-ins.service.js';
import { type AbcpOrder, readOrder } from './abcp-order.js';
import type { AbcpSettings } from './abcp-settings.js';
import { formFields, type FormValue } from './php-form.js';

const MEGABYTE = 1024 * 1024;
const ORDER_BYTES = 4 * MEGABYTE;
const LIST_BYTES = 12 * MEGABYTE;
/** Of a text whose last letter was cut. */
const ALMOST = 0.99;
const LIST_MS = 60_000;
const DIRECTORY_MS = 15_000;

export type FoundOrder = CalledAnswer & { order?: AbcpOrder | undefined };

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
  async find(exchange: Exchange, internalNumber: string, withinMs: number): Promise<FoundOrder> {
    const answer = await this.call(exchange, 'GET', '/cp/order', [['internalNumber', internalNumber]], withinMs);
    if (answer.outcome.response?.status === 404 && isError(answer.body))
      return { ...answer, outcome: { ...answer.outcome, class: 'delivered' } };
    if (answer.outcome.class !== 'delivered') return answer;
    return withOrder(answer, ({ internalNumber: there }) => there === internalNumber);
  }

  /** Makes or changes an order. @throws ConflictError `secrets_unreadable` */
  async save(exchange: Exchange, order: Record<string, FormValue>, withinMs: number): Promise<FoundOrder> {
    const answer = await this.call(exchange, 'POST', '/cp/order', formFields(order, 'order'), withinMs);
    if (answer.outcome.class !== 'delivered') return answer;
    const { number, internalNumber } = order;
    return withOrder(answer, (there) => there.number === number || there.internalNumber === internalNumber);
  }

  /**
   * Orders that were updated since, in the words of ABCP's clock.
   * @returns also whether it was too much to be read
   * @throws ConflictError `secrets_unreadable`
   */
  async list(
    exchange: Exchange,
    dateUpdatedStart: string,
    skip: number,
    limit: number,
  ): Promise<CalledAnswer & { isTooLarge: boolean }> {
    const query = Object.entries({ dateUpdatedStart, limit: String(limit), skip: String(skip) });
    const answer = await this.call(exchange, 'GET', '/cp/orders', query, LIST_MS, LIST_BYTES);
    const { response } = answer.outcome;
    const size = answer.body === undefined && response ? Buffer.byteLength(response.body) : 0;
    return { ...answer, isTooLarge: response?.status === 200 && size > LIST_BYTES * ALMOST };
  }

  /** The directory of statuses. @throws ConflictError `secrets_unreadable` */
  async statuses(exchange: Exchange): Promise<CalledAnswer & { statuses: AbcpStatusName[] }> {
    const answer = await this.call(exchange, 'GET', '/cp/statuses', [], DIRECTORY_MS);
    const { outcome, body } = answer;
    if (outcome.class === 'delivered' && isError(body))
      return { ...answer, outcome: unexpected(outcome), statuses: [] };
    return { ...answer, statuses: Array.isArray(body) ? body.flatMap(readStatus) : [] };
  }

  private async call(
    exchange: Exchange,
    method: 'GET' | 'POST',
    path: string,
    form: Array<[name: string, value: string]>,
    withinMs: number,
    answerBytes = ORDER_BYTES,
  ): Promise<CalledAnswer> {
    const { login } = exchange.settings as AbcpSettings;
    const hash = createHash('md5').update(this.signIns.passwordOf(exchange)).digest('hex');
    const request = requestOf(exchange, method, path, [['userlogin', login], ['userpsw', hash], ...form]);
    // It is as good as the password, which itself is not sent: a short one would be found within numbers that are read.
    const secrets = [hash];
    return readAnswer(await this.sender.send({ ...request, secrets }, limitsOf(withinMs, answerBytes)), wordsOf);
  }
}

/** An order that was not asked for says nothing of the one that was. */
function withOrder(answer: CalledAnswer, isAskedFor: (order: AbcpOrder) => boolean): FoundOrder {
  const order = readOrder(answer.body);
  return order && isAskedFor(order) ? { ...answer, order } : { ...answer, outcome: unexpected(answer.outcome) };
}

function isError(body: unknown): body is { errorCode: unknown; errorMessage?: unknown } {
  return typeof body === 'object' && body !== null && 'errorCode' in body;
}

function readStatus(status: unknown): AbcpStatusName[] {
  if (!isFields(status)) return [];
  const value = textOf(status['id']);
  return value === '' ? [] : [{ value, name: textOf(status['name']) }];
}

function wordsOf(body: unknown): string | undefined {
  if (!isError(body)) return undefined;
  const { errorMessage = '', errorCode } = body;
  const message = typeof errorMessage === 'string' ? errorMessage : JSON.stringify(errorMessage);
  return `${message} (${String(errorCode)})`;
}

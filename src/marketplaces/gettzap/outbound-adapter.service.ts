import { Injectable } from '@nestjs/common';
import type { HttpRequest } from '../../outbox/http-sender.service.js';
import { ExpressionError } from '../../platform/expressions/expression-error.js';
import { Expressions } from '../../platform/expressions/expressions.service.js';
import { Adapter, fillPlaceholders, isAbsolute, placeholdersOf } from '../connections/adapter.js';
import type { Credentials } from '../connections/connection-secrets.service.js';
import { GettzapStatus, headerValue, pathPart, signIn, statusRequest } from './gettzap-request.js';

/** What an outbound expression is given: contract v1 and what surrounds it. Everything is always there, null = none. */
export interface OutgoingMessage {
  kind: string;
  /** The order's id at GettZap. */
  externalId: string;
  /** The position's id at GettZap; null = the whole order. */
  positionId: string | null;
  /** The shop's own order, once there is one. */
  orderId: string | null;
  status: string;
  comment: string;
  occurredAt: string;
  quantity: number | null;
  idempotencyKey: string;
}

/** A status to be told, with what only an expression may want to know of it. */
export interface OutgoingStatus {
  status: GettzapStatus & { orderId: number | null };
  kind: string;
  idempotencyKey: string;
}

/** Makes requests in the form that a connection's adapter gives them. */
@Injectable()
export class OutboundAdapter {
  constructor(private readonly expressions: Expressions) {}

  /** The request without its body, which alone may fail to be made. */
  envelope(credentials: Credentials, adapter: Adapter, outgoing: OutgoingStatus): HttpRequest {
    const contract = statusRequest(credentials, outgoing.status, outgoing.idempotencyKey);
    const { headers, secretHeaders } = headersOf(adapter, credentials);
    const own = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
    const signedIn = Object.entries(signIn(credentials)).filter(([name]) => !own.has(name.toLowerCase()));
    return {
      method: adapter.method,
      url: urlOf(adapter, credentials.apiUrl, outgoing.status) ?? contract.url,
      headers: {
        ...Object.fromEntries(signedIn),
        ...headers,
        'Idempotency-Key': outgoing.idempotencyKey,
        'Content-Type': adapter.contentType,
      },
      secretHeaders,
    };
  }

  /** @throws ExpressionError; UnavailableError `expressions_busy` */
  async body(adapter: Adapter, message: OutgoingMessage, connectionId: number): Promise<string> {
    return this.encode(adapter, await this.result(adapter, message, connectionId));
  }

  /**
   * @param connectionId whose expression it is; none = it is only tried
   * @returns JSON
   * @throws ExpressionError also when it gives nothing; UnavailableError `expressions_busy`
   */
  async result({ outbound }: Adapter, message: OutgoingMessage, connectionId?: number): Promise<string> {
    if (outbound === '') return contractBody(message);
    const json = await this.expressions.evaluate(outbound, JSON.stringify(message), connectionId?.toString());
    if (json === undefined) throw new ExpressionError(outbound, { message: 'it gave nothing for this message' });
    return json;
  }

  /** @throws ExpressionError for a result that cannot be written in the adapter's content type */
  encode({ outbound, contentType }: Adapter, json: string): string {
    if (contentType === 'application/json') return json;
    const form = formBody(JSON.parse(json));
    if ('problem' in form) throw new ExpressionError(outbound, { message: form.problem });
    return form.body;
  }
}

export function outgoingMessage({ status, kind, idempotencyKey }: OutgoingStatus): OutgoingMessage {
  return {
    kind,
    externalId: status.externalId,
    positionId: status.positionExternalId,
    orderId: status.orderId === null ? null : String(status.orderId),
    status: status.status,
    comment: status.text,
    occurredAt: status.occurredAt,
    quantity: status.quantity,
    idempotencyKey,
  };
}

function contractBody({ status, comment, occurredAt, quantity }: OutgoingMessage): string {
  return JSON.stringify({ status, comment, occurredAt, ...(quantity !== null && { quantity }) });
}

function urlOf({ url, positionUrl }: Adapter, apiUrl: string, status: GettzapStatus): string | undefined {
  const { externalId, positionExternalId } = status;
  const template = positionExternalId === null ? url : positionUrl || url;
  if (template === '') return undefined;
  const path = fillPlaceholders(template, {
    externalId: pathPart(externalId),
    ...(positionExternalId !== null && { positionId: pathPart(positionExternalId) }),
  });
  return isAbsolute(path) ? path : `${apiUrl}/${path.replace(/^\/+/, '')}`;
}

function headersOf({ headers: templates }: Adapter, { login, password, apiKey }: Credentials) {
  const headers: Record<string, string> = {};
  const secretHeaders: string[] = [];
  for (const [name, template] of Object.entries(templates)) {
    headers[name] = headerValue(fillPlaceholders(template, { login, password, apiKey }));
    if (placeholdersOf(template)?.length) secretHeaders.push(name);
  }
  return { headers, secretHeaders };
}

/**
 * Writes an object as form fields in UTF-8: texts, numbers and true/false as they are, arrays as repeated fields, null as none.
 * @returns what cannot be written so, by name
 */
export function formBody(value: unknown): { body: string } | { problem: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: 'its result must be an object to be sent as form fields' };
  }
  const fields = new URLSearchParams();
  for (const [name, content] of Object.entries(value)) {
    for (const each of Array.isArray(content) ? content : [content]) {
      if (each === null) continue;
      if (typeof each === 'object') return { problem: `the form field ${name} must be a text, a number or true/false` };
      fields.append(name, String(each));
    }
  }
  return { body: fields.toString() };
}

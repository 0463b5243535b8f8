import { Injectable } from '@nestjs/common';
import type { HttpRequest } from '../../outbox/http-sender.service.js';
import { ExpressionError } from '../../platform/expressions/expression-error.js';
import { Expressions } from '../../platform/expressions/expressions.service.js';
import { Adapter, fillPlaceholders, isAbsolute, placeholdersOf } from '../connections/adapter.js';
import type { Credentials } from '../connections/connection-secrets.service.js';
import { contractBody, headerValue, OutgoingMessage, pathPart, signIn, statusRequest } from './gettzap-request.js';
import { ErrorDetail, errorDetail } from '../../platform/error-texts.js';

/** Makes requests in the form that a connection's adapter gives them. */
@Injectable()
export class OutboundAdapter {
  constructor(private readonly expressions: Expressions) {}

  /** The request without its body, which alone may fail to be made. */
  envelope(credentials: Credentials, adapter: Adapter, message: OutgoingMessage): HttpRequest {
    const contract = statusRequest(credentials, message);
    const { headers, secretHeaders } = headersOf(adapter, credentials);
    const own = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
    const signedIn = Object.entries(signIn(credentials)).filter(([name]) => !own.has(name.toLowerCase()));
    return {
      method: adapter.method,
      url: urlOf(adapter, credentials.apiUrl, message) ?? contract.url,
      headers: {
        ...Object.fromEntries(signedIn),
        ...headers,
        'Idempotency-Key': message.idempotencyKey,
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
    if (json === undefined) throw new ExpressionError(outbound, errorDetail('expression_gave_nothing'));
    return json;
  }

  /** @throws ExpressionError for a result that cannot be written in the adapter's content type */
  encode({ outbound, contentType }: Adapter, json: string): string {
    if (contentType === 'application/json') return json;
    const form = formBody(JSON.parse(json));
    if ('problem' in form) throw new ExpressionError(outbound, form.problem);
    return form.body;
  }
}

function urlOf({ url, positionUrl }: Adapter, apiUrl: string, message: OutgoingMessage): string | undefined {
  const { externalId, positionId } = message;
  const template = positionId === null ? url : positionUrl || url;
  if (template === '') return undefined;
  const path = fillPlaceholders(template, {
    externalId: pathPart(externalId),
    ...(positionId !== null && { positionId: pathPart(positionId) }),
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
export function formBody(value: unknown): { body: string } | { problem: ErrorDetail } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: errorDetail('expression_no_object') };
  }
  const fields = new URLSearchParams();
  for (const [name, content] of Object.entries(value)) {
    for (const each of Array.isArray(content) ? content : [content]) {
      if (each === null) continue;
      if (typeof each === 'object') return { problem: errorDetail('expression_form_field', { name }) };
      fields.append(name, String(each));
    }
  }
  return { body: fields.toString() };
}

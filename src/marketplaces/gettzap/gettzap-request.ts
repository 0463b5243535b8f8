import type { HttpRequest } from '../../outbox/http-sender.service.js';
import type { Credentials } from '../connections/connection-secrets.service.js';

/** A status to be told, as an outbound expression is given it: contract v1 and what surrounds it. All is always there, null = none. */
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

/** Contract v1, outgoing: see docs/gettzap.md. */
export function statusRequest(credentials: Credentials, message: OutgoingMessage): HttpRequest {
  const { externalId, positionId, idempotencyKey } = message;
  const order = `${credentials.apiUrl}/v1/orders/${pathPart(externalId)}`;
  return {
    method: 'POST',
    url: positionId === null ? `${order}/status` : `${order}/positions/${pathPart(positionId)}/status`,
    headers: {
      ...signIn(credentials),
      'Idempotency-Key': idempotencyKey,
      'Content-Type': 'application/json',
    },
    body: contractBody(message),
  };
}

export function contractBody({ status, comment, occurredAt, quantity }: OutgoingMessage): string {
  return JSON.stringify({ status, comment, occurredAt, ...(quantity !== null && { quantity }) });
}

export function pingRequest(credentials: Credentials): HttpRequest {
  return { method: 'GET', url: `${credentials.apiUrl}/v1/ping`, headers: signIn(credentials) };
}

export function signIn({ login, password, apiKey }: Credentials): Record<string, string> {
  return {
    Authorization: `Basic ${Buffer.from(`${login}:${password}`, 'utf8').toString('base64')}`,
    'X-Api-Key': headerValue(apiKey),
  };
}

/** Header values are bytes; text beyond Latin-1 goes as UTF-8. */
export function headerValue(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** An id as a part of an address. A URL has no way to write `.` and `..`: whoever sends refuses them. */
export const pathPart = encodeURIComponent;

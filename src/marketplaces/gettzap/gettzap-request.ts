import type { HttpRequest } from '../../outbox/http-sender.service.js';
import type { Credentials } from '../connections/connection-secrets.service.js';

/** One thing to tell GettZap: a status with a comment, for an order or for one position of it. */
export interface GettzapStatus {
  /** The order's id at GettZap. */
  externalId: string;
  /** The position's id at GettZap; null = the whole order. */
  positionExternalId: string | null;
  status: string;
  /** The comment. */
  text: string;
  /** Pieces, for a position accepted or refused in part; null otherwise. */
  quantity: number | null;
  /** ISO 8601, UTC. */
  occurredAt: string;
}

/** Contract v1, outgoing: see docs/gettzap.md. */
export function statusRequest(credentials: Credentials, status: GettzapStatus, idempotencyKey: string): HttpRequest {
  const { externalId, positionExternalId, text: comment, quantity, occurredAt } = status;
  const order = `${credentials.apiUrl}/v1/orders/${pathPart(externalId)}`;
  return {
    method: 'POST',
    url: positionExternalId === null ? `${order}/status` : `${order}/positions/${pathPart(positionExternalId)}/status`,
    headers: {
      ...signIn(credentials),
      'Idempotency-Key': idempotencyKey,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ status: status.status, comment, occurredAt, ...(quantity !== null && { quantity }) }),
  };
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

import { Webhook as Signer } from 'standardwebhooks';
import type { HttpRequest } from '../../outbox/http-sender.service.js';
import type { WebhookPayload } from './webhook.js';

/**
 * A message as Standard Webhooks wants it: the id stays the same over all attempts, the time is that of the attempt.
 * @param secret `whsec_…`
 */
export function signedRequest(
  url: string,
  secret: string,
  id: string,
  { type, timestamp, data }: WebhookPayload,
  sentAt: Date,
): HttpRequest {
  const body = JSON.stringify({ type, timestamp, data });
  return {
    method: 'POST',
    url,
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
      'webhook-signature': new Signer(secret).sign(id, sentAt, body),
    },
    body,
  };
}

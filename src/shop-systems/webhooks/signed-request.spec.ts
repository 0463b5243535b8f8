import { Webhook } from 'standardwebhooks';
import { signedRequest } from './webhook-channel.service.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const PAYLOAD = { type: 'webhook.test' as const, timestamp: '2026-11-24T06:15:00.000Z', data: { webhookId: '5' } };

describe('signedRequest', () => {
  it('is a message that a Standard Webhooks library accepts', () => {
    const { url, headers, body } = signedRequest('https://shop.example/hook', SECRET, 'key-1', PAYLOAD, new Date());
    expect(url).toBe('https://shop.example/hook');
    expect(headers['webhook-id']).toBe('key-1');
    expect(new Webhook(SECRET).verify(body!, headers)).toEqual(PAYLOAD);
  });

  it('is refused with another secret, another id or another time', () => {
    const { headers, body } = signedRequest('https://shop.example/hook', SECRET, 'key-1', PAYLOAD, new Date());
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    expect(() => new Webhook(other).verify(body!, headers)).toThrow();
    expect(() => new Webhook(SECRET).verify(body!, { ...headers, 'webhook-id': 'key-2' })).toThrow();
    const late = String(Number(headers['webhook-timestamp']) + 1);
    expect(() => new Webhook(SECRET).verify(body!, { ...headers, 'webhook-timestamp': late })).toThrow();
  });
});

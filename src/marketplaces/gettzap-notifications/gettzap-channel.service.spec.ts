import { HttpSender } from '../../outbox/http-sender.service.js';
import { LEASE_MS } from '../../outbox/claims.service.js';
import type { OutboxMessage } from '../../outbox/outbox-message.entity.js';
import { CONTRACT_AS_IS } from '../connections/adapter.js';
import { OutboundAdapter } from '../gettzap/outbound-adapter.service.js';
import { GettzapChannel } from './gettzap-channel.service.js';

describe('sending through an adapter', () => {
  let elapsed: number;
  let given: number[];
  beforeEach(() => {
    [elapsed, given] = [0, []];
    jest.spyOn(performance, 'now').mockImplementation(() => elapsed);
  });
  afterEach(() => jest.restoreAllMocks());

  /** @param evaluatingMs what the expression waits and takes, before a receiver that never answers */
  async function send(evaluatingMs: number) {
    const expressions = {
      evaluate: async () => {
        elapsed += evaluatingMs;
        return '{}';
      },
    };
    const sender = {
      send: async (_: unknown, { totalMs }: { totalMs: number }) => {
        given.push(totalMs);
        elapsed += totalMs;
        return { class: 'retry' };
      },
    };
    const connection = { id: 1, deletedAt: null, adapter: { ...CONTRACT_AS_IS, outbound: 'status' } };
    const channel = new GettzapChannel(
      undefined as never,
      { refresh: async () => ({ get: () => new Map([[1, connection]]) }) } as never,
      { credentialsOf: () => ({ apiUrl: 'http://gz', login: '', password: '', apiKey: '' }) } as never,
      new OutboundAdapter(expressions as never),
      sender as unknown as HttpSender,
    );
    const payload = { externalId: 'GZ-1', positionExternalId: null, orderId: null };
    return (await channel.open('1'))!({ payload, idempotencyKey: 'k' } as unknown as OutboxMessage);
  }

  it('ends before its claim does, however long the expression waited', async () => {
    for (const evaluatingMs of [0, 5_500, 14_500]) {
      elapsed = 0;
      await send(evaluatingMs);
      expect(elapsed).toBeLessThan(LEASE_MS - 2_000);
    }
    expect(given).toEqual([15_000, 11_000, 2_000]);
  });

  it('sends nothing, and spends no attempt, where the expression has left no time for it', async () => {
    expect(await send(16_000)).toMatchObject({ class: 'throttled', error: { code: 'expressions_busy' } });
    expect(given).toEqual([]);
  });
});

import { Channels } from '../../outbox/channel.js';
import type { OutboxMessage } from '../../outbox/outbox-message.entity.js';
import { LEASE_MS } from '../../outbox/claims.service.js';
import type { ErrorDetail } from '../../platform/error-texts.js';
import { UnavailableError } from '../../platform/errors.js';
import type { PushedOrder, PushedOrders } from '../exchanges/pushed-orders.service.js';
import { OrderPushing } from '../exchanges/order-pushing.service.js';
import { AbcpChannel } from './abcp-channel.service.js';
import type { AbcpClient } from './abcp-client.service.js';
import { AbcpSettings } from './abcp-settings.js';

const answered = (kind: string, status: number) => ({
  outcome: { class: kind, isOutage: false, response: { status, headers: {}, body: '{}' }, error: null },
  body: {},
});
const LINE = { positionId: '1', brand: 'B', number: 'N', name: '', quantity: 1, priceMinor: 100, comment: '' };

describe('sending a message to ABCP', () => {
  let elapsed: number;
  let given: number[];
  let released: string[];
  beforeEach(() => {
    [elapsed, given, released] = [0, [], []];
    jest.spyOn(performance, 'now').mockImplementation(() => elapsed);
  });
  afterEach(() => jest.restoreAllMocks());

  /** @param tookMs what beginning, looking and writing take */
  async function send(tookMs: { begin?: number; find?: number; save?: number }, begin?: () => never) {
    const customer = { name: 'И', phone: '', email: '' };
    const order = { key: 'k-1', externalId: 'GZ-1', createdAt: new Date(), customer, lines: [LINE] };
    const more = { delivery: { type: '', address: '' }, comment: '', isCancelled: false, marketplace: 'GettZap' };
    const exchange = { id: 1, settings: new AbcpSettings(), deletedAt: null };
    const pushed = { exchange, order: { ...order, ...more }, known: null, lines: [] } as unknown as PushedOrder;
    const pushedOrders = {
      begin: async () => {
        elapsed += tookMs.begin ?? 0;
        return begin ? begin() : pushed;
      },
      release: async (_: PushedOrder, { message }: ErrorDetail) => void released.push(message),
    };
    const called = (took: number | undefined, withinMs: number, answer: object) => {
      given.push(withinMs);
      elapsed += Math.min(took ?? 0, withinMs);
      return answer;
    };
    const client = {
      find: async (_: unknown, __: unknown, withinMs: number) =>
        called(tookMs.find, withinMs, answered('delivered', 404)),
      save: async (_: unknown, __: unknown, withinMs: number) =>
        called(tookMs.save, withinMs, answered('rejected', 400)),
    };
    const configuration = { refresh: async () => ({ get: () => new Map([[1, exchange]]) }) };
    const channels = new Channels();
    const channel = new AbcpChannel(
      new OrderPushing(channels, configuration as never, pushedOrders as unknown as PushedOrders),
      pushedOrders as unknown as PushedOrders,
      client as unknown as AbcpClient,
    );
    const message = { payload: { exchangeId: 1, orderId: 1 } } as unknown as OutboxMessage;
    channel.onModuleInit();
    return (await channels.get('abcp').open('1'))!(message);
  }

  it('ends before its claim does, whatever takes how long', async () => {
    for (const times of [
      { find: 99_000, save: 99_000 },
      { begin: 5_000, find: 99_000, save: 4_000 },
      { find: 99_000 },
    ]) {
      elapsed = 0;
      await send(times);
      expect(elapsed).toBeLessThan(LEASE_MS - 2_000);
    }
  });

  it('writes nothing where looking or the database have left no time for it', async () => {
    expect(await send({ begin: 16_000 })).toMatchObject({ class: 'retry', error: { code: 'no_answer' } });
    expect([given, released]).toEqual([[], ['no answer within 17 s']]);
    await send({ begin: 8_000, find: 8_000 });
    expect(given).toHaveLength(1);
  });

  it('spends no attempt while the database is away', async () => {
    const away = () => {
      throw new UnavailableError('database_unavailable', 'away');
    };
    expect(await send({}, away)).toMatchObject({ class: 'throttled', response: null });
    expect(released).toEqual([]);
  });
});

import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { outboxOf } from './exchange-client.js';
import { OneC } from './one-c.js';

const event = (n: number, payload: object = {}): object => ({
  eventId: `e${n}`,
  entity: 'order',
  entityId: String(n),
  type: 'order.accepted',
  idempotencyKey: `k${n}`,
  payload: {
    number: `GZ-${n}`,
    customer: { name: 'Иван' },
    lines: [{ number: 'A1', quantity: 2, price: 10 }],
    ...payload,
  },
});

const batch = (events: object[], change: object = {}): object => ({
  contractVersion: '1',
  batchId: events.length > 0 ? `b-${JSON.stringify(events).length}` : null,
  contentHash: 'hash',
  formedAt: '2026-11-24T06:15:00Z',
  attempt: 1,
  events,
  ...change,
});

describe('JSON outbox', () => {
  let app: FastifyInstance;
  let oneC: OneC;
  let waiting: object[];
  let acks: { batchId: string; results: object[] }[];
  let ackStatus: number;

  beforeEach(async () => {
    [waiting, acks, ackStatus] = [[], [], 200];
    app = fastify({ forceCloseConnections: true });
    app.addHook('onRequest', async (request, reply) => {
      const right = `Basic ${Buffer.from('1c:p').toString('base64')}`;
      if (request.headers.authorization !== right) await reply.code(401).send({ message: 'Кто это?' });
    });
    app.get('/1c/outbox/v1/ping', () => ({ ok: true }));
    app.get('/1c/outbox/v1/query', () => waiting[0] ?? batch([]));
    app.post<{ Params: { id: string }; Body: { results: object[] } }>('/1c/outbox/v1/:id/ack', (request, reply) => {
      acks.push({ batchId: request.params.id, results: request.body.results });
      if (ackStatus === 200) waiting.shift();
      return reply.code(ackStatus).send({ accepted: ackStatus === 200 });
    });
    await app.listen({ port: 0 });
    oneC = new OneC();
    const { port } = app.server.address() as AddressInfo;
    oneC.connect({ url: `http://127.0.0.1:${port}/1c/exchange`, login: '1c', password: 'p' });
  });

  afterEach(async () => {
    oneC.close();
    await app.close();
  });

  it('answers a ping, but not to a wrong password', async () => {
    expect(await oneC.outbox.ping()).toEqual({ status: 200, body: { ok: true }, errors: [] });
    oneC.misbehave({ wrongPassword: true });
    expect(await oneC.outbox.ping()).toMatchObject({ status: 401, errors: [expect.stringContaining('401')] });
  });

  it('is taken batch by batch into the same books, and acknowledged with the number there', async () => {
    waiting = [batch([event(1), event(2)]), batch([event(1, { comment: 'Скорее' }), event(1, { isCancelled: true })])];
    const run = await oneC.outbox.run();
    expect(run).toEqual({ batches: 2, saved: { created: ['k1', 'k2'], revised: ['k1', 'k1'], same: [] }, errors: [] });
    expect(acks[0]!.results).toEqual([
      { eventId: 'e1', success: true, externalId: 'ЗК-000001' },
      { eventId: 'e2', success: true, externalId: 'ЗК-000002' },
    ]);
    expect(oneC.books.document('k1')).toMatchObject({
      number: 'GZ-1',
      buyer: 'Иван',
      cancelled: true,
      createdCount: 1,
    });
  });

  it('saves the rest when one event cannot be read', async () => {
    waiting = [batch([event(1, { lines: [{ quantity: 'два' }] }), event(2)])];
    expect((await oneC.outbox.run()).saved.created).toEqual(['k2']);
    expect(acks[0]!.results).toMatchObject([
      { eventId: 'e1', success: false },
      { eventId: 'e2', success: true },
    ]);
  });

  it('has to stay the same until it is acknowledged; only the attempt counts on', async () => {
    waiting = [batch([event(1)])];
    expect((await oneC.outbox.query()).errors).toEqual([]);
    waiting = [batch([event(1)], { attempt: 2 })];
    expect((await oneC.outbox.query()).errors).toEqual([]);
    waiting = [batch([event(1), event(2)])];
    expect((await oneC.outbox.query()).errors).toEqual(['До подтверждения пришла другая пачка, чем в прошлый раз']);
  });

  it('stops when an acknowledgement is refused', async () => {
    waiting = [batch([event(1)])];
    ackStatus = 409;
    expect(await oneC.outbox.run()).toMatchObject({ batches: 0, errors: [expect.stringContaining('Ответ 409')] });
  });

  it.each([
    [{ events: undefined }, 'events'],
    [{ contractVersion: undefined }, 'contractVersion'],
    [{ batchId: null }, 'batchId'],
    [{ batchId: 7 }, 'batchId'],
    [{ contentHash: null }, 'contentHash'],
    [{ formedAt: 'вчера' }, 'formedAt'],
    [{ attempt: 0 }, 'attempt'],
    [{ events: [event(1), event(2)] }, 'Событий 2 при limit=1'],
    [{ events: [{ ...event(1), idempotencyKey: '' }] }, 'events[0]: нет idempotencyKey'],
    [{ events: [{ ...event(1), payload: null }] }, 'events[0]: нет payload'],
  ])('is refused with %j', async (change, why) => {
    waiting = [batch([event(1)], change)];
    expect((await oneC.outbox.query(1)).errors.join()).toContain(why);
  });

  it.each([
    ['https://shop.example/1c/exchange', 'https://shop.example/1c/outbox/v1/'],
    ['https://shop.example/office/1c/exchange/', 'https://shop.example/office/1c/outbox/v1/'],
    ['https://shop.example/bitrix/admin/1c_exchange.php', 'https://shop.example/1c/outbox/v1/'],
  ])('of %s is at %s', (exchange, outbox) => {
    expect(outboxOf(exchange).href).toBe(outbox);
  });
});

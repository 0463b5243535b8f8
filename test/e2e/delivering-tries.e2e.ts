import { SchedulerRegistry } from '@nestjs/schedule';
import { OUTBOX_JOB } from '../../src/outbox/outbox.job.js';
import { ChangedMessage, MessagesChanged } from '../../src/outbox/outbox.events.js';
import { DomainEventBus } from '../../src/platform/transactions/transaction.js';
import { HOUR, later, MINUTE, noticeEventually, pauseOf, requestsFor, SECOND, spoil } from '../support/delivering.js';
import { Shop } from '../support/shop.js';

describe('delivering: tries', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterEach(() => shop.sandbox.clearTrouble());
  afterAll(() => shop.close());

  const CASES = ['500', '503', '408', 'reset', 'garbage'] as const;

  it.each(CASES)('a try that ends in %s is made again after about 5 s, and then arrives', async (kind) => {
    const id = `T-${kind}`;
    spoil(shop, kind, { count: 1 });
    const order = await shop.accepted(id);
    const failed = await noticeEventually(shop, id, { state: 'retrying', attemptCount: 1 });
    expect(pauseOf(failed)).toBeGreaterThan(3.9);
    expect(pauseOf(failed)).toBeLessThan(7);
    expect(shop.told(id)).toEqual([]);
    await later(shop, 7 * SECOND);
    await shop.toldEventually(id, [`order | accepted | accepted ${order.id}`]);
    const { attempts } = await noticeEventually(shop, id, { state: 'delivered', attemptCount: 2 });
    const status = /^\d+$/.test(kind) ? { status: Number(kind) } : null;
    expect(attempts[0]).toMatchObject({ number: 1, response: status, errorCode: status ? '' : 'unreachable' });
    expect(attempts[1]).toMatchObject({ number: 2, response: { status: 200 }, errorCode: '' });
  });

  it('all tries of a notification carry one idempotency key, and other notifications other keys', async () => {
    spoil(shop, 'none', { sequence: ['500', '429', 'reset'] });
    await shop.accepted('K-1');
    for (const attemptsMade of [1, 2, 3]) {
      await noticeEventually(shop, 'K-1', { attempts: { length: attemptsMade } });
      await later(shop, HOUR);
    }
    const { idempotencyKey, attempts } = await noticeEventually(shop, 'K-1', { state: 'delivered' });
    const keys = requestsFor(shop, 'K-1').map((request) => request.idempotencyKey);
    expect(keys).toEqual([idempotencyKey, idempotencyKey, idempotencyKey, idempotencyKey]);
    expect(attempts[3].request.headers['Idempotency-Key']).toBe(idempotencyKey);
    await shop.accepted('K-2');
    expect((await noticeEventually(shop, 'K-2', { state: 'delivered' })).idempotencyKey).not.toBe(idempotencyKey);
  });

  it('an answer that got lost after GettZap took the status leads to a repeat that GettZap recognises: told once', async () => {
    spoil(shop, 'reset-after-apply', { count: 1 });
    const order = await shop.accepted('L-1');
    await noticeEventually(shop, 'L-1', { state: 'retrying' });
    await later(shop, 7 * SECOND);
    await noticeEventually(shop, 'L-1', { state: 'delivered', attemptCount: 2 });
    expect(shop.told('L-1')).toEqual([`order | accepted | accepted ${order.id}`]);
    expect(requestsFor(shop, 'L-1').map(({ repeated }) => repeated)).toEqual([false, true]);
  });

  it('ten tries at the pauses of the schedule, each spread by up to 20 %, and then the notification is dead', async () => {
    const pauses = [5, 30, 120, 600, 1_800, 7_200, 21_600, 43_200, 86_400];
    // 408 says nothing about the receiver as a whole, so that no circuit breaker comes in between.
    spoil(shop, '408', { orderId: 'D-1' });
    await shop.accepted('D-1');
    for (const [index, pause] of pauses.entries()) {
      const failed = await noticeEventually(shop, 'D-1', { state: 'retrying', attemptCount: index + 1 });
      expect(pauseOf(failed)).toBeGreaterThan(pause * 0.8 - 0.5);
      expect(pauseOf(failed)).toBeLessThan(pause * 1.2 + 0.5);
      await later(shop, Date.parse(failed.nextAttemptAt) - shop.clock.now().getTime());
    }
    const dead = await noticeEventually(shop, 'D-1', { state: 'dead', attemptCount: 10 });
    expect(dead).toMatchObject({ reason: 'tries_exhausted', nextAttemptAt: null });
    await later(shop, 30 * 24 * HOUR);
    expect(requestsFor(shop, 'D-1')).toHaveLength(10);
  });

  it('an outcome that cannot be recorded ends that delivery with the error shown, and takes no other with it', async () => {
    const bus = shop.app.get(DomainEventBus);
    const publish = bus.publish.bind(bus);
    const broken = jest.spyOn(bus, 'publish').mockImplementation((tx, event) => {
      const isBad = event instanceof MessagesChanged && event.messages.some(isOfBadOrder);
      return isBad ? Promise.reject(new Error('the handler broke')) : publish(tx, event);
    });
    const names = Array.from({ length: 12 }, (_, index) => `U-${index + 10}`);
    const received = await Promise.all(names.map((id) => shop.receive(id)));
    const bad = [received[5].id, received[7].id];
    const isOfBadOrder = ({ orderingKey, state }: ChangedMessage) => bad.includes(orderingKey) && state !== 'pending';
    spoil(shop, '400', { orderId: 'U-15' });
    await shop.admin.post('/external-orders/accept', { ids: received.map(({ id }) => id) });
    const error = { errorCode: 'not_recorded', errorParams: { reason: 'the handler broke' } };
    const dead = await noticeEventually(shop, 'U-15', { state: 'dead', reason: 'not_recorded', attemptCount: 1 });
    expect(dead.attempts).toMatchObject([{ number: 1, ...error, response: { status: 400 } }]);
    const arrived = await noticeEventually(shop, 'U-17', { state: 'delivered' });
    expect(arrived.attempts).toMatchObject([{ number: 1, ...error, response: { status: 200 } }]);
    for (const id of names)
      if (id !== 'U-15' && id !== 'U-17') await noticeEventually(shop, id, { state: 'delivered' });
    broken.mockRestore();
    await later(shop, HOUR);
    for (const id of names) expect(requestsFor(shop, id)).toHaveLength(1);
  });

  it('nothing is tried before its time', async () => {
    spoil(shop, '503', { orderId: 'B-1' });
    await shop.accepted('B-1');
    await noticeEventually(shop, 'B-1', { attemptCount: 1 });
    await later(shop, 3 * SECOND);
    // What is accepted afterwards arrives, so the queue was looked through meanwhile.
    await shop.accepted('B-2');
    await noticeEventually(shop, 'B-2', { state: 'delivered' });
    expect(requestsFor(shop, 'B-1')).toHaveLength(1);
    shop.sandbox.clearTrouble();
    await later(shop, 4 * SECOND);
    await noticeEventually(shop, 'B-1', { state: 'delivered' });
  });

  it('no answer at all within 15 s counts as a failed try', async () => {
    spoil(shop, 'hang', { count: 1 });
    await shop.accepted('H-1');
    const failed = await noticeEventually(shop, 'H-1', { state: 'retrying', attemptCount: 1 });
    expect(failed.attempts[0]).toMatchObject({ response: null, errorCode: 'no_answer', errorParams: { seconds: 15 } });
    expect(failed.attempts[0].durationMs).toBeGreaterThanOrEqual(14_900);
    expect(failed.attempts[0].durationMs).toBeLessThan(17_000);
    await later(shop, MINUTE);
    await noticeEventually(shop, 'H-1', { state: 'delivered' });
  });

  it('the first try is made right after the commit, without waiting for the scheduled job', async () => {
    shop.app.get(SchedulerRegistry).deleteInterval(OUTBOX_JOB);
    const order = await shop.accepted('C-1', 2);
    await shop.configureStatus('В работе', { item: { status: 'in_work', text: '' } });
    await shop.setStatus(order.items, 'В работе');
    await shop.toldEventually('C-1', [`order | accepted | accepted ${order.id}`, '1 | in_work | ', '2 | in_work | ']);
  });
});

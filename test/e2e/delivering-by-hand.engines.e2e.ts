import { AuditService } from '../../src/access/audit.service.js';
import {
  HOUR,
  later,
  noticeEventually,
  noticesEventually,
  requestsFor,
  settings,
  spoil,
} from '../support/delivering.js';
import { sql } from '../support/stored.js';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';

const PATH = '/gettzap-notifications';

describe('delivering: retrying and cancelling by hand', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.configureStatus('В работе', { item: { status: 'in_work', text: '' } });
  });
  afterEach(() => shop.sandbox.clearTrouble());
  afterAll(() => shop.close());

  const retry = (id: string, body: object = {}) => shop.admin.post(`${PATH}/${id}/retry`, body);
  const retryAll = (filter: object, more: object = {}) => shop.admin.post(`${PATH}/retry`, { filter, ...more });

  /** An order whose acceptance GettZap rejected. */
  async function dead(id: string) {
    spoil(shop, '400', { orderId: id, count: 1 });
    const order = await shop.accepted(id);
    const notice = await noticeEventually(shop, id, { state: 'dead' });
    return { order, notice };
  }

  it('a dead one is sent again at once, with the same key, and the try is marked as asked for by a person', async () => {
    const { order, notice } = await dead('R-1');
    const { status, body } = await retry(notice.id);
    expect([status, body.id]).toEqual([200, notice.id]);
    await shop.toldEventually('R-1', [`order | accepted | accepted ${order.id}`]);
    const { attempts } = await noticeEventually(shop, 'R-1', { state: 'delivered', reason: '', attemptCount: 2 });
    expect(attempts.map(({ number, manual }: { number: number; manual: boolean }) => [number, manual])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(new Set(requestsFor(shop, 'R-1').map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  it('one that waits for its retry is sent at once, and has the whole schedule before it again', async () => {
    spoil(shop, '408', { orderId: 'R-2' });
    await shop.accepted('R-2');
    for (const tries of [1, 2, 3]) {
      await noticeEventually(shop, 'R-2', { attemptCount: tries });
      await later(shop, HOUR);
    }
    const { id } = await noticeEventually(shop, 'R-2', { attemptCount: 4 });
    await retry(id);
    const { nextAttemptAt, attempts } = await noticeEventually(shop, 'R-2', { attemptCount: 5 });
    expect(attempts.map(({ manual }: { manual: boolean }) => manual)).toEqual([false, false, false, false, true]);
    expect(Date.parse(nextAttemptAt) - Date.parse(attempts[4].at)).toBeLessThan(7_000);
    await shop.admin.post(`${PATH}/${id}/cancel`);
  });

  it('a cancelled one can be sent after all', async () => {
    spoil(shop, '503', { orderId: 'R-3', count: 1 });
    await shop.accepted('R-3');
    const { id } = await noticeEventually(shop, 'R-3', { state: 'retrying' });
    await shop.admin.post(`${PATH}/${id}/cancel`);
    await retry(id);
    await noticeEventually(shop, 'R-3', { state: 'delivered' });
  });

  it('one that was delivered is sent again only after a warning', async () => {
    await shop.accepted('W-1');
    const { id } = await noticeEventually(shop, 'W-1', { state: 'delivered' });
    for (const body of [{}, { force: false }]) {
      const warned = await retry(id, body);
      expect([warned.status, warned.body.code]).toEqual([409, 'confirmation_required']);
    }
    expect(requestsFor(shop, 'W-1')).toHaveLength(1);
    expect((await retry(id, { force: true })).status).toBe(200);
    await noticeEventually(shop, 'W-1', { state: 'delivered', attempts: { length: 2 } });
  });

  it('one whose later sibling was delivered is sent again only after a warning', async () => {
    const { order, notice } = await dead('W-2');
    await shop.setStatus(order.items, 'В работе');
    await noticesEventually(shop, 'W-2', [{ state: 'dead' }, { state: 'delivered' }]);
    const warned = await retry(notice.id);
    expect([warned.status, warned.body.code]).toEqual([409, 'confirmation_required']);
    await retry(notice.id, { force: true });
    await noticesEventually(shop, 'W-2', [{ state: 'delivered' }, { state: 'delivered' }]);
  });

  it('one whose later sibling was delivered to another order is sent without a warning', async () => {
    const { notice } = await dead('W-3');
    await shop.accepted('W-4');
    await noticeEventually(shop, 'W-4', { state: 'delivered' });
    expect((await retry(notice.id)).status).toBe(200);
  });

  it('retrying by filter says how many matched, were retried, and need a confirmation', async () => {
    for (const id of ['F-1', 'F-2']) await dead(id);
    const overtaken = await dead('F-3');
    await shop.setStatus(overtaken.order.items, 'В работе');
    await noticesEventually(shop, 'F-3', [{ state: 'dead' }, { state: 'delivered' }]);
    await dead('G-1');
    expect(await retryAll({ q: 'F-', state: 'dead' })).toMatchObject({
      status: 200,
      body: { matched: 3, retried: 2, needConfirmation: 1 },
    });
    for (const id of ['F-1', 'F-2']) await noticeEventually(shop, id, { state: 'delivered', attemptCount: 2 });
    await noticesEventually(shop, 'F-3', [{ state: 'dead' }, { state: 'delivered' }]);
    await noticeEventually(shop, 'G-1', { state: 'dead' });
    const { body } = await retryAll({ q: 'F-3', state: 'dead' }, { force: true });
    expect(body).toEqual({
      matched: 1,
      processed: 1,
      retried: 1,
      needConfirmation: 0,
      endpointGone: 0,
      failed: 0,
      next: null,
    });
    await noticesEventually(shop, 'F-3', [{ state: 'delivered' }, { state: 'delivered' }]);
    expect((await retryAll({ q: 'F-', state: 'dead' })).body).toEqual({
      matched: 0,
      processed: 0,
      retried: 0,
      needConfirmation: 0,
      endpointGone: 0,
      failed: 0,
      next: null,
    });
  });

  it('one that cannot be retried is counted as failed, and the others are retried all the same', async () => {
    const [one] = [await dead('X-1'), await dead('X-2'), await dead('X-3')];
    const audit = shop.app.get(AuditService);
    const record = audit.record.bind(audit);
    const broken = jest.spyOn(audit, 'record').mockImplementation((tx, action, subject, id, sides) => {
      if (action === 'retry' && String(id) === one.notice.id) throw new Error('refused');
      return record(tx, action, subject, id, sides);
    });
    const { status, body } = await retryAll({ q: 'X-', state: 'dead' });
    broken.mockRestore();
    expect([status, body]).toEqual([
      200,
      { matched: 3, processed: 3, retried: 2, needConfirmation: 0, endpointGone: 0, failed: 1, next: null },
    ]);
    for (const id of ['X-2', 'X-3']) await noticeEventually(shop, id, { state: 'delivered' });
    await noticeEventually(shop, 'X-1', { state: 'dead' });
  });

  it('retrying by filter keeps the order inside each external order', async () => {
    spoil(shop, 'none', { orderId: 'O-1', sequence: ['400', '404'] });
    const order = await shop.accepted('O-1');
    await shop.setStatus(order.items, 'В работе');
    await noticesEventually(shop, 'O-1', [{ state: 'dead' }, { state: 'dead' }]);
    const [{ externalOrderId }] = await noticesEventually(shop, 'O-1', [{}, {}]);
    expect((await retryAll({ externalOrderId })).body).toMatchObject({ retried: 2, needConfirmation: 0 });
    await shop.toldEventually('O-1', [`order | accepted | accepted ${order.id}`, '1 | in_work | ']);
  });

  it.each([
    ['filter.state', { filter: { state: 'lost' } }],
    ['filter.connectionId', { filter: { connectionId: 'one' } }],
    ['filter.from', { filter: { from: 'yesterday' } }],
    ['filter.to', { filter: { to: 'tomorrow' } }],
    ['filter.color', { filter: { color: 'red' } }],
    ['filter', {}],
    ['filter.kind', { filter: { kind: 'order_lost' } }],
    ['force', { filter: {}, force: 'yes' }],
    ['dryRun', { filter: {}, dryRun: 'yes' }],
    ['after', { filter: {}, after: 'one' }],
    ['limit', { filter: {}, limit: 1_001 }],
  ])('retrying by filter with a wrong %s is refused and retries nothing', async (path, body) => {
    const answer = await shop.admin.post(`${PATH}/retry`, body);
    expect([answer.status, answer.body.code]).toEqual([422, 'validation_failed']);
    expect(answer.body.errors[0].path).toBe(path);
  });

  it('only counting says what retrying would come to, and changes nothing', async () => {
    const one = await dead('D-1');
    const overtaken = await dead('D-2');
    await shop.setStatus(overtaken.order.items, 'В работе');
    await noticesEventually(shop, 'D-2', [{ state: 'dead' }, { state: 'delivered' }]);
    // One that waits for its retry behind a dead one, and steps back when that is sent again.
    const { order } = await dead('D-3');
    spoil(shop, '503', { orderId: 'D-3', count: 1 });
    await shop.setStatus(order.items, 'В работе');
    await noticesEventually(shop, 'D-3', [{ state: 'dead' }, { state: 'retrying' }]);
    const all = { q: 'D-', state: 'dead,retrying,delivered' };
    const counted = await retryAll(all, { dryRun: true });
    expect(counted).toMatchObject({
      status: 200,
      body: { matched: 5, processed: 0, retried: 3, needConfirmation: 2, next: null },
    });
    expect((await retryAll(all, { dryRun: true, force: true })).body).toMatchObject({
      retried: 5,
      needConfirmation: 0,
    });
    expect((await retryAll(all, { dryRun: true, after: one.notice.id })).body).toMatchObject({
      matched: 4,
      retried: 2,
    });
    await noticesEventually(shop, 'D-1', [{ state: 'dead', attemptCount: 1 }]);
    await noticesEventually(shop, 'D-3', [{ state: 'dead' }, { state: 'retrying' }]);
    const { retried, needConfirmation } = counted.body;
    expect((await retryAll(all)).body).toMatchObject({ matched: 5, processed: 5, retried, needConfirmation });
    await noticesEventually(shop, 'D-3', [{ state: 'delivered' }, { state: 'delivered' }]);
  });

  it('retrying by filter does a number of them a call, and goes on where it ended', async () => {
    for (const id of ['B-1', 'B-2', 'B-3']) await dead(id);
    const filter = { q: 'B-', kind: 'order_accepted,order_refused', state: 'dead' };
    const first = (await retryAll(filter, { limit: 2 })).body;
    const second = await noticeEventually(shop, 'B-2', { state: 'delivered' });
    expect(first).toEqual({
      matched: 3,
      processed: 2,
      retried: 2,
      needConfirmation: 0,
      endpointGone: 0,
      failed: 0,
      next: second.id,
    });
    await noticeEventually(shop, 'B-3', { state: 'dead' });
    const rest = (await retryAll(filter, { limit: 2, after: first.next })).body;
    expect(rest).toEqual({
      matched: 1,
      processed: 1,
      retried: 1,
      needConfirmation: 0,
      endpointGone: 0,
      failed: 0,
      next: null,
    });
    await noticeEventually(shop, 'B-3', { state: 'delivered' });
  });

  it('retrying by filter takes the period like the list does', async () => {
    const { notice } = await dead('P-1');
    shop.clock.advance(HOUR);
    const { notice: later } = await dead('P-2');
    const filter = { q: 'P-', from: notice.createdAt, to: later.createdAt };
    expect((await retryAll(filter)).body).toMatchObject({ matched: 1, retried: 1, needConfirmation: 0 });
    await noticeEventually(shop, 'P-1', { state: 'delivered' });
    await noticeEventually(shop, 'P-2', { state: 'dead' });
  });

  it('a cancelled one is never sent', async () => {
    spoil(shop, '503', { orderId: 'C-1', count: 1 });
    await shop.accepted('C-1');
    const { id } = await noticeEventually(shop, 'C-1', { state: 'retrying' });
    await shop.admin.post(`${PATH}/${id}/cancel`);
    await later(shop, HOUR);
    await shop.accepted('C-2');
    await noticeEventually(shop, 'C-2', { state: 'delivered' });
    expect(requestsFor(shop, 'C-1')).toHaveLength(1);
  });

  it('what is finished cannot be cancelled, what is unknown neither', async () => {
    const { notice } = await dead('C-3');
    await shop.accepted('C-4');
    const delivered = await noticeEventually(shop, 'C-4', { state: 'delivered' });
    for (const { id } of [notice, delivered]) {
      const { status, body } = await shop.admin.post(`${PATH}/${id}/cancel`);
      expect([status, body.code]).toEqual([409, 'already_finished']);
    }
    for (const verb of ['cancel', 'retry']) {
      expect((await shop.admin.post(`${PATH}/999999/${verb}`)).status).toBe(404);
    }
  });

  it('a retry while the connection is off waits until it is on', async () => {
    const { notice } = await dead('S-1');
    await settings(shop, { isActive: false });
    expect((await retry(notice.id)).status).toBe(200);
    await later(shop, HOUR);
    expect(requestsFor(shop, 'S-1')).toHaveLength(1);
    await settings(shop, { isActive: true });
    await noticeEventually(shop, 'S-1', { state: 'delivered' });
  });

  describe('when the connection is deleted', () => {
    let deleted: { id: string }[];
    beforeAll(async () => {
      const notices = [await dead('Z-1'), await dead('Z-2')].map(({ notice }) => notice);
      deleted = notices;
      await shop.admin.delete(`/marketplace-connections/${shop.connectionId}`);
    });

    const states = (subject: string) =>
      sql(shop, 'SELECT state, reason FROM outbox_messages WHERE subject = ? ORDER BY id', [subject]);

    it('there is nobody to send to: one is refused with 409, and by filter they are counted apart', async () => {
      const { status, body } = await retry(deleted[0]!.id, { force: true });
      expect([status, body.code]).toEqual([409, 'endpoint_gone']);
      for (const dryRun of [true, false]) {
        const answer = await retryAll({ q: 'Z-', state: 'dead' }, { dryRun });
        expect(answer.body).toMatchObject({ matched: 2, retried: 0, needConfirmation: 0, endpointGone: 2, next: null });
      }
      expect(await states('Z-1')).toEqual([{ state: 'dead', reason: 'rejected_400' }]);
    });

    it.each(['pending', 'waiting'])(
      'what was written or given back meanwhile and is %s ends with the reason',
      async (state) => {
        await sql(shop, `UPDATE outbox_messages SET state = ?, reason = '' WHERE subject = 'Z-2'`, [state]);
        await later(shop, 0);
        await eventually(async () =>
          expect(await states('Z-2')).toEqual([{ state: 'cancelled', reason: 'target_retired' }]),
        );
      },
    );

    it('a claim that ran out ends with the reason, too', async () => {
      const lost = `UPDATE outbox_messages SET state = 'sending', lease_token = 'dead', due_at = '2020-01-01 00:00:00.000' WHERE subject = 'Z-2'`;
      await sql(shop, lost);
      await later(shop, 0);
      await eventually(async () =>
        expect(await states('Z-2')).toEqual([{ state: 'cancelled', reason: 'target_retired' }]),
      );
    });
  });
});

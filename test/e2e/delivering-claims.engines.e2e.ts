import { createConnection } from 'mysql2/promise';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { createApp } from '../../src/app.setup.js';
import { Claims } from '../../src/outbox/claims.service.js';
import { DueTimes } from '../../src/outbox/due-times.service.js';
import { AttemptRecorder } from '../../src/outbox/attempt-recorder.service.js';
import { UnavailableError } from '../../src/platform/errors.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import {
  HandMadeGettzap,
  HOUR,
  later,
  noticeEventually,
  noticesEventually,
  noticesOf,
  requestsFor,
  SECOND,
  settings,
  spoil,
  runOutboxJobs,
} from '../support/delivering.js';
import { sql } from '../support/stored.js';
import { engine, onServer } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { loseCommits } from '../support/lost-commit.js';
import { Shop } from '../support/shop.js';

const INTERRUPTED_TRY = { response: null, spent: true, errorCode: 'interrupted' };
const LONG_AGO = '2020-01-01 00:00:00.000';

describe('delivering: claims', () => {
  let shop: Shop;
  let gettzap: HandMadeGettzap;
  beforeEach(async () => {
    shop = await Shop.open();
    gettzap = await HandMadeGettzap.start();
  });
  afterEach(async () => {
    await gettzap.close();
    await shop.close();
  });

  it('a claim that ran out is taken back and sent again; the late result of its first sender is refused', async () => {
    await settings(shop, { apiUrl: gettzap.url });
    await shop.accepted('L-1');
    const first = await gettzap.next();
    await noticeEventually(shop, 'L-1', { state: 'sending' });
    await sql(shop, `UPDATE outbox_messages SET due_at = ? WHERE subject = 'L-1'`, [LONG_AGO]);
    await later(shop, 0);
    await noticeEventually(shop, 'L-1', { state: 'retrying', attemptCount: 1, attempts: [INTERRUPTED_TRY] });
    await later(shop, 7 * SECOND);
    const second = await gettzap.next();
    expect(second.headers['idempotency-key']).toBe(first.headers['idempotency-key']);
    first.answer(400, 'too late');
    // The late result is worked through before this one, which arrives after it.
    await shop.accepted('L-2');
    (await gettzap.next()).answer(200);
    await noticeEventually(shop, 'L-2', { state: 'delivered' });
    await noticeEventually(shop, 'L-1', { state: 'sending', attempts: { length: 1 } });
    second.answer(200);
    const { attempts } = await noticeEventually(shop, 'L-1', { state: 'delivered', attemptCount: 2 });
    expect(attempts).toMatchObject([INTERRUPTED_TRY, { number: 2, response: { status: 200 } }]);
  });

  it('the late result of a claim that another sender has finished changes nothing', async () => {
    await settings(shop, { apiUrl: gettzap.url });
    await shop.accepted('L-1');
    const first = await gettzap.next();
    await noticeEventually(shop, 'L-1', { state: 'sending' });
    await sql(shop, `UPDATE outbox_messages SET due_at = ? WHERE subject = 'L-1'`, [LONG_AGO]);
    await later(shop, 0);
    await later(shop, 7 * SECOND);
    (await gettzap.next()).answer(200, '{"by":"second"}');
    const before = await noticeEventually(shop, 'L-1', { state: 'delivered' });
    first.answer(503);
    await shop.accepted('L-2');
    (await gettzap.next()).answer(200);
    await noticeEventually(shop, 'L-2', { state: 'delivered' });
    expect((await noticesOf(shop, 'L-1'))[0]).toEqual(before);
  });

  it('a claim whose time has not run out stays with its sender', async () => {
    await settings(shop, { apiUrl: gettzap.url });
    await shop.accepted('L-1');
    const first = await gettzap.next();
    await later(shop, 17 * SECOND);
    await shop.accepted('L-2');
    const other = await gettzap.next();
    expect(other.path).toContain('L-2');
    expect(gettzap.waiting).toBe(0);
    for (const held of [first, other]) held.answer(200);
    expect((await noticeEventually(shop, 'L-1', { state: 'delivered' })).attempts).toHaveLength(1);
  });

  it('what a process left half sent when it died counts as a try and is sent after the next start, not at once', async () => {
    spoil(shop, '503', { count: 1 });
    await shop.accepted('D-1');
    await noticeEventually(shop, 'D-1', { state: 'retrying' });
    const lease = new Date(shop.clock.now().getTime() + 20 * SECOND).toISOString().replace('T', ' ').slice(0, -1);
    await sql(
      shop,
      `UPDATE outbox_messages SET state = 'sending', lease_token = 'dead', due_at = ? WHERE subject = 'D-1'`,
      [lease],
    );
    shop.clock.advance(SECOND);
    shop = await shop.restart();
    // Other processes may be at work over a server: there the claim has to run out.
    if (engine === 'mariadb') shop.clock.advance(21 * SECOND);
    await later(shop, 0);
    const { attempts } = await noticeEventually(shop, 'D-1', { state: 'retrying', attemptCount: 2 });
    expect(attempts[1]).toMatchObject({ ...INTERRUPTED_TRY, number: 2 });
    expect(requestsFor(shop, 'D-1')).toHaveLength(1);
    await later(shop, 40 * SECOND);
    await noticeEventually(shop, 'D-1', { state: 'delivered', attemptCount: 3 });
  });

  it('what kills its sender each time is given up after ten tries', async () => {
    await settings(shop, { apiUrl: gettzap.url });
    await shop.accepted('K-1');
    for (let tries = 1; tries <= 10; tries++) {
      await gettzap.next();
      await noticeEventually(shop, 'K-1', { state: 'sending' });
      await sql(shop, `UPDATE outbox_messages SET due_at = ? WHERE subject = 'K-1'`, [LONG_AGO]);
      await later(shop, 0);
      await noticeEventually(shop, 'K-1', { attemptCount: tries });
      if (tries < 10) await later(shop, 30 * HOUR);
    }
    await noticeEventually(shop, 'K-1', { state: 'dead', reason: 'tries_exhausted' });
  });

  it('a claim whose answer was lost goes on at once, and is sent once', async () => {
    const transactions = shop.app.get(Transactions);
    const change = transactions.change.bind(transactions);
    let lost = 0;
    transactions.change = async (statement) => {
      const result = await change(statement);
      if (lost++ > 0) return result;
      throw new UnavailableError('outcome_unknown', 'The answer was lost.', 5);
    };
    await shop.accepted('A-1');
    await noticeEventually(shop, 'A-1', { state: 'delivered', attemptCount: 1 });
    expect(lost).toBeGreaterThan(1);
    expect(requestsFor(shop, 'A-1')).toHaveLength(1);
  });

  it('an outcome that cannot be recorded while the database is away is kept and recorded when it is back', async () => {
    const recorder = shop.app.get(AttemptRecorder);
    const away = () => Promise.reject(new UnavailableError('database_unavailable', 'It is away.', 5));
    const record = jest.spyOn(recorder, 'record').mockImplementationOnce(away).mockImplementationOnce(away);
    await shop.accepted('O-1');
    await noticeEventually(shop, 'O-1', { state: 'delivered', attemptCount: 1 });
    expect(record.mock.calls.length).toBeGreaterThanOrEqual(3);
    expect(requestsFor(shop, 'O-1')).toHaveLength(1);
  });

  it('a record whose COMMIT was lost on its way back is done again by itself, and its order goes on at once', async () => {
    await shop.configureStatus('Выдано', { item: { status: 'issued', text: '' } });
    await settings(shop, { apiUrl: gettzap.url });
    const order = await shop.accepted('C-1');
    const first = await gettzap.next();
    await noticeEventually(shop, 'C-1', { state: 'sending' });
    await shop.setStatus(order.items, 'Выдано');
    const record = jest.spyOn(shop.app.get(AttemptRecorder), 'record');
    let losses = 0;
    const losing = loseCommits(shop, () => record.mock.calls.length > 0 && losses++ === 0);
    first.answer(200);
    (await gettzap.next()).answer(200);
    await noticesEventually(shop, 'C-1', Array(2).fill({ state: 'delivered', attemptCount: 1 }));
    losing.mockRestore();
    await Promise.all(record.mock.results.map(({ value }) => value));
    expect(losses).toBeGreaterThan(0);
    expect(gettzap.waiting).toBe(0);
  });

  it('a record of which it stayed unknown whether it was made is looked at again, and its order goes on at once', async () => {
    await shop.configureStatus('Выдано', { item: { status: 'issued', text: '' } });
    await settings(shop, { apiUrl: gettzap.url });
    const order = await shop.accepted('C-2');
    const first = await gettzap.next();
    await noticeEventually(shop, 'C-2', { state: 'sending' });
    await shop.setStatus(order.items, 'Выдано');
    const recorder = shop.app.get(AttemptRecorder);
    const record = recorder.record.bind(recorder);
    jest.spyOn(recorder, 'record').mockImplementationOnce(async (...by) => {
      await record(...by);
      throw new UnavailableError('outcome_unknown', 'The answer was lost.', 5);
    });
    first.answer(200);
    (await gettzap.next()).answer(200);
    await noticesEventually(shop, 'C-2', Array(2).fill({ state: 'delivered', attemptCount: 1 }));
    expect(gettzap.waiting).toBe(0);
  });

  it('a notice that was withdrawn while a claim was looking is not sent', async () => {
    spoil(shop, '503', { count: 1 });
    await shop.accepted('W-1');
    await noticeEventually(shop, 'W-1', { state: 'retrying' });
    await settings(shop, { isActive: false });
    await sql(shop, 'UPDATE outbox_messages SET due_at = ?', [LONG_AGO]);
    const [{ endpoint_id: endpointId }] = await sql(shop, 'SELECT endpoint_id FROM outbox_messages');
    await sql(shop, 'UPDATE outbox_endpoints SET is_enabled = ?', [1]);
    const transactions = shop.app.get(Transactions);
    const read = transactions.read.bind(transactions);
    transactions.read = async (work) => {
      const seen = await read(work);
      transactions.read = read;
      await sql(shop, `UPDATE outbox_messages SET state = 'cancelled', reason = 'cancelled_by_client'`);
      return seen;
    };
    expect(await shop.app.get(Claims).claim(endpointId, 10)).toEqual([]);
    expect(await sql(shop, 'SELECT state, lease_token FROM outbox_messages')).toEqual([
      { state: 'cancelled', lease_token: '' },
    ]);
  });

  onServer('a delivery whose row somebody holds stops neither the job nor the other deliveries', async () => {
    await settings(shop, { apiUrl: gettzap.url });
    for (const id of ['H-1', 'H-2', 'H-3']) await shop.accepted(id);
    for (let n = 0; n < 3; n++) await gettzap.next();
    await sql(shop, `UPDATE outbox_messages SET due_at = ? WHERE subject IN ('H-1', 'H-2')`, [LONG_AGO]);
    await sql(
      shop,
      `UPDATE outbox_messages SET state = 'pending', lease_token = '', due_at = ? WHERE subject = 'H-3'`,
      [LONG_AGO],
    );
    const stuck = await createConnection({ uri: shop.database.env.DATABASE_URL! });
    try {
      await stuck.beginTransaction();
      await stuck.query(`SELECT id FROM outbox_messages WHERE subject IN ('H-1', 'H-3') FOR UPDATE`);
      await later(shop, 0);
      await noticeEventually(shop, 'H-2', { state: 'retrying', attempts: [INTERRUPTED_TRY] });
      await later(shop, 7 * SECOND);
      const request = await eventually(async () => {
        await later(shop, 0);
        return gettzap.next();
      }, 15 * SECOND);
      expect(request.path).toContain('H-2');
      request.answer(200);
      await noticeEventually(shop, 'H-2', { state: 'delivered' });
    } finally {
      await stuck.end();
    }
    await eventually(async () => {
      await later(shop, 7 * SECOND);
      while (gettzap.waiting > 0) (await gettzap.next()).answer(200);
      for (const id of ['H-1', 'H-3']) expect((await noticesOf(shop, id))[0]).toMatchObject({ state: 'delivered' });
    }, 15 * SECOND);
  });

  it('what the process itself sends in its first second is not taken for such a leftover', async () => {
    await settings(shop, { apiUrl: gettzap.url });
    shop = await shop.restart();
    await shop.accepted('D-2');
    const only = await gettzap.next();
    await later(shop, 0);
    await later(shop, 0);
    expect((await noticesOf(shop, 'D-2'))[0].state).toBe('sending');
    only.answer(200);
    expect((await noticeEventually(shop, 'D-2', { state: 'delivered' })).attempts).toHaveLength(1);
  });

  it('a delivery that another process tried while this one was looking is not claimed on what was seen before', async () => {
    spoil(shop, '503', { count: 1 });
    await shop.accepted('S-1');
    await noticeEventually(shop, 'S-1', { state: 'retrying' });
    const [{ endpoint_id: endpointId }] = await sql(shop, 'SELECT endpoint_id FROM outbox_messages');
    // Switched off, so that only this test claims; on again for the look of the claim alone.
    await settings(shop, { isActive: false });
    await sql(shop, 'UPDATE outbox_messages SET due_at = ?', [LONG_AGO]);
    await sql(shop, 'UPDATE outbox_endpoints SET is_enabled = ?', [1]);
    const transactions = shop.app.get(Transactions);
    const read = transactions.read.bind(transactions);
    transactions.read = async (work) => {
      const seen = await read(work);
      transactions.read = read;
      await sql(shop, 'UPDATE outbox_endpoints SET is_enabled = ?', [0]);
      await sql(shop, `UPDATE outbox_messages SET attempts = 2, due_at = '2099-01-01 00:00:00.000'`);
      return seen;
    };
    expect(await shop.app.get(Claims).claim(endpointId, 10)).toEqual([]);
  });

  it('what was written while the clock was an hour ahead is due when it should be, and nothing else is changed', async () => {
    const [hour, minute] = [3_600_000, 60_000];
    const now = shop.clock.now().getTime();
    const text = (at: number) => new Date(at).toISOString().replace('T', ' ').slice(0, -1);
    await settings(shop, { isActive: false });
    await settings(shop, { isActive: true, apiUrl: gettzap.url });
    const set = (id: string, columns: Record<string, unknown>) => {
      const change = Object.keys(columns).map((name) => `${name} = ?`);
      return sql(
        shop,
        `UPDATE outbox_messages SET ${change.join(', ')} WHERE subject = '${id}'`,
        Object.values(columns),
      );
    };
    const names = ['TRIED', 'HELD', 'MADE', 'SENDING', 'RELEASED', 'RIGHT', 'ASKED', 'LATER'];
    names.push('UNDOABLE', 'UNDOABLE LONG', 'TOLD BY HAND');
    for (const id of names) await shop.accepted(id);
    await eventually(() => expect(gettzap.waiting).toBe(names.length));
    // Nothing is claimed from here on: what is due again would be sent before it is looked at.
    await sql(shop, 'UPDATE outbox_endpoints SET is_enabled = ?', [0]);
    const pending = { state: 'pending', lease_token: '' };
    const tried = (at: number, step: number) => ({ ...pending, tried_at: text(at), retry_step: step });
    await set('TRIED', { ...tried(now + hour, 2), due_at: text(now + hour + 30_000) });
    const held = text(now + hour + 7 * minute);
    await set('HELD', { ...tried(now + hour, 1), due_at: held, not_before: held });
    await set('MADE', { ...pending, tried_at: null, due_at: text(now + hour), created_at: text(now + hour) });
    await set('SENDING', { due_at: text(now + hour) });
    await set('RELEASED', { ...tried(now - hour, 3), due_at: text(now + hour) });
    await set('RIGHT', { ...tried(now - minute, 4), due_at: text(now + 9 * minute) });
    const asked = text(now + 5 * hour);
    await set('ASKED', { ...tried(now - minute, 1), due_at: asked, not_before: asked });
    await set('LATER', { ...pending, tried_at: null, due_at: text(now + 8 * minute) });
    const undoable = (createdAt: number, dueAt: number) => ({
      ...pending,
      tried_at: null,
      created_at: text(createdAt),
      due_at: text(dueAt),
      not_before: text(dueAt),
      hold_id: 'a change',
    });
    await set('UNDOABLE', undoable(now + minute / 6, now + hour));
    await set('UNDOABLE LONG', undoable(now + 5 * hour, now + 5 * hour + 8_000));
    await set('TOLD BY HAND', { ...undoable(now + hour, now + hour), not_before: null });
    for (let times = 0; times < 2; times++) await shop.app.get(DueTimes).mend();
    const rows = await sql(shop, 'SELECT subject, due_at AS due FROM outbox_messages');
    const dueIn = Object.fromEntries(
      rows.map(({ subject, due }: { subject: string; due: Date | string }) => {
        const at = due instanceof Date ? due.getTime() : Date.parse(`${due}Z`);
        return [subject, Math.round((at - now) / 1_000)];
      }),
    );
    expect(dueIn).toEqual({
      TRIED: 30,
      HELD: 420,
      MADE: 0,
      SENDING: 20,
      RELEASED: 0,
      RIGHT: 540,
      ASKED: 18_000,
      LATER: 480,
      UNDOABLE: 3_600,
      'UNDOABLE LONG': 8,
      'TOLD BY HAND': 0,
    });
  });

  onServer('two processes over one server send each notification once', async () => {
    const second = await createApp(shop.app.get(AppConfig), { clock: shop.clock });
    await second.listen(0, '127.0.0.1');
    const ids = Array.from({ length: 12 }, (_, index) => `T-${index + 10}`);
    spoil(shop, 'none', { sequence: ids.map((_, index) => (index % 3 === 0 ? '503' : 'none')) });
    await Promise.all(ids.map((id) => shop.accepted(id)));
    try {
      await eventually(async () => {
        // Time passes only while nothing is on its way, so that no lease runs out however slow the machine is.
        const [{ sending }] = await sql(
          shop,
          `SELECT COUNT(*) AS sending FROM outbox_messages WHERE state = 'sending'`,
        );
        if (Number(sending) === 0) await Promise.all([later(shop, 10 * SECOND), runOutboxJobs({ app: second })]);
        for (const id of ids) expect(shop.told(id)).toHaveLength(1);
      }, 20 * SECOND);
      for (const id of ids) {
        const { attempts } = await noticeEventually(shop, id, { state: 'delivered' });
        expect(attempts).toHaveLength(requestsFor(shop, id).length);
      }
    } finally {
      await second.close();
    }
  });
});

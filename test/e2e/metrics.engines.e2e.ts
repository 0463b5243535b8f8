import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { OUTBOX_JOB } from '../../src/outbox/outbox.job.js';
import { ReadinessService } from '../../src/care/operations/readiness.service.js';
import { UnavailableError } from '../../src/platform/errors.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { engine } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { MetricsText } from '../support/metrics.js';
import { Shop } from '../support/shop.js';

const MINUTE = 60_000;

describe('metrics', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open();
  });
  afterEach(() => shop.close());

  const metrics = () => shop.metrics();
  /** On a busy machine a figure may come too late for the page, which then leaves it out. */
  const wholePage = () =>
    eventually(async () => {
      const page = await metrics();
      for (const name of ['partsdesk_external_orders_undecided', 'partsdesk_outbox_oldest_message_seconds'])
        expect([name, page.value(name)]).toEqual([name, expect.any(Number)]);
      return page;
    });
  const eventuallyShown = (name: string, labels: Record<string, string>, value: number) =>
    eventually(async () => expect([name, (await metrics()).value(name, labels)]).toEqual([name, value]));

  it('counts what came in and what was sent, and tells that all parts are ready', async () => {
    await shop.accepted('GZ-1');
    await shop.toldEventually('GZ-1', [expect.stringMatching(/^order \| accepted/)] as unknown as string[]);
    await eventuallyShown('partsdesk_outbox_attempts_total', { channel: 'gettzap', outcome: 'delivered' }, 1);
    const runs = { job: OUTBOX_JOB, outcome: 'ok' };
    await eventually(async () => expect((await metrics()).value('partsdesk_job_runs_total', runs)).toBeGreaterThan(0));
    const shown = await wholePage();
    const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
    const database = engine === 'embedded' ? 'embedded' : 'server';
    expect(shown.value('partsdesk_build_info', { version, node: process.version, database })).toBe(1);
    expect(shown.value('partsdesk_gettzap_messages_total', { outcome: 'created' })).toBe(1);
    expect(shown.value('partsdesk_outbox_first_attempt_delay_seconds_count', { channel: 'gettzap' })).toBe(1);
    expect(shown.value('partsdesk_outbox_first_attempt_delay_seconds_sum', { channel: 'gettzap' })).toBeLessThan(5);
    expect(
      shown.value('partsdesk_http_request_duration_seconds_count', { route: '/gettzap/orders/:secret', status: '200' }),
    ).toBe(1);
    for (const part of ['database', 'migrations', 'scheduler'])
      expect(shown.value('partsdesk_ready', { part })).toBe(1);
    expect(shown.value('partsdesk_job_last_success_age_seconds', { job: OUTBOX_JOB })).toBeGreaterThanOrEqual(0);
    expect(shown.value('partsdesk_database_connections_max')).toBe(engine === 'embedded' ? 1 : 20);
    expect(shown.value('partsdesk_transaction_retries_total', { cause: 'conflict' })).toBeGreaterThanOrEqual(0);
    expect(shown.value('partsdesk_outbox_messages_dead_total', { channel: 'gettzap' })).toBe(0);
    expect(shown.value('partsdesk_outbox_oldest_message_seconds')).toBe(0);
    expect(shown.value('partsdesk_external_orders_undecided')).toBe(0);
  });

  it('are looked up once a second, however often they are asked for', async () => {
    await metrics();
    const look = jest.spyOn(shop.app.get(ReadinessService), 'check');
    const shown = await Promise.all(Array.from({ length: 20 }, () => MetricsText.read(shop.url)));
    expect(look).not.toHaveBeenCalled();
    expect(new Set(shown.map(({ text }) => text)).size).toBe(1);
    await shop.receive('GZ-1');
    expect((await wholePage()).value('partsdesk_external_orders_undecided')).toBe(1);
  });

  it('shows how long the inbox has waited, and what needs attention', async () => {
    await shop.receive('GZ-1');
    await shop.receive('GZ-2', 1, { positions: [{ id: '1' }] });
    shop.clock.advance(31 * MINUTE);
    await shop.receive('GZ-3');
    const partly = await shop.receive('GZ-4', 2);
    await shop.admin.post(`/external-orders/${partly.id}/accept`, { positions: [{ id: partly.positions[0].id }] });
    const shown = await wholePage();
    expect(shown.value('partsdesk_external_orders_undecided')).toBe(3);
    expect(shown.value('partsdesk_external_orders_undecided_over_30m')).toBe(1);
    expect(shown.value('partsdesk_external_orders_needs_attention')).toBe(1);
    const age = shown.value('partsdesk_external_orders_oldest_undecided_seconds');
    expect(age).toBeGreaterThan(31 * 60 - 1);
    expect(age).toBeLessThan(32 * 60);
  });

  it('shows a receiver that refuses the sign-in and one that does not answer, and what waits there', async () => {
    const target = { channel: 'gettzap', key: shop.connectionId };
    shop.sandbox.setTrouble({ kind: '401' });
    await shop.accepted('GZ-1');
    await eventuallyShown('partsdesk_outbox_endpoint_paused', target, 1);
    shop.clock.advance(5 * MINUTE);
    const shown = await wholePage();
    expect(shown.value('partsdesk_outbox_breaker_open', target)).toBe(0);
    expect(shown.value('partsdesk_outbox_messages_unfinished', { state: 'pending' })).toBe(1);
    expect(shown.value('partsdesk_outbox_oldest_message_seconds')).toBeGreaterThan(299);

    shop.sandbox.setTrouble({ kind: '503' });
    for (let id = 2; id <= 6; id++) await shop.accepted(`GZ-${id}`);
    await shop.admin.post(`/marketplace-connections/${shop.connectionId}/resume`);
    await eventuallyShown('partsdesk_outbox_breaker_open', target, 1);
    expect((await metrics()).value('partsdesk_outbox_endpoint_paused', target)).toBe(0);

    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { isActive: false });
    const off = await wholePage();
    expect(off.value('partsdesk_outbox_breaker_open', target)).toBeUndefined();
    expect(off.value('partsdesk_outbox_messages_unfinished', { state: 'pending' })).toBe(6);
    expect(off.value('partsdesk_outbox_oldest_message_seconds')).toBe(0);
  });

  it('answers without the figures that lie in the database while that is away or hangs', async () => {
    await shop.receive('GZ-1');
    const read = jest.spyOn(shop.app.get(Transactions), 'read');
    const figures = ['partsdesk_outbox_messages_unfinished', 'partsdesk_outbox_oldest_message_seconds'].concat(
      'partsdesk_external_orders_undecided',
      'partsdesk_external_orders_oldest_undecided_seconds',
    );

    read.mockRejectedValue(new UnavailableError('database_unavailable', 'It is away.', 5));
    const away = await metrics();
    for (const name of figures) expect([name, away.value(name)]).toEqual([name, undefined]);
    expect(away.value('partsdesk_ready', { part: 'database' })).toBe(0);
    expect(away.value('partsdesk_gettzap_messages_total', { outcome: 'created' })).toBe(1);

    read.mockReturnValue(new Promise(() => undefined));
    const [hanging] = await Promise.all([metrics(), MetricsText.read(shop.url)]);
    expect(hanging.value('partsdesk_ready', { part: 'database' })).toBe(0);
    for (const name of figures) expect([name, hanging.value(name)]).toEqual([name, undefined]);

    read.mockRestore();
    expect((await wholePage()).value('partsdesk_external_orders_undecided')).toBe(1);
  });

  it('shows what the process itself uses, and keeps nothing of a service that was closed', async () => {
    expect((await metrics()).value('nodejs_heap_size_used_bytes')).toBeGreaterThan(0);
    const restarted = async () => {
      const closed = new WeakRef(shop.app.get(Transactions));
      shop = await shop.restart();
      return closed;
    };
    const closed = await restarted();
    expect((await metrics()).value('nodejs_heap_size_used_bytes')).toBeGreaterThan(0);
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    await eventually(() => {
      collectGarbage();
      expect(closed.deref() === undefined).toBe(true);
    });
  });
});

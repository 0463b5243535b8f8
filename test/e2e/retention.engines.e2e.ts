import { RetentionJob } from '../../src/care/retention/retention.job.js';
import { LiveEvent } from '../../src/people/live-events/live-event.entity.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';
import { stored } from '../support/stored.js';

/** By the policies. */
const removed = (messages: number, attempts: number) =>
  expect.objectContaining({ 'bodies of messages': messages, 'bodies of attempts': attempts });

const DAY_MS = 24 * 3_600_000;

describe('retention of bodies', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open({ RETENTION_DAYS: '30' });
  });
  afterEach(() => shop.close());

  const run = () => shop.app.get(RetentionJob).run();
  const messages = async () => (await shop.admin.get('/gettzap-messages?sort=createdAt')).body.data;
  const message = async (id: string) => (await shop.admin.get(`/gettzap-messages/${id}`)).body;
  const attemptsOf = async (externalOrderId: string) => {
    const [{ id }] = await shop.notifications(externalOrderId);
    return (await shop.admin.get(`/gettzap-notifications/${id}`)).body;
  };

  it('removes what is older than the days and keeps rows, outcomes and whatever is younger', async () => {
    const old = await shop.accepted('GZ-1');
    await shop.toldEventually('GZ-1', [`order | accepted | accepted ${old.id}`]);
    await eventually(async () => expect(await attemptsOf(old.externalOrderId)).toMatchObject({ state: 'delivered' }));
    expect(await run()).toEqual(removed(0, 0));
    shop.clock.advance(31 * DAY_MS);
    const young = await shop.accepted('GZ-2');
    await eventually(async () => expect(await attemptsOf(young.externalOrderId)).toMatchObject({ state: 'delivered' }));
    const [first, second] = await messages();

    expect(await run()).toEqual(removed(1, 1));
    expect(await run()).toEqual(removed(0, 0));
    // The list alone names the order.
    const { externalId: _externalId, ...facts } = first;
    expect(await message(first.id)).toEqual({
      ...facts,
      headers: {},
      body: '',
      bodyEncoding: 'text',
      tree: null,
      bodyRemovedAt: expect.any(String),
    });
    expect((await message(second.id)).body).toContain('GZ-2');
    const { state, text, attempts } = await attemptsOf(old.externalOrderId);
    expect({ state, text }).toEqual({ state: 'delivered', text: `accepted ${old.id}` });
    expect(attempts[0]).toMatchObject({ request: { method: 'POST', body: '' }, response: { status: 200, body: '' } });
    expect((await attemptsOf(young.externalOrderId)).attempts[0].request.body).toContain('accepted');
  });

  it('refuses to process a message again whose body is gone', async () => {
    const { id } = await shop.receive('GZ-1');
    shop.clock.advance(31 * DAY_MS);
    await run();
    const [{ id: messageId }] = await messages();
    const { status, body } = await shop.admin.post(`/gettzap-messages/${messageId}/reprocess`);
    expect([status, body.code]).toEqual([409, 'body_removed']);
    expect((await shop.externalOrder(id)).state).toBe('new');
  });

  it('tries no expression on a message whose body is gone', async () => {
    await shop.postToLink('a=1', 'application/x-www-form-urlencoded');
    shop.clock.advance(31 * DAY_MS);
    await run();
    const [{ id: messageId }] = await messages();
    const input = { direction: 'inbound', expression: '$', messageId };
    const { status, body } = await shop.admin.post(`/marketplace-connections/${shop.connectionId}/adapter/try`, input);
    expect([status, body.code]).toEqual([409, 'body_removed']);
  });

  it('leaves what was said in deliveries that are dead', async () => {
    shop.sandbox.setTrouble({ kind: '400' });
    const { externalOrderId } = await shop.accepted('GZ-1');
    await eventually(async () => expect(await attemptsOf(externalOrderId)).toMatchObject({ state: 'dead' }));
    shop.clock.advance(31 * DAY_MS);
    expect(await run()).toEqual(removed(1, 0));
    expect((await attemptsOf(externalOrderId)).attempts[0].request.body).toContain('accepted');
  });

  it('removes each body once, also when two replicas do it at the same time', async () => {
    for (let index = 0; index < 12; index++) await shop.postToLink('{not json');
    const { length } = await messages();
    shop.clock.advance(31 * DAY_MS);
    await Promise.all([run(), run()]);
    expect(length).toBe(12);
    for (const { bodyRemovedAt, outcome } of await messages()) {
      expect([outcome, bodyRemovedAt]).toEqual(['invalid_json', expect.any(String)]);
    }
  });
});

describe('retention of rows', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open();
  });
  afterEach(() => shop.close());

  it.each([1, 600])('is held up by no row dated in the future, of which there are %i', async (future) => {
    const at = (ms: number) => new Date(shop.clock.now().getTime() + ms);
    const rows = (count: number, createdAt: Date) =>
      Array.from({ length: count }, () => ({
        name: 'order.changed' as const,
        subjectId: 77,
        regionId: null,
        userId: null,
        createdAt,
      }));
    const transactions = shop.app.get(Transactions);
    const dates = [...rows(future, at(365 * DAY_MS)), ...rows(1_100, at(-DAY_MS)), ...rows(3, at(0))];
    for (let from = 0; from < dates.length; from += 500)
      await transactions.run((tx) => tx.insertMany(LiveEvent, dates.slice(from, from + 500)));
    await shop.app.get(RetentionJob).run();
    const left = await stored(shop).findBy(LiveEvent, { subjectId: 77 });
    expect(left).toHaveLength(future + 3);
  });
});

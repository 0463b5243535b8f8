import { later, MINUTE, noticeEventually, pauseOf, requestsFor, SECOND, spoil } from '../support/delivering.js';
import { Shop } from '../support/shop.js';

const DAY_S = 86_400;

describe('delivering: what GettZap answers', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterEach(() => shop.sandbox.clearTrouble());
  afterAll(() => shop.close());

  it('409 means that GettZap is in that status already: delivered', async () => {
    spoil(shop, '409', { orderId: 'A-409' });
    await shop.accepted('A-409');
    await noticeEventually(shop, 'A-409', { state: 'delivered', attemptCount: 1, reason: '' });
  });

  it.each(['400', '404', '302'] as const)('%s: dead at once, and the answer is kept', async (kind) => {
    spoil(shop, kind, { orderId: `A-${kind}` });
    await shop.accepted(`A-${kind}`);
    const dead = await noticeEventually(shop, `A-${kind}`, {
      state: 'dead',
      reason: `rejected_${kind}`,
      attemptCount: 1,
      nextAttemptAt: null,
    });
    expect(dead.attempts).toHaveLength(1);
    expect(dead.attempts[0].response.status).toBe(Number(kind));
    expect(dead.attempts[0].response.body).toContain(`отвечает ${kind}`);
    await later(shop, DAY_S * SECOND);
    expect(requestsFor(shop, `A-${kind}`)).toHaveLength(1);
  });

  it('a redirect is never followed', async () => {
    spoil(shop, '302', { orderId: 'R-1' });
    await shop.accepted('R-1');
    const { attempts } = await noticeEventually(shop, 'R-1', { state: 'dead' });
    expect(attempts[0].response.headers.location).toMatch(/\/v1\/redirected$/);
    expect(shop.sandbox.ledger.requests().filter(({ path }) => path === '/v1/redirected')).toEqual([]);
  });

  it.each(['.', '..'])(
    'an order with the id %j cannot be named in an address: no other one is called instead',
    async (id) => {
      await shop.accepted(id);
      const { attempts } = await noticeEventually(shop, id, { state: 'dead', reason: 'not_sent' });
      expect(attempts).toMatchObject([{ response: null, errorCode: 'url_steps' }]);
      const paths = shop.sandbox.ledger.requests().map(({ path }) => path);
      expect(paths.filter((path) => !path.startsWith('/v1/orders/') || !path.endsWith('/status'))).toEqual([]);
    },
  );

  it('429 spends no try, however often it comes', async () => {
    spoil(shop, '429', { orderId: 'T-429' });
    const order = await shop.accepted('T-429');
    for (let attemptsMade = 1; attemptsMade <= 12; attemptsMade++) {
      if (attemptsMade > 1) await later(shop, 13 * MINUTE);
      const notice = await noticeEventually(shop, 'T-429', { state: 'retrying', attempts: { length: attemptsMade } });
      expect(notice.attemptCount).toBe(0);
      expect(notice.attempts.at(-1)).toMatchObject({ number: attemptsMade, spent: false, response: { status: 429 } });
    }
    shop.sandbox.clearTrouble();
    await later(shop, 13 * MINUTE);
    await shop.toldEventually('T-429', [`order | accepted | accepted ${order.id}`]);
    expect(await noticeEventually(shop, 'T-429', { state: 'delivered' })).toMatchObject({ attemptCount: 1 });
  });

  const inSeconds = (seconds: number) => new Date(shop.clock.now().getTime() + seconds * SECOND).toUTCString();

  it.each<[kind: '429' | '503', what: string, header: () => string, from: number, to: number]>([
    ['429', 'seconds', () => '7', 7, 7],
    ['503', 'seconds', () => '7', 7, 7],
    ['429', 'a date', () => inSeconds(100), 95, 101],
    ['429', 'a date in the past', () => inSeconds(-1_000), 1, 1],
    ['429', '0', () => '0', 1, 1],
    ['429', 'ten years', () => '315360000', DAY_S, DAY_S],
    ['429', 'junk', () => 'when the crayfish whistles', 4, 6],
    ['503', 'junk', () => 'soon', 4, 6],
  ])('%s with Retry-After of %s is honoured', async (kind, what, header, from, to) => {
    const id = `W-${kind}-${what}`;
    spoil(shop, kind, { count: 1, retryAfter: header(), orderId: id });
    await shop.accepted(id);
    const notice = await noticeEventually(shop, id, { state: 'retrying', attemptCount: kind === '429' ? 0 : 1 });
    expect(notice.attempts[0].response.headers['retry-after']).toBeDefined();
    expect(pauseOf(notice)).toBeGreaterThan(from - 1);
    expect(pauseOf(notice)).toBeLessThan(to + 1);
  });

  it('nothing is tried before Retry-After has passed', async () => {
    spoil(shop, '429', { count: 1, retryAfter: '120', orderId: 'W-1' });
    await shop.accepted('W-1');
    await noticeEventually(shop, 'W-1', { state: 'retrying' });
    await later(shop, 110 * SECOND);
    await shop.accepted('W-2');
    await noticeEventually(shop, 'W-2', { state: 'delivered' });
    expect(requestsFor(shop, 'W-1')).toHaveLength(1);
    await later(shop, 12 * SECOND);
    await noticeEventually(shop, 'W-1', { state: 'delivered' });
  });

  it('of an answer without end the first 16 KiB are kept, and it counts by its status', async () => {
    spoil(shop, 'huge', { orderId: 'S-huge' });
    const order = await shop.accepted('S-huge');
    const { attempts } = await noticeEventually(shop, 'S-huge', { state: 'delivered', attemptCount: 1 });
    expect(attempts[0].response.body).toBe('x'.repeat(16 * 1024));
    expect(shop.told('S-huge')).toEqual([`order | accepted | accepted ${order.id}`]);
  });

  it('an answer 200 in HTML is an answer 200', async () => {
    spoil(shop, 'html', { orderId: 'S-html' });
    await shop.accepted('S-html');
    const { attempts } = await noticeEventually(shop, 'S-html', { state: 'delivered', attemptCount: 1 });
    expect(attempts[0].response.body).toContain('<!doctype html>');
  });

  it('a body that trickles in is not waited for: the status has been read', async () => {
    spoil(shop, 'slow', { orderId: 'S-slow' });
    await shop.accepted('S-slow');
    const { attempts } = await noticeEventually(shop, 'S-slow', { state: 'delivered', attemptCount: 1 });
    expect(attempts[0].response.status).toBe(200);
    expect(attempts[0].durationMs).toBeLessThan(5 * SECOND);
  });
});

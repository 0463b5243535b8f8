import { created, journalSize } from '../support/receiving.js';
import { Shop, untilTaken } from '../support/shop.js';

describe('receiving: many at once', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const times = <T>(count: number, make: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => make(index)));
  const found = async (q: string) => (await shop.admin.get(`/external-orders?q=${q}&perPage=200`)).body.data;

  it('the same order 200 times in parallel is one order: every answer 200, all but one a duplicate', async () => {
    const answers = await times(200, () => shop.postToLink(created('SAME-1')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.externalOrderId)).size).toBe(1);
    expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1);
    expect(await found('SAME-1')).toHaveLength(1);
    expect(await journalSize(shop)).toBe(200);
  });

  it('64 different orders in parallel are 64 orders', async () => {
    const answers = await times(64, (index) => shop.postToLink(created(`MANY-${index}`)));
    expect(answers.map(({ status, body }) => [status, body.duplicate])).toEqual(Array(64).fill([200, false]));
    const externalIds = (await found('MANY-')).map(({ externalId }: { externalId: string }) => externalId);
    expect(new Set(externalIds).size).toBe(64);
  });

  it('20 versions of one order in parallel are 20 versions, none taken twice', async () => {
    // One after the other, which a busy machine may have no time for: it says so, and is asked again.
    const posted = (comment: string) => untilTaken(() => shop.postToLink(created('VERS-1', { comment })));
    const answers = await times(40, (index) => posted(`v${index % 20}`));
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(20);
    expect(await found('VERS-1')).toMatchObject([{ version: 20, state: 'new' }]);
  });

  it('an order and its cancellation at once: it is there with its positions, and cancelled', async () => {
    await times(20, async (index) => {
      const id = `RACE-${index}-`;
      const answers = await Promise.all([shop.postToLink(created(id)), shop.cancel(id)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(await found(`${id}&state=cancelled`)).toMatchObject([
        { flags: { cancelledByClient: true }, positions: [{ externalId: '1', state: 'cancelled' }] },
      ]);
    });
  });
});

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
  /** What is answered once the order is taken: a busy machine may have to be asked again. */
  const taken = (id: string, change?: object) => untilTaken(() => shop.postToLink(created(id, change)));
  const found = async (q: string) => (await shop.admin.get(`/external-orders?q=${q}&perPage=200`)).body.data;

  it('the same order 200 times in parallel is one order: every answer 200, all but one a duplicate', async () => {
    const answers = await times(200, () => taken('SAME-1'));
    expect(new Set(answers.map(({ externalOrderId }) => externalOrderId)).size).toBe(1);
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await found('SAME-1')).toHaveLength(1);
    expect(await journalSize(shop)).toBe(200);
  });

  it('64 different orders in parallel are 64 orders', async () => {
    const answers = await times(64, (index) => taken(`MANY-${index}`));
    expect(answers.map(({ duplicate }) => duplicate)).toEqual(Array(64).fill(false));
    const externalIds = (await found('MANY-')).map(({ externalId }: { externalId: string }) => externalId);
    expect(new Set(externalIds).size).toBe(64);
  });

  it('20 versions of one order in parallel are 20 versions, none taken twice', async () => {
    const answers = await times(40, (index) => taken('VERS-1', { comment: `v${index % 20}` }));
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(20);
    expect(await found('VERS-1')).toMatchObject([{ version: 20, state: 'new' }]);
  });

  it('an order and its cancellation at once: it is there with its positions, and cancelled', async () => {
    await times(20, async (index) => {
      const id = `RACE-${index}-`;
      await Promise.all([taken(id), untilTaken(() => shop.cancel(id))]);
      expect(await found(`${id}&state=cancelled`)).toMatchObject([
        { flags: { cancelledByClient: true }, positions: [{ externalId: '1', state: 'cancelled' }] },
      ]);
    });
  });
});

import { ExternalOrderStore } from '../../src/external-orders/external-order-store.service.js';
import type { ApiAnswer } from '../support/api-client.js';
import { created } from '../support/receiving.js';
import { orderOf, Shop } from '../support/shop.js';

/** Orders that come at the same time share a transaction: nobody may notice. */
describe('receiving: together', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const post = (bodies: Array<object | string>) => Promise.all(bodies.map((body) => shop.postToLink(body)));
  const idOf = ({ body }: ApiAnswer): string => body.externalOrderId;
  const journalOf = async (externalOrderId: string) =>
    (await shop.admin.get(`/gettzap-messages?externalOrderId=${externalOrderId}&perPage=200`)).body.data;

  it('each gets its own positions, its own journal row and its own message to managers', async () => {
    const numbers = Array.from({ length: 100 }, (_, index) => index);
    const answers = await post(
      numbers.map((index) => ({
        event: 'order.created',
        order: orderOf(`OWN-${index}`, 1 + (index % 4), { comment: `comment ${index}` }),
      })),
    );
    for (const index of numbers) {
      const { externalId, comment, positions } = await shop.externalOrder(idOf(answers[index]!));
      expect([externalId, comment, positions.length]).toEqual([`OWN-${index}`, `comment ${index}`, 1 + (index % 4)]);
      const [entry, ...more] = await journalOf(idOf(answers[index]!));
      expect([entry.outcome, more]).toEqual(['created', []]);
      const { body } = await shop.admin.get(`/gettzap-messages/${entry.id}`);
      expect(JSON.parse(body.body).order.id).toBe(`OWN-${index}`);
    }
    const { data } = (await shop.admin.get('/manager-notifications?perPage=200')).body;
    const told = data.map(({ externalOrderId }: { externalOrderId: string }) => externalOrderId);
    expect(told.sort()).toEqual(answers.map(idOf).sort());
  });

  it('what is new, known, changed, cancelled, not understood and no JSON is answered each as if it came alone', async () => {
    await post(['KNOWN', 'CHANGED', 'CANCELLED'].map((id) => created(id)));
    const answers = await post([
      created('NEW-1'),
      created('KNOWN'),
      created('CHANGED', { comment: 'other' }, 'order.updated'),
      { event: 'order.cancelled', order: { id: 'CANCELLED' } },
      created('PUZZLE', { positions: 'none' }),
      '{"event": ',
      created('NEW-2'),
      created('NEW-2'),
    ]);
    expect(answers.map(({ status, body }) => [status, body.state ?? body.code])).toEqual([
      [200, 'new'],
      [200, 'new'],
      [200, 'new'],
      [200, 'cancelled'],
      [200, 'needs_attention'],
      [400, 'invalid_json'],
      [200, 'new'],
      [200, 'new'],
    ]);
    const outcomes = await Promise.all(
      answers
        .filter(({ status }) => status === 200)
        .map(async (answer) => {
          const entries = await journalOf(idOf(answer));
          return entries
            .map(({ outcome }: { outcome: string }) => outcome)
            .sort()
            .join(' ');
        }),
    );
    expect(outcomes).toEqual([
      'created',
      'created duplicate',
      'created updated',
      'cancelled created',
      'needs_attention',
      'created duplicate',
      'created duplicate',
    ]);
  });

  it('one that the database refuses takes none of the others with it', async () => {
    const store = shop.app.get(ExternalOrderStore);
    const insert = store.insert.bind(store);
    const broken = jest.spyOn(store, 'insert').mockImplementation((tx, orders) => {
      if (orders.some(({ externalId }) => externalId === 'BROKEN')) throw new Error('refused');
      return insert(tx, orders);
    });
    const answers = await post(['FINE-1', 'BROKEN', 'FINE-2'].map((id) => created(id)));
    broken.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual([200, 500, 200]);
    expect(await journalOf(idOf(answers[2]!))).toMatchObject([{ outcome: 'created' }]);
    expect((await shop.postToLink(created('BROKEN'))).body).toMatchObject({ result: 'ok', duplicate: false });
  });
});

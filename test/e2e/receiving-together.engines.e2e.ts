import { MessageIntake } from '../../src/marketplaces/gettzap/webhook.controller.js';
import { ReceivingService } from '../../src/orders/external-orders/receiving.service.js';
import { ExternalOrderStore } from '../../src/orders/external-orders/external-order-store.service.js';
import { GettzapMessage } from '../../src/marketplaces/gettzap/gettzap-message.entity.js';
import { Transaction } from '../../src/platform/transactions/transaction.js';
import type { ApiAnswer } from '../support/api-client.js';
import { created } from '../support/receiving.js';
import { eventually } from '../support/eventually.js';
import { loseCommits } from '../support/lost-commit.js';
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

  /** Posts messages of which so many share one transaction, however slowly they come: the groups before it wait for the last of them. */
  async function postTogether(bodies: Array<object | string>, shared: number): Promise<ApiAnswer[]> {
    const batcher = shop.app.get(MessageIntake)['together'];
    jest.replaceProperty(batcher['options'], 'longMs', 60_000);
    jest.replaceProperty(batcher['options'], 'waitMs', 60_000);
    const receiving = shop.app.get(ReceivingService);
    const receive = receiving.receiveTogether.bind(receiving);
    let allHaveCome: Promise<void> | undefined;
    const come = () => eventually(() => expect(batcher['waiting']).toHaveLength(shared));
    const groups = jest.spyOn(receiving, 'receiveTogether').mockImplementation(async (tx, arrivals) => {
      if (arrivals.length < shared) await (allHaveCome ??= come());
      return receive(tx, arrivals);
    });
    const before: Array<Promise<ApiAnswer>> = [];
    while (before.length < batcher['options'].groups) {
      before.push(shop.postToLink(created(`BEFORE-${before.length}`)));
      await eventually(() => expect(batcher['underWay']).toBe(before.length));
    }
    const answers = await post(bodies);
    const ofOthers = await Promise.all(before);
    const sizes = groups.mock.calls.map(([, arrivals]) => arrivals.length);
    jest.restoreAllMocks();
    expect([sizes, ofOthers.map(({ status }) => status)]).toEqual([
      [...before.map(() => 1), shared],
      before.map(() => 200),
    ]);
    return answers;
  }

  it('what is new, known, changed, cancelled, not understood and no JSON is answered each as if it came alone', async () => {
    await post(['KNOWN', 'CHANGED', 'CANCELLED'].map((id) => created(id)));
    const bodies = [
      created('NEW-1'),
      created('KNOWN'),
      created('CHANGED', { comment: 'other' }, 'order.updated'),
      { event: 'order.cancelled', order: { id: 'CANCELLED' } },
      created('PUZZLE', { positions: 'none' }),
      '{"event": ',
      created('NEW-2'),
      created('NEW-2'),
    ];
    // The cancellation goes alone, and what is no JSON nowhere.
    const answers = await postTogether(bodies, bodies.length - 2);
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

  it('an order whose journal row cannot be written is not taken: together or alone', async () => {
    const known = created('JOURNAL-ALONE');
    await shop.postToLink(known);
    const insertMany = Transaction.prototype.insertMany;
    const broken = jest.spyOn(Transaction.prototype, 'insertMany').mockImplementation(function (
      this: Transaction,
      target,
      rows,
    ) {
      if (target === GettzapMessage) throw new Error('the journal is broken');
      return insertMany.call(this, target, rows);
    });
    const changed = created('JOURNAL-ALONE', { comment: 'changed' }, 'order.updated');
    const answers = [await shop.postToLink(created('JOURNAL-NEW')), await shop.postToLink(changed)];
    broken.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual([500, 500]);
    expect((await shop.admin.get('/external-orders?q=JOURNAL-NEW')).body.data).toEqual([]);
    const [{ id }] = (await shop.admin.get('/external-orders?q=JOURNAL-ALONE')).body.data;
    expect((await shop.externalOrder(id)).comment).not.toBe('changed');
  });

  it('a change whose COMMIT was lost on its way back is done again by itself, and once', async () => {
    const id = idOf(await shop.postToLink(created('LOST')));
    const receive = jest.spyOn(shop.app.get(ReceivingService), 'receive');
    let losses = 0;
    // Only that of the order alone.
    const losing = loseCommits(shop, () => receive.mock.calls.length === 1 && losses++ === 0);
    const answer = await shop.postToLink(created('LOST', { comment: 'changed' }, 'order.updated'));
    losing.mockRestore();
    receive.mockRestore();
    expect([answer.status, losses > 0, (await shop.externalOrder(id)).comment]).toEqual([200, true, 'changed']);
    expect((await journalOf(id)).map(({ outcome }: { outcome: string }) => outcome).sort()).toEqual([
      'created',
      'duplicate',
      'updated',
    ]);
  });

  it('an id that came in elsewhere at once is no error', async () => {
    const id = idOf(await shop.postToLink(created('ELSEWHERE')));
    const store = shop.app.get(ExternalOrderStore);
    const lookedUp = jest.spyOn(store, 'lockByExternalId').mockResolvedValueOnce(null);
    const answer = await shop.postToLink(created('ELSEWHERE', { comment: 'changed' }, 'order.updated'));
    expect([answer.status, idOf(answer)]).toEqual([200, id]);
    expect(lookedUp).toHaveBeenCalledTimes(2);
    lookedUp.mockRestore();
    expect((await shop.externalOrder(id)).comment).toBe('changed');
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

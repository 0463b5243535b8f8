import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';

describe('cancellations at the same time as the shop’s own work', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    const told = { status: 'in_work', text: '' };
    await shop.configureStatus('В работе', { item: told, order: told });
  });
  afterAll(() => shop.close());

  const rounds = Array.from({ length: 10 }, (_, index) => index + 1);
  const both = <A, B>(round: number, one: () => Promise<A>, other: () => Promise<B>): Promise<[A, B]> => {
    // Which of them is called first takes turns.
    if (round % 2) return Promise.all([one(), other()]);
    const second = other();
    return Promise.all([one(), second]);
  };
  const finished = (externalOrderId: string) =>
    eventually(async () => {
      const notifications: Array<Record<string, string>> = await shop.notifications(externalOrderId);
      for (const { state } of notifications) expect(['delivered', 'cancelled', 'skipped']).toContain(state);
      return notifications.map(({ kind, state, reason }) => [kind, state, reason].filter(Boolean).join(' '));
    });

  it('accepting and cancelling: it is cancelled either way, accepted before or not at all, and what is told matches', async () => {
    for (const round of rounds) {
      const id = `AC-${round}`;
      const received = await shop.receive(id, 2);
      const [accepted, cancelled] = await both(
        round,
        () => shop.accept(received.id),
        () => shop.cancel(id),
      );
      expect([cancelled.status, cancelled.body.state, cancelled.body.duplicate]).toEqual([200, 'cancelled', false]);
      const { state, flags, orderId, positions } = await shop.externalOrder(received.id);
      expect([state, flags.cancelledByClient, flags.cancelConflict]).toEqual(['cancelled', true, false]);
      expect(positions).toMatchObject([{ state: 'cancelled' }, { state: 'cancelled' }]);
      const notices = await finished(received.id);
      if (accepted.status === 200) {
        expect((await shop.order(orderId)).items).toMatchObject([
          { status: { name: 'Снят' } },
          { status: { name: 'Снят' } },
        ]);
        const [first, ...rest] = notices;
        expect(rest).toEqual([
          'item_status skipped caused_by_gettzap',
          'item_status skipped caused_by_gettzap',
          'order_status skipped caused_by_gettzap',
        ]);
        const isTold = first === 'order_accepted delivered';
        if (!isTold) expect(first).toBe('order_accepted cancelled cancelled_by_client');
        expect(shop.told(id)).toEqual(isTold ? [`order | accepted | accepted ${orderId}`] : []);
      } else {
        expect([accepted.status, accepted.body.code]).toEqual([409, 'cancelled_by_client']);
        expect([orderId, notices, shop.told(id)]).toEqual([null, [], []]);
      }
    }
  });

  it('accepting and cancelling a part: the rest is accepted, the part never stays with the shop', async () => {
    for (const round of rounds) {
      const id = `AP-${round}`;
      const received = await shop.receive(id, 2);
      const [accepted] = await both(
        round,
        () => shop.accept(received.id),
        () => shop.cancel(id, ['2']),
      );
      expect(accepted.status).toBe(200);
      const { state, orderId, positions } = await shop.externalOrder(received.id);
      expect([state, positions[0].state, positions[1].state]).toEqual(['partially_accepted', 'accepted', 'cancelled']);
      const [first, second] = (await shop.order(orderId)).items;
      expect([first.number, first.status.name]).toEqual(['P1', 'Обрабатывается']);
      const notices = await finished(received.id);
      if (second) {
        expect(second.status.name).toBe('Снят');
        expect(notices).toEqual(['order_accepted delivered', 'item_status skipped caused_by_gettzap']);
      } else {
        expect(notices).toEqual(['position_accepted delivered']);
      }
    }
  });

  it('a status change and cancelling: the items end in the cancel status or where the shop put them last', async () => {
    for (const round of rounds) {
      const id = `SC-${round}`;
      const order = await shop.accepted(id, 2);
      const [set, cancelled] = await both(
        round,
        () => shop.setStatus(order.items, 'В работе'),
        () => shop.cancel(id),
      );
      expect([set.status, set.body.changed, cancelled.status]).toEqual([200, 2, 200]);
      const { status, items, history } = await shop.order(order.id);
      const changes = history.filter(({ kind }: { kind: string }) => kind === 'item_status');
      const last = changes.at(-1).toStatus;
      expect([status.name, ...items.map((item: { status: { name: string } }) => item.status.name)]).toEqual([
        last,
        last,
        last,
      ]);
      expect(changes).toHaveLength(4);
      const notices = await finished(order.externalOrderId);
      expect(notices.filter((notice) => notice.includes('caused_by_gettzap'))).toEqual([
        'item_status skipped caused_by_gettzap',
        'item_status skipped caused_by_gettzap',
        'order_status skipped caused_by_gettzap',
      ]);
      expect(notices).toHaveLength(7);
    }
  });

  it('the same cancellation several times at once is one and its duplicates', async () => {
    for (const round of rounds) {
      const id = `CC-${round}`;
      const order = await shop.accepted(id, 1);
      const answers = await Promise.all([1, 2, 3].map(() => shop.cancel(id)));
      expect(answers.map(({ body }) => body.duplicate).sort()).toEqual([false, true, true]);
      const { history } = await shop.order(order.id);
      expect(history.filter(({ kind }: { kind: string }) => kind === 'cancelled_by_client')).toHaveLength(1);
    }
  });

  it('a cancellation while its status is replaced: the items end in the replacement', async () => {
    const connection = `/marketplace-connections/${shop.connectionId}`;
    for (const round of rounds) {
      const id = `CR-${round}`;
      const order = await shop.accepted(id, 1);
      const { body: old } = await shop.admin.post('/order-statuses', { name: `Снят ${round}`, group: 'removed' });
      await shop.admin.patch(connection, { cancelledStatusId: old.id });
      const [cancelled, deleted] = await both(
        round,
        () => shop.cancel(id),
        () => shop.admin.delete(`/order-statuses/${old.id}?replacementId=${shop.statuses['Снят']}`),
      );
      expect([cancelled.status, deleted.status]).toEqual([200, 204]);
      expect(await shop.order(order.id)).toMatchObject({
        status: { name: 'Снят' },
        items: [{ status: { name: 'Снят' } }],
        flags: { cancelledByClient: true, cancelConflict: false },
      });
    }
  });

  it('a cancellation and its order at once: the order is there and cancelled, whichever came first', async () => {
    for (const round of rounds) {
      const id = `CO-${round}`;
      const [received, cancelled] = await both(
        round,
        () => shop.receive(id, 2),
        () => shop.cancel(id),
      );
      expect(cancelled.body.externalOrderId).toBe(received.id);
      const { state, positions } = await shop.externalOrder(received.id);
      expect([state, positions.length]).toEqual(['cancelled', 2]);
      expect(positions).toMatchObject([{ state: 'cancelled' }, { state: 'cancelled' }]);
    }
  });
});

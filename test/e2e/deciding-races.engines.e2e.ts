import type { ApiAnswer } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';

const ROUNDS = 10;

describe('decisions at the same time', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const rounds = Array.from({ length: ROUNDS }, (_, index) => index + 1);
  const codesOf = (answers: ApiAnswer[]) => answers.map(({ status, body }) => (status === 200 ? 200 : body.code));

  it('accepting and refusing: exactly one is the decision, and only it is told', async () => {
    for (const round of rounds) {
      const id = `AR-${round}`;
      const received = await shop.receive(id, 2);
      const calls = [() => shop.accept(received.id), () => shop.refuse(received.id)];
      // Which of them is called first takes turns.
      const answers = await Promise.all((round % 2 ? calls : calls.reverse()).map((call) => call()));
      expect(codesOf(answers).sort()).toEqual([200, 'already_decided']);
      const { state, orderId } = await shop.externalOrder(received.id);
      expect(['accepted', 'refused']).toContain(state);
      expect(await shop.recorded(received.id)).toEqual([
        state === 'accepted'
          ? `order_accepted | order | accepted | accepted ${orderId}`
          : 'order_refused | order | refused | refused',
      ]);
      expect(orderId === null).toBe(state === 'refused');
    }
  });

  it('accepting twice makes one order and is told once', async () => {
    for (const round of rounds) {
      const id = `AA-${round}`;
      const received = await shop.receive(id, 2);
      const answers = await Promise.all([1, 2, 3].map(() => shop.accept(received.id)));
      expect(codesOf(answers).sort()).toEqual([200, 'already_decided', 'already_decided']);
      const { orderId } = await shop.externalOrder(received.id);
      expect((await shop.order(orderId)).items).toHaveLength(2);
      expect(await shop.recorded(received.id)).toHaveLength(1);
      await shop.toldEventually(id, [`order | accepted | accepted ${orderId}`]);
    }
  });

  it('accepting different positions makes one order with all of them, each told once', async () => {
    for (const round of rounds) {
      const received = await shop.receive(`AP-${round}`, 3);
      const answers = await Promise.all(
        received.positions.map(({ id }: { id: string }) => shop.accept(received.id, { positions: [{ id }] })),
      );
      expect(codesOf(answers)).toEqual([200, 200, 200]);
      const { state, orderId } = await shop.externalOrder(received.id);
      expect(state).toBe('accepted');
      const { items, history } = await shop.order(orderId);
      expect(items.map(({ number }: { number: string }) => number).sort()).toEqual(['P1', 'P2', 'P3']);
      expect(history.map(({ kind }: { kind: string }) => kind)).toEqual(['created', 'extended', 'extended']);
      expect((await shop.recorded(received.id)).sort()).toEqual(
        [1, 2, 3].map((line) => `position_accepted | ${line} | accepted | accepted ${orderId} P${line} x2`),
      );
    }
  });

  it('accepting and deleting: it is never both accepted afterwards and untold, nor told after it was deleted', async () => {
    for (const round of rounds) {
      const received = await shop.receive(`AD-${round}`);
      const [accepted, deleted] = await Promise.all([
        shop.accept(received.id),
        shop.admin.delete(`/external-orders/${received.id}`, { reason: 'дубль' }),
      ]);
      expect([deleted.status, accepted.status === 200 || accepted.body.code]).toEqual([
        204,
        accepted.status === 200 ? true : 'deleted',
      ]);
      const { notifications, orderId } = await shop.externalOrder(received.id);
      expect([notifications.length, orderId !== null]).toEqual(accepted.status === 200 ? [1, true] : [0, false]);
    }
  });

  it('bulk decisions over the same orders share them out: each is decided once', async () => {
    const received = await Promise.all(rounds.map((round) => shop.receive(`AB-${round}`)));
    const ids = received.map(({ id }) => id);
    const [accepting, refusing] = await Promise.all([
      shop.admin.post('/external-orders/accept', { ids }),
      shop.admin.post('/external-orders/refuse', { ids: [...ids].reverse() }),
    ]);
    const outcomeOf = (answer: ApiAnswer, id: string) =>
      answer.body.results.find((each: { id: string }) => each.id === id).outcome;
    for (const id of ids) {
      const { state, notifications } = await shop.externalOrder(id);
      expect([outcomeOf(accepting, id), outcomeOf(refusing, id)]).toEqual(
        state === 'accepted' ? ['accepted', 'already_decided'] : ['already_decided', 'refused'],
      );
      expect(notifications).toHaveLength(1);
    }
  });

  it('accepting and an update of the content: what was accepted is the version that the order shows', async () => {
    for (const round of rounds) {
      const id = `AU-${round}`;
      const received = await shop.receive(id, 1);
      const [accepted] = await Promise.all([shop.accept(received.id), shop.receive(id, 2)]);
      expect(accepted.status).toBe(200);
      const { version, flags, positions, orderId } = await shop.externalOrder(received.id);
      const { items } = await shop.order(orderId);
      expect(items).toHaveLength(positions.length);
      expect([version, flags.changedAfterDecision]).toEqual(positions.length === 2 ? [2, false] : [1, true]);
      await eventually(() => expect(shop.told(id)).toEqual([`order | accepted | accepted ${orderId}`]));
    }
  });
});

import { later, SECOND } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';

describe('cancelled before it was told', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.tellStatuses({ 'В работе': 'in_work', Выдано: 'issued' });
  });
  beforeEach(pauseSending);
  afterAll(() => shop.close());

  let pauses = 0;

  /** GettZap refuses the sign-in with another order: from then on nothing is tried. */
  async function pauseSending(): Promise<void> {
    const id = `pause-${++pauses}`;
    shop.sandbox.setTrouble({ kind: '401' });
    await shop.accepted(id);
    await eventually(async () => expect(await delivery()).toMatchObject({ state: 'paused' }));
    shop.sandbox.clearTrouble();
  }

  const delivery = async () => (await shop.admin.get(`/marketplace-connections/${shop.connectionId}/delivery`)).body;

  /** Sends what waits; whatever comes last of all shows that nothing else is on its way. */
  async function resumeSending(): Promise<void> {
    await shop.admin.post(`/marketplace-connections/${shop.connectionId}/resume`);
    await eventually(async () => expect(await delivery()).toMatchObject({ state: 'ok', waiting: 0 }));
  }

  const stateOf = ({ kind, state, reason }: Record<string, string>) => [kind, state, reason].filter(Boolean).join(' ');
  const statesOf = async (externalOrderId: string) => (await shop.notifications(externalOrderId)).map(stateOf);

  it('the acceptance and the statuses of a cancelled order that nobody began to send are withdrawn', async () => {
    const order = await shop.accepted('W-1', 2);
    await shop.setStatus(order.items, 'В работе');
    await shop.cancel('W-1');
    expect(await statesOf(order.externalOrderId)).toEqual([
      'order_accepted cancelled cancelled_by_client',
      'item_status cancelled cancelled_by_client',
      'item_status cancelled cancelled_by_client',
      'order_status cancelled cancelled_by_client',
      'item_status skipped caused_by_gettzap',
      'item_status skipped caused_by_gettzap',
      'order_status skipped caused_by_gettzap',
    ]);
    await resumeSending();
    expect(shop.told('W-1')).toEqual([]);
  });

  it('what was withdrawn is told by no retry but one that is confirmed', async () => {
    const order = await shop.accepted('W-9', 1);
    await shop.cancel('W-9');
    const [{ id }] = await shop.notifications(order.externalOrderId);
    const one = await shop.admin.post(`/gettzap-notifications/${id}/retry`);
    expect([one.status, one.body.code]).toEqual([409, 'confirmation_required']);
    for (const dryRun of [true, false]) {
      const filter = { externalOrderId: order.externalOrderId, state: 'cancelled' };
      const { body } = await shop.admin.post('/gettzap-notifications/retry', { filter, dryRun });
      expect(body).toMatchObject({ matched: 1, retried: 0, needConfirmation: 1 });
    }
    await resumeSending();
    expect(shop.told('W-9')).toEqual([]);
    expect((await shop.admin.post(`/gettzap-notifications/${id}/retry`, { force: true })).status).toBe(200);
    await shop.toldEventually('W-9', [`order | accepted | accepted ${order.id}`]);
  });

  it('nor is what a person had cancelled before', async () => {
    const order = await shop.accepted('W-10', 1);
    const [{ id }] = await shop.notifications(order.externalOrderId);
    await shop.admin.post(`/gettzap-notifications/${id}/cancel`);
    await shop.cancel('W-10');
    const one = await shop.admin.post(`/gettzap-notifications/${id}/retry`);
    expect([one.status, one.body.code]).toEqual([409, 'confirmation_required']);
    expect((await statesOf(order.externalOrderId))[0]).toBe('order_accepted cancelled cancelled_by_client');
  });

  it('of a part only what is about its positions is withdrawn; the others are told in their order', async () => {
    const order = await shop.accepted('W-2', 2);
    await shop.setStatus(order.items, 'В работе');
    await shop.cancel('W-2', ['1']);
    await resumeSending();
    await shop.toldEventually('W-2', [
      `order | accepted | accepted ${order.id}`,
      '2 | in_work | ',
      'order | in_work | ',
    ]);
    expect(await statesOf(order.externalOrderId)).toEqual([
      'order_accepted delivered',
      'item_status cancelled cancelled_by_client',
      'item_status delivered',
      'order_status delivered',
      'item_status skipped caused_by_gettzap',
    ]);
  });

  it('both notices of a smaller quantity are withdrawn with their position', async () => {
    const received = await shop.receive('W-3', 2);
    const [one, two] = received.positions;
    const { body } = await shop.accept(received.id, { positions: [{ id: one.id, quantity: 1 }, { id: two.id }] });
    await shop.cancel('W-3', ['1']);
    await resumeSending();
    expect(shop.told('W-3')).toEqual([`2 | accepted | accepted ${body.orderId} P2 x2`]);
    expect(await statesOf(received.id)).toEqual([
      'position_accepted cancelled cancelled_by_client',
      'position_refused cancelled cancelled_by_client',
      'position_accepted delivered',
      'item_status skipped caused_by_gettzap',
    ]);
  });

  it('part by part until nothing is left withdraws also what is about the whole order', async () => {
    const order = await shop.accepted('W-7', 2);
    await shop.setStatus(order.items, 'В работе');
    await shop.cancel('W-7', ['2']);
    expect((await statesOf(order.externalOrderId))[0]).toBe('order_accepted pending');
    await shop.cancel('W-7', ['1']);
    await resumeSending();
    expect(shop.told('W-7')).toEqual([]);
    expect(await statesOf(order.externalOrderId)).toEqual([
      'order_accepted cancelled cancelled_by_client',
      'item_status cancelled cancelled_by_client',
      'item_status cancelled cancelled_by_client',
      'order_status cancelled cancelled_by_client',
      'item_status skipped caused_by_gettzap',
      'item_status skipped caused_by_gettzap',
      'order_status skipped caused_by_gettzap',
    ]);
  });

  it('a refusal is told though the client then cancels a position that was refused, or one that nobody knows', async () => {
    const received = await shop.receive('W-8', 1);
    await shop.refuse(received.id);
    await shop.cancel('W-8', ['1']);
    await shop.cancel('W-8', ['9']);
    await resumeSending();
    expect(shop.told('W-8')).toEqual(['order | refused | refused']);
  });

  it('a status that the issued items complete by it is told, along with what it did not touch', async () => {
    const order = await shop.accepted('W-4', 2);
    await shop.setStatus([order.items[0]], 'Выдано');
    await shop.cancel('W-4', ['2']);
    await resumeSending();
    await shop.toldEventually('W-4', [`order | accepted | accepted ${order.id}`, '1 | issued | ', 'order | issued | ']);
  });

  it('another order’s notices are left alone', async () => {
    const [cancelled, other] = [await shop.accepted('W-5a', 1), await shop.accepted('W-5b', 1)];
    await shop.cancel('W-5a');
    await resumeSending();
    await shop.toldEventually('W-5b', [`order | accepted | accepted ${other.id}`]);
    expect(await statesOf(cancelled.externalOrderId)).toContain('order_accepted cancelled cancelled_by_client');
    expect(shop.told('W-5a')).toEqual([]);
  });

  it('what was tried already is no longer withdrawn: it is tried until it arrives, and only the later ones are not', async () => {
    await resumeSending();
    shop.sandbox.setTrouble({ kind: '503', orderId: 'W-6' });
    const order = await shop.accepted('W-6', 1);
    await shop.setStatus(order.items, 'В работе');
    await eventually(async () =>
      expect(await statesOf(order.externalOrderId)).toEqual([
        'order_accepted retrying',
        'item_status pending',
        'order_status pending',
      ]),
    );
    await shop.cancel('W-6');
    expect((await statesOf(order.externalOrderId))[0]).toBe('order_accepted retrying');
    shop.sandbox.clearTrouble();
    await later(shop, 7 * SECOND);
    await shop.toldEventually('W-6', [`order | accepted | accepted ${order.id}`]);
    await eventually(async () =>
      expect(await statesOf(order.externalOrderId)).toEqual([
        'order_accepted delivered',
        'item_status cancelled cancelled_by_client',
        'order_status cancelled cancelled_by_client',
        'item_status skipped caused_by_gettzap',
        'order_status skipped caused_by_gettzap',
      ]),
    );
  });
});

import { Shop } from '../support/shop.js';

describe('the client cancels before the shop has decided', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const cancelled = async (id: string, positions?: string[], reason?: string) => {
    const { status, body } = await shop.cancel(id, positions, reason);
    expect(status).toBe(200);
    return body;
  };
  const statesOf = async (id: string) => {
    const { state, positions } = await shop.externalOrder(id);
    return [state, ...positions.map((position: { state: string }) => position.state)];
  };

  it('before the order itself has come: it is remembered without positions, and the order then fills it', async () => {
    const { externalOrderId, state, duplicate } = await cancelled('B-1', undefined, 'передумал');
    expect([state, duplicate]).toEqual(['cancelled', false]);
    expect(await shop.externalOrder(externalOrderId)).toMatchObject({
      externalId: 'B-1',
      state: 'cancelled',
      flags: { cancelledByClient: true, cancelConflict: false },
      positions: [],
    });
    const filled = await shop.receive('B-1', 2);
    expect(filled).toMatchObject({
      id: externalOrderId,
      state: 'cancelled',
      total: '13800.00',
      customer: { name: 'Иванов Пётр' },
      positions: [{ state: 'cancelled' }, { state: 'cancelled' }],
      flags: { cancelledByClient: true },
    });
    expect((await shop.accept(externalOrderId)).body.code).toBe('cancelled_by_client');
    expect(filled.notifications).toEqual([]);
  });

  it('a part before the order has come: those positions arrive cancelled, the others open', async () => {
    const { externalOrderId, state } = await cancelled('B-2', ['2', '3']);
    expect(state).toBe('cancelled');
    expect((await shop.accept(externalOrderId)).body.code).toBe('cancelled_by_client');
    const filled = await shop.receive('B-2', 3);
    expect(filled).toMatchObject({ id: externalOrderId, state: 'new', flags: { cancelledByClient: false } });
    expect(filled.positions).toMatchObject([
      { externalId: '1', number: 'P1', quantity: 2, state: 'open' },
      { externalId: '2', number: 'P2', quantity: 2, price: '3450.00', state: 'cancelled' },
      { externalId: '3', number: 'P3', quantity: 2, state: 'cancelled' },
    ]);
    const { body } = await shop.accept(externalOrderId);
    expect(body.state).toBe('partially_accepted');
    expect((await shop.order(body.orderId)).items).toMatchObject([{ number: 'P1' }]);
    expect(await shop.recorded(externalOrderId)).toEqual([
      `position_accepted | 1 | accepted | accepted ${body.orderId} P1 x2`,
    ]);
  });

  it('a part that the order then does not name leaves the order as it is', async () => {
    const { externalOrderId } = await cancelled('B-3', ['9']);
    await shop.receive('B-3', 1);
    expect(await statesOf(externalOrderId)).toEqual(['new', 'open']);
    const { body } = await shop.accept(externalOrderId);
    expect(await shop.recorded(externalOrderId)).toEqual([
      `order_accepted | order | accepted | accepted ${body.orderId}`,
    ]);
  });

  it('a position that the order does not name is remembered: nothing changes until an update names it', async () => {
    const received = await shop.receive('B-5', 1);
    expect(await cancelled('B-5', ['2'])).toMatchObject({ state: 'new', duplicate: false });
    expect(await cancelled('B-5', ['2'])).toMatchObject({ state: 'new', duplicate: true });
    expect(await statesOf(received.id)).toEqual(['new', 'open']);
    await shop.receive('B-5', 2);
    expect(await statesOf(received.id)).toEqual(['new', 'open', 'cancelled']);
  });

  it('a part and then the whole, both before the order has come', async () => {
    const { externalOrderId } = await cancelled('B-4', ['1']);
    expect((await cancelled('B-4')).duplicate).toBe(false);
    await shop.receive('B-4', 2);
    expect(await statesOf(externalOrderId)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it('before the decision: the whole is cancelled, nothing is told, and the reason is in the history', async () => {
    const received = await shop.receive('D-1', 2);
    expect((await cancelled('D-1', undefined, 'нашёл дешевле')).state).toBe('cancelled');
    expect(await statesOf(received.id)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    const { flags, history, notifications, orderId } = await shop.externalOrder(received.id);
    expect(flags).toEqual({ changedAfterDecision: false, cancelConflict: false, cancelledByClient: true });
    expect(history.at(-1)).toMatchObject({ kind: 'cancelled_by_client', comment: 'нашёл дешевле', actor: '' });
    expect([notifications, orderId]).toEqual([[], null]);
  });

  it('a part before the decision: the rest is decided by itself and told position by position', async () => {
    const received = await shop.receive('D-2', 3);
    expect((await cancelled('D-2', ['2'])).state).toBe('new');
    expect(await statesOf(received.id)).toEqual(['new', 'open', 'cancelled', 'open']);
    const { body } = await shop.accept(received.id);
    expect(body.state).toBe('partially_accepted');
    expect(await shop.recorded(received.id)).toEqual([
      `position_accepted | 1 | accepted | accepted ${body.orderId} P1 x2`,
      `position_accepted | 3 | accepted | accepted ${body.orderId} P3 x2`,
    ]);
  });

  it('part by part until nothing is left is a cancelled order too', async () => {
    const received = await shop.receive('D-3', 2);
    await cancelled('D-3', ['1']);
    expect((await cancelled('D-3', ['2'])).state).toBe('cancelled');
    for (const verb of ['accept', 'refuse'] as const) {
      expect((await shop[verb](received.id)).body.code).toBe('cancelled_by_client');
    }
  });

  it('the same cancellation again is a duplicate and changes nothing, whole or part', async () => {
    const whole = await shop.receive('R-1', 2);
    const part = await shop.receive('R-2', 2);
    await cancelled('R-1');
    await cancelled('R-2', ['2']);
    const before = [await shop.externalOrder(whole.id), await shop.externalOrder(part.id)];
    expect(await cancelled('R-1', undefined, 'ещё раз')).toMatchObject({ duplicate: true, state: 'cancelled' });
    expect(await cancelled('R-2', ['2'])).toMatchObject({ duplicate: true, state: 'new' });
    expect([await shop.externalOrder(whole.id), await shop.externalOrder(part.id)]).toEqual(before);
  });

  it('a part of what was cancelled as a whole is a duplicate; the whole after a part is not', async () => {
    const received = await shop.receive('R-3', 2);
    await cancelled('R-3', ['1']);
    expect((await cancelled('R-3')).duplicate).toBe(false);
    expect((await cancelled('R-3', ['2'])).duplicate).toBe(true);
    expect(await statesOf(received.id)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it('a repeated cancellation before the order has come is a duplicate too', async () => {
    const { externalOrderId } = await cancelled('R-4', ['1']);
    expect(await cancelled('R-4', ['1'])).toMatchObject({ externalOrderId, duplicate: true });
    await cancelled('R-4');
    expect(await cancelled('R-4')).toMatchObject({ externalOrderId, duplicate: true });
  });

  it('an update after a partial cancellation keeps it cancelled, also when it left it out in between', async () => {
    const received = await shop.receive('U-1', 2);
    await cancelled('U-1', ['2']);
    await shop.receive('U-1', 3);
    expect(await statesOf(received.id)).toEqual(['new', 'open', 'cancelled', 'open']);
    await shop.receive('U-1', 1);
    expect(await statesOf(received.id)).toEqual(['new', 'open']);
    const { version, positions } = await shop.receive('U-1', 2, { comment: 'снова две' });
    expect(version).toBe(4);
    expect(positions).toMatchObject([
      { externalId: '1', state: 'open' },
      { externalId: '2', state: 'cancelled' },
    ]);
  });

  it('an update after the whole was cancelled leaves it cancelled, with its new positions', async () => {
    const received = await shop.receive('U-2', 1);
    await cancelled('U-2');
    await shop.receive('U-2', 3);
    expect(await statesOf(received.id)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled']);
  });

  it('what could not be understood and is cancelled is cancelled', async () => {
    const { body } = await shop.postToLink({ event: 'order.created', order: { id: 'N-1', positions: [] } });
    expect((await cancelled('N-1')).state).toBe('cancelled');
    expect((await shop.refuse(body.externalOrderId)).body.code).toBe('cancelled_by_client');
  });

  it('what was refused and is then cancelled is cancelled; it was told once, of the refusal', async () => {
    const received = await shop.receive('N-2', 1);
    await shop.refuse(received.id);
    await shop.toldEventually('N-2', ['order | refused | refused']);
    expect((await cancelled('N-2')).state).toBe('cancelled');
    expect(await shop.recorded(received.id)).toHaveLength(1);
  });

  it('a deleted one stays deleted when it is cancelled, and keeps the cancellation in its history', async () => {
    const received = await shop.receive('X-1', 2);
    await shop.admin.delete(`/external-orders/${received.id}`, { reason: 'дубль' });
    expect((await cancelled('X-1')).state).toBe('deleted');
    const detail = await shop.externalOrder(received.id);
    expect(detail).toMatchObject({ state: 'deleted', flags: { cancelledByClient: true }, notifications: [] });
    expect(detail.history.at(-1).kind).toBe('cancelled_by_client');
    expect((await shop.accept(received.id)).body.code).toBe('deleted');
  });
});

import { Shop } from '../support/shop.js';

describe('deciding positions of an external order', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const named = (received: { positions: Array<{ id: string }> }, ...lines: number[]) => ({
    positions: lines.map((line) => ({ id: received.positions[line - 1]!.id })),
  });

  it('each decided position is told by itself, in position order whatever the order of naming', async () => {
    const received = await shop.receive('P-1', 4);
    const { body } = await shop.accept(received.id, named(received, 4, 1, 3));
    expect(body.state).toBe('partially_decided');
    expect(body.positions.map(({ state }: { state: string }) => state)).toEqual([
      'accepted',
      'open',
      'accepted',
      'accepted',
    ]);
    await shop.toldEventually('P-1', [
      `1 | accepted | accepted ${body.orderId} P1 x2`,
      `3 | accepted | accepted ${body.orderId} P3 x2`,
      `4 | accepted | accepted ${body.orderId} P4 x2`,
    ]);
  });

  it('accepting the rest later extends the same order, and only the rest is told', async () => {
    const received = await shop.receive('P-2', 3);
    const first = (await shop.accept(received.id, named(received, 2))).body;
    const second = (await shop.accept(received.id)).body;
    expect([first.state, second.state]).toEqual(['partially_decided', 'accepted']);
    expect(second.orderId).toBe(first.orderId);
    expect(await shop.recorded(received.id)).toEqual([
      `position_accepted | 2 | accepted | accepted ${first.orderId} P2 x2`,
      `position_accepted | 1 | accepted | accepted ${first.orderId} P1 x2`,
      `position_accepted | 3 | accepted | accepted ${first.orderId} P3 x2`,
    ]);
    const order = await shop.order(first.orderId);
    expect(order.items.map(({ number }: { number: string }) => number)).toEqual(['P2', 'P1', 'P3']);
    expect(order.history.map(({ kind }: { kind: string }) => kind)).toEqual(['created', 'extended']);
  });

  it('an order that is extended leaves its status, told of nothing, and is told again when it comes back', async () => {
    await shop.configureStatus('Готово к выдаче', { order: { status: 'ready', text: 'ready' } });
    const received = await shop.receive('P-3', 2);
    const { orderId } = (await shop.accept(received.id, named(received, 1))).body;
    const ready = async () => shop.setStatus((await shop.order(orderId)).items, 'Готово к выдаче');
    await ready();
    await shop.accept(received.id);
    expect(await shop.order(orderId)).toMatchObject({ status: null });
    await ready();
    expect(await shop.order(orderId)).toMatchObject({ status: { name: 'Готово к выдаче' } });
    await shop.toldEventually('P-3', [
      `1 | accepted | accepted ${orderId} P1 x2`,
      'order | ready | ready',
      `2 | accepted | accepted ${orderId} P2 x2`,
      'order | ready | ready',
    ]);
  });

  it('an order of which nothing is live is in the initial status once it is extended', async () => {
    const received = await shop.receive('P-4', 2);
    const { orderId } = (await shop.accept(received.id, named(received, 1))).body;
    await shop.setStatus((await shop.order(orderId)).items, 'Отказ');
    await shop.accept(received.id);
    expect(await shop.order(orderId)).toMatchObject({ status: { name: 'Обрабатывается' } });
  });

  it('a smaller quantity is two notices, accepted with its quantity and then refused with the rest', async () => {
    const received = await shop.receive('Q-1', 1);
    const { body } = await shop.accept(received.id, { positions: [{ id: received.positions[0].id, quantity: 1 }] });
    expect(body).toMatchObject({
      state: 'partially_accepted',
      positions: [{ state: 'accepted', quantity: 2, acceptedQuantity: 1 }],
    });
    await shop.toldEventually('Q-1', [
      `1 | accepted | accepted ${body.orderId} P1 x1 | q1`,
      '1 | refused | refused P1 x1 | q1',
    ]);
  });

  it('the order has one item with the accepted quantity', async () => {
    const received = await shop.receive('Q-2', 1, { positions: [{ id: 'x', number: 'N', quantity: 10, price: 1 }] });
    const { body } = await shop.accept(received.id, { positions: [{ id: received.positions[0].id, quantity: 7 }] });
    expect((await shop.order(body.orderId)).items).toMatchObject([{ number: 'N', quantity: 7 }]);
    await shop.toldEventually('Q-2', [
      `x | accepted | accepted ${body.orderId} N x7 | q7`,
      'x | refused | refused N x3 | q3',
    ]);
  });

  it('a smaller quantity among full ones keeps position order, and only it carries quantities', async () => {
    const received = await shop.receive('Q-3', 3);
    const [one, two, three] = received.positions;
    const positions = [{ id: three.id }, { id: two.id, quantity: 1 }, { id: one.id }];
    const { body } = await shop.accept(received.id, { positions });
    expect(body.state).toBe('partially_accepted');
    await shop.toldEventually('Q-3', [
      `1 | accepted | accepted ${body.orderId} P1 x2`,
      `2 | accepted | accepted ${body.orderId} P2 x1 | q1`,
      '2 | refused | refused P2 x1 | q1',
      `3 | accepted | accepted ${body.orderId} P3 x2`,
    ]);
  });

  it('refusing a part is told with the reason for each position, and names the order if there is one', async () => {
    const received = await shop.receive('R-1', 3);
    const { orderId } = (await shop.accept(received.id, named(received, 1))).body;
    const { body } = await shop.refuse(received.id, { ...named(received, 3, 2), reason: 'снято с производства' });
    expect([body.state, body.orderId]).toEqual(['partially_accepted', orderId]);
    await shop.toldEventually('R-1', [
      `1 | accepted | accepted ${orderId} P1 x2`,
      '2 | refused | refused P2 x2: снято с производства',
      '3 | refused | refused P3 x2: снято с производства',
    ]);
  });

  it.each([
    [
      'accepted',
      'every position was accepted, step by step',
      [
        ['accept', 1],
        ['accept', 2],
      ],
    ],
    [
      'partially_accepted',
      'one was accepted and another refused',
      [
        ['accept', 1],
        ['refuse', 2],
      ],
    ],
    [
      'partially_accepted',
      'one was refused and another accepted',
      [
        ['refuse', 1],
        ['accept', 2],
      ],
    ],
    [
      'refused',
      'every position was refused, step by step',
      [
        ['refuse', 1],
        ['refuse', 2],
      ],
    ],
    ['partially_decided', 'one was refused and another is open', [['refuse', 2]]],
    [
      'partially_accepted',
      'one was accepted and the client cancelled the other',
      [
        ['accept', 1],
        ['cancel', 2],
      ],
    ],
    [
      'refused',
      'one was refused and the client cancelled the other',
      [
        ['refuse', 1],
        ['cancel', 2],
      ],
    ],
    ['new', 'the client cancelled one and the other is open', [['cancel', 2]]],
    [
      'cancelled',
      'the client cancelled each',
      [
        ['cancel', 2],
        ['cancel', 1],
      ],
    ],
  ] as const)('the state is `%s` when %s', async (state, why, steps) => {
    const id = `S ${why}`;
    const received = await shop.receive(id, 2);
    for (const [verb, line] of steps) {
      const { status } =
        verb === 'cancel'
          ? await shop.cancel(id, [String(line)])
          : await shop[verb](received.id, named(received, line));
      expect(status).toBe(200);
    }
    expect((await shop.externalOrder(received.id)).state).toBe(state);
  });

  it('the history names the positions that were decided, with their quantities', async () => {
    const received = await shop.receive('H-1', 2);
    const [one, two] = received.positions;
    await shop.accept(received.id, { positions: [{ id: one.id, quantity: 1 }] });
    const { body } = await shop.refuse(received.id, { positions: [{ id: two.id }], reason: 'нет' });
    expect(body.history).toMatchObject([
      { kind: 'received' },
      { kind: 'accepted', details: { positions: [{ id: '1', acceptedQuantity: 1, refusedQuantity: 1 }] } },
      {
        kind: 'refused',
        comment: 'нет',
        details: { positions: [{ id: '2', acceptedQuantity: 0, refusedQuantity: 2 }] },
      },
    ]);
  });
});

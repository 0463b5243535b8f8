import type { ApiAnswer } from '../support/api-client.js';
import { Shop } from '../support/shop.js';
import { errorDetail } from '../../src/platform/error-texts.js';

describe('decisions that cannot be made', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const problem = ({ status, body }: ApiAnswer) => [status, body.code];
  const VERBS = ['accept', 'refuse'] as const;

  it.each(VERBS)('%s on what is decided: 409 already_decided, and nothing more is told', async (verb) => {
    const order = await shop.accepted(`D-${verb}`, 2);
    expect(problem(await shop[verb](order.externalOrderId))).toEqual([409, 'already_decided']);
    expect(await shop.recorded(order.externalOrderId)).toHaveLength(1);
    expect((await shop.externalOrder(order.externalOrderId)).state).toBe('accepted');
  });

  it.each(VERBS)(
    '%s on a position that is decided: 409 already_decided, and the others are not touched',
    async (verb) => {
      const received = await shop.receive(`DP-${verb}`, 2);
      const [one, two] = received.positions;
      await shop.refuse(received.id, { positions: [{ id: one.id }] });
      const answer = await shop[verb](received.id, { positions: [{ id: two.id }, { id: one.id }] });
      expect(problem(answer)).toEqual([409, 'already_decided']);
      expect((await shop.externalOrder(received.id)).positions).toMatchObject([
        { state: 'refused' },
        { state: 'open' },
      ]);
    },
  );

  it.each(VERBS)('%s on what the client cancelled: 409 cancelled_by_client with a clear message', async (verb) => {
    const received = await shop.receive(`C-${verb}`);
    await shop.cancel(`C-${verb}`);
    const answer = await shop[verb](received.id);
    expect(problem(answer)).toEqual([409, 'cancelled_by_client']);
    expect(answer.body.detail).toMatch(/client has cancelled/);
    expect(await shop.recorded(received.id)).toEqual([]);
  });

  it.each(VERBS)('%s on a position that the client cancelled: 409 cancelled_by_client', async (verb) => {
    const received = await shop.receive(`CP-${verb}`, 2);
    await shop.cancel(`CP-${verb}`, ['2']);
    const answer = await shop[verb](received.id, { positions: [{ id: received.positions[1].id }] });
    expect(problem(answer)).toEqual([409, 'cancelled_by_client']);
  });

  const notUnderstood = async (id: string) => {
    const { body } = await shop.postToLink({ event: 'order.created', order: { id, positions: [] } });
    expect(body.state).toBe('needs_attention');
    return shop.externalOrder(body.externalOrderId);
  };

  it('accepting what could not be understood: 409 needs_attention', async () => {
    const received = await notUnderstood('NA-1');
    expect(problem(await shop.accept(received.id))).toEqual([409, 'needs_attention']);
  });

  it('what could not be understood can be refused, and that is told', async () => {
    const received = await notUnderstood('NA-2');
    const { status, body } = await shop.refuse(received.id, { reason: 'непонятно' });
    expect([status, body.state]).toEqual([200, 'refused']);
    await shop.toldEventually('NA-2', ['order | refused | refused: непонятно']);
    expect(problem(await shop.refuse(received.id))).toEqual([409, 'already_decided']);
  });

  it('what came without an id can be refused, and there is nobody to tell', async () => {
    const { body } = await shop.postToLink({ event: 'order.created', order: { positions: [{ id: 1 }] } });
    await shop.refuse(body.externalOrderId);
    expect(await shop.recorded(body.externalOrderId)).toEqual(['order_refused | order | skipped | no_external_id']);
  });

  it.each(VERBS)('%s on what was deleted: 409 deleted', async (verb) => {
    const received = await shop.receive(`X-${verb}`);
    await shop.admin.delete(`/external-orders/${received.id}`, { reason: 'дубль' });
    expect(problem(await shop[verb](received.id))).toEqual([409, 'deleted']);
    expect(await shop.recorded(received.id)).toEqual([]);
  });

  it.each(VERBS)('%s on what does not exist: 404', async (verb) => {
    expect(problem(await shop[verb]('999999'))).toEqual([404, 'not_found']);
  });

  it.each(['0', '-1', 'no-id', '1.5', '1e3'])('deciding on %s, which is no id: 404', async (id) => {
    expect(problem(await shop.accept(id))).toEqual([404, 'not_found']);
  });

  it('an unknown position and a quantity that is too large: 422 naming each, and nothing is decided', async () => {
    const received = await shop.receive('V-1', 2);
    const other = await shop.receive('V-2');
    const [one, two] = received.positions;
    const positions = [{ id: one.id }, { id: other.positions[0].id }, { id: two.id, quantity: 3 }];
    const answer = await shop.accept(received.id, { positions });
    expect(problem(answer)).toEqual([422, 'validation_failed']);
    expect(answer.body.errors).toEqual([
      { path: 'positions[1].id', ...errorDetail('no_such_position') },
      { path: 'positions[2].quantity', ...errorDetail('too_large', { max: 2 }) },
    ]);
    expect(await shop.externalOrder(received.id)).toMatchObject({ state: 'new', orderId: null, notifications: [] });
  });

  it('a position that is named twice: 422', async () => {
    const received = await shop.receive('V-3', 2);
    const { id } = received.positions[1];
    for (const verb of VERBS) {
      const { status, body } = await shop[verb](received.id, { positions: [{ id }, { id }] });
      expect([status, body.errors]).toEqual([422, [{ path: 'positions[1].id', ...errorDetail('repeated') }]]);
    }
  });

  it.each([
    ['a quantity of 0', { quantity: 0 }, 'too_small'],
    ['a negative quantity', { quantity: -1 }, 'too_small'],
    ['a broken quantity', { quantity: 1.5 }, 'whole_number'],
    ['a quantity in words', { quantity: '1' }, 'number'],
    ['no quantity but null', { quantity: null }, 'number'],
  ])('accepting with %s: 422 naming it', async (what, change, code) => {
    const received = await shop.receive(`V ${what}`);
    const { status, body } = await shop.accept(received.id, {
      positions: [{ id: received.positions[0].id, ...change }],
    });
    expect([status, body.errors]).toMatchObject([422, [{ path: 'positions[0].quantity', code }]]);
  });

  it.each<[string, (typeof VERBS)[number], object, string, string]>([
    ['no positions at all', 'accept', { positions: [] }, 'positions', 'too_few'],
    ['positions that are no list', 'refuse', { positions: {} }, 'positions', 'list'],
    ['null instead of positions', 'accept', { positions: null }, 'positions', 'list'],
    ['a position without its id', 'accept', { positions: [{}] }, 'positions[0].id', 'required'],
    ['an id that is none', 'refuse', { positions: [{ id: 'x' }] }, 'positions[0].id', 'id'],
    ['a reason that is no text', 'refuse', { reason: 5 }, 'reason', 'text'],
    ['a reason too long', 'refuse', { reason: 'x'.repeat(2_001) }, 'reason', 'too_long'],
    [
      'a quantity to refuse',
      'refuse',
      { positions: [{ id: '1', quantity: 1 }] },
      'positions[0].quantity',
      'unknown_field',
    ],
    ['a field that is not known', 'accept', { position: [] }, 'position', 'unknown_field'],
  ])('a body with %s: 422 naming the field', async (what, verb, input, path, code) => {
    const received = await shop.receive(`B ${what}`);
    const { status, body } = await shop[verb](received.id, input);
    expect([status, body.errors[0]]).toMatchObject([422, { path, code }]);
    expect((await shop.externalOrder(received.id)).state).toBe('new');
  });
});

import { AppError, InvalidInputError } from '../../platform/errors.js';
import { NamedPosition, planDecision } from './decision.js';
import { ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import type { Decision } from './external-orders.events.js';
import { errorDetail } from '../../platform/error-texts.js';

const orderOf = (change: Partial<ExternalOrder> = {}) =>
  Object.assign(new ExternalOrder(), { id: 1, state: 'new', deletedAt: null, ...change });

const positionOf = (id: number, change: Partial<ExternalOrderPosition> = {}) =>
  Object.assign(new ExternalOrderPosition(), { id, quantity: 3, state: 'open', ...change });

const three = () => [positionOf(11), positionOf(12), positionOf(13)];

/** The plan as `id: accepted/refused`. */
function plan(
  decision: Decision,
  positions: ExternalOrderPosition[],
  named?: NamedPosition[],
  order: ExternalOrder = orderOf(),
) {
  const { positions: decided, whole } = planDecision(decision, order, positions, named);
  const lines = decided.map(
    ({ position, acceptedQuantity, refusedQuantity }) => `${position.id}: ${acceptedQuantity}/${refusedQuantity}`,
  );
  return { lines, whole };
}

function refusalOf(...args: Parameters<typeof plan>): AppError {
  try {
    plan(...args);
  } catch (error) {
    return error as AppError;
  }
  throw new Error('It was not refused.');
}

describe('planning a decision', () => {
  it('without named positions all open ones are meant, each in full, and it is one decision for the whole', () => {
    expect(plan('accepted', three())).toEqual({ lines: ['11: 3/0', '12: 3/0', '13: 3/0'], whole: 'accepted' });
    expect(plan('refused', three())).toEqual({ lines: ['11: 0/3', '12: 0/3', '13: 0/3'], whole: 'refused' });
  });

  it('naming every position in full is a decision for the whole too', () => {
    const named = [{ id: '13' }, { id: '11', quantity: 3 }, { id: '12' }];
    expect(plan('accepted', three(), named)).toEqual({ lines: ['11: 3/0', '12: 3/0', '13: 3/0'], whole: 'accepted' });
  });

  it('named positions are decided in position order, and not as a whole', () => {
    const named = [{ id: '13' }, { id: '11' }];
    expect(plan('accepted', three(), named)).toEqual({ lines: ['11: 3/0', '13: 3/0'], whole: null });
  });

  it('a smaller quantity refuses the rest, and is never a decision for the whole', () => {
    expect(plan('accepted', [positionOf(11)], [{ id: '11', quantity: 1 }])).toEqual({
      lines: ['11: 1/2'],
      whole: null,
    });
  });

  it.each(['accepted', 'refused', 'cancelled'] as const)(
    'the rest after one was %s before is decided position by position',
    (state) => {
      const positions = [positionOf(11, { state }), positionOf(12), positionOf(13)];
      expect(plan('accepted', positions)).toEqual({ lines: ['12: 3/0', '13: 3/0'], whole: null });
    },
  );

  it('what could not be understood can be refused as a whole', () => {
    const order = orderOf({ state: 'needs_attention' });
    expect(plan('refused', [], undefined, order)).toEqual({ lines: [], whole: 'refused' });
    expect(plan('refused', three(), undefined, order).whole).toBe('refused');
  });

  const needsAttention = orderOf({ state: 'needs_attention' });
  const cancelled = orderOf({ state: 'cancelled' });
  const deleted = orderOf({ state: 'deleted', deletedAt: new Date() });
  it.each<[string, string, Parameters<typeof plan>]>([
    ['needs_attention', 'accepting what could not be understood', ['accepted', three(), undefined, needsAttention]],
    ['needs_attention', 'refusing a part of it', ['refused', three(), [{ id: '11' }], needsAttention]],
    ['cancelled_by_client', 'accepting what the client cancelled', ['accepted', three(), undefined, cancelled]],
    ['cancelled_by_client', 'refusing what the client cancelled', ['refused', three(), undefined, cancelled]],
    [
      'cancelled_by_client',
      'naming a position that the client cancelled',
      ['accepted', [positionOf(11, { state: 'cancelled' }), positionOf(12)], [{ id: '12' }, { id: '11' }]],
    ],
    ['deleted', 'deciding what was deleted', ['accepted', three(), undefined, deleted]],
    ['deleted', 'deciding what was deleted and cancelled', ['refused', [], undefined, deleted]],
    ['already_decided', 'no position is open', ['refused', [positionOf(11, { state: 'accepted' })]]],
    [
      'already_decided',
      'naming a position that was decided',
      ['accepted', [positionOf(11, { state: 'refused' }), positionOf(12)], [{ id: '11' }]],
    ],
  ])('refused with `%s`: %s', (code, _, args) => {
    expect(refusalOf(...args)).toMatchObject({ code, message: expect.stringMatching(/./) });
  });

  it('every position that does not fit is named, with what is wrong', () => {
    const named = [{ id: '99' }, { id: '11', quantity: 4 }, { id: '12' }, { id: '12', quantity: 1 }];
    const error = refusalOf('accepted', three(), named);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as InvalidInputError).errors).toEqual([
      { path: 'positions[0].id', ...errorDetail('no_such_position') },
      { path: 'positions[1].quantity', ...errorDetail('too_large', { max: 3 }) },
      { path: 'positions[3].id', ...errorDetail('repeated') },
    ]);
  });

  it('nothing about the positions is changed by planning', () => {
    const positions = three();
    plan('accepted', positions, [{ id: '11', quantity: 1 }]);
    expect(positions).toEqual(three());
  });
});

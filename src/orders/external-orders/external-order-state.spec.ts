import { externalOrderState, ExternalOrderState, StateFacts } from './external-order-state.js';

type Position = StateFacts['positions'][number];

const KINDS = {
  open: { state: 'open', quantity: 2, acceptedQuantity: 0 },
  accepted: { state: 'accepted', quantity: 2, acceptedQuantity: 2 },
  less: { state: 'accepted', quantity: 2, acceptedQuantity: 1 },
  refused: { state: 'refused', quantity: 2, acceptedQuantity: 0 },
  cancelled: { state: 'cancelled', quantity: 2, acceptedQuantity: 0 },
} satisfies Record<string, Position>;
type Kind = keyof typeof KINDS;

function stateOf(kinds: Kind[], facts: Partial<StateFacts> = {}) {
  const isDecided = kinds.some((kind) => kind !== 'open' && kind !== 'cancelled');
  return externalOrderState({
    positions: kinds.map((kind) => KINDS[kind]),
    cancelledByClient: false,
    isDecided,
    hasProblems: false,
    ...facts,
  });
}

/** The rule by its words, over the kinds of positions that there are. */
function expected(kinds: Kind[]): ExternalOrderState {
  const there = new Set(kinds);
  const only = (kind: Kind) => there.size === 1 && there.has(kind);
  const any = (...some: Kind[]) => some.some((kind) => there.has(kind));
  if (there.has('open')) return any('accepted', 'less', 'refused') ? 'partially_decided' : 'new';
  if (only('accepted')) return 'accepted';
  if (any('accepted', 'less')) return 'partially_accepted';
  if (there.has('refused')) return 'refused';
  return 'cancelled';
}

function constellations(count: number): Kind[][] {
  if (count === 0) return [[]];
  return constellations(count - 1).flatMap((rest) => (Object.keys(KINDS) as Kind[]).map((kind) => [...rest, kind]));
}

const ALL = [1, 2, 3, 4].flatMap(constellations);

describe('the state of an external order', () => {
  it('follows its positions in every constellation of up to four', () => {
    const wrong = ALL.filter((kinds) => stateOf(kinds) !== expected(kinds));
    expect(wrong).toEqual([]);
  });

  it.each<[ExternalOrderState, string, Kind[]]>([
    ['new', 'nothing is decided', ['open', 'open']],
    ['new', 'the client cancelled one and the rest is open', ['open', 'cancelled']],
    ['partially_decided', 'some are decided and some open', ['accepted', 'open']],
    ['partially_decided', 'one is refused and another open', ['refused', 'open']],
    ['accepted', 'every one is accepted in full', ['accepted', 'accepted']],
    ['partially_accepted', 'one is accepted and another refused', ['accepted', 'refused']],
    ['partially_accepted', 'one is accepted and another cancelled', ['accepted', 'cancelled']],
    ['partially_accepted', 'one is taken in a smaller quantity', ['less']],
    ['refused', 'none is accepted and all are refused', ['refused', 'refused']],
    ['refused', 'none is accepted, one is refused and the other cancelled', ['refused', 'cancelled']],
    ['cancelled', 'all are cancelled', ['cancelled', 'cancelled']],
  ])('is `%s` when %s', (state, _, kinds) => {
    expect(stateOf(kinds)).toBe(state);
  });

  it('is `cancelled` in every constellation once the client cancelled the whole', () => {
    for (const kinds of [[], ...ALL]) expect(stateOf(kinds, { cancelledByClient: true })).toBe('cancelled');
  });

  it('is `needs_attention` while the content is not understood and nothing is decided', () => {
    expect(stateOf([], { hasProblems: true })).toBe('needs_attention');
    expect(stateOf(['open', 'cancelled'], { hasProblems: true })).toBe('needs_attention');
  });

  it('is `refused` when what was not understood is refused, with positions or without', () => {
    expect(stateOf([], { hasProblems: true, isDecided: true })).toBe('refused');
    expect(stateOf(['refused'], { hasProblems: true, isDecided: true })).toBe('refused');
    expect(stateOf(['cancelled'], { hasProblems: true, isDecided: true })).toBe('refused');
  });

  it('is `cancelled` when the client cancels what was not understood', () => {
    expect(stateOf([], { hasProblems: true, cancelledByClient: true })).toBe('cancelled');
  });
});

export const EXTERNAL_ORDER_STATES = [
  'new',
  'partially_decided',
  'accepted',
  'partially_accepted',
  'refused',
  'cancelled',
  'needs_attention',
  'deleted',
] as const;
export type ExternalOrderState = (typeof EXTERNAL_ORDER_STATES)[number];

/** What the inbox shows when nothing else is asked for. */
export const SHOWN_STATES = EXTERNAL_ORDER_STATES.filter((state) => state !== 'deleted');

export const POSITION_STATES = ['open', 'accepted', 'refused', 'cancelled'] as const;
export type PositionState = (typeof POSITION_STATES)[number];

/** The states that an external order with a position (of its current version) in this one can be in. */
export const STATES_WITH: Record<PositionState, ExternalOrderState[]> = {
  open: ['new', 'partially_decided', 'needs_attention', 'cancelled', 'deleted'],
  accepted: ['partially_decided', 'accepted', 'partially_accepted', 'cancelled', 'deleted'],
  refused: ['partially_decided', 'partially_accepted', 'refused', 'cancelled', 'deleted'],
  cancelled: EXTERNAL_ORDER_STATES.filter((state) => state !== 'accepted'),
};

/** What the state is made of: the positions of the current version, and what is known of the whole. */
export interface StateFacts {
  positions: Array<{ state: PositionState; quantity: number; acceptedQuantity: number }>;
  cancelledByClient: boolean;
  isDecided: boolean;
  /** The content could not be understood. */
  hasProblems: boolean;
}

/** The state of an external order that was not deleted; it follows its positions. */
export function externalOrderState(facts: StateFacts): Exclude<ExternalOrderState, 'deleted'> {
  const { positions, cancelledByClient, isDecided, hasProblems } = facts;
  if (cancelledByClient) return 'cancelled';
  if (hasProblems && !isDecided) return 'needs_attention';
  const some = (state: PositionState) => positions.some((position) => position.state === state);
  if (some('open')) return some('accepted') || some('refused') ? 'partially_decided' : 'new';
  if (some('accepted')) return positions.every(isAcceptedInFull) ? 'accepted' : 'partially_accepted';
  return some('refused') || positions.length === 0 || hasProblems ? 'refused' : 'cancelled';
}

function isAcceptedInFull({ state, quantity, acceptedQuantity }: StateFacts['positions'][number]): boolean {
  return state === 'accepted' && acceptedQuantity === quantity;
}

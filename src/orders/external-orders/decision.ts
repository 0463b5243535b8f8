import { errorDetail } from '../../platform/error-texts.js';
import { ConflictError, InvalidInputError } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import type { ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import { offeredLineOf } from '../orders/offered-line.js';
import type { DecidedPosition, Decision } from './external-orders.events.js';
import type { RuleMark } from './rule-verdict.js';

/** A position that the manager, or a processing rule, named; without a quantity it is meant in full. */
export interface NamedPosition {
  id: string;
  quantity?: number;
  offerId?: string;
  /** Of the rule that decides it; absent = a person does. */
  rule?: RuleMark;
}

export interface PositionDecision {
  position: ExternalOrderPosition;
  acceptedQuantity: number;
  refusedQuantity: number;
  rule: RuleMark | undefined;
}

export interface DecisionPlan {
  positions: PositionDecision[];
  /** One notice for the whole order says it all. */
  whole: Decision | null;
}

const REFUSALS = {
  deleted: 'The external order was deleted.',
  cancelled_by_client: 'The client has cancelled this in the marketplace.',
  needs_attention:
    'What came from the marketplace could not be understood; it can be refused or deleted, not accepted.',
  already_decided: 'This was decided before.',
};

function refuse(code: keyof typeof REFUSALS): ConflictError {
  return new ConflictError(code, REFUSALS[code]);
}

/**
 * Works out what accepting or refusing means for each position.
 * @param positions those of the current version, in position order
 * @param named undefined = all that are open
 * @throws ConflictError `deleted`, `cancelled_by_client`, `needs_attention`, `already_decided`; InvalidInputError
 */
export function planDecision(
  decision: Decision,
  order: ExternalOrder,
  positions: ExternalOrderPosition[],
  named: NamedPosition[] | undefined,
): DecisionPlan {
  if (order.deletedAt) throw refuse('deleted');
  if (order.state === 'cancelled') throw refuse('cancelled_by_client');
  if (order.state === 'needs_attention' && (decision === 'accepted' || named)) throw refuse('needs_attention');
  const chosen = named ? findNamed(positions, named) : allOpen(order, positions);
  const decided = chosen.map(({ position, quantity, rule }): PositionDecision => {
    const acceptedQuantity = decision === 'accepted' ? quantity : 0;
    return { position, acceptedQuantity, refusedQuantity: position.quantity - acceptedQuantity, rule };
  });
  const inFull = decided.every(
    ({ acceptedQuantity, refusedQuantity }) => acceptedQuantity === 0 || refusedQuantity === 0,
  );
  // Of what was not understood nothing may be open any more: refusing is about the whole then.
  const whole = decided.length === 0 || (decided.length === positions.length && inFull);
  return { positions: decided, whole: whole ? decision : null };
}

interface Chosen {
  position: ExternalOrderPosition;
  quantity: number;
  rule?: RuleMark | undefined;
}

function allOpen(order: ExternalOrder, positions: ExternalOrderPosition[]): Chosen[] {
  const open = positions.filter(({ state }) => state === 'open');
  if (open.length === 0 && order.state !== 'needs_attention') throw refuse('already_decided');
  return open.map((position) => ({ position, quantity: position.quantity }));
}

function findNamed(positions: ExternalOrderPosition[], named: NamedPosition[]): Chosen[] {
  const byId = new Map(positions.map((position) => [String(position.id), position]));
  const chosen = new Map<ExternalOrderPosition, Chosen>();
  const errors: FieldError[] = [];
  named.forEach(({ id, quantity, rule }, index) => {
    const path = `positions[${index}]`;
    const position = byId.get(id);
    if (!position) {
      errors.push({ path: `${path}.id`, ...errorDetail('no_such_position') });
    } else if (chosen.has(position)) {
      errors.push({ path: `${path}.id`, ...errorDetail('repeated') });
    } else if (quantity !== undefined && quantity > position.quantity) {
      errors.push({ path: `${path}.quantity`, ...errorDetail('too_large', { max: position.quantity }) });
    } else {
      chosen.set(position, { position, quantity: quantity ?? position.quantity, rule });
    }
  });
  if (errors.length > 0) throw new InvalidInputError(errors);
  const states = [...chosen.keys()].map(({ state }) => state);
  if (states.includes('cancelled')) throw refuse('cancelled_by_client');
  if (states.some((state) => state !== 'open')) throw refuse('already_decided');
  return positions.flatMap((position) => chosen.get(position) ?? []);
}

/** As the listeners hear of it. */
export function decidedPosition({
  position,
  acceptedQuantity,
  refusedQuantity,
}: Omit<PositionDecision, 'rule'>): DecidedPosition {
  const { id, externalId } = position;
  return { id, externalId, ...offeredLineOf(position), acceptedQuantity, refusedQuantity };
}

import type { Schemas } from '../api/client';
import type { FilterOf, ListQuery, ListState } from '../shared/list-state';

export type ExternalOrder = Schemas['ExternalOrderSummary'];
export type ExternalOrderState = ExternalOrder['state'];
export type ListedPosition = Schemas['ListedPositionView'];
export type Flag = keyof Schemas['ExternalOrderFlags'];

/** Both views of the list share their filters; `positionState` is for the one by positions. */
export type InboxQuery = ListQuery<'/api/external-orders/positions'>;
export type InboxList = ListState<InboxQuery>;

export const FILTERS = [
  'state',
  'flag',
  'overdue',
  'cancelledLately',
  'assignee',
  'decidedBy',
  'refusalReason',
  'connectionId',
  'positionState',
  'q',
  'from',
  'to',
] as const satisfies ReadonlyArray<FilterOf<InboxQuery>>;

export const FLAGS: Flag[] = ['changedAfterDecision', 'cancelConflict', 'cancelledByClient'];

/** The list's choice as the calls take it, narrowed to the header's region. */
export function queryOf(list: InboxList, regionId: string, isByPositions: boolean): InboxQuery {
  const { positionState, ...query } = list.query;
  return {
    ...query,
    ...(isByPositions && positionState && { positionState }),
    ...(regionId && { regionId }),
  };
}

/** A choice of states in all of which somebody has to decide still. */
export function isWaitingOnly(states: string | null): boolean {
  return Boolean(states?.split(',').every((state) => isUndecided(state as ExternalOrderState)));
}

/** Somebody has to decide about it still. */
export function isUndecided(state: ExternalOrderState): boolean {
  return state === 'new' || state === 'partially_decided';
}

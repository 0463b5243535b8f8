import type { Schemas } from '../api/client';
import { minutesOf, type TypedMinutes } from '../deadlines/limit-fields';
import type { OrderStatus } from './use-statuses';

type Limit = 'leaveMinutes' | 'leaveWarnMinutes' | 'onOverdue';

/** A status as its form has it. */
export type StatusValues = Required<Omit<Schemas['CreateOrderStatus'], 'position' | 'gettzap' | Limit>> &
  Pick<OrderStatus, 'gettzap'> & {
    leaveMinutes: TypedMinutes;
    leaveWarnMinutes: TypedMinutes;
    /** The service puts what stayed too long into this status. */
    movesOverdue: boolean;
    overdueStatusId: string;
  };

export const NEW_STATUS: StatusValues = {
  name: '',
  group: 'processing',
  color: '#1c7ed6',
  isInitial: false,
  notifyManager: false,
  gettzap: { item: { status: '', text: '' }, order: { status: '', text: '' } },
  leaveMinutes: '',
  leaveWarnMinutes: '',
  movesOverdue: false,
  overdueStatusId: '',
};

export function valuesOf({
  name,
  group,
  color,
  isInitial,
  notifyManager,
  gettzap,
  ...limit
}: OrderStatus): StatusValues {
  return {
    ...{ name, group, color, isInitial, notifyManager, gettzap },
    leaveMinutes: limit.leaveMinutes ?? '',
    leaveWarnMinutes: limit.leaveWarnMinutes ?? '',
    movesOverdue: limit.onOverdue !== null,
    overdueStatusId: limit.onOverdue?.statusId ?? '',
  };
}

/** As the API takes it. */
export function bodyOf({ leaveMinutes, leaveWarnMinutes, movesOverdue, overdueStatusId, ...values }: StatusValues) {
  return {
    ...values,
    leaveMinutes: minutesOf(leaveMinutes),
    leaveWarnMinutes: minutesOf(leaveWarnMinutes),
    onOverdue: movesOverdue && overdueStatusId ? { kind: 'set_status' as const, statusId: overdueStatusId } : null,
  };
}

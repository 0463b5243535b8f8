import { type Deadline, deadlineOf, nextNotice, renewedNotice } from '../../access/regions/deadline.js';
import type { WorkingRegion } from '../../access/regions/working-time.js';
import type { OrderStatus } from '../order-statuses/order-status.entity.js';
import type { OrderItem } from './order.entity.js';

export type Leaving = Pick<OrderItem, 'inStatusSince' | 'leaveBy' | 'leaveNoticeAt'>;

/** By when an item that came into a status is to leave it. @returns null where there is no limit */
function leaveDeadline(
  status: OrderStatus | undefined,
  region: WorkingRegion | undefined,
  since: Date,
): Deadline | null {
  if (!status || !region) return null;
  return deadlineOf(region, since, { minutes: status.leaveMinutes, warnMinutes: status.leaveWarnMinutes });
}

/**
 * The columns of an item that comes into a status now, or that comes back into one.
 * @param since when it came into the status
 * @param noticedTill what people were to be told before, they were told
 */
export function leavingOf(
  status: OrderStatus | undefined,
  region: WorkingRegion | undefined,
  since: Date,
  noticedTill = since,
): Leaving {
  const deadline = leaveDeadline(status, region, since);
  return { inStatusSince: since, leaveBy: deadline?.by ?? null, leaveNoticeAt: nextNotice(deadline, noticedTill) };
}

/** The columns that are reckoned anew after a change of what they go by. @returns null where they stay as they are */
export function renewedLeaving(
  { inStatusSince, createdAt, leaveBy, leaveNoticeAt }: OrderItem,
  status: OrderStatus | undefined,
  region: WorkingRegion | undefined,
  now: Date,
): Omit<Leaving, 'inStatusSince'> | null {
  const deadline = leaveDeadline(status, region, inStatusSince ?? createdAt);
  const renewed = {
    leaveBy: deadline?.by ?? null,
    leaveNoticeAt: renewedNotice({ by: leaveBy, noticeAt: leaveNoticeAt }, deadline, now),
  };
  const isSame = +renewed.leaveBy! === +leaveBy! && +renewed.leaveNoticeAt! === +leaveNoticeAt!;
  return isSame ? null : renewed;
}

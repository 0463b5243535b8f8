import { seesRegion } from '../../access/actor.js';
import type { User } from '../../access/user.entity.js';
import type { Email } from './smtp-sender.service.js';

/** An e-mail to a user, as it is kept in its message. */
export interface UserEmail extends Email {
  /** Absent in what was written before it was kept. */
  userId?: number;
  /** Of what it tells; null = it lies in no region. */
  regionIds?: Array<number | null>;
}

/** Its text goes after `RETENTION_DAYS`. */
export const WITHOUT_TEXT = { text: '', html: '' };

export type WithdrawnBecause =
  | 'recipient_blocked'
  | 'recipient_address_changed'
  | 'recipient_region_lost'
  | 'text_removed';

/** Why an e-mail that has waited is not to be sent any more. @returns undefined where it is */
export function withdrawnBecause(
  { to, text, userId, regionIds = [] }: UserEmail,
  users: ReadonlyMap<number, User>,
): WithdrawnBecause | undefined {
  if (text === '') return 'text_removed';
  const user = userId === undefined ? [...users.values()].find(({ email }) => email === to) : users.get(userId);
  if (user?.email !== to) return 'recipient_address_changed';
  if (!user.isActive) return 'recipient_blocked';
  return regionIds.every((regionId) => seesRegion(user, regionId)) ? undefined : 'recipient_region_lost';
}

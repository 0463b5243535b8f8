import type { User } from '../../access/user.entity.js';
import type { ExternalOrder } from './external-order.entity.js';

/** Whoever does nothing for so long has it open no more. */
const LAPSES_AFTER_MS = 30 * 60_000;

/** Who has an external order open; that keeps nobody from anything. */
export class ClaimView {
  /** Of the user. */
  id: string;
  name: string;
  since: string;
}

type Claimed = Pick<ExternalOrder, 'claimedById' | 'claimedAt' | 'claimRenewedAt'>;

export const NO_CLAIM: Claimed = { claimedById: null, claimedAt: null, claimRenewedAt: null };

export function isClaimed({ claimedById, claimRenewedAt }: Claimed, now: Date): boolean {
  return claimedById !== null && now.getTime() - claimRenewedAt!.getTime() < LAPSES_AFTER_MS;
}

export function presentClaim(order: Claimed, users: ReadonlyMap<number, User>, now: Date): ClaimView | null {
  const user = isClaimed(order, now) ? users.get(order.claimedById!) : undefined;
  return user ? { id: String(user.id), name: user.name, since: order.claimedAt!.toISOString() } : null;
}

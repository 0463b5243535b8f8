import { browserOf } from './browser.js';
import type { Session } from './user.entity.js';

/** Hexadecimal digits of the token's hash that name a session: enough to tell one person's apart. */
const ID_LENGTH = 16;

/** Where somebody is signed in. */
export class SessionView {
  id: string;
  /** E.g. `Firefox`; "" = it did not say. */
  browser: string;
  /** E.g. `Windows`; "" = it did not say. */
  system: string;
  /** IP address at the sign-in. */
  address: string;
  createdAt: string;
  expiresAt: string;
  /** It is the one that this call came by. */
  isCurrent: boolean;
}

export class EndedSessionsView {
  /** How many were ended. */
  ended: number;
}

export function sessionId({ tokenHash }: Pick<Session, 'tokenHash'>): string {
  return tokenHash.slice(0, ID_LENGTH);
}

/** @param ownHash of the token that the call came by */
export function presentSession(session: Session, ownHash: string | undefined): SessionView {
  const { userAgent, address, createdAt, expiresAt, tokenHash } = session;
  return {
    id: sessionId(session),
    ...browserOf(userAgent),
    address,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    isCurrent: tokenHash === ownHash,
  };
}

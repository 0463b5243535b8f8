import { randomBytes } from 'node:crypto';
import { sha256 } from '../platform/secrets/sha256.js';

/** 256 random bits for a cookie or a key. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token: it is long and random, so a plain hash cannot be turned back. */
export function tokenHashOf(token: string): string {
  return sha256(token);
}

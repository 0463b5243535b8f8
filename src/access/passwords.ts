import { createHmac, randomBytes } from 'node:crypto';
import { Algorithm, hash, verify } from '@node-rs/argon2';

/** Argon2id with OWASP's minimum of 19 MiB and two passes (Password Storage Cheat Sheet). */
const ARGON2ID = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const MAX_REMEMBERED = 1_000;

export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 1_000;

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2ID);
}

/**
 * Verifies passwords, and remembers (as a keyed digest, in memory) which pairs were right: HTTP Basic brings the password with
 * every request. A changed password has another hash and so is asked anew at once.
 */
export class PasswordVerifier {
  private readonly digestKey = randomBytes(32);
  private readonly verified = new Set<string>();

  /** Whether the pair was found right before. */
  remembers(password: string, passwordHash: string): boolean {
    return this.verified.has(this.digestOf(password, passwordHash));
  }

  async matches(password: string, passwordHash: string): Promise<boolean> {
    if (this.remembers(password, passwordHash)) return true;
    if (!(await verify(passwordHash, password))) return false;
    if (this.verified.size >= MAX_REMEMBERED) this.verified.clear();
    this.verified.add(this.digestOf(password, passwordHash));
    return true;
  }

  private digestOf(password: string, passwordHash: string): string {
    return createHmac('sha256', this.digestKey).update(`${passwordHash}\0${password}`).digest('base64');
  }
}

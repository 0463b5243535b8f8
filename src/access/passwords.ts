import { createHmac, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { UnavailableError } from '../platform/errors.js';
import { WaitingLine } from '../platform/waiting-line.js';
import { PASSWORD_COST } from './password-cost.js';

/** `Algorithm.Argon2id`, which the library declares for the compiler alone. */
const ARGON2ID = { algorithm: 2 satisfies Algorithm, ...PASSWORD_COST };

const MAX_REMEMBERED = 1_000;

/**
 * Each takes 19 MiB and a core for some 20 ms, and anybody may ask for one by signing in: more than two at once, or as
 * many as there are cores, would take the processor from the orders that come in.
 */
const hashing = new WaitingLine({
  atOnce: Math.max(1, Math.min(2, availableParallelism() - 1)),
  waiting: 64,
  full: () => new UnavailableError('sign_in_busy', 'Too many are signing in just now; please repeat.', 1),
});

export function hashPassword(password: string): Promise<string> {
  return hashing.run(() => hash(password, ARGON2ID));
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

  /** @throws UnavailableError `sign_in_busy` */
  async matches(password: string, passwordHash: string): Promise<boolean> {
    if (this.remembers(password, passwordHash)) return true;
    if (!(await hashing.run(() => verify(passwordHash, password)))) return false;
    if (this.verified.size >= MAX_REMEMBERED) this.verified.clear();
    this.verified.add(this.digestOf(password, passwordHash));
    return true;
  }

  private digestOf(password: string, passwordHash: string): string {
    return createHmac('sha256', this.digestKey).update(`${passwordHash}\0${password}`).digest('base64');
  }
}

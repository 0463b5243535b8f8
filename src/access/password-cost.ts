/**
 * Argon2id with OWASP's minimum of 19 MiB and two passes (Password Storage Cheat Sheet). Under jest
 * `test/support/password-cost.ts` stands in for this.
 */
export const PASSWORD_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Stands in for `src/access/password-cost.ts`: guessing some hundred passwords would keep a processor busy for a quarter of a minute. */
export const PASSWORD_COST = { memoryCost: 64, timeCost: 1, parallelism: 1 };

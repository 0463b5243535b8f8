// By this path, for which the tests' cheap stand-in does not stand in.
import { PASSWORD_COST } from '../access/password-cost.js';

describe('passwords', () => {
  it('cost whoever guesses them at least OWASP’s minimum', () => {
    expect(PASSWORD_COST.memoryCost).toBeGreaterThanOrEqual(19 * 1_024);
    expect(PASSWORD_COST.timeCost).toBeGreaterThanOrEqual(2);
  });
});

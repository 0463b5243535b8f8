// By this path, for which the tests' cheap stand-in does not stand in.
import { PASSWORD_COST } from '../access/password-cost.js';
import { hashPassword, PasswordVerifier } from './passwords.js';

describe('passwords', () => {
  it('cost whoever guesses them at least OWASP’s minimum', () => {
    expect(PASSWORD_COST.memoryCost).toBeGreaterThanOrEqual(19 * 1_024);
    expect(PASSWORD_COST.timeCost).toBeGreaterThanOrEqual(2);
  });

  it('are remembered with the hash that they were right for, and not beyond it', async () => {
    const verifier = new PasswordVerifier();
    const [old, changed] = [await hashPassword('the old one'), await hashPassword('another one')];
    expect(await verifier.matches('the old one', old)).toBe(true);
    expect(verifier.remembers('the old one', old)).toBe(true);
    expect(verifier.remembers('the old one', changed)).toBe(false);
    expect(await verifier.matches('the old one', changed)).toBe(false);
  });
});

import { accountOfText, networkOf } from './sign-in-account.js';

describe('what sign-ins are counted for', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['::1', '::/64'],
    ['203.0.113.7:49152', '203.0.113.7'],
    ['[2001:db8:1:2:ffff::1]:49152', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2:ffff::1]', '2001:db8:1:2::/64'],
    ['unknown', 'unknown'],
  ])('the address %s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));

  it.each([
    ['Nobody@Example.com', 'another letter case'],
    ['nóbody@example.com', 'an accent'],
    ['nobody@example.com  ', 'blanks behind'],
    ['ｎobody@example.com', 'full width'],
    ['no\u200bbody@example.com', 'a character without width'],
    ['nobody@example.com\0', 'a NUL'],
  ])('%j is nobody as well (%s)', (email) => expect(accountOfText(email)).toBe(accountOfText('nobody@example.com')));

  it('another e-mail is another account, and fits the column', () => {
    expect(accountOfText('nobody2@example.com')).not.toBe(accountOfText('nobody@example.com'));
    expect(accountOfText('x'.repeat(1_000)).length).toBeLessThanOrEqual(64);
  });
});

import { COMMON_PASSWORDS, weaknessOf } from './password-rules.js';

describe('what a password must not be', () => {
  const email = 'Ivan.Petrov@Example.com';

  it.each([
    ['qwerty', 'must be at least 10 characters long'],
    ['   short   ', 'must be at least 10 characters long'],
    ['Qwertyuiop', 'is one of the most used passwords'],
    ['PASSWORD123', 'is one of the most used passwords'],
    ['1q2w3e4r5t', 'is one of the most used passwords'],
    ['aaaaaaaaaaaaaa', 'has hardly any different characters'],
    ['ivan.petrov@example.com', 'must not be the e-mail address'],
    ['IVAN.PETROV', 'must not be the e-mail address'],
  ])('%s %s', (password, why) => expect(weaknessOf(password, email)).toBe(why));

  it.each(['correct horse battery', 'пароль из слов', 'Xk3-vq.81Lz'])('%s may be one', (password) =>
    expect(weaknessOf(password, email)).toBeUndefined(),
  );

  it('knows the most used ones of ten characters and more', () => {
    expect(COMMON_PASSWORDS.size).toBeGreaterThan(1_500);
    for (const password of COMMON_PASSWORDS) expect(password).toMatch(/^[^\sA-Z]{10,}$/);
  });
});

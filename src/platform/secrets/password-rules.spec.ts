import { COMMON_PASSWORDS, weaknessOf } from './password-rules.js';

describe('what a password must not be', () => {
  const email = 'Ivan.Petrov@Example.com';

  it.each([
    ['qwerty', 'too_short'],
    ['   short   ', 'too_short'],
    ['Qwertyuiop', 'password_common'],
    ['PASSWORD123', 'password_common'],
    ['1q2w3e4r5t', 'password_common'],
    ['aaaaaaaaaaaaaa', 'password_monotonous'],
    ['ivan.petrov@example.com', 'password_is_email'],
    ['IVAN.PETROV', 'password_is_email'],
  ])('%s %s', (password, code) => expect(weaknessOf(password, email)).toMatchObject({ code }));

  it.each(['correct horse battery', 'пароль из слов', 'Xk3-vq.81Lz'])('%s may be one', (password) =>
    expect(weaknessOf(password, email)).toBeUndefined(),
  );

  it('knows the most used ones of ten characters and more', () => {
    expect(COMMON_PASSWORDS.size).toBeGreaterThan(1_500);
    for (const password of COMMON_PASSWORDS) expect(password).toMatch(/^[^\sA-Z]{10,}$/);
  });
});

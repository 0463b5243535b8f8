import { randomBytes } from 'node:crypto';
import { SecretBox } from './secret-box.js';

const PLACE = 'marketplace_connections:1:password';
const SECRET = 'Пароль, 32 знака и 🔑';
const [OLD, NEW] = [randomBytes(32), randomBytes(32)];

describe('the secret box', () => {
  const box = new SecretBox([NEW]);

  it.each([SECRET, '', 'x'.repeat(10_000)])('opens what it sealed', (secret) => {
    expect(box.open(box.seal(secret, PLACE), PLACE)).toBe(secret);
  });

  it('shows nothing of the secret, and never the same twice', () => {
    const [first, second] = [box.seal(SECRET, PLACE), box.seal(SECRET, PLACE)];
    expect(first).not.toBe(second);
    expect(first).not.toContain(SECRET);
    expect(first).not.toContain(Buffer.from(SECRET).toString('base64url'));
  });

  it.each(['marketplace_connections:2:password', 'marketplace_connections:1:api_key', ''])(
    'refuses a secret that was moved to %j',
    (place) => {
      const sealed = box.seal(SECRET, PLACE);
      expect(() => box.open(sealed, place)).toThrow();
    },
  );

  it.each([
    ['key id', 1],
    ['IV', 2],
    ['tag', 3],
    ['text', 4],
  ])('refuses a secret whose %s was changed', (_, part) => {
    const parts = box.seal(SECRET, PLACE).split('.');
    parts[part] = (parts[part]![0] === 'A' ? 'B' : 'A') + parts[part]!.slice(1);
    expect(() => box.open(parts.join('.'), PLACE)).toThrow();
  });

  it('refuses a secret whose tag was shortened, which would be easier to guess', () => {
    const parts = box.seal(SECRET, PLACE).split('.');
    parts[3] = Buffer.from(parts[3]!, 'base64url').subarray(0, 4).toString('base64url');
    expect(() => box.open(parts.join('.'), PLACE)).toThrow();
  });

  it.each(['', 'v1', 'plain text', 'v2.a.b.c.d'])('refuses %j, which it never sealed', (text) => {
    expect(() => box.open(text, PLACE)).toThrow(PLACE);
  });
});

describe('keys of the secret box', () => {
  const sealedBefore = new SecretBox([OLD]).seal(SECRET, PLACE);

  it('open what an old key sealed, while the first one seals', () => {
    const rotated = new SecretBox([NEW, OLD]);
    expect(rotated.open(sealedBefore, PLACE)).toBe(SECRET);
    expect(new SecretBox([NEW]).open(rotated.seal(SECRET, PLACE), PLACE)).toBe(SECRET);
  });

  it('tell what the first one has sealed from what is still to be sealed anew', () => {
    const rotated = new SecretBox([NEW, OLD]);
    expect(rotated.isCurrent(rotated.seal(SECRET, PLACE))).toBe(true);
    expect(rotated.isCurrent(sealedBefore)).toBe(false);
  });

  it('that are no longer configured open nothing, and the error says where', () => {
    expect(() => new SecretBox([NEW]).open(sealedBefore, PLACE)).toThrow(PLACE);
  });
});

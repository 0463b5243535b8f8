import { controlCharacterIn } from './request-bodies.js';

describe('control characters in what is sent', () => {
  it.each([
    [{ email: 'admin@example.com\0zz' }, 'email'],
    [{ a: [{ b: 'x' }, { b: 'x\u0007' }] }, 'a[1].b'],
    [{ a: { b: ['\u0085'] } }, 'a.b[0]'],
    [{ a: 'half \ud800' }, 'a'],
    [{ a: '\u007f' }, 'a'],
    [{ headers: { 'X-\0': 'x' } }, 'headers'],
    ['\0', ''],
  ])('are found in %j at %s', (value, path) => expect(controlCharacterIn(value)).toBe(path));

  it.each([
    { text: 'line 1\r\nline 2\tend', list: [1, true, null, 'ё «é» 😀'] },
    {},
    undefined,
    null,
    7,
    Buffer.from('\0raw'),
  ])('are not in %j', (value) => expect(controlCharacterIn(value)).toBeUndefined());
});

import { charsetOf, decodeBody } from './body-text.js';

const WORD = 'Ёлка «ЗАКАЗ»';
/** The same word in windows-1251. */
const WORD_1251 = Buffer.from([0xa8, 0xeb, 0xea, 0xe0, 0x20, 0xab, 0xc7, 0xc0, 0xca, 0xc0, 0xc7, 0xbb]);
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

describe('the charset of a content type', () => {
  it.each([
    ['application/json', 'utf-8'],
    ['application/json; charset=utf-8', 'utf-8'],
    ['application/json;charset=UTF-8', 'utf-8'],
    ['application/json; charset="utf-8"', 'utf-8'],
    ['application/json; charset=utf8', 'utf-8'],
    ['application/json; charset=windows-1251', 'windows-1251'],
    ['application/json; Charset = "Windows-1251"', 'windows-1251'],
    ['application/json; charset=cp1251', 'windows-1251'],
    ['application/json; version=1; charset=windows-1251', 'windows-1251'],
  ])('of %s is %s', (contentType, charset) => {
    expect(charsetOf(contentType)).toBe(charset);
  });

  it.each(['koi8-r', 'utf-16', 'utf-16le', 'iso-8859-5', 'us-ascii', 'constructor', '__proto__', 'utf-8x'])(
    '%s is not taken',
    (charset) => {
      expect(charsetOf(`application/json; charset=${charset}`)).toBeUndefined();
    },
  );
});

describe('the text of a body', () => {
  it('is utf-8 when nothing else is said', () => {
    expect(decodeBody(Buffer.from(WORD), 'application/json')).toBe(WORD);
  });

  it('is windows-1251 when that is said', () => {
    expect(decodeBody(WORD_1251, 'application/json; charset=windows-1251')).toBe(WORD);
  });

  it('comes without its byte order mark', () => {
    expect(decodeBody(Buffer.concat([BYTE_ORDER_MARK, Buffer.from(WORD)]), 'application/json')).toBe(WORD);
  });

  it('keeps emoji, soft hyphens and spaces as they came', () => {
    const text = ' 🔧\u00ad\u00a0é e\u0301 ';
    expect(decodeBody(Buffer.from(text), 'application/json')).toBe(text);
  });

  it.each([
    ['a text in windows-1251', WORD_1251],
    ['a text cut in the middle of a letter', Buffer.from(WORD).subarray(0, 1)],
    ['a byte that is never used', Buffer.from([0x7b, 0xff, 0x7d])],
    ['an overlong form', Buffer.from([0xc0, 0xaf])],
    ['a lone surrogate', Buffer.from([0xed, 0xa0, 0x80])],
  ])('is not guessed from %s', (_, bytes) => {
    expect(() => decodeBody(bytes, 'application/json')).toThrow('not text in the given charset');
  });
});

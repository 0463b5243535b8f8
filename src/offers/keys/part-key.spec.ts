import fc from 'fast-check';
import { partKey } from './part-key.js';

describe('the key of a part', () => {
  it.each([
    ['0 986 494 019', '0986494019'],
    ['oc-90/1', 'OC901'],
    ['ОС90', 'OC90'],
    ['а.в.е.к.м.н.о.р.с.т.у.х', 'ABEKMHOPCTYX'],
    ['Ёж', 'EЖ'],
    ['Citroën', 'CITROEN'],
    ['Mann-Filter', 'MANNFILTER'],
    ['００７', '007'],
    ['Ⅷ', 'VIII'],
    ['straße', 'STRASSE'],
    ['—', ''],
  ])('%s is %s', (text, key) => expect(partKey(text)).toBe(key));

  it('keeps zeros', () => expect(partKey('00123')).not.toBe(partKey('0123')));

  it('has the same key', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => expect(partKey(partKey(text))).toBe(partKey(text))),
    ));

  it('is letters and digits alone', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(partKey(text)).toMatch(/^[\p{L}\p{N}]*$/u))));

  it('is the same for any case, and with anything between', () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9А-Яа-яЁё]{1,30}$/),
        fc.constantFrom(' ', '-', '.', '/', '\u00A0', '\u200B'),
        (text, sign) => {
          expect(partKey(text.toLowerCase())).toBe(partKey(text.toUpperCase()));
          expect(partKey([...text].join(sign))).toBe(partKey(text));
        },
      ),
    ));

  it('tells apart what differs in a letter or a digit of one alphabet', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{1,30}$/), fc.stringMatching(/^[A-Z0-9]{1,30}$/), (one, other) =>
        expect(partKey(one) === partKey(other)).toBe(one === other),
      ),
    ));
});

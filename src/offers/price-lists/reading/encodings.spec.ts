import iconv from 'iconv-lite';
import { ENCODINGS, likeliestEncoding, Utf8Check } from './encodings.js';

const TEXTS = [
  'Бренд;Артикул;Наименование;Количество;Цена',
  'КОЛОДКИ ТОРМОЗНЫЕ ПЕРЕДНИЕ ДИСКОВЫЕ К-Т',
  'фильтр масляный',
  'БОШ;0986494019;Колодки;5;1234,50',
  'Амортизатор передний правый «газ-масло» № 5',
  'Итого',
];

describe('the encoding of a text', () => {
  it.each(TEXTS.flatMap((text) => ENCODINGS.map((encoding) => [text, encoding] as const)))(
    '%s is found in %s',
    (text, encoding) => expect(likeliestEncoding(iconv.encode(text, encoding))).toBe(encoding),
  );

  it('is UTF-8 where every byte is, also of letters that are cut by a piece', () => {
    const check = new Utf8Check();
    const bytes = Buffer.from('Ёлка 🚗');
    expect([...bytes].every((byte) => check.isValid(Buffer.from([byte])))).toBe(true);
    expect(check.isValid()).toBe(true);
  });

  it('is not UTF-8 where the last letter is not whole', () => {
    const check = new Utf8Check();
    expect(check.isValid(Buffer.from('Ё').subarray(0, 1))).toBe(true);
    expect(check.isValid()).toBe(false);
  });
});

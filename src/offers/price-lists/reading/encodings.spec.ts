import iconv from 'iconv-lite';
import { areUtf8, ENCODINGS, likeliestEncoding } from './encodings.js';

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

  it('is UTF-8 where every byte is, also of letters that are cut by a piece', async () => {
    const bytes = Buffer.from('Ёлка 🚗');
    expect(await areUtf8([...bytes].map((byte) => Buffer.from([byte])))).toBe(true);
  });

  it('is not UTF-8 where the last letter is not whole', async () => {
    expect(await areUtf8([Buffer.from('Ёж').subarray(0, 3)])).toBe(false);
  });
});

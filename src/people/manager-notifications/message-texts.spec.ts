import { inOneLine, lines, listParts, orderNumber, reasonInWords, rubles } from './message-texts.js';

const part = (number: string) => ({
  ...{ brand: 'BOSCH', number, name: 'Колодки', quantity: 2 },
  ...{ priceMinor: 1, deliveryDays: null, comment: '' },
});

describe('texts of messages to managers', () => {
  it('writes amounts as people do', () => {
    expect([0, 5, 123_45, 1_380_000, 123_456_789_00].map(rubles)).toEqual([
      '0,00\u00a0₽',
      '0,05\u00a0₽',
      '123,45\u00a0₽',
      '13\u00a0800,00\u00a0₽',
      '123\u00a0456\u00a0789,00\u00a0₽',
    ]);
  });

  it('cuts a long list of parts', () => {
    const parts = Array.from({ length: 12 }, (_, index) => part(`P${index}`));
    const listed = listParts(parts).split('\n');
    expect([listed.length, listed[0], listed.at(-1)]).toEqual([11, 'BOSCH P0 Колодки, 2\u00a0шт.', 'и ещё 2']);
  });

  it('keeps titles to one line', () => {
    expect(inOneLine(' GZ\r\n1\t2 ')).toBe('GZ 1 2');
    expect(inOneLine('x'.repeat(300))).toHaveLength(80);
  });

  it('calls an order by its number, and one that came without by that', () => {
    expect([' GZ\n1', `sha256:${'a'.repeat(32)}`].map(orderNumber)).toEqual(['GZ 1', 'без номера']);
  });

  it('leaves out what there is not', () => {
    expect(lines('a', false, '', null, 'b')).toBe('a\nb');
  });

  it.each([
    ['tries_exhausted', 'все попытки исчерпаны'],
    ['not_recorded', 'итог попытки не удалось записать'],
    ['not_sent', 'не удалось отправить'],
    ['rejected_400', 'отклонено с ответом 400'],
    ['rejected_', 'отклонено'],
    ['unauthorized_401', 'вход отклонён с ответом 401'],
    ['something else', 'something else'],
  ])('says %s in words', (reason, words) => expect(reasonInWords(reason)).toBe(words));
});

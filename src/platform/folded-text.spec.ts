import { foldedText as foldedInPanel } from '../../web/src/shared/folded.js';
import { foldedText } from './folded-text.js';

describe('texts by which people’s spellings are compared', () => {
  it.each([
    ['letters are small', 'СКЛАД Bosch', 'склад bosch'],
    ['ё is е', 'Ёлка с мёдом', 'елка с медом'],
    ['a letter of two signs is one letter', '\u0438\u0306', 'й'],
    ['a ё of two signs is е', '\u0415\u0308', 'е'],
    ['wide digits are digits', '０９８６', '0986'],
    ['blanks of every kind are one space', ' a\t\u00a0\n b ', 'a b'],
    ['what is not seen is no letter', 'a\u200bb\u00adc', 'a b c'],
    // The panel has its own, as it knows the service only by its API.
  ])('%s, in the service and in the panel', (_, text, expected) => {
    expect([foldedText(text), foldedInPanel(text)]).toEqual([expected, expected]);
  });
});

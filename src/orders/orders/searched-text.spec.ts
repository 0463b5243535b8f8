import { searchedTextOf, searchedWords } from './searched-text.js';

const ORDER = {
  externalId: 'GZ-7',
  customer: { name: 'Пётр  Ёлкин', phone: '8 (911) 222-33-44', email: 'P@Example.com' },
  delivery: { address: '' },
  comment: '',
  vin: 'XTA21703080123456',
  positions: [
    { brand: 'BOSCH', number: 'C 25/114', name: 'Фильтр' },
    { brand: 'Bosch', number: 'C25114', name: 'Фильтр' },
  ],
};

describe('the text that an order is searched by', () => {
  it('has a line for each thing, folded, none of them twice', () => {
    expect(searchedTextOf(ORDER).toString()).toBe(
      '\ngz-7\nпетр елкин\n8 (911) 222-33-44\n89112223344\np@example.com\nxta21703080123456\nc 25/114\nc25114\nbosch\nфильтр\n',
    );
  });

  it('is bounded, and leaves names out before numbers', () => {
    const positions = Array.from({ length: 1_000 }, (_, n) => ({
      brand: '',
      number: `N${n}`,
      name: `${n}${'漢'.repeat(999)}`,
    }));
    const text = searchedTextOf({ ...ORDER, comment: '😀'.repeat(5_000), positions });
    expect(text.length).toBe(65_536);
    expect(text.includes('\nn999\n')).toBe(true);
  });
});

describe('the words of a search', () => {
  it.each([
    ['one', 'Ёлкин', [['елкин']]],
    ['two', ' петр\u00a0 ёлкин ', [['петр'], ['елкин']]],
    ['a part number in groups', '0 986 494-019', [['0 986 494-019', '0986494019']]],
    ['a part number with letters', 'C 25 / 114', [['c'], ['25 / 114', '25114']]],
    ['a short one with a sign, which is not left out', '4-9', [['4-9']]],
    ['a phone number with 8', '8 (911) 22', [['8 (911) 22', '8(911)22', '891122', '\n91122', '\n791122']]],
    ['a phone number without the country', '911 22', [['911 22', '91122']]],
    ['nothing', ' \t', []],
    ['very many', 'a b c d e f g h i j', [['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g'], ['h i j']]],
  ])('%s', (_, q, words) => {
    expect(searchedWords(q)).toEqual(words);
  });
});

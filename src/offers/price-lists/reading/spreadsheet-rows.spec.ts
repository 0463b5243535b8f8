import { plainNumber } from './spreadsheet-rows.js';

describe('a number of a spreadsheet', () => {
  it.each([
    ['4012345678901', '4012345678901'],
    ['4.0123456789010E12', '4012345678901'],
    ['1E+21', '1000000000000000000000'],
    ['12345678901234567890', '12345678901234567890'],
    ['1234.5', '1234.5'],
    ['1.1000000000000001', '1.1'],
    ['1E-7', '0.0000001'],
    ['-5', '-5'],
    ['', ''],
    ['#ERR', '#ERR'],
  ])('%s is shown as %s', (stored, shown) => expect(plainNumber(stored)).toBe(shown));
});

import '../../../test/support/browserless';
import { text } from './texts';
import { countedRows } from '../i18n/format';

/** Groups of digits are kept together by spaces of other kinds. */
const plain = (words: string) => words.replace(/\s/g, ' ');

describe('a count in a text', () => {
  it.each([
    [1, '1 ждёт решения'],
    [1_234, '1 234 ждут решения'],
    [5_001, '5 001 ждёт решения'],
  ])('%i is written as the language writes numbers, with its plural form', (count, words) => {
    expect(plain(text('waiting', { count }))).toBe(words);
  });

  it('is at least so many where the service stopped counting', () => {
    expect(plain(text('waiting', countedRows(10_000)))).toBe('10 000+ ждут решения');
    expect(plain(text('waiting', countedRows(9_999)))).toBe('9 999 ждут решения');
  });
});

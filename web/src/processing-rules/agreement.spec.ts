import '../../../test/support/browserless';
import { agreementOf, doubtOf, resultsInWords } from './agreement';

const NOW = Date.parse('2026-11-29T12:00:00.000Z');
const WEEK_AGO = '2026-11-22T12:00:00.000Z';

const of = (change: object) => ({ since: WEEK_AGO, decided: 0, agreed: 0, disagreed: 0, open: 0, ...change });
const plain = (words: string) => words.replace(/\s/g, ' ');
const say = (change: object) => plain(resultsInWords(of(change), NOW));

describe('results of a rule', () => {
  it('name the decisions and how many people agreed with', () => {
    expect(say({ decided: 212, agreed: 194, disagreed: 6, open: 12 })).toBe('За 7 дней: 212 решений, согласие 97 %');
  });

  it('say that nothing can be compared while nobody has decided', () => {
    expect(say({ decided: 3, open: 3 })).toBe('За 7 дней: 3 решения, пока нечего сравнить');
    expect(say({})).toBe('За 7 дней: решений не было');
  });

  it('say since when, of a rule that was changed within the week', () => {
    expect(say({ since: '2026-11-28T12:00:00.000Z', decided: 1, agreed: 1 })).toMatch(
      /^С 2[89]\.11\.2026, \d\d:\d\d: 1 решение, согласие 100 %$/,
    );
  });

  it('are all alike only where not one is otherwise', () => {
    expect(agreementOf(of({ agreed: 9_999, disagreed: 1 }))).toBe(99.9);
    expect(agreementOf(of({ agreed: 3 }))).toBe(100);
    expect(agreementOf(of({}))).toBeNull();
  });

  it.each([
    [{ agreed: 19 }, true],
    [{ agreed: 20 }, false],
    [{ agreed: 19, disagreed: 1 }, false],
    [{ agreed: 94, disagreed: 6 }, true],
  ])('%j leave doubts: %p', (change, isDoubtful) => {
    expect(doubtOf(of(change)) !== null).toBe(isDoubtful);
  });
});

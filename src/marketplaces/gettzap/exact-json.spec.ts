import { digitsOrText, InvalidJsonError, parseExactJson } from './exact-json.js';
import { NotReadError } from './tree-bounds.js';
import { errorDetail } from '../../platform/error-texts.js';

const fieldOf = (text: string, name = 'id') => (parseExactJson(text) as Record<string, unknown>)[name];
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('numbers', () => {
  it.each([
    '9007199254740991',
    '9007199254740992',
    '9007199254740993',
    '18446744073709551616',
    '-7',
    '0.1',
    '1.10',
    '1e400',
    '1E+2',
  ])('%s is kept digit for digit', (digits) => {
    expect(digitsOrText(fieldOf(`{"id": ${digits}}`))).toBe(digits);
  });

  it('2^53 and 2^53 + 1 stay two different numbers', () => {
    const [one, other] = (parseExactJson('[9007199254740992, 9007199254740993]') as unknown[]).map(digitsOrText);
    expect(one).not.toBe(other);
  });

  it('7 and "7" read alike, "007" otherwise', () => {
    const read = (parseExactJson('[7, "7", "007"]') as unknown[]).map(digitsOrText);
    expect(read).toEqual(['7', '7', '007']);
  });

  it.each(['true', 'false', 'null', '{}', '["7"]', '{"value": "7", "isLosslessNumber": true}'])(
    '%s is neither a number nor a text',
    (json) => {
      expect(digitsOrText(fieldOf(`{"id": ${json}}`))).toBeUndefined();
    },
  );
});

describe('keys', () => {
  it('of two equal keys the last one counts', () => {
    expect(fieldOf('{"id": "first", "id": "last"}')).toBe('last');
    expect(digitsOrText(fieldOf('{"id": 1, "id": 2}'))).toBe('2');
  });

  it('__proto__ and constructor are ordinary keys and reach no prototype', () => {
    const read = parseExactJson('{"__proto__": {"id": "7"}, "constructor": {"prototype": {"id": "8"}}}') as object;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.keys(read)).toEqual(['__proto__', 'constructor']);
    expect((read as { id?: unknown }).id).toBeUndefined();
    expect(({} as { id?: unknown }).id).toBeUndefined();
  });

  it('49,000 of them are read, a hundred thousand are not', () => {
    const json = (count: number) =>
      `{${Array.from({ length: count }, (_, index) => `"k${index}":${index}`).join(',')}}`;
    expect(Object.keys(parseExactJson(json(49_000)) as object)).toHaveLength(49_000);
    expect(() => parseExactJson(json(100_000))).toThrow(
      new NotReadError(errorDetail('too_many_values', { max: 50_000 })),
    );
  });
});

describe('depth', () => {
  it.each([31, 33, 64])('%d levels are read', (depth) => {
    expect(JSON.stringify(parseExactJson(nested(depth)))).toBe(nested(depth));
  });

  it.each([65, 10_000, 500_000])('%d levels are refused before the stack runs out', (depth) => {
    expect(() => parseExactJson(nested(depth))).toThrow(new InvalidJsonError(errorDetail('too_deep', { max: 64 })));
  });

  it('objects count as arrays do', () => {
    const json = `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`;
    expect(() => parseExactJson(json)).toThrow(new InvalidJsonError(errorDetail('too_deep', { max: 64 })));
  });

  it('brackets within texts do not count, also behind an escaped quote', () => {
    const text = `\\"${'['.repeat(100)}\\\\`;
    expect(parseExactJson(`{"id": "${text}"}`)).toEqual({ id: `"${'['.repeat(100)}\\` });
  });

  it('levels that were closed again do not count', () => {
    expect(parseExactJson(`[${Array(200).fill('[]').join(',')}]`)).toHaveLength(200);
  });
});

describe('what is no JSON', () => {
  it.each([
    '',
    ' ',
    '{',
    '{"id": 1',
    '{"id": 1,}',
    "{'id': 1}",
    '{id: 1}',
    '{"id": 01}',
    '{"id": .5}',
    '{"id": +1}',
    '{"id": NaN}',
    '{"id": "a\u0000b"}',
    '{"id": "a\nb"}',
    '{"id": "\\x"}',
    '{"id": "\\u12"}',
    '[1, 2',
    '{} {}',
    'undefined',
    '<order/>',
    '}',
  ])('%j is refused as such', (text) => {
    expect(() => parseExactJson(text)).toThrow(InvalidJsonError);
  });

  it.each([['[]'], ['7'], ['"text"'], ['null'], [' {} ']])('%s is JSON', (text) => {
    expect(() => parseExactJson(text)).not.toThrow();
  });
});

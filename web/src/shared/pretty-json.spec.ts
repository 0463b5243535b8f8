import { prettyJson } from './pretty-json';

describe('prettyJson', () => {
  it.each([
    '{}',
    '[]',
    '17',
    '"a"',
    '{"a":[],"b":{}}',
    '{"a":{"b":[1,2,{"c":null}]},"d":"x, y: {z}"}',
    '["\\"[", "\\\\"]',
  ])('lays out %s as JSON.stringify does', (text) =>
    expect(prettyJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2)),
  );

  it('keeps numbers digit for digit', () => {
    expect(prettyJson('{"id":9007199254740993,"price":1.50}')).toBe('{\n  "id": 9007199254740993,\n  "price": 1.50\n}');
  });

  it('leaves alone what is not JSON', () => {
    expect(prettyJson('<html>')).toBeNull();
    expect(prettyJson('')).toBeNull();
    expect(prettyJson('{"a":1')).toBeNull();
  });
});

import { excessOf } from './json-bounds.js';

const BOUNDS = { depth: 3, values: 10 };

describe('the bounds of a JSON text', () => {
  it.each<[string, string, string | undefined]>([
    ['a value', '5', undefined],
    ['nothing', '', undefined],
    ['three levels', '[[[]]]', undefined],
    ['four levels', '[[[[', 'too_deep'],
    ['four levels of objects', '{"a":{"a":{"a":{"a":1}}}}', 'too_deep'],
    ['levels that were closed again', '[[],[],[]]', undefined],
    ['brackets and commas within a text', '"[[[[[[{{{{,,,,,,,,,,,,,,"', undefined],
    ['a quote within a text', '"\\"[[[[[["', undefined],
    ['a backslash at the end of a text', '["\\\\",[[[[', 'too_deep'],
    ['a text without an end', '"[[[[[', undefined],
    ['a backslash as the very end', '"\\', undefined],
    ['nine entries', '[1,2,3,4,5,6,7,8,9]', undefined],
    ['ten entries', '[1,2,3,4,5,6,7,8,9,10]', 'too_many_values'],
    ['ten fields', '{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1}', 'too_many_values'],
    ['many empty objects', '[{},{},{},{},{},{}', 'too_many_values'],
    ['commas alone', ',,,,,,,,,,', 'too_many_values'],
  ])('%s', (_, text, excess) => {
    expect(excessOf(text, BOUNDS)).toBe(excess);
  });
});

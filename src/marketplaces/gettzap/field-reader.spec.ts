import { parseExactJson } from './exact-json.js';
import { FieldReader } from './field-reader.js';

const readerOf = (json: string) => FieldReader.of(parseExactJson(json));

/** What `read` makes of a body, and the problems that it finds, as `path: code`. */
function reading<T>(json: string, read: (reader: FieldReader) => T): { value: T; problems: string[] } {
  const reader = readerOf(json);
  const value = read(reader);
  return { value, problems: reader.problems.map(({ path, code }) => `${path}: ${code}`) };
}

describe('a body', () => {
  it.each(['[]', '7', '"text"', 'null', 'true'])('%s is no object, and reads as an empty one', (json) => {
    expect(reading(json, (body) => body.has('id'))).toEqual({ value: false, problems: [': object'] });
  });

  it('lends no field of its own from __proto__', () => {
    const { value, problems } = reading('{"__proto__": {"id": "7"}}', (body) => body.id('id'));
    expect([value, problems]).toEqual([undefined, ['id: missing']]);
  });
});

describe('an id', () => {
  const idOf = (json: string) => reading(`{"id": ${json}}`, (body) => body.id('id'));

  it.each([
    ['9007199254740993', '9007199254740993'],
    ['7', '7'],
    ['"7"', '7'],
    ['"007"', '007'],
    ['7.0', '7.0'],
    ['" 7 "', ' 7 '],
    ['"ЗАКАЗ-1"', 'ЗАКАЗ-1'],
    [`"${'й'.repeat(255)}"`, 'й'.repeat(255)],
  ])('%s is kept as %s', (json, id) => {
    expect(idOf(json)).toEqual({ value: id, problems: [] });
  });

  it.each([
    ['null', 'missing'],
    ['""', 'empty'],
    ['true', 'text_or_number'],
    ['{"id": "7"}', 'text_or_number'],
    ['["7"]', 'text_or_number'],
    [`"${'x'.repeat(256)}"`, 'too_long'],
    ['"a\\u0000"', 'not_storable'],
    ['"a\\ud83d"', 'not_storable'],
  ])('%s is unusable', (json, message) => {
    expect(idOf(json)).toEqual({ value: undefined, problems: [`id: ${message}`] });
  });
});

describe('a text', () => {
  const textOf = (json: string, required = false) =>
    reading(`{"name": ${json}}`, (body) => body.text('name', 5, { required }));

  it.each([
    ['null', ''],
    ['""', ''],
    ['"Пётр"', 'Пётр'],
    ['" a "', ' a '],
    ['12.50', '12.50'],
    ['"{{x}}"', '{{x}}'],
    ['"🔧"', '🔧'],
  ])('%s is taken as %j', (json, text) => {
    expect(textOf(json)).toEqual({ value: text, problems: [] });
  });

  it.each([
    ['"123456"', 'too_long'],
    ['true', 'text'],
    ['["a"]', 'text'],
    ['"\\u0000"', 'not_storable'],
    ['"\\udc00\\ud800"', 'not_storable'],
  ])('%s is named as a problem', (json, message) => {
    expect(textOf(json).problems).toEqual([`name: ${message}`]);
  });

  it.each([
    ['null', 'missing'],
    ['""', 'empty'],
  ])('%s is named as a problem where a text is required', (json, message) => {
    expect(textOf(json, true).problems).toEqual([`name: ${message}`]);
  });
});

describe('a whole number', () => {
  const numberOf = (json: string, required = false) =>
    reading(`{"quantity": ${json}}`, (body) => body.wholeNumber('quantity', 1, { required }));

  it.each([
    ['1', 1],
    ['"2"', 2],
    ['3.00', 3],
    ['999999999', 999_999_999],
    ['null', null],
  ])('%s is taken as %s', (json, value) => {
    expect(numberOf(json)).toEqual({ value, problems: [] });
  });

  it.each(['0', '-1', '1.5', '"1,5"', '"two"', '""', 'true', '[1]', '1e400', '1000000000', '"0x10"'])(
    '%s is named as a problem',
    (json) => {
      expect(numberOf(json).problems).toEqual(['quantity: whole_number_from']);
    },
  );

  it('that is absent is named as a problem where it is required', () => {
    expect(numberOf('null', true).problems).toEqual(['quantity: missing']);
  });
});

describe('a price', () => {
  const priceOf = (json: string) => reading(`{"price": ${json}}`, (body) => body.price('price'));

  it.each([
    ['"3450.00"', 345_000],
    ['3450', 345_000],
    ['0.1', 10],
    ['"0.2"', 20],
    ['1e2', 10_000],
    ['0', 0],
    ['90071992547409.91', 9_007_199_254_740_991],
  ])('%s is exact', (json, minor) => {
    expect(priceOf(json)).toEqual({ value: minor, problems: [] });
  });

  it.each(['1.005', '"1.005"', '1e400', '-1', '"1,50"', '"free"', '""', 'true', '{}'])(
    '%s is named as a problem',
    (json) => {
      expect(priceOf(json).problems).toEqual(['price: decimal']);
    },
  );

  it('that is absent is named as a problem', () => {
    expect(priceOf('null').problems).toEqual(['price: missing']);
  });
});

describe('a time', () => {
  const timeOf = (json: string) => reading(`{"at": ${json}}`, (body) => body.time('at'));

  it.each([
    ['"2026-11-24T09:15:00+03:00"', '2026-11-24T06:15:00.000Z'],
    ['"2026-11-24T06:15Z"', '2026-11-24T06:15:00.000Z'],
    ['"2026-11-24T06:15:00.123Z"', '2026-11-24T06:15:00.123Z'],
    ['"2026-11-24T06:15:00.123456+0000"', '2026-11-24T06:15:00.123Z'],
  ])('%s is taken as %s', (json, iso) => {
    const { value, problems } = timeOf(json);
    expect([value?.toISOString(), problems]).toEqual([iso, []]);
  });

  it('that is absent is none', () => {
    expect(timeOf('null')).toEqual({ value: null, problems: [] });
  });

  it.each([
    '"2026-11-24T09:15:00"',
    '"2026-11-24"',
    '"24.11.2026 09:15"',
    '"2026-13-01T00:00:00Z"',
    '"2026-02-30T00:00:00Z"',
    '"2026-06-31T09:15:00+03:00"',
    '"2026-11-24T25:00:00Z"',
    '"2026-11-24T09:15:00+99:00"',
    '""',
    '1764000000',
    'true',
  ])('%s is named as a problem, never guessed', (json) => {
    expect(timeOf(json)).toEqual({ value: null, problems: ['at: time'] });
  });

  it.each(['"9999-12-31T23:59:59-12:00"', '"0000-01-01T00:00:00+03:00"', '"0000-06-01T00:00:00Z"'])(
    '%s is no time that every database can store',
    (json) => {
      expect(timeOf(json)).toEqual({ value: null, problems: ['at: time'] });
    },
  );
});

describe('what is inside is named by its path', () => {
  it('of objects within objects', () => {
    const { problems } = reading('{"order": {"customer": {"name": true}}}', (body) =>
      body.object('order').object('customer').text('name', 9),
    );
    expect(problems).toEqual(['order.customer.name: text']);
  });

  it('of entries of arrays', () => {
    const { problems } = reading('{"order": {"positions": [{"id": 1}, {}, 7]}}', (body) =>
      body
        .object('order')
        .objects('positions', 3)
        .map((position) => position.id('id')),
    );
    expect(problems).toEqual([
      'order.positions[2]: object',
      'order.positions[1].id: missing',
      'order.positions[2].id: missing',
    ]);
  });

  it.each([
    ['{}', 'rows: missing'],
    ['{"rows": null}', 'rows: missing'],
    ['{"rows": {}}', 'rows: list'],
    ['{"rows": "text"}', 'rows: list'],
    ['{"rows": []}', 'rows: empty'],
    ['{"rows": [{}, {}, {}]}', 'rows: too_many'],
  ])('%s has no rows that could be read', (json, problem) => {
    expect(reading(json, (body) => body.objects('rows', 2))).toEqual({ value: [], problems: [problem] });
  });

  it.each([
    ['{}', []],
    ['{"order": null}', []],
    ['{"order": []}', ['order: object']],
    ['{"order": 7}', ['order: object']],
    ['{"order": "text"}', ['order: object']],
  ])('an object that is optional, in %s', (json, expected) => {
    expect(reading(json, (body) => body.object('order')).problems).toEqual(expected);
  });

  it('an object that is required and absent', () => {
    expect(reading('{}', (body) => body.object('order', { required: true })).problems).toEqual(['order: missing']);
  });
});

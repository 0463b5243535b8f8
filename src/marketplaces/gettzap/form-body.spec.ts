import { formBody } from './outbound-adapter.service.js';

describe('form body', () => {
  it.each([
    [{ a: 'x y&', b: 2, c: true, d: null, e: ['1', 2] }, 'a=x+y%26&b=2&c=true&e=1&e=2'],
    [{ текст: 'да' }, '%D1%82%D0%B5%D0%BA%D1%81%D1%82=%D0%B4%D0%B0'],
    [{}, ''],
  ])('writes %j', (value, body) => expect(formBody(value)).toEqual({ body }));

  it.each([[[]], ['text'], [null], [{ a: { b: 1 } }], [{ a: [[1]] }]])('refuses %j', (value) =>
    expect(formBody(value)).toMatchObject({ problem: { code: expect.stringMatching(/^expression_/) } }),
  );
});

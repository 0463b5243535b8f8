import { Expressions } from './expressions.service.js';

describe('expressions', () => {
  const expressions = new Expressions();
  afterAll(() => expressions.onApplicationShutdown());

  const evaluate = async (expression: string, input: unknown = {}) => {
    const json = await expressions.evaluate(expression, JSON.stringify(input));
    return json === undefined ? undefined : JSON.parse(json);
  };

  it('evaluates, with functions and $eval', async () => {
    expect(await evaluate('{ "sum": a + 1, "all": b.c }', { a: 1, b: [{ c: 'x' }, { c: 'y' }] })).toEqual({
      sum: 2,
      all: ['x', 'y'],
    });
    expect(await evaluate('($f := function($x) { $x * 2 }; $f(21))')).toBe(42);
    expect(await evaluate('$eval("a & \'!\'")', { a: 'hi' })).toBe('hi!');
    expect(await evaluate('nothing.here')).toBeUndefined();
    expect(await evaluate('function($x) { $x }')).toBeUndefined();
  });

  it('names the place of a syntax error', async () => {
    expect(await expressions.check('{\n  "a": b +\n}')).toMatchObject({ line: 3, column: 1 });
    expect(await expressions.check('{ "a": b }')).toBeUndefined();
  });

  it('names variables and functions that nothing binds', async () => {
    expect(await expressions.check('$uppercas(a)')).toMatchObject({
      message: 'unknown variable or function $uppercas',
      line: 1,
    });
    const bound = [
      '($x := 1; $x)',
      'function($x) { $x }(1)',
      'a@$v.$v',
      'a#$i.$i',
      '$$.a & $uppercase($.b)',
      '$sum(a)',
    ];
    for (const expression of bound)
      expect([expression, await expressions.check(expression)]).toEqual([expression, undefined]);
  });

  it.each([
    ['an endless loop', '($f := function() { $f() }; $f())'],
    ['an endless recursion', '($f := function($x) { $f($x) + 1 }; $f(1))'],
    ['a regular expression that does not end', '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)'],
    ['a memory bomb', '$map([1..2000], function($i) { $split($pad("x", 90000), "") })'],
    ['a huge sequence', '[1..9000000]'],
    ['a huge result', '$join($map([1..90000], function($i) { "0123456789012345678901234567890123456789" }))'],
    ['$eval that loops', '$eval("($f := function() { $f() }; $f())")'],
    ['a string beyond all bounds', '($f := function($s) { $f($s & $s) }; $f("xxxxxxxx"))'],
  ])('stops %s and goes on', async (_, expression) => {
    await expect(evaluate(expression)).rejects.toThrow();
    expect(await evaluate('1 + 1')).toBe(2);
  });

  it('reaches neither the process nor prototypes', async () => {
    const reach = [
      'constructor',
      '__proto__',
      'a.constructor.constructor',
      '$lookup($, "constructor")',
      '$lookup($, "__proto__")',
      '"x".constructor',
      '$keys.constructor',
      'process',
      'require',
      'toString',
    ];
    for (const expression of reach)
      expect([expression, await evaluate(expression, { a: {} })]).toEqual([expression, undefined]);
    expect(await evaluate('{ "__proto__": { "polluted": 1 }, "b": 1 }')).toMatchObject({ b: 1 });
    expect(await evaluate('polluted', {})).toBeUndefined();
    await expect(evaluate('$process()')).rejects.toThrow(/non-function/);
  });

  it('does many at once, and lets one that loops hold up the others but briefly', async () => {
    const looping = Array.from({ length: 3 }, () =>
      evaluate('($f := function() { $f() }; $f())').catch(() => 'stopped'),
    );
    const fine = await Promise.all(Array.from({ length: 50 }, (_, index) => evaluate('n * 2', { n: index })));
    expect(fine).toEqual(Array.from({ length: 50 }, (_, index) => index * 2));
    expect(await Promise.all(looping)).toEqual(['stopped', 'stopped', 'stopped']);
  });
});

import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { LIMITS } from './expression-protocol.js';
import { Expressions } from './expressions.service.js';
import { startChild } from '../programs/start-child.js';

jest.mock('../programs/start-child.js', () => {
  const actual = jest.requireActual('../programs/start-child.js');
  const impatient = ([limits]: string[]) => [JSON.stringify({ ...JSON.parse(limits!), timeMs: 300 })];
  return {
    ...actual,
    startChild: jest.fn((program, limits, memory) => actual.startChild(program, impatient(limits), memory)),
  };
});

const starting = jest.mocked(startChild);
const latestChild = () => starting.mock.results.at(-1)!.value as ChildProcess;
/** Answers so many expressions with 1, and ends in the next one as V8 does where memory is not enough. */
const endingAfter = (count: number) => {
  const program = `let left = ${count};
    process.on('message', () => left-- > 0 ? process.send({ json: '1' }) : process.kill(process.pid, 'SIGABRT'));
    process.send('ready')`;
  return spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
};

const MEMORY_BYTES = 256 * 1_024 * 1_024;
const MOST_FOR_CODE_BYTES = 512 * 1_024 * 1_024;

const escaped = (text: string) => text.replace(/[$()+.]/g, '\\$&');

describe('expressions', () => {
  beforeAll(() => Logger.overrideLogger(false));
  const expressions = new Expressions();
  afterAll(() => expressions.onApplicationShutdown());

  const evaluate = async (expression: string, input: unknown = {}, owner?: string) => {
    const json = await expressions.evaluate(expression, JSON.stringify(input), owner);
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
    const detail = { code: 'expression_unexpected', params: { token: '}' } };
    expect(await expressions.check('{\n  "a": b +\n}')).toMatchObject({ line: 3, column: 1, detail });
    expect(await expressions.check('a + ')).toMatchObject({ detail: { code: 'expression_unfinished' } });
    expect(await expressions.check('"a')).toMatchObject({ detail: { code: 'expression_syntax' } });
    expect(await expressions.check('{ "a": b }')).toBeUndefined();
  });

  it('names variables and functions that nothing binds', async () => {
    expect(await expressions.check('$uppercas(a)')).toMatchObject({
      detail: { code: 'expression_unknown_name', params: { name: '$uppercas' } },
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
    ['one allocation above its memory', '$pad("x", 5e8)'],
  ])('stops %s and goes on', async (_, expression) => {
    await expect(evaluate(expression)).rejects.toMatchObject({ isLimit: true });
    expect(await evaluate('1 + 1')).toBe(2);
  });

  it.each([
    ['a cast', '$number(name)', 'Unable to cast value to a number: …'],
    ['a comparison', 'name < 1', 'The values … and … either side of operator "<" must be of the same data type'],
    ['values one of which holds the other', '"9" & name > 9', /^The values … and … either side of operator ">" /],
    ['an order', '[{"a": 9}, {"a": name}]^(a)', 'Type mismatch when comparing values … and … in order-by clause'],
    ['an object', '-{"name": name}', 'Cannot negate a non-numeric value: …'],
    ['an argument', '$pad(name, "wide")', /^Argument 2 of function "pad" does not match/],
    ['an argument that cannot be written', '$abs($)', /^Argument 1 of function "abs" does not match/],
    ['$eval', '$eval(name)', /^Syntax error in expression passed to function eval: …$/],
    ['$error', '$error("no article for " & name)', '$error() function evaluated'],
    ['$assert', '$assert(false, name)', '$assert() statement failed'],
    ['$error with a text of the expression alone', '$error("no article")', 'no article'],
    ['a mistake of the expression', 'name + 1', 'The left side of the "+" operator must evaluate to a number'],
  ])('quotes nothing of the input in what is kept: %s', async (_, expression, reason) => {
    const failed = evaluate(expression, { name: 'Сидоров 9' }, '1');
    const said = expect.stringMatching(typeof reason === 'string' ? new RegExp(`^${escaped(reason)}$`) : reason);
    await expect(failed).rejects.toMatchObject({ detail: { code: 'expression_failed', params: { reason: said } } });
    await expect(failed).rejects.not.toThrow(/Сидоров/);
  });

  it('shows who tries an expression what it failed on', async () => {
    await expect(evaluate('$number(name)', { name: 'nine' })).rejects.toThrow('"nine"');
  });

  it('tells what was stopped for its use from what is merely wrong', async () => {
    await expect(evaluate('"a" + 1')).rejects.toMatchObject({ isLimit: false, position: 5 });
    await expect(evaluate('$error("no")')).rejects.toMatchObject({ isLimit: false });
  });

  it.each([
    ['$uppercase', '{} ~> |$uppercase|{"implementation": function($s) { "changed " & $s }}|'],
    ['$sum', '{} ~> |$sum|{"_jsonata_function": false}|'],
    ['its signature', '{} ~> |$uppercase.signature|{"definition": "<n:n>", "validate": function() { ["changed"] }}|'],
  ])('one that changes %s changes it for nobody else', async (_, changing) => {
    const fine = '{ "name": $uppercase(name), "sum": $sum([1, 2]) }';
    for (const owner of [undefined, '1', '2']) {
      await evaluate(changing, {}, owner).catch(() => undefined);
      await evaluate(`(${changing}; ${fine})`, { name: 'buyer' }, owner).catch(() => undefined);
    }
    for (const owner of [undefined, '1', '2', '3']) {
      expect([owner, await evaluate(fine, { name: 'buyer' }, owner)]).toEqual([owner, { name: 'BUYER', sum: 3 }]);
    }
  });

  it('keeps nothing of one message for the next, nor of one owner for another with the same expression', async () => {
    const remembering = '($seen := $exists($seen) ? $seen : name; $seen)';
    expect(await evaluate(remembering, { name: 'first' }, '1')).toBe('first');
    expect(await evaluate(remembering, { name: 'second' }, '1')).toBe('second');
    const stashing = `($f := function() { "" }; {} ~> |$f.body|{"value": name}|; $exists(name) ? "kept" : $f())`;
    await evaluate(stashing, { name: 'a buyer' }, '1');
    expect(await evaluate(stashing, {}, '2')).toBe('');
  });

  it('encodes and decodes', async () => {
    expect(await evaluate('$base64encode("a:b") & $base64decode("YTpi") & $encodeUrlComponent("a b")')).toBe(
      'YTpia:ba%20b',
    );
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

  describe('the process', () => {
    it('has nothing of the environment, and of memory no more than its limit', async () => {
      process.env.LIMITS_SPEC_SECRET = 'secret';
      const fresh = new Expressions();
      await fresh.evaluate('1', '{}');
      delete process.env.LIMITS_SPEC_SECRET;
      const { pid, spawnargs } = latestChild();
      expect(spawnargs).toEqual(
        expect.arrayContaining(['--max-old-space-size=64', expect.stringContaining('ulimit -d')]),
      );
      if (process.platform === 'linux') {
        expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('LIMITS_SPEC_SECRET');
        const [, bytes] = /Max data size +(\d+)/.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))!;
        expect(Number(bytes)).toBeGreaterThanOrEqual(MEMORY_BYTES);
        expect(Number(bytes)).toBeLessThanOrEqual(MEMORY_BYTES + MOST_FOR_CODE_BYTES);
      }
      fresh.onApplicationShutdown();
    });

    it('that cannot be started answers every waiting call, and the next call tries anew', async () => {
      const fresh = new Expressions();
      starting.mockImplementationOnce(() => {
        throw new Error('spawn EAGAIN');
      });
      starting.mockImplementationOnce(() => spawn('/does/not/exist', { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }));
      starting.mockImplementationOnce(() =>
        spawn(process.execPath, ['-e', 'process.exit(1)'], { stdio: [0, 1, 2, 'ipc'] }),
      );
      const answers = await Promise.allSettled([1, 2, 3, 4].map((n) => fresh.evaluate('n * 2', JSON.stringify({ n }))));
      const busy = { status: 'rejected', reason: expect.objectContaining({ code: 'expressions_busy' }) };
      expect(answers).toEqual([busy, busy, busy, { status: 'fulfilled', value: '8' }]);
      fresh.onApplicationShutdown();
    });

    it('that somebody else killed is replaced, and the expression evaluated all the same', async () => {
      const fresh = new Expressions();
      await fresh.evaluate('1', '{}');
      latestChild().kill('SIGKILL');
      expect(await fresh.evaluate('1 + 1', '{}')).toBe('2');
      fresh.onApplicationShutdown();
    });

    it('that evaluated before blames nobody for its memory until they had a process of their own', async () => {
      const fresh = new Expressions();
      starting.mockImplementationOnce(() => endingAfter(1));
      expect(await fresh.evaluate('1', '{}')).toBe('1');
      expect(await fresh.evaluate('1 + 1', '{}')).toBe('2');
      fresh.onApplicationShutdown();
    });

    it('that ends for want of memory in its first expression blames it', async () => {
      const fresh = new Expressions();
      starting.mockImplementationOnce(() => endingAfter(0));
      await expect(fresh.evaluate('1', '{}')).rejects.toMatchObject({ detail: { code: 'expression_memory' } });
      fresh.onApplicationShutdown();
    });

    it('ends with the service: whoever still waits is told to come again', async () => {
      const fresh = new Expressions();
      await fresh.evaluate('1', '{}');
      const child = latestChild();
      const waiting = [1, 2].map(() => fresh.evaluate('($f := function() { $f() }; $f())', '{}', '1'));
      fresh.onApplicationShutdown();
      for (const each of waiting) await expect(each).rejects.toMatchObject({ code: 'expressions_busy' });
      expect(child.killed).toBe(true);
      await expect(fresh.evaluate('1', '{}')).rejects.toMatchObject({ code: 'expressions_busy' });
    });

    it('ends by itself when the service is gone, even in a regular expression that does not end', async () => {
      const child = startChild('platform/expressions/expression.child', [JSON.stringify(LIMITS)], {
        heapMb: 64,
        dataMb: 256,
      });
      await once(child, 'message');
      child.send({ expression: '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)', input: '{}' });
      child.disconnect();
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    });
  });
});

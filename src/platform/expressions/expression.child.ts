import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { constants, createContext, Script } from 'node:vm';
import { Worker } from 'node:worker_threads';
import type jsonata from 'jsonata';
import type { ExpressionAnswer, ExpressionFault, ExpressionRequest, Limits } from './expression-protocol.js';

/*
 * The program of the child process; it imports nothing of the project but types, so that it can be started from anywhere.
 * One request at a time: what takes too long or too much is ended from outside, with the process.
 */

const { timeMs: timeout, stack, sequence, resultLength } = JSON.parse(process.argv[2]!) as Limits;
const OPTIONS = { timeout, stack, sequence };
/** About half a megabyte each. */
const MAX_KEPT = 32;

/** An expression with objects of its own, down to JSONata's built-in functions and JavaScript's: it cannot change anybody else's. */
interface Evaluator {
  jsonata: typeof jsonata;
  json: typeof JSON;
  expression: jsonata.Expression;
}

const path = fileURLToPath(import.meta.resolve('jsonata'));
const library = new Script(
  `(() => { const exports = {}; const module = { exports }; ${readFileSync(path, 'utf8')}\nreturn module.exports; })()`,
  { filename: path },
);
/** JSONata asks a browser for these; there is neither that nor Node in its realm. */
const window = {
  btoa: (text: string) => Buffer.from(text, 'latin1').toString('base64'),
  atob: (text: string) => Buffer.from(text, 'base64').toString('latin1'),
};
const kept = new Map<string, Evaluator>();

const evaluations = new Int32Array(new SharedArrayBuffer(4));
watch();
// The service ends its children itself; a signal to the whole group must not take this one from what is still to be sent.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => process.exit());
process.on('message', (request: ExpressionRequest) => {
  void answer(request).then((result) => process.connected && process.send!(result));
});
process.send!('ready');

async function answer(request: ExpressionRequest): Promise<ExpressionAnswer> {
  Atomics.add(evaluations, 0, 1);
  try {
    const evaluator = evaluatorOf(request);
    return request.input === undefined ? await check(evaluator) : await evaluate(evaluator, request.input);
  } catch (error) {
    return { fault: faultOf(error, request) };
  } finally {
    Atomics.add(evaluations, 0, 1);
  }
}

async function evaluate({ expression, json }: Evaluator, input: string): Promise<ExpressionAnswer> {
  const result = json.stringify(await expression.evaluate(json.parse(input)), withoutFunctions) as string | undefined;
  if (result !== undefined && result.length > resultLength) {
    return { fault: { code: 'expression_result_too_large', params: { max: resultLength }, isLimit: true } };
  }
  return { json: result };
}

/** The owner's, made once for each expression; what has no owner is tried, and nothing that it changes may stay. */
function evaluatorOf({ expression, owner }: ExpressionRequest): Evaluator {
  if (owner === undefined) return createEvaluator(expression);
  const key = `${owner}\n${expression}`;
  const evaluator = kept.get(key) ?? createEvaluator(expression);
  kept.delete(key);
  kept.set(key, evaluator); // the latest used at the end
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!);
  return evaluator;
}

function createEvaluator(expression: string): Evaluator {
  const realm = createContext(constants.DONT_CONTEXTIFY, { codeGeneration: { strings: false, wasm: false } });
  realm.window = window;
  const parse = library.runInContext(realm) as typeof jsonata;
  return { jsonata: parse, json: realm.JSON as typeof JSON, expression: parse(expression, OPTIONS) };
}

/** Functions are JSONata objects that refer to everything around them. */
function withoutFunctions(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return '_jsonata_lambda' in value || '_jsonata_function' in value ? undefined : value;
}

/** Errors of JSONata and of JavaScript; `error` is the one inside `$eval`. Those of a realm are no instances of the classes out here. */
interface AnyError {
  name: unknown;
  message: unknown;
  position: unknown;
  code: unknown;
  token: unknown;
  value: unknown;
  value2: unknown;
  exp: unknown;
  error: unknown;
}

/** By the codes of JSONata (`S…` are of its parser); `reason` is its own sentence. */
function described(error: Partial<AnyError>, request: ExpressionRequest): Pick<ExpressionFault, 'code' | 'params'> {
  const { code, token } = error;
  const reason = reasonOf(error, request);
  if (code === 'S0201' || code === 'S0211') return { code: 'expression_unexpected', params: { token: String(token) } };
  if (code === 'S0203' || code === 'S0207') return { code: 'expression_unfinished', params: {} };
  return { code: /^S\d/.test(String(code)) ? 'expression_syntax' : 'expression_failed', params: { reason } };
}

/** What the text of `$error` and `$assert` says instead when the input is in it. */
const SENTENCES = new Map<unknown, string>([
  ['D3137', '$error() function evaluated'],
  ['D3141', '$assert() statement failed'],
]);

/** Without anything of the input, since reasons are kept where its buyer is not erased; to who only tries, all is shown. */
function reasonOf(error: Partial<AnyError>, { expression, owner }: ExpressionRequest): string {
  const { code, name, message } = error;
  const sentence = typeof message === 'string' && message !== '' ? message : String(code ?? 'no reason given');
  if (owner === undefined || expression.includes(sentence) || /^S\d/.test(String(code))) return sentence;
  if (code === undefined) return String(name); // JavaScript's sentences quote, too
  const quoted = [error.value, error.value2, error.exp].map(quotedAs).sort((one, other) => other.length - one.length);
  return SENTENCES.get(code) ?? quoted.filter(Boolean).reduce((text, each) => text.replaceAll(each, '…'), sentence);
}

/** As JSONata puts a value into a sentence; "" = it cannot. */
function quotedAs(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

/** Takes too long, too deep, too long a range or sequence. */
const LIMIT_CODES = new Set<unknown>(['D1012', 'D1011', 'D2014', 'D2015']);

function faultOf(error: unknown, request: ExpressionRequest): ExpressionFault {
  const { name, message, position, code, error: inner } = error as Partial<AnyError>;
  if (code === 'D1012') return { code: 'expression_too_slow', params: { max: timeout }, isLimit: true };
  if (code === 'D1011' || (name === 'RangeError' && /call stack/.test(String(message)))) {
    return { code: 'expression_too_deep', params: {}, isLimit: true };
  }
  const isLimit =
    LIMIT_CODES.has(code) || name === 'RangeError' || (inner !== undefined && faultOf(inner, request).isLimit === true);
  return {
    ...described(error as Partial<AnyError>, request),
    ...(typeof position === 'number' && position > 0 && { position }),
    ...(isLimit && { isLimit }),
  };
}

/**
 * Ends the process when one evaluation goes on and on: the service does so earlier, but may have been killed itself, and what
 * does not come back (a regular expression) never hears that it is alone.
 */
function watch(): void {
  const watchdog = `
    const { evaluations, timeMs } = require('node:worker_threads').workerData;
    for (;;) {
      const seen = Atomics.load(evaluations, 0);
      Atomics.wait(evaluations, 0, seen, timeMs);
      if (seen % 2 !== 0 && Atomics.load(evaluations, 0) === seen) process.kill(process.pid, 'SIGKILL');
    }`;
  const workerData = { evaluations, timeMs: 2 * timeout };
  // Node 26 else lays 512 MiB aside for its code, which count as this process's data.
  const resourceLimits = { maxOldGenerationSizeMb: 8, codeRangeSizeMb: 4 };
  new Worker(watchdog, { eval: true, workerData, resourceLimits }).unref();
}

type Node = Record<string, unknown>;

/** JSONata reads an unknown variable as nothing, which hides a mistyped name until an order is lost to it. */
async function check({ jsonata, expression }: Evaluator): Promise<ExpressionAnswer> {
  const used = new Map<string, number | undefined>();
  const bound = new Set(['', '$']);
  collect(expression.ast(), used, bound);
  if (used.has('eval')) return { json: undefined }; // what it evaluates may bind names of its own
  for (const [name, position] of used) {
    if (bound.has(name) || (await jsonata(`$${name}`).evaluate({})) !== undefined) continue;
    return { fault: { code: 'expression_unknown_name', params: { name: `$${name}` }, ...(position && { position }) } };
  }
  return { json: undefined };
}

/** Gathers the variables that are read and all names that are bound anywhere. */
function collect(tree: unknown, used: Map<string, number | undefined>, bound: Set<string>): void {
  if (typeof tree !== 'object' || tree === null) return;
  if (Array.isArray(tree)) return tree.forEach((each) => collect(each, used, bound));
  const node = tree as Node;
  const { type, value, lhs, arguments: parameters, focus, index } = node;
  if (type === 'variable' && typeof value === 'string' && !used.has(value)) used.set(value, node.position as number);
  if (type === 'bind') bound.add(String((lhs as Node).value));
  if (type === 'lambda') for (const parameter of parameters as Node[]) bound.add(String(parameter.value));
  if (type === 'index') bound.add(String(value));
  for (const name of [focus, index]) if (typeof name === 'string') bound.add(name);
  Object.values(node).forEach((each) => collect(each, used, bound));
}

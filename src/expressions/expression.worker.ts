import { parentPort, workerData } from 'node:worker_threads';
import jsonata from 'jsonata';
import type { ExpressionAnswer, ExpressionFault, ExpressionRequest, Limits } from './expression-protocol.js';

/*
 * The program of the worker thread; it imports nothing of the project but types, so that it can be started from anywhere.
 * One request at a time: what takes too long or too much is ended from outside, with the thread.
 */

const { timeMs: timeout, stack, sequence, resultLength } = workerData as Limits;
const MAX_COMPILED = 200;

const compiled = new Map<string, jsonata.Expression>();

parentPort?.on('message', (request: ExpressionRequest) => {
  void answer(request).then((result) => parentPort?.postMessage(result));
});
parentPort?.postMessage('ready');

async function answer({ expression, input }: ExpressionRequest): Promise<ExpressionAnswer> {
  try {
    if (input === undefined) return await check(expression);
    const result: unknown = await compile(expression).evaluate(JSON.parse(input));
    const json = JSON.stringify(result, withoutFunctions) as string | undefined;
    if (json !== undefined && json.length > resultLength) {
      return { fault: { message: `the result is larger than ${resultLength} characters` } };
    }
    return { json };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

function compile(expression: string): jsonata.Expression {
  const known = compiled.get(expression);
  if (known) return known;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const fresh = jsonata(expression, { timeout, stack, sequence });
  compiled.set(expression, fresh);
  return fresh;
}

/** Functions are JSONata objects that refer to everything around them. */
function withoutFunctions(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return '_jsonata_lambda' in value || '_jsonata_function' in value ? undefined : value;
}

function faultOf(error: unknown): ExpressionFault {
  const { message, position, code } = error as { message?: unknown; position?: unknown; code?: unknown };
  if (code === 'D1012') return { message: `it takes longer than ${timeout} ms` };
  if (error instanceof RangeError && /call stack/.test(error.message)) return { message: 'it is nested too deeply' };
  return {
    message:
      typeof message === 'string' && message !== '' ? message : `it failed (${String(code ?? 'no reason given')})`,
    ...(typeof position === 'number' && position > 0 && { position }),
  };
}

type Node = Record<string, unknown>;

/** JSONata reads an unknown variable as nothing, which hides a mistyped name until an order is lost to it. */
async function check(expression: string): Promise<ExpressionAnswer> {
  const used = new Map<string, number | undefined>();
  const bound = new Set(['', '$']);
  collect(compile(expression).ast(), used, bound);
  if (used.has('eval')) return { json: undefined }; // what it evaluates may bind names of its own
  for (const [name, position] of used) {
    if (bound.has(name) || (await jsonata(`$${name}`).evaluate({})) !== undefined) continue;
    return { fault: { message: `unknown variable or function $${name}`, ...(position && { position }) } };
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

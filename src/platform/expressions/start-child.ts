import { ChildProcess, fork, ForkOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { programFile } from '../programs/program-file.js';
import type { Limits } from './expression-protocol.js';

/** The heap, and one more lock for an expression that would find a way to functions of JavaScript. */
const NODE_OPTIONS = [
  '--max-old-space-size=64',
  '--max-semi-space-size=8',
  '--v8-pool-size=1',
  '--disallow-code-generation-from-strings',
];
const SHELL = '/bin/sh';
/**
 * All memory that is written to, in KiB; Node alone takes a quarter of it. V8 lets a single large text grow past its heap's limit
 * before it looks, and the system would end what else runs in the container. Without such a shell only the heap is limited.
 */
const WITH_LIMITED_DATA = ['-c', 'ulimit -c 0; ulimit -d 262144; exec "$@"', SHELL];

/**
 * Starts the process that evaluates expressions. Nothing of the environment is handed on, neither secrets nor Node's options.
 * @throws Error when the system gives no process
 */
export function startChild(limits: Limits): ChildProcess {
  const options: ForkOptions = { env: {}, execArgv: NODE_OPTIONS, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] };
  if (existsSync(SHELL)) {
    options.execPath = SHELL;
    options.execArgv = [...WITH_LIMITED_DATA, process.execPath, ...NODE_OPTIONS];
  }
  return fork(programFile('platform/expressions/expression.child'), [JSON.stringify(limits)], options);
}

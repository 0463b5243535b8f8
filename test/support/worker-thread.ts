import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker, WorkerOptions } from 'node:worker_threads';
import { transformSync } from '@swc/core';

const SOURCES = join(__dirname, '..', '..', 'src');
const compiled = new Map<string, string>();

/** Stands in for `src/shared/worker-thread.ts` where the sources have not been built: the same program, compiled here. */
export function startWorkerThread(program: string, options: WorkerOptions): Worker {
  const code = compiled.get(program) ?? compile(program);
  compiled.set(program, code);
  return new Worker(code, { ...options, eval: true });
}

function compile(program: string): string {
  return transformSync(readFileSync(join(SOURCES, `${program}.ts`), 'utf8'), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  }).code;
}

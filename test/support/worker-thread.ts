import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker, WorkerOptions } from 'node:worker_threads';
import { transformSync } from '@swc/core';

const SOURCE = join(__dirname, '..', '..', 'src', 'expressions', 'expression.worker.ts');
let program: string | undefined;

/** Stands in for `src/expressions/worker-thread.ts` where the sources have not been built: the same program, compiled here. */
export function startWorkerThread(options: WorkerOptions): Worker {
  program ??= transformSync(readFileSync(SOURCE, 'utf8'), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  }).code;
  return new Worker(program, { ...options, eval: true });
}

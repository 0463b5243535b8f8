import { Worker, WorkerOptions } from 'node:worker_threads';

/**
 * Starts a program in a thread of its own, as it was built. Under jest `test/support/worker-thread.ts` stands in for this.
 * @param program inside `src`, e.g. `expressions/expression.worker`; it imports nothing of the project but types
 */
export function startWorkerThread(program: string, options: WorkerOptions): Worker {
  return new Worker(new URL(`../${program}.js`, import.meta.url), options);
}

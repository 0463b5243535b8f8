import { Worker, WorkerOptions } from 'node:worker_threads';

/** Starts the program of `expression.worker.ts`, as it was built. Under jest `test/support/worker-thread.ts` stands in for this. */
export function startWorkerThread(options: WorkerOptions): Worker {
  return new Worker(new URL('./expression.worker.js', import.meta.url), options);
}

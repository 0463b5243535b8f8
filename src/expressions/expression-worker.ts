import type { Worker } from 'node:worker_threads';
import { startWorkerThread } from '../shared/worker-thread.js';
import { ExpressionAnswer, ExpressionRequest, LIMITS, READY } from './expression-protocol.js';

/** The thread ends most of what takes too long by itself; what does not listen (a regular expression) is ended after this. */
const KILL_AFTER_MS = LIMITS.timeMs + 200;
const START_TIMEOUT_MS = 10_000;
/** Nothing of the process is at hand in there, and memory is bounded. */
const ISOLATION = {
  workerData: LIMITS,
  env: {},
  argv: [],
  execArgv: [],
  resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
};

/** One thread that evaluates one expression at a time; once it had to be stopped it is of no more use. */
export class ExpressionWorker {
  isStopped = false;
  private readonly thread: Worker = startWorkerThread('expressions/expression.worker', ISOLATION);
  private readonly ready: Promise<void>;
  private settle: ((answer: ExpressionAnswer) => void) | undefined;
  private failToStart: ((error: Error) => void) | undefined;

  constructor() {
    this.ready = new Promise((resolve, reject) => {
      this.failToStart = reject;
      this.thread.once('message', (message) => (message === READY ? resolve() : undefined));
    });
    this.ready.catch(() => undefined);
    this.thread.on('message', (message: ExpressionAnswer | typeof READY) => {
      if (message !== READY) this.settle?.(message);
    });
    this.thread.on('error', (error) => this.stop(whyItEnded(error), error));
    this.thread.on('exit', () => this.stop('the evaluation was ended'));
    this.thread.unref(); // after the listeners, which would hold the process again
  }

  /** @throws Error when the thread cannot be started, which says nothing about the expression */
  async run(request: ExpressionRequest): Promise<ExpressionAnswer> {
    const starting = setTimeout(() => this.stop('the worker thread did not start'), START_TIMEOUT_MS);
    await this.ready.finally(() => clearTimeout(starting));
    if (this.isStopped) throw new Error('The worker thread has ended.');
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.stop(`it takes longer than ${LIMITS.timeMs} ms`), KILL_AFTER_MS);
      this.settle = (answer) => {
        clearTimeout(timer);
        this.settle = undefined;
        resolve(answer);
      };
      this.thread.postMessage(request);
    });
  }

  stop(message: string, cause?: Error): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.failToStart?.(cause ?? new Error(message));
    this.settle?.({ fault: { message } });
    void this.thread.terminate();
  }
}

function whyItEnded(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? 'it needs too much memory'
    : `the evaluation broke off: ${error.message}`;
}

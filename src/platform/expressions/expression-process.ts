import type { ChildProcess } from 'node:child_process';
import { startChild, whenEnded } from '../programs/start-child.js';
import { ExpressionAnswer, ExpressionRequest, LIMITS, READY } from './expression-protocol.js';

/** The process ends most of what takes too long by itself; what does not listen (a regular expression) is ended after this. */
const KILL_AFTER_MS = LIMITS.timeMs + 200;
const START_TIMEOUT_MS = 10_000;
const PROGRAM = 'platform/expressions/expression.child';
const MEMORY = { heapMb: 64, dataMb: 256 };

/** The process ended for no reason that is known to lie in what it evaluated: somebody else killed it, perhaps. */
export const LOST = 'lost';

/** One process that evaluates one expression at a time; once it has ended it is of no more use. */
export class ExpressionProcess {
  isStopped = false;
  private hasAnswered = false;
  private readonly child: ChildProcess;
  private readonly ready: Promise<void>;
  private settle: ((answer: ExpressionAnswer | typeof LOST) => void) | undefined;
  private failToStart: ((error: Error) => void) | undefined;

  /** @throws Error when the system gives no process */
  constructor() {
    this.child = startChild(PROGRAM, [JSON.stringify(LIMITS)], MEMORY);
    this.ready = new Promise((resolve, reject) => {
      this.failToStart = reject;
      this.child.once('message', () => resolve());
    });
    this.ready.catch(() => undefined);
    this.child.on('message', (message: ExpressionAnswer | typeof READY) => {
      if (message !== READY) this.settle?.(message);
    });
    this.child.on('error', (error) => this.end(LOST, error));
    whenEnded(this.child, (how, signal) => this.end(this.whyItEnded(signal), new Error(how)));
    // One that waits for the next expression must not keep the service alive.
    this.child.channel?.unref();
  }

  /**
   * @returns `LOST` when the process ended meanwhile
   * @throws Error when the process cannot be started, which says nothing about the expression
   */
  async run(request: ExpressionRequest): Promise<ExpressionAnswer | typeof LOST> {
    const starting = setTimeout(() => this.end(LOST, new Error('it takes too long')), START_TIMEOUT_MS);
    await this.ready.finally(() => clearTimeout(starting));
    if (this.isStopped) return LOST;
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => this.end({ fault: { code: 'expression_too_slow', params: { max: LIMITS.timeMs }, isLimit: true } }),
        KILL_AFTER_MS,
      );
      this.settle = (answer) => {
        clearTimeout(timer);
        this.settle = undefined;
        this.hasAnswered = true;
        resolve(answer);
      };
      this.child.send(request, (error) => error && this.end(LOST, error));
    });
  }

  stop(): void {
    this.end(LOST, new Error('the service stopped it'));
  }

  private end(answer: ExpressionAnswer | typeof LOST, cause?: Error): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.failToStart?.(cause ?? new Error('it was stopped'));
    this.settle?.(answer);
    this.child.kill('SIGKILL');
  }

  /**
   * V8 ends the process by one of several signals when the memory that it may have is not enough. Where it has evaluated before, what
   * that left may be to blame; the expression is then tried in a process of its own.
   */
  private whyItEnded(signal: NodeJS.Signals | null): ExpressionAnswer | typeof LOST {
    if (signal === null || signal === 'SIGKILL' || this.hasAnswered) return LOST;
    return { fault: { code: 'expression_memory', params: {}, isLimit: true } };
  }
}

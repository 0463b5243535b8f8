import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { UnavailableError } from '../errors.js';
import { ExpressionError } from './expression-error.js';
import { ExpressionProcess, LOST } from './expression-process.js';
import type { ExpressionAnswer, ExpressionRequest } from './expression-protocol.js';
import { FairQueue } from './fair-queue.js';

export const MAX_EXPRESSION_LENGTH = 20_000;
const MAX_WAITING = 500;
const MAX_WAIT_MS = 5_000;
/** It takes about 50 MB. */
const STOP_IDLE_AFTER_MS = 5 * 60_000;
/** Whoever else ended the process, the expression is not to blame for it at once. */
const MAX_TRIES = 2;
/** All that has no owner takes turns as one. */
const TRIES = 'tries';

interface Job {
  request: ExpressionRequest;
  queuedAt: number;
  resolve: (answer: ExpressionAnswer) => void;
  reject: (error: Error) => void;
}

/** Evaluates the shop's own JSONata expressions in a child process, which is replaced when one of them runs wild. */
@Injectable()
export class Expressions implements OnApplicationShutdown {
  private readonly logger = new Logger(Expressions.name);
  private readonly waiting = new FairQueue<Job>(MAX_WAITING);
  private process: ExpressionProcess | undefined;
  private isWorking = false;
  private isOver = false;
  private idle: NodeJS.Timeout | undefined;

  /**
   * @param input JSON
   * @param owner whose expression it is; none = it is only tried
   * @returns JSON; undefined when the expression gave nothing
   * @throws ExpressionError; UnavailableError `expressions_busy`, which is not the expression's fault
   */
  async evaluate(expression: string, input: string, owner?: string): Promise<string | undefined> {
    const answer = await this.ask({ expression, input, owner });
    if ('fault' in answer) throw new ExpressionError(expression, answer.fault);
    return answer.json;
  }

  /** @returns what is wrong with the expression itself; undefined when it can be saved */
  async check(expression: string): Promise<ExpressionError | undefined> {
    const answer = await this.ask({ expression, input: undefined, owner: undefined });
    return 'fault' in answer ? new ExpressionError(expression, answer.fault) : undefined;
  }

  onApplicationShutdown(): void {
    this.isOver = true;
    clearTimeout(this.idle);
    this.process?.stop();
  }

  private ask(request: ExpressionRequest): Promise<ExpressionAnswer> {
    return new Promise((resolve, reject) => {
      const job = { request, queuedAt: performance.now(), resolve, reject };
      if (!this.waiting.add(request.owner ?? TRIES, job)) return reject(busy());
      if (!this.isWorking) void this.work();
    });
  }

  /** Nothing in here may throw: whoever waits gets an answer, and the next call finds the queue at work or empty. */
  private async work(): Promise<void> {
    this.isWorking = true;
    clearTimeout(this.idle);
    for (let job = this.waiting.take(); job; job = this.waiting.take()) {
      const isLate = this.isOver || performance.now() - job.queuedAt > MAX_WAIT_MS;
      await (isLate ? Promise.reject(busy()) : this.answer(job.request)).then(job.resolve, job.reject);
    }
    this.isWorking = false;
    this.idle = setTimeout(() => this.process?.stop(), STOP_IDLE_AFTER_MS).unref();
  }

  /** @throws UnavailableError `expressions_busy` */
  private async answer(request: ExpressionRequest): Promise<ExpressionAnswer> {
    try {
      for (let tries = 0; tries < MAX_TRIES && !this.isOver; tries += 1) {
        const answer = await this.run(request);
        if (answer !== LOST) return answer;
      }
    } catch (error) {
      if (!this.isOver) {
        this.logger.error({ err: error }, `Starting the process for expressions failed: ${(error as Error).message}`);
      }
      throw busy();
    }
    if (this.isOver) throw busy();
    this.logger.error({ owner: request.owner }, 'Evaluating an expression failed: its process ended twice.');
    return { fault: { code: 'expression_broken_off', params: {}, isLimit: true } };
  }

  private async run(request: ExpressionRequest): Promise<ExpressionAnswer | typeof LOST> {
    if (!this.process || this.process.isStopped) this.process = new ExpressionProcess();
    const { process } = this;
    const answer = await process.run(request);
    if (process.isStopped && answer !== LOST) {
      this.logger.warn(
        { owner: request.owner, answer },
        'Evaluating an expression failed: its process had to be ended.',
      );
    }
    return answer;
  }
}

function busy(): UnavailableError {
  return new UnavailableError('expressions_busy', 'Too many adapter expressions wait to be evaluated.', 1);
}

import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { UnavailableError } from '../shared/errors.js';
import { ExpressionError } from './expression-error.js';
import type { ExpressionAnswer, ExpressionRequest } from './expression-protocol.js';
import { ExpressionWorker } from './expression-worker.js';
import { FairQueue } from './fair-queue.js';

export const MAX_EXPRESSION_LENGTH = 20_000;
const MAX_WAITING = 500;
const MAX_WAIT_MS = 5_000;

interface Job {
  request: ExpressionRequest;
  queuedAt: number;
  resolve: (answer: ExpressionAnswer) => void;
  reject: (error: Error) => void;
}

/** Evaluates the shop's own JSONata expressions in a thread apart, which is replaced when one of them runs wild. */
@Injectable()
export class Expressions implements OnApplicationShutdown {
  private readonly logger = new Logger(Expressions.name);
  private readonly waiting = new FairQueue<Job>(MAX_WAITING);
  private worker: ExpressionWorker | undefined;
  private isWorking = false;

  /**
   * @param input JSON
   * @returns JSON; undefined when the expression gave nothing
   * @throws ExpressionError; UnavailableError `expressions_busy`, which is not the expression's fault
   */
  async evaluate(expression: string, input: string): Promise<string | undefined> {
    const answer = await this.ask({ expression, input });
    if ('fault' in answer) throw new ExpressionError(expression, answer.fault);
    return answer.json;
  }

  /** @returns what is wrong with the expression itself; undefined when it can be saved */
  async check(expression: string): Promise<ExpressionError | undefined> {
    const answer = await this.ask({ expression, input: undefined });
    return 'fault' in answer ? new ExpressionError(expression, answer.fault) : undefined;
  }

  onApplicationShutdown(): void {
    this.worker?.stop('the service is shutting down');
  }

  private ask(request: ExpressionRequest): Promise<ExpressionAnswer> {
    return new Promise((resolve, reject) => {
      const job = { request, queuedAt: performance.now(), resolve, reject };
      if (!this.waiting.add(request.expression, job)) return reject(busy());
      if (!this.isWorking) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.isWorking = true;
    for (let job = this.waiting.take(); job; job = this.waiting.take()) {
      if (performance.now() - job.queuedAt > MAX_WAIT_MS) {
        job.reject(busy());
        continue;
      }
      if (!this.worker || this.worker.isStopped) this.worker = new ExpressionWorker();
      try {
        job.resolve(await this.worker.run(job.request));
      } catch (error) {
        this.logger.error({ err: error }, 'The thread for expressions could not be started.');
        job.reject(busy());
      }
    }
    this.isWorking = false;
  }
}

function busy(): UnavailableError {
  return new UnavailableError('expressions_busy', 'Too many adapter expressions wait to be evaluated.', 1);
}

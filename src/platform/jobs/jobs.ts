import { Injectable, Logger } from '@nestjs/common';
import { UnavailableError } from '../errors.js';
import { Metrics } from '../observation/metrics.js';

/** The one way in which scheduled work is run: never twice at a time in a process, counted for Prometheus, and ending nothing when it fails. */
@Injectable()
export class Jobs {
  private readonly logger = new Logger(Jobs.name);
  private readonly running = new Map<string, Promise<void>>();

  constructor(private readonly metrics: Metrics) {}

  /**
   * Runs the work, or waits for the run of this job that is under way.
   * @param work `false` = it could not begin yet (the tables are not up to date), which counts as nothing
   */
  run(name: string, work: () => Promise<unknown>): Promise<void> {
    const underWay = this.running.get(name);
    if (underWay) return underWay;
    const run = this.once(name, work).finally(() => this.running.delete(name));
    this.running.set(name, run);
    return run;
  }

  private async once(name: string, work: () => Promise<unknown>): Promise<void> {
    try {
      if ((await work()) !== false) this.metrics.jobRan(name, 'ok');
    } catch (error) {
      if (error instanceof UnavailableError && error.code === 'shutting_down') return;
      this.metrics.jobRan(name, 'failed');
      this.logger.error({ err: error, job: name }, `The job ${name} failed: ${(error as Error).message}`);
    }
  }
}

import { Injectable, Logger, OnApplicationBootstrap, OnModuleDestroy, Global, Module } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, DiscoveryModule } from '@nestjs/core';
import { SchedulerRegistry, ScheduleModule } from '@nestjs/schedule';
import { withinTime } from '../within-time.js';
import { Clock } from '../clock.js';
import { UnavailableError } from '../errors.js';
import { Metrics } from '../observation/metrics.js';
import { JobOptions, JobWork, TablesGate, jobOptionsOf } from './job.js';

const WAIT_AT_END_MS = 3_000;

export interface JobState {
  name: string;
  everyMs: number;
  /** How its last run ended; null = none has. */
  outcome: 'ok' | 'failed' | null;
  lastRunAt: Date | null;
  durationMs: number | null;
  /** Why the last run failed; empty where it did not. */
  error: string;
}

interface RegisteredJob {
  options: JobOptions;
  work: JobWork;
  state: JobState;
  underWay?: Promise<void>;
  /** Monotonic: when it last came through, or was registered. */
  aliveAt: number;
}

/**
 * Runs the methods marked with `@Job`, each at its interval: never twice at a time in a process, only on tables of this version, counted
 * for Prometheus, and ending nothing when it fails.
 */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(JobRunner.name);
  private readonly jobs = new Map<string, RegisteredJob>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly scheduler: SchedulerRegistry,
    private readonly tables: TablesGate,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (!instance || typeof instance !== 'object') continue;
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance))) {
        const options = jobOptionsOf(instance[method]);
        if (options) this.register(options, (signal) => instance[method](signal));
      }
    }
  }

  /** @throws Error when there is another job of that name */
  register(options: JobOptions, work: JobWork): void {
    const { name, everyMs } = options;
    if (this.jobs.has(name)) throw new Error(`There are two jobs ${name}.`);
    this.scheduler.addInterval(
      name,
      setInterval(() => void this.run(name), everyMs),
    );
    const state: JobState = { name, everyMs, outcome: null, lastRunAt: null, durationMs: null, error: '' };
    const job = { options, work, state, aliveAt: 0 };
    this.jobs.set(name, job);
    this.cameThrough(job);
  }

  /** Runs the job now, or waits for the run of it that is under way. */
  run(name: string): Promise<void> {
    const job = this.jobs.get(name);
    if (!job) throw new Error(`There is no job ${name}.`);
    job.underWay ??= this.once(job).finally(() => delete job.underWay);
    return job.underWay;
  }

  /** By name; of this process only. */
  states(): JobState[] {
    return [...this.jobs.values()].map(({ state }) => state).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Since the job last came through, or since the service began to run it. */
  msSinceAlive(name: string): number {
    return performance.now() - (this.jobs.get(name)?.aliveAt ?? 0);
  }

  /** Nothing is begun any more; what is under way has a little time to come to its end. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    for (const { name } of this.states()) {
      if (this.scheduler.doesExist('interval', name)) this.scheduler.deleteInterval(name);
    }
    await withinTime(WAIT_AT_END_MS, this.settled(), () => undefined);
  }

  /** Until every run that has begun has ended. @param name of the one job that is meant; undefined = all */
  async settled(name?: string): Promise<void> {
    const jobs = [...this.jobs].filter(([each]) => name === undefined || each === name);
    await Promise.all(jobs.flatMap(([, { underWay }]) => underWay ?? []));
  }

  private cameThrough(job: RegisteredJob): void {
    job.aliveAt = performance.now();
    this.metrics.jobCameThrough(job.options.name);
  }

  private async once(job: RegisteredJob): Promise<void> {
    const { options, work, state } = job;
    const startedAt = performance.now();
    try {
      if (this.stopping.signal.aborted) return;
      if (options.needsTables !== false && !(await this.tables.isCurrent())) return this.cameThrough(job);
      await work(this.stopping.signal);
      Object.assign(state, { outcome: 'ok', error: '' });
      this.cameThrough(job);
    } catch (error) {
      if (error instanceof UnavailableError && error.code === 'shutting_down') return;
      const { message } = error as Error;
      Object.assign(state, { outcome: 'failed', error: message });
      this.logger.error({ err: error, job: options.name }, `The job ${options.name} failed: ${message}`);
    }
    Object.assign(state, { lastRunAt: this.clock.now(), durationMs: Math.round(performance.now() - startedAt) });
    if (state.outcome) this.metrics.jobRan(options.name, state.outcome);
  }
}

/** What runs by itself; commands of the console go without. */
@Global()
@Module({
  imports: [DiscoveryModule, ScheduleModule.forRoot()],
  providers: [JobRunner],
  exports: [JobRunner],
})
export class JobsModule {}

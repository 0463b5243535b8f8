import { Logger } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
import { SchedulerRegistry } from '@nestjs/schedule';
import { UnavailableError } from '../errors.js';
import { Metrics } from '../observation/metrics.js';
import { Job, JobOptions, JobWork } from './job.js';
import { JobRunner } from './job-runner.service.js';

const HOUR_MS = 3_600_000;

describe('scheduled jobs', () => {
  let metrics: Metrics;
  let runner: JobRunner;
  let isCurrent: boolean;
  let providers: object[];
  beforeEach(() => {
    Logger.overrideLogger(false);
    metrics = new Metrics();
    isCurrent = true;
    providers = [];
    const discovery = { getProviders: () => providers.map((instance) => ({ instance })) } as never;
    const tables = { isCurrent: async () => isCurrent };
    const clock = { now: () => new Date('2026-11-24T00:00:00Z') };
    runner = new JobRunner(discovery, new MetadataScanner(), new SchedulerRegistry(), tables, metrics, clock);
  });
  afterEach(() => runner.onModuleDestroy());

  const register = (name: string, work: JobWork, more: Partial<JobOptions> = {}) =>
    runner.register({ name, everyMs: HOUR_MS, ...more }, work);
  const runs = async (job: string) => {
    const { values } = await metrics.registry.getSingleMetric('partsdesk_job_runs_total')!.get();
    return Object.fromEntries(
      values.filter(({ labels }) => labels.job === job).map(({ labels, value }) => [labels.outcome, value]),
    );
  };

  it('are the marked methods of all providers, run at their intervals', async () => {
    let swept = 0;
    class Broom {
      private readonly dust = 1;

      @Job({ name: 'sweeping', everyMs: 5 })
      async sweep(): Promise<void> {
        swept += this.dust;
      }
    }
    providers = [new Broom()];
    runner.onApplicationBootstrap();
    while (swept < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(runner.states()).toMatchObject([{ name: 'sweeping', everyMs: 5, outcome: 'ok', error: '' }]);
  });

  it('have names of their own', () => {
    register('sweeping', async () => undefined);
    expect(() => register('sweeping', async () => undefined)).toThrow(/sweeping/);
  });

  it('are counted by their outcome, and one that fails throws nothing', async () => {
    let broom = true;
    register('sweeping', async () => {
      if (!broom) throw new Error('no broom');
    });
    await runner.run('sweeping');
    broom = false;
    await runner.run('sweeping');
    expect(await runs('sweeping')).toEqual({ ok: 1, failed: 1 });
    expect(runner.states()).toMatchObject([
      { outcome: 'failed', error: 'no broom', lastRunAt: new Date('2026-11-24T00:00:00Z') },
    ]);
  });

  it('never overlap: who asks meanwhile waits for the run that is under way', async () => {
    let end!: () => void;
    const work = jest.fn(() => new Promise<void>((resolve) => (end = resolve)));
    register('slow', work, { needsTables: false });
    const both = Promise.all([runner.run('slow'), runner.run('slow')]);
    end();
    await both;
    expect(work).toHaveBeenCalledTimes(1);
    const again = runner.run('slow');
    end();
    await again;
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('show since when none of their runs has ended well, also one whose first run never ends', async () => {
    const age = async (job: string) => {
      const { values } = await metrics.registry.getSingleMetric('partsdesk_job_last_success_age_seconds')!.get();
      return values.find(({ labels }) => labels.job === job)?.value;
    };
    let end!: () => void;
    register('stuck', () => new Promise<void>((resolve) => (end = resolve)));
    register('early', async () => undefined);
    const stuck = runner.run('stuck');
    await new Promise((resolve) => setTimeout(resolve, 50));
    isCurrent = false;
    await runner.run('early');
    expect(await age('stuck')).toBeGreaterThanOrEqual(0.04);
    expect(await age('early')).toBeLessThan((await age('stuck'))!);
    end();
    await stuck;
  });

  it('wait for tables of this version, which is no failure', async () => {
    const work = jest.fn(async () => undefined);
    register('early', work);
    register('always', work, { needsTables: false });
    isCurrent = false;
    await runner.run('early');
    expect(work).not.toHaveBeenCalled();
    expect([await runs('early'), runner.states().find(({ name }) => name === 'early')!.outcome]).toEqual([{}, null]);
    await runner.run('always');
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('count nothing that the end of the service refused', async () => {
    register('late', () => Promise.reject(new UnavailableError('shutting_down', 'The service is stopping.')));
    await runner.run('late');
    expect(await runs('late')).toEqual({});
  });

  it('come to their end when the service stops, and none begins any more', async () => {
    let steps = 0;
    register('long', async (signal) => {
      while (!signal.aborted) {
        steps += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    const running = runner.run('long');
    while (steps < 3) await new Promise((resolve) => setImmediate(resolve));
    await runner.onModuleDestroy();
    await running;
    const before = steps;
    await runner.run('long');
    expect(steps).toBe(before);
  });
});

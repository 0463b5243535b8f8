import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { UnavailableError } from '../errors.js';
import { Jobs } from './jobs.js';
import { Metrics } from '../observation/metrics.js';

describe('scheduled jobs', () => {
  let metrics: Metrics;
  let jobs: Jobs;
  beforeEach(() => {
    metrics = new Metrics();
    jobs = new Jobs(metrics);
    Logger.overrideLogger(false);
  });

  const runs = async (job: string) => {
    const { values } = await metrics.registry.getSingleMetric('partsdesk_job_runs_total')!.get();
    return Object.fromEntries(
      values.filter(({ labels }) => labels.job === job).map(({ labels, value }) => [labels.outcome, value]),
    );
  };

  it('are counted by their outcome, and one that fails throws nothing', async () => {
    await jobs.run('sweeping', async () => undefined);
    await jobs.run('sweeping', () => Promise.reject(new Error('no broom')));
    await jobs.run('sweeping', async () => undefined);
    expect(await runs('sweeping')).toEqual({ ok: 2, failed: 1 });
  });

  it('never overlap: who asks meanwhile waits for the run that is under way', async () => {
    let end!: () => void;
    const work = jest.fn(() => new Promise<void>((resolve) => (end = resolve)));
    const both = Promise.all([jobs.run('slow', work), jobs.run('slow', work)]);
    end();
    await both;
    expect(work).toHaveBeenCalledTimes(1);
    const again = jobs.run('slow', work);
    end();
    await again;
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('count neither what could not begin yet nor what the end of the service refused', async () => {
    await jobs.run('early', async () => false);
    await jobs.run('early', () => Promise.reject(new UnavailableError('shutting_down', 'The service is stopping.')));
    expect(await runs('early')).toEqual({});
  });

  it('are all run in this way, under the name by which they are scheduled', () => {
    const root = join(__dirname, '..', '..');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?<!spec)\.ts$/.test(file),
    );
    const sources = files.map((file) => readFileSync(join(root, file), 'utf8'));
    const namesOf = (pattern: RegExp) => sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name));
    const scheduled = namesOf(/@(?:Interval|Cron|Timeout)\('([\w-]+)'/g);
    expect(scheduled.length).toBeGreaterThan(5);
    // A job of several parts runs each by itself.
    expect(namesOf(/\.(?:jobs\.run|part)\('([\w-]+)'/g)).toEqual(expect.arrayContaining(scheduled));
    expect(namesOf(/@(?:Interval|Cron|Timeout)\((?!')(.)/g)).toEqual([]);
  });
});

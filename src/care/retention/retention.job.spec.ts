import { Jobs } from '../../platform/jobs/jobs.js';
import { Metrics } from '../../platform/observation/metrics.js';
import { RetentionJob } from './retention.job.js';

const DAY_MS = 24 * 3_600_000;
const NOW = new Date('2026-11-24T00:00:00Z');

/** A job over so many old messages and attempts; `asked` notes the border of each step. */
function jobOver(messages: number, attempts: number, retentionDays = 90) {
  const asked: string[] = [];
  const take = (left: number, limit: number) => Math.min(left, limit);
  const messageBodies = {
    removeOld: async (before: Date, limit: number) => {
      asked.push(before.toISOString());
      const found = take(messages, limit);
      messages -= found;
      return found;
    },
  };
  const contents = {
    removeOld: async (from: Date, before: Date, limit: number) => {
      asked.push(`${from.getTime()} ${before.toISOString()}`);
      const found = take(attempts, limit);
      attempts -= found;
      return { found, lastAt: new Date(1_000) };
    },
  };
  const clock = { now: () => NOW };
  const schema = { isCurrent: async () => true };
  const config = { retentionDays } as never;
  const jobs = new Jobs(new Metrics());
  const job = new RetentionJob(messageBodies as never, contents as never, schema as never, clock, config, jobs);
  return { job, asked };
}

describe('RetentionJob', () => {
  const border = new Date(NOW.getTime() - 90 * DAY_MS).toISOString();

  it('goes on step by step until nothing old is left, each from where the last ended', async () => {
    const { job, asked } = jobOver(1_200, 650);
    expect(await job.run()).toEqual({ messages: 1_200, attempts: 650 });
    expect(asked).toEqual([border, border, border, `0 ${border}`, `1000 ${border}`]);
  });

  it('does nothing when bodies are kept for ever', async () => {
    const { job, asked } = jobOver(10, 10, 0);
    await job.tick();
    expect(asked).toEqual([]);
  });

  it('ends after the step under way when the service stops', async () => {
    const { job, asked } = jobOver(5_000, 5_000);
    const running = job.tick();
    await job.onModuleDestroy();
    await running;
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  it('is waited for at the end also when a tick was skipped for it', async () => {
    const { job } = jobOver(5_000, 0);
    let isOver = false;
    const running = job.tick().then(() => (isOver = true));
    void job.tick();
    await job.onModuleDestroy();
    expect(isOver).toBe(true);
    await running;
  });
});

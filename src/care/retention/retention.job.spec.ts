import { Logger } from '@nestjs/common';
import { RetentionJob } from './retention.job.js';

const DAY_MS = 24 * 3_600_000;
const NOW = new Date('2026-11-24T00:00:00Z');

/** A job over so many old messages and attempts, and no other rows; `asked` notes the border of each step. */
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
  const exchanged = { removeOld: async () => 0 };
  const emails = { removeOldTexts: async () => 0 };
  const transactions = { read: async () => ({ rows: [], newest: null }) };
  const clock = { now: () => NOW };
  const config = { retentionDays } as never;
  const job = new RetentionJob(
    messageBodies as never,
    contents as never,
    exchanged as never,
    emails as never,
    transactions as never,
    clock,
    config,
  );
  return { job, asked, messageBodies };
}

beforeAll(() => Logger.overrideLogger(false));

describe('RetentionJob', () => {
  const border = new Date(NOW.getTime() - 90 * DAY_MS).toISOString();

  it('goes on step by step until nothing old is left, each from where the last ended', async () => {
    const { job, asked } = jobOver(1_200, 650);
    expect(await job.run()).toMatchObject({ 'bodies of messages': 1_200, 'bodies of attempts': 650 });
    expect(asked).toEqual([border, border, border, `0 ${border}`, `1000 ${border}`]);
  });

  it('removes no bodies when they are kept for ever', async () => {
    const { job, asked } = jobOver(10, 10, 0);
    expect(await job.run()).toEqual({
      'live events': 0,
      'what can be undone': 0,
      'messages to managers': 0,
      'verdicts of rules': 0,
    });
    expect(asked).toEqual([]);
  });

  it('ends after the step under way when the service stops', async () => {
    const { job, asked } = jobOver(5_000, 5_000);
    await job.run(AbortSignal.abort());
    expect(asked).toEqual([border]);
  });

  it('does the other tables where one fails, and says so', async () => {
    const { job, asked, messageBodies } = jobOver(10, 10);
    messageBodies.removeOld = () => Promise.reject(new Error('disk I/O error'));
    await expect(job.run()).rejects.toThrow('disk I/O error');
    expect(asked).toEqual([`0 ${border}`]);
  });
});

import { SchedulerRegistry } from '@nestjs/schedule';
import { JobRunner } from '../../src/platform/jobs/job-runner.service.js';
import type { Shop } from './shop.js';

/** Runs a job from its beginning: a run that is under way may have looked before the test did what the job is to see. */
export async function runJob({ app }: Pick<Shop, 'app'>, name: string): Promise<void> {
  const jobs = app.get(JobRunner);
  await jobs.settled(name);
  await jobs.run(name);
}

/** A run of the job that read the clock before would take what is sent after for what a killed process left. */
export async function putClockBack({ app, clock }: Pick<Shop, 'app' | 'clock'>, ms: number): Promise<void> {
  await app.get(JobRunner).settled('interrupted-attempts');
  clock.advance(-ms);
}

/** From now on these run when the test says so: at its own time one may come between a step of the clock and what the test does then. */
export function runOnlyByHand({ app }: Pick<Shop, 'app'>, ...names: string[]): void {
  for (const name of names) app.get(SchedulerRegistry).deleteInterval(name);
}

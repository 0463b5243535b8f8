import { SetMetadata } from '@nestjs/common';

const JOB = Symbol('job');

export interface JobOptions {
  /** Of the metrics' label and of the system page. */
  name: string;
  everyMs: number;
  /** False = it needs no tables, so it runs before they are up to date, too. */
  needsTables?: boolean;
}

/** Ends when the service stops; a job of many steps looks at it between them. */
export type JobWork = (signal: AbortSignal) => Promise<unknown>;

/** Marks a method `(signal: AbortSignal)` that the `JobRunner` runs again and again. */
export const Job = (options: JobOptions): MethodDecorator => SetMetadata(JOB, options);

export const jobOptionsOf = (method: object): JobOptions | undefined => Reflect.getMetadata(JOB, method);

/** Whether the tables are those of this version. */
export abstract class TablesGate {
  abstract isCurrent(): Promise<boolean>;
}

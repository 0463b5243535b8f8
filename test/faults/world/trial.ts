import type { PrivateMariadb } from '../../support/private-mariadb.mjs';
import type { DatabaseKind } from './database.js';
import type { Random } from './random.js';
import type { World, WorldOptions } from './world.js';

/** What a trial counted, as it is printed. */
export type Figures = Record<string, number | string>;

/** One kind of misfortune, and what must hold all the same. */
export interface Trial {
  number: number;
  /** By which it is chosen on the command line. */
  name: string;
  /** What is done to the service, one sentence. */
  does: string;
  /** What must hold all the same, one sentence. */
  holds: string;
  databases: DatabaseKind[];
  /** What its outcome is called after, where that is not its database. */
  databaseName?: string;
  /** Part of the short run. */
  isShort?: boolean;
  /** Part of what every change is checked by: the trials that say most in little time. */
  inCi?: boolean;
  /** Minutes after which it is given up; 6 unless told otherwise. */
  limitMinutes?: number;
  /** Rejects when what must hold does not. The invariants are checked after it, in every world that it opened. */
  run(run: TrialRun): Promise<Figures>;
}

/** What a trial is given. */
export interface TrialRun {
  database: DatabaseKind;
  random: Random;
  /** Aborts when the trial is given up. */
  signal: AbortSignal;
  /** A count, smaller in a short run. */
  count(full: number, short: number): number;
  /** The server that the worlds of this trial lie on, unless they bring their own. */
  mariadb(): Promise<PrivateMariadb>;
  /** A running service with a GettZap. */
  open(options?: WorldOptions): Promise<World>;
  /** Takes away what the worlds lie on, once they were looked at and closed. */
  atEnd(undo: () => Promise<void>): void;
}

/** The trial cannot be made on this machine. */
export class NotHere extends Error {}

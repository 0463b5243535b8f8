import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import { EmbeddedTrouble, embeddedTrouble, troubleError } from './embedded-trouble.js';

/** As long as another program may hold the file before a statement is given up; with the wait for one's turn below 5 s. */
const PATIENCE_MS = 1_400;
const STEP_MS = 15;

const latest = new WeakMap<DataSource, EmbeddedTrouble>();

/** What went wrong with the last write; undefined = it succeeded. */
export function latestTrouble(dataSource: DataSource): EmbeddedTrouble | undefined {
  return latest.get(dataSource);
}

/**
 * SQLite waits for a file that is held by standing still, and the whole process with it. Here it waits for some milliseconds only, and
 * the statement is tried again in between other work. Troubles of the disk become the error of a database that is away.
 */
export function makePatient(dataSource: DataSource): void {
  const { driver } = dataSource;
  const create = driver.createQueryRunner.bind(driver);
  const patient = new WeakSet<QueryRunner>();
  driver.createQueryRunner = (mode) => {
    const runner = create(mode);
    if (!patient.has(runner)) {
      patient.add(runner);
      runner.query = patientQuery(runner, dataSource);
    }
    return runner;
  };
}

function patientQuery(runner: QueryRunner, dataSource: DataSource): QueryRunner['query'] {
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<never>;
  return async (...args: unknown[]) => {
    const giveUpAt = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        const result = await query(...args);
        if (args[0] === 'COMMIT') latest.delete(dataSource);
        return result;
      } catch (error) {
        const trouble = embeddedTrouble(error);
        if (!trouble) throw error;
        if (trouble !== 'busy' || performance.now() > giveUpAt) {
          latest.set(dataSource, trouble);
          throw troubleError(trouble, error);
        }
        await pause(STEP_MS);
      }
    }
  };
}

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findMariadb } from '../support/find-mariadb.mjs';
import { cleanUp, cleanUpOnSignals, refuseWhenEnding } from '../support/leftovers.mjs';
import type { DatabaseKind } from './world/database.js';
import { Outcome, tableLine, writePages } from './world/report.js';
import { Runner } from './world/runner.js';
import type { Trial } from './world/trial.js';

const ROOT = join(import.meta.dirname, '..', '..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    short: { type: 'boolean', default: false },
    database: { type: 'string' },
    list: { type: 'boolean', default: false },
    ci: { type: 'boolean', default: false },
    closing: { type: 'string' },
  },
});

async function allTrials(): Promise<Trial[]> {
  const dir = join(import.meta.dirname, 'trials');
  const files = readdirSync(dir).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(files.map((file) => import(join(dir, file)) as Promise<{ default: Trial }>));
  return modules.map(({ default: trial }) => trial).sort((one, other) => one.number - other.number);
}

function chosen(trials: Trial[]): Trial[] {
  const unknown = positionals.filter((name) => !trials.some((trial) => isMeant(trial, name)));
  if (unknown.length > 0) throw new Error(`There is no trial ${unknown.join(', ')}; --list names them.`);
  if (positionals.length > 0) return trials.filter((trial) => positionals.some((name) => isMeant(trial, name)));
  if (values.ci) return trials.filter(({ inCi }) => inCi);
  return values.short ? trials.filter(({ isShort }) => isShort) : trials;
}

function isMeant({ name, number }: Trial, word: string): boolean {
  return word === name || word === String(number);
}

async function main(): Promise<void> {
  const trials = await allTrials();
  if (values.list) {
    for (const { number, name, databases, does, holds } of trials) {
      console.log(`${String(number).padStart(2)} ${name} (${databases.join(', ')})\n   ${does}\n   ${holds}`);
    }
    return;
  }
  if (!existsSync(join(ROOT, 'dist', 'main.js')))
    throw new Error('There is no dist/: run `npm run build:service` first.');
  if (!findMariadb()) {
    if (values.ci) throw new Error('There is no mariadbd, and in CI nothing is left out.');
    console.log('SKIPPED: the trials on MariaDB, since no mariadbd was found.');
  }
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  console.log(`seed ${seed}`);
  const isFull = !values.short && !values.ci;
  const runner = new Runner(seed, !isFull);
  const outcomes: Outcome[] = [];
  const inTurn = async (database?: DatabaseKind) => {
    for (const run of runsOf(trials)) {
      if (database && run.database !== database) continue;
      const outcome = await outcomeOf(runner, run.trial, run.database);
      outcomes.push(outcome);
      // Short ones say too little.
      if (isFull && outcome.result !== 'not here') await writePages(trials, outcome, seed, runner.mariadbVersion);
    }
  };
  // They wait for most of their time; in full each has the machine for itself.
  await (values.ci ? Promise.all([inTurn('mariadb'), inTurn('embedded')]) : inTurn());
  close(outcomes);
}

function runsOf(trials: Trial[]): Array<{ trial: Trial; database: DatabaseKind }> {
  const isMade = (database: DatabaseKind) =>
    (!values.database || values.database === database) && (database !== 'mariadb' || findMariadb());
  return chosen(trials).flatMap((trial) => trial.databases.filter(isMade).map((database) => ({ trial, database })));
}

async function outcomeOf(runner: Runner, trial: Trial, database: DatabaseKind): Promise<Outcome> {
  refuseWhenEnding();
  const outcome = await runner.run(trial, database);
  refuseWhenEnding();
  console.log(tableLine(outcome));
  for (const line of outcome.troubles) console.log(`    ${line}`);
  return outcome;
}

function close(outcomes: Outcome[]): void {
  const having = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).length;
  const notHere = having('not here');
  if (notHere > 0) console.log(`${notHere} could not be made here.`);
  if (having('FAILED') > 0 || (values.ci && notHere > 0)) process.exitCode = 1;
  const line = `${having('held')} passed, ${having('FAILED')} failed`;
  if (values.closing) writeFileSync(values.closing, `${line}\n`);
  console.log(line);
}

cleanUpOnSignals();

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await cleanUp();
  process.exit();
}

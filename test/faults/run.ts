import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findMariadb } from '../support/find-mariadb.mjs';
import { cleanUp, cleanUpOnSignals } from '../support/leftovers.mjs';
import { Outcome, tableLine, writeTable } from './world/report.js';
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
  return values.short ? trials.filter(({ isShort }) => isShort) : trials;
}

function isMeant({ name, number }: Trial, word: string): boolean {
  return word === name || word === String(number);
}

async function main(): Promise<void> {
  const trials = await allTrials();
  if (values.list) {
    for (const { number, name, databases, what } of trials) {
      console.log(`${String(number).padStart(2)} ${name} (${databases.join(', ')})\n   ${what}`);
    }
    return;
  }
  if (!existsSync(join(ROOT, 'dist', 'main.js')))
    throw new Error('There is no dist/: run `npm run build:service` first.');
  if (!findMariadb()) console.log('SKIPPED: the trials on MariaDB, since no mariadbd was found.');
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  console.log(`seed ${seed}`);
  const runner = new Runner(seed, values.short);
  const outcomes: Outcome[] = [];
  for (const trial of chosen(trials)) {
    for (const database of trial.databases) {
      if (values.database && values.database !== database) continue;
      if (database === 'mariadb' && !findMariadb()) continue;
      const outcome = await runner.run(trial, database);
      outcomes.push(outcome);
      console.log(tableLine(outcome));
      for (const line of outcome.troubles) console.log(`    ${line}`);
    }
  }
  const isWhole = positionals.length === 0 && !values.short && !values.database;
  if (isWhole) await writeTable(join(ROOT, 'docs', 'trials.md'), outcomes, seed, runner.mariadbVersion);
  const failed = outcomes.filter(({ result }) => result === 'FAILED').length;
  console.log(`${outcomes.length - failed} of ${outcomes.length} held`);
  if (failed > 0) process.exitCode = 1;
}

cleanUpOnSignals();

main()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(() => cleanUp())
  .finally(() => process.exit());

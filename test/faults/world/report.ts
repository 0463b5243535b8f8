import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Figures } from './trial.js';

export interface Outcome {
  number: number;
  name: string;
  what: string;
  /** Of the trial's name for it. */
  database: string;
  result: 'held' | 'FAILED' | 'not here';
  figures: Figures;
  /** What did not hold, one line each. */
  troubles: string[];
}

export function tableLine({ number, name, database, result, figures }: Outcome): string {
  return `${number} ${name} · ${database} · ${result} · ${inWords(figures)}`;
}

/** Writes the outcome of a whole run as a page of the documentation. */
export async function writeTable(
  file: string,
  outcomes: Outcome[],
  seed: number,
  mariadbVersion: string,
): Promise<void> {
  const lines = [
    '# Trials under faults',
    '',
    'What the built program was put through, and what came of it. `npm run test:faults` does it again and writes this page anew;',
    '[how](../test/faults/README.md) it works, and which invariants are checked after every trial, is told where the trials are.',
    '',
    `Last run: ${new Date().toISOString().slice(0, 10)}, partsdesk ${productVersion()}, Node ${process.versions.node}, ` +
      `${mariadbVersion ? `MariaDB ${mariadbVersion}` : 'no MariaDB'}, seed ${seed}.`,
    '',
    '| trial | what happens | database | result | figures |',
    '| --- | --- | --- | --- | --- |',
    ...outcomes.map(({ number, name, what, database, result, figures }) => {
      return `| ${number} \`${name}\` | ${what} | ${database} | ${result} | ${inWords(figures)} |`;
    }),
    '',
  ];
  writeFileSync(file, await format(lines.join('\n'), { ...(await resolveConfig(file)), parser: 'markdown' }));
}

function productVersion(): string {
  const file = join(import.meta.dirname, '..', '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function inWords(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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

const HEAD = ['trial', 'what happens', 'database', 'result', 'figures', 'run'];

/** Puts what came of a trial in the place of what the page said of it on that database; the other rows stay as they were. */
export async function writeRow(file: string, outcome: Outcome, seed: number, mariadbVersion: string): Promise<void> {
  const { number, name, what, database, result, figures } = outcome;
  const run = [
    new Date().toISOString().slice(0, 10),
    `partsdesk ${productVersion()}`,
    `Node ${process.versions.node}`,
    ...(database === 'embedded' ? [] : [`MariaDB ${mariadbVersion}`]),
    `seed ${seed}`,
  ].join(', ');
  const rows = existsSync(file) ? rowsOf(readFileSync(file, 'utf8')) : [];
  const others = rows.filter(([trial, , on]) => trial !== `${number} \`${name}\`` || on !== database);
  const all = [...others, [`${number} \`${name}\``, what, database, result, inWords(figures), run]];
  all.sort(([one = ''], [other = '']) => Number.parseInt(one) - Number.parseInt(other));
  const lines = [...INTRODUCTION, HEAD, HEAD.map(() => '---'), ...all].map((line) =>
    Array.isArray(line) ? `| ${line.join(' | ')} |` : line,
  );
  const text = `${lines.join('\n')}\n`;
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
}

/** The cells of the page's table, below its head. */
function rowsOf(page: string): string[][] {
  return page
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );
}

const INTRODUCTION = [
  '# Trials under faults',
  '',
  'What the built program was put through, and what came of it when it was tried last in full. `npm run test:faults` does it',
  'again and renews the rows; [how](../test/faults/README.md) it works, and which invariants are checked after every trial, is',
  'told where the trials are.',
  '',
];

function productVersion(): string {
  const file = join(import.meta.dirname, '..', '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function inWords(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

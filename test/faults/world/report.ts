import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'oxfmt';
import type { Figures, Trial } from './trial.js';

export interface Outcome {
  number: number;
  name: string;
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

const DOCS = join(import.meta.dirname, '..', '..', '..', 'docs');
const PAGE = join(DOCS, 'trials.md');
const DETAILS = join(DOCS, 'trials-details.md');

/** Renews both pages: the details, in which an outcome takes the place of the last one on that database, and what people read. */
export async function writePages(
  trials: Trial[],
  outcome: Outcome,
  seed: number,
  mariadbVersion: string,
): Promise<void> {
  const { number, name, database, result, figures } = outcome;
  const machine = [`Node ${process.versions.node}`, ...(database === 'embedded' ? [] : [`MariaDB ${mariadbVersion}`])];
  const day = new Date().toISOString().slice(0, 10);
  const trial = `${number} \`${name}\``;
  const rows = existsSync(DETAILS) ? rowsOf(readFileSync(DETAILS, 'utf8')) : [];
  const others = rows.filter((row) => row[0] !== trial || row[1] !== database);
  const run = [day, productVersion(), [...machine, `seed ${seed}`].join(', ')];
  const all = [...others, [trial, database, result, ...run, inWords(figures)]];
  all.sort(([one = ''], [other = '']) => Number.parseInt(one) - Number.parseInt(other));
  await write(DETAILS, DETAILS_TEXT, ['trial', 'on', 'result', 'day', 'version', 'with', 'figures'], all);
  await write(
    PAGE,
    PAGE_TEXT,
    ['trial', 'what is done to the service', 'what must hold', 'held'],
    overview(trials, all),
  );
}

function overview(trials: Trial[], details: string[][]): string[][] {
  return trials.map(({ number, name, does, holds }) => {
    const trial = `${number} \`${name}\``;
    const runs = details.filter((row) => row[0] === trial);
    const last = runs.map(
      ([, on, result, day, version]) => `${result === 'held' ? '' : '**no**, '}${on} ${day} (${version})`,
    );
    return [trial, does, holds, last.join('<br>') || 'not tried yet as it is now'];
  });
}

async function write(file: string, text: string[], head: string[], rows: string[][]): Promise<void> {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const page = [...text, '', ...lines, ''].join('\n');
  writeFileSync(file, (await format(file, page, { printWidth: 120 })).code);
}

/** The cells of a page's table, below its head. */
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

const PAGE_TEXT = [
  '# Trials under faults',
  '',
  'The built program is put through misfortunes, and this is what became of it. The last column says on which database each trial held',
  'when it was made last in full, with the version of the service. Figures, machines and seeds are in the [details](trials-details.md).',
  '',
  '`npm run test:faults` makes them again and renews both pages. After each of them it is looked up that nothing was lost, doubled or told',
  'in the wrong order; [these invariants](../test/faults/README.md) are described where the trials are.',
];

const DETAILS_TEXT = [
  '# Trials under faults: details',
  '',
  'What each [trial](trials.md) counted when it was made last in full. The seed makes the same random choices again:',
  '`npm run test:faults -- NAME --seed SEED`.',
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

/*
 * Breaks one rule after the other in a copy of the project, and runs the tests that must notice.
 *
 * Usage: npm run test:mutants [-- words of rules, to try only those]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../../src/platform/collections.js';
import { MUTANTS } from './all.js';
import { Killer, Mutant, timesFound } from './mutant.js';

const ROOT = join(import.meta.dirname, '..', '..');
/** Inside the project, whose packages it finds so. */
const COPY = join(ROOT, '.mutants');
const RESULTS = join(COPY, 'results.json');
const PATIENCE_MS = '3000';
/** What then still runs hangs, by which it is noticed, too. */
const LONGEST_MS = 180_000;

interface TestResult {
  status: string;
  assertionResults: Array<{ status: string }>;
}

function main(): void {
  const words = process.argv.slice(2);
  const mutants = MUTANTS.filter(({ rule }) => words.every((word) => rule.includes(word)));
  mutants.sort((one, other) => Number(other.killedBy.project === 'unit') - Number(one.killedBy.project === 'unit'));
  copy();
  const troubles =
    mutants.length === 0 ? [`No rule has all of these words: ${words.join(', ')}.`] : mutants.flatMap(notFound);
  if (troubles.length === 0) troubles.push(...failingWithout(mutants));
  if (troubles.length > 0) {
    console.error(troubles.join('\n'));
    process.exitCode = 1;
    return;
  }
  const survivors = mutants.filter((mutant) => !isKilled(mutant));
  console.log(`${mutants.length - survivors.length} killed, ${survivors.length} survived`);
  if (survivors.length > 0) process.exitCode = 1;
}

function copy(): void {
  rmSync(COPY, { recursive: true, force: true });
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  mkdirSync(COPY);
  for (const file of files) if (existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(COPY, file));
}

function notFound(mutant: Mutant): string[] {
  const times = timesFound(mutant, COPY);
  return times === 1
    ? []
    : [`${mutant.rule}: its text is ${times} times in src/${mutant.file}, and must be there once`];
}

/** A test that fails anyhow kills nothing. */
function failingWithout(mutants: Mutant[]): string[] {
  const projects = groupBy(mutants, ({ killedBy }) => killedBy.project);
  return [...projects].flatMap(([project, group]) => {
    const files = [...new Set(group.map(({ killedBy }) => killedBy.file))];
    return outcomeOf(project, files) === 'passed' ? [] : [`The tests of ${project} do not pass in the unbroken copy.`];
  });
}

function isKilled({ rule, file, find, replace, killedBy }: Mutant): boolean {
  const path = join(COPY, 'src', file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  const outcome = outcomeOf(killedBy.project, [killedBy.file], killedBy.name);
  writeFileSync(path, source);
  const isKilled = outcome === 'failed' || outcome === 'hung';
  console.log(`${isKilled ? 'killed  ' : 'SURVIVED'} ${rule} (${nameOf(killedBy)}${isKilled ? '' : `: ${outcome}`})`);
  return isKilled;
}

/** `broken`: it did not come to a test, or none has this name, so that nothing is said of the rule. */
function outcomeOf(
  project: Killer['project'],
  files: string[],
  name?: string,
): 'passed' | 'failed' | 'hung' | 'broken' {
  rmSync(RESULTS, { force: true });
  const isOne = files.length === 1;
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const options = ['-i', '--selectProjects', project, '--json', `--outputFile=${RESULTS}`, '--testTimeout', '30000'];
  const { error } = spawnSync(
    process.execPath,
    [jest, ...options, ...(name === undefined ? [] : ['-t', name]), '--runTestsByPath', ...files],
    {
      cwd: COPY,
      stdio: 'ignore',
      timeout: LONGEST_MS * files.length,
      env: { ...process.env, ...(isOne && { TEST_PATIENCE_MS: PATIENCE_MS }) },
    },
  );
  if (error) return 'hung';
  if (!existsSync(RESULTS)) return 'broken';
  const { testResults } = JSON.parse(readFileSync(RESULTS, 'utf8')) as { testResults: TestResult[] };
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  if (tests.includes('failed')) return 'failed';
  // Where tests are chosen by name, the file is `focused`.
  const isRun = testResults.every(({ status }) => status === 'passed' || status === 'focused');
  return tests.includes('passed') && isRun ? 'passed' : 'broken';
}

function nameOf({ project, file, name }: Killer): string {
  return `${project} ${file}${name === undefined ? '' : ` › ${name}`}`;
}

try {
  main();
} finally {
  rmSync(COPY, { recursive: true, force: true });
}

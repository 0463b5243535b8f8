/*
 * Runs all tests, and of the trials under faults those that every change is checked by. The machines that do this may pause for seconds,
 * and some tests are about time: files in which something failed are run once more by themselves, and what they say then counts. What
 * failed the first time is printed, to be mended: such a test still depends on a quiet machine. The trials do the same with themselves.
 *
 * Usage: node .ci/test.mjs FILE [options of jest for the first run]. The closing line goes to FILE; the exit code is 1 if anything
 * failed or was skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** More files than this are not the machine's fault. */
const MOST_FILES_AGAIN = 8;

const dir = mkdtempSync(join(tmpdir(), 'partsdesk-results-'));
const [closingFile, ...options] = process.argv.slice(2);
const closing = sumOf(runAll(), runTrials());
rmSync(dir, { recursive: true });
writeFileSync(closingFile, `${closing}\n`);

function runAll() {
  const first = run('first', 'npm', ['test', '--', ...options]);
  if (!first.report) return end(true, 'The tests did not come to their end.');
  const failedFiles = [
    ...new Set(
      filesOf(first.report)
        .filter(hasFailed)
        .map(({ name }) => name),
    ),
  ];
  if (!first.hasFailed || failedFiles.length === 0 || failedFiles.length > MOST_FILES_AGAIN) {
    return end(first.hasFailed, ...count(filesOf(first.report)));
  }

  console.log(`\nFailed the first time:\n${filesOf(first.report).flatMap(failuresOf).join('\n')}`);
  console.log(`\n${failedFiles.length} test file(s) in which something failed are run once more by themselves.\n`);
  const second = run('second', 'npx', ['jest', '-i', '--runTestsByPath', ...failedFiles]);
  if (!second.report) return end(true, 'The second run of the tests did not come to its end.');
  const again = filesOf(second.report);
  const failures = again.flatMap(failuresOf);
  if (failures.length > 0) console.log(`\nFailed the second time too, or then only:\n${failures.join('\n')}`);
  else console.log('\nWhat failed the first time has passed the second time, and counts as passed.');
  const others = filesOf(first.report).filter(({ name }) => !failedFiles.includes(name));
  return end(second.hasFailed, ...count([...others, ...again]));
}

/** @returns how many passed and failed, in words */
function runTrials() {
  const file = join(dir, 'trials');
  const command = ['--import', 'tsx', 'test/faults/run.ts', '--ci', '--closing', file];
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  try {
    return end(status !== 0, readFileSync(file, 'utf8').trim());
  } catch {
    return end(true, 'The trials did not come to their end.');
  }
}

/** `N passed, N failed` of both, or what is wrong with one. */
function sumOf(...lines) {
  const counts = lines.map((line) => /^(\d+) passed, (\d+) failed$/.exec(line));
  const odd = lines.filter((_, index) => counts[index] === null);
  if (odd.length > 0) return odd.join(' ');
  const sum = (group) => counts.reduce((total, count) => total + Number(count[group]), 0);
  return `${sum(1)} passed, ${sum(2)} failed`;
}

/** Runs jest; no report when it broke down. */
function run(name, command, args) {
  const file = join(dir, `${name}.json`);
  const { status } = spawnSync(command, [...args, '--json', `--outputFile=${file}`], { stdio: 'inherit' });
  try {
    return { hasFailed: status !== 0, report: JSON.parse(readFileSync(file, 'utf8')) };
  } catch {
    return { hasFailed: true };
  }
}

/** A test file appears once for each engine it ran on. */
function filesOf({ testResults }) {
  return testResults;
}

function hasFailed({ status, assertionResults }) {
  return status === 'failed' || assertionResults.some((test) => test.status === 'failed');
}

function failuresOf(file) {
  if (!hasFailed(file)) return [];
  const tests = file.assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  return (tests.length > 0 ? tests : ['(the file as a whole)']).map(
    (name) => `  ${relative('.', file.name)} › ${name}`,
  );
}

function count(files) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const having = (...states) => tests.filter(({ status }) => states.includes(status)).length;
  // A file that could not be loaded has no tests to count.
  const broken = files.filter(
    (file) => hasFailed(file) && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  const skipped = having('pending', 'skipped', 'todo', 'disabled');
  if (skipped > 0) {
    console.log(`${skipped} tests were skipped.`);
    process.exitCode = 1;
  }
  return [`${having('passed')} passed, ${having('failed') + broken.length} failed`];
}

function end(failed, line) {
  if (failed) process.exitCode = 1;
  return line;
}

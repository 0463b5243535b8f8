/*
 * Runs all tests, and of the trials under faults those that every change is checked by.
 *
 * Usage: node .ci/test.mjs FILE [options of jest]. The closing line, `N passed, N failed` of both together, goes to FILE; the exit code
 * is 1 if anything failed or was skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = mkdtempSync(join(tmpdir(), 'partsdesk-results-'));
const [closingFile, ...options] = process.argv.slice(2);
const closing = sumOf(runTests(), runTrials());
rmSync(dir, { recursive: true });
writeFileSync(closingFile, `${closing}\n`);

/** @returns how many passed and failed, in words */
function runTests() {
  const file = join(dir, 'tests.json');
  const { status } = spawnSync('npm', ['test', '--', ...options, '--json', `--outputFile=${file}`], {
    stdio: 'inherit',
  });
  try {
    return end(status !== 0, count(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    return end(true, 'The tests did not come to their end.');
  }
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

/** A file that could not be loaded has no tests to count, and is counted itself. */
function count({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites }) {
  const skipped = numPendingTests + numTodoTests;
  if (skipped > 0) console.log(`${skipped} tests were skipped.`);
  if (skipped > 0) process.exitCode = 1;
  return `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`;
}

function end(failed, line) {
  if (failed) process.exitCode = 1;
  return line;
}

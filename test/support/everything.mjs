/*
 * Runs all tests and then trials under faults, and closes with one line `N passed, N failed`; the exit code is 1 if anything failed or
 * was skipped. Nothing is run a second time: what fails on a busy machine is a test to be mended.
 *
 * Usage: node test/support/everything.mjs [--full] [--closing FILE] [-- options of jest]
 *   --full     every end-to-end test on both engines, the panel in all its looks, the documentation's pictures, each trial in full, and the
 *              other versions of Node; else what every change is checked by
 *   --closing  a file for the closing line
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, closing: { type: 'string' } },
});
const dir = mkdtempSync(join(tmpdir(), 'partsdesk-results-'));
const steps = [tests, trials, ...(values.full ? [pictures, otherNodes] : [])];
const closing = sumOf(steps.map((step) => step()));
rmSync(dir, { recursive: true });
if (values.closing) writeFileSync(values.closing, `${closing}\n`);
console.log(closing);

function tests() {
  const file = join(dir, 'tests.json');
  const config = values.full ? ['--config', 'jest.full.config.mjs'] : [];
  // Each service that a test opens makes much that is soon garbage; the workers take this over.
  const room = '--max-semi-space-size=64';
  const status = run([
    room,
    'node_modules/jest/bin/jest.js',
    ...config,
    '--json',
    `--outputFile=${file}`,
    ...positionals,
  ]);
  const report = contentOf(file);
  if (!report) return end(true, 'The tests did not come to their end.');
  const { testResults: files, numPassedTests, numFailedTests } = JSON.parse(report);
  // A file that could not be loaded has no tests to count.
  const broken = files.filter(
    ({ status: outcome, assertionResults }) =>
      outcome === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const failures = files.flatMap(failuresOf);
  if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
  const skipped = files
    .flatMap(({ assertionResults }) => assertionResults)
    .filter((test) => test.status !== 'passed' && test.status !== 'failed').length;
  if (skipped > 0) console.log(`${skipped} tests were skipped.`);
  return end(status !== 0 || skipped > 0, `${numPassedTests} passed, ${numFailedTests + broken.length} failed`);
}

function trials() {
  const file = join(dir, 'trials');
  const status = run(['--import', 'tsx', 'test/faults/run.ts', ...(values.full ? [] : ['--ci']), '--closing', file]);
  return end(status !== 0, contentOf(file)?.trim() ?? 'The trials did not come to their end.');
}

function pictures() {
  const status = run(['docs/images/take.mjs']);
  return end(status !== 0, status === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
}

function otherNodes() {
  const status = run(['test/support/other-nodes.mjs']);
  return end(status !== 0, status === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
}

function run(args) {
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status;
}

function contentOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function failuresOf({ name, status, assertionResults }) {
  if (status !== 'failed') return [];
  const tests = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
  return (tests.length > 0 ? tests : ['(the file as a whole)']).map((test) => `  ${relative('.', name)} › ${test}`);
}

/** `N passed, N failed` of all, or what is wrong with some. */
function sumOf(lines) {
  const counts = lines.map((line) => /^(\d+) passed, (\d+) failed$/.exec(line));
  const odd = lines.filter((_, index) => counts[index] === null);
  if (odd.length > 0) return odd.join(' ');
  const sum = (group) => counts.reduce((total, count) => total + Number(count[group]), 0);
  return `${sum(1)} passed, ${sum(2)} failed`;
}

function end(hasFailed, line) {
  if (hasFailed) process.exitCode = 1;
  return line;
}

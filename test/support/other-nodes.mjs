/*
 * Runs the tests that need nothing but Node on the versions that the README names, each fetched by npx; the exit code is 1 if any failed.
 *
 * Usage: node test/support/other-nodes.mjs [VERSION ...] [-- options of jest]
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const NODES = ['22', '24', '26'];

const { tokens } = parseArgs({ allowPositionals: true, tokens: true });
const end = tokens.find(({ kind }) => kind === 'option-terminator')?.index ?? Infinity;
const valuesAt = (isWanted) => tokens.filter(({ kind, index }) => kind === 'positional' && isWanted(index));
const versions = valuesAt((index) => index < end).map(({ value }) => value);
const options = valuesAt((index) => index > end).map(({ value }) => value);

for (const version of versions.length > 0 ? versions : NODES) {
  const jest = ['node_modules/jest/bin/jest.js', '--selectProjects', 'unit', 'e2e-embedded', ...options];
  console.log(`\nNode ${version}`);
  const { status } = spawnSync('npx', ['--yes', '--package', `node@${version}`, '--', 'node', ...jest], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}

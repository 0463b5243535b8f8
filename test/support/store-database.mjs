// Stores a database of this version on both engines, for `stored-database.engines.e2e.ts` of the versions to come.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const projects = ['--selectProjects', 'e2e-embedded', 'e2e-mariadb'];
const { status } = spawnSync(
  process.execPath,
  ['node_modules/jest/bin/jest.js', ...projects, '--testPathPatterns', 'stored-database', '-t', 'is stored'],
  { stdio: 'inherit', env: { ...process.env, STORE_DATABASE: version } },
);
process.exitCode = status ?? 1;

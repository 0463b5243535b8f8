import { spawnSync } from 'node:child_process';
import { verdictOf } from './audit-verdict.js';

/** Asks the registry for known holes of what the service runs on; those of high severity and above fail it. */
const ASK = ['audit', '--json', '--omit=dev', '--fetch-retries=0', '--fetch-timeout=20000'];

if (process.env.AUDIT === 'off') {
  console.log('SKIPPED: the audit of the dependencies, since AUDIT=off.');
} else {
  const { stdout } = spawnSync('npm', ASK, { encoding: 'utf8' });
  const { isFailed, lines } = verdictOf(stdout);
  for (const line of lines) console.log(line);
  if (isFailed) process.exitCode = 1;
}

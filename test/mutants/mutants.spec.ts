import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MUTANTS } from './all.js';
import { timesFound } from './mutant.js';

const ROOT = join(__dirname, '../..');

describe('a rule that matters is where its mutant looks for it', () => {
  it.each(MUTANTS.map((mutant) => [mutant.rule, mutant] as const))('%s', (_, mutant) => {
    expect(timesFound(mutant, ROOT)).toBe(1);
    expect(existsSync(join(ROOT, mutant.killedBy.file))).toBe(true);
  });
});

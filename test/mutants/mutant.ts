import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One rule of the service, broken: a test must fail of it. */
export interface Mutant {
  rule: string;
  /** Below `src`. */
  file: string;
  /** Source text that is there exactly once. */
  find: string;
  replace: string;
  killedBy: Killer;
}

export interface Killer {
  project: 'unit' | 'e2e-embedded' | 'e2e-mariadb';
  file: string;
  /** Words of the test's name, where the whole file takes long. */
  name?: string;
}

/** A unit test beside the source. */
export const unit = (file: string): Killer => ({ project: 'unit', file: `src/${file}.spec.ts` });

/** An end-to-end test on the embedded database. @param name a pattern, as for `jest -t` */
export const embedded = (file: string, name?: string): Killer => endToEnd('e2e-embedded', file, name);

/** One on MariaDB. */
export const onServer = (file: string, name?: string): Killer => endToEnd('e2e-mariadb', file, name);

function endToEnd(project: Killer['project'], file: string, name?: string): Killer {
  return { project, file: `test/e2e/${file}.e2e.ts`, ...(name !== undefined && { name }) };
}

/** How often the text of a rule is in the project below this folder. */
export function timesFound({ file, find }: Mutant, root: string): number {
  const path = join(root, 'src', file);
  return existsSync(path) ? readFileSync(path, 'utf8').split(find).length - 1 : 0;
}

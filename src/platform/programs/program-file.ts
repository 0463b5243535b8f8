import { ownFile } from '../own-file.js';

/**
 * Where a program lies that is started as a process of its own. Under jest `test/support/program-file.ts` stands in for this.
 * @param program inside `src`, e.g. `platform/expressions/expression.child`; it imports nothing of the project but types
 */
export function programFile(program: string): string {
  return ownFile(`${program}.js`);
}

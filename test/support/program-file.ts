import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

const ROOT = join(__dirname, '..', '..');
/** Inside the project, so that the program finds the packages that it imports. */
const COMPILED = join(ROOT, 'node_modules', '.cache', 'partsdesk-programs');

/** Stands in for `src/platform/programs/program-file.ts` where the sources have not been built: the same program, compiled here. */
export function programFile(program: string): string {
  const source = readFileSync(join(ROOT, 'src', `${program}.ts`), 'utf8');
  const file = join(COMPILED, `${createHash('sha256').update(source).digest('hex')}.mjs`);
  if (existsSync(file)) return file;
  const { code } = transformSync(source, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  mkdirSync(COMPILED, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, code);
  renameSync(unfinished, file); // test files that run beside this one see a whole file or none
  return file;
}

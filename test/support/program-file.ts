import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

const ROOT = join(__dirname, '..', '..');
/** Inside the project, so that the program finds the packages that it imports. */
const COMPILED = join(ROOT, 'node_modules', '.cache', 'partsdesk-programs');

/** Stands in for `src/platform/programs/program-file.ts` where the sources have not been built: the same program, compiled here. */
export function programFile(program: string): string {
  if (program.endsWith('.program')) return bundledFile(join(ROOT, 'src', `${program}.ts`));
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

/** As the build makes them: one file with all that it imports. Its folder and the wing's keys are what it is made of. */
function bundledFile(source: string): string {
  const offers = join(ROOT, 'src', 'offers');
  const hash = createHash('sha256');
  for (const name of (readdirSync(offers, { recursive: true }) as string[])
    .filter((each) => each.endsWith('.ts'))
    .sort())
    hash.update(readFileSync(join(offers, name)));
  const file = join(COMPILED, `${hash.digest('hex')}.mjs`);
  if (existsSync(file)) return file;
  mkdirSync(COMPILED, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  execFileSync(process.execPath, [join(ROOT, 'test/support/bundle-program.mjs'), source, unfinished]);
  renameSync(unfinished, file);
  return file;
}

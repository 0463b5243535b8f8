import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** The files that each file imports, types too, by paths relative to the working directory. */
export type Imports = Map<string, Set<string>>;

/** Of all TypeScript files in these folders; packages are left out. */
export function importsIn(folders: string[]): Imports {
  const paths = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((path) => join(folder, `${path}`)),
  );
  const files = new Set(paths.filter((path) => /\.tsx?$/.test(path)));
  return new Map([...files].map((file) => [file, importsOf(file, files)]));
}

/** The panel leaves out the extensions, the service names those of the compiled files. */
function importsOf(file: string, files: Set<string>): Set<string> {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
  const relative = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
  const stems = relative.map((name) => join(dirname(file), name).replace(/\.js$/, ''));
  return new Set(stems.flatMap((stem) => [`${stem}.ts`, `${stem}.tsx`].filter((path) => files.has(path))));
}

/** Files that can be reached from themselves by what they import, and those on the way from one circle to another. */
export function inCircles(imports: Imports): string[] {
  let left = [...imports.keys()];
  for (;;) {
    const importing = left.filter((file) => left.some((other) => imports.get(file)!.has(other)));
    const imported = importing.filter((file) => importing.some((other) => imports.get(other)!.has(file)));
    if (imported.length === left.length) return left;
    left = imported;
  }
}

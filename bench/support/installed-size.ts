import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface LockedPackage {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LOCK: Record<string, LockedPackage> = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;

/** Megabytes in `node_modules` of these packages of the project and of all that they need. */
export function installedMegabytes(names: string[]): number {
  const paths = new Set<string>();
  const add = (name: string, from: string) => {
    const path = resolve(name, from);
    if (!path || paths.has(path)) return;
    paths.add(path);
    const { dependencies = {}, optionalDependencies = {} } = LOCK[path]!;
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) add(needed, path);
  };
  for (const name of names) add(name, '');
  let bytes = 0;
  for (const path of paths) bytes += sizeOf(join(ROOT, path));
  return bytes / 1024 / 1024;
}

/** What the service runs with. */
export function ownDependencies(): string[] {
  return Object.keys(LOCK['']!.dependencies!);
}

/** Where Node would find it, as a path of the lock file. */
function resolve(name: string, from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    if (at === '.' || at === '') return LOCK[`node_modules/${name}`] && `node_modules/${name}`;
    const path = `${at}/node_modules/${name}`;
    if (LOCK[path]) return path;
  }
}

/** Packages inside of it are counted where they are needed. */
function sizeOf(path: string): number {
  if (!existsSync(path)) return 0; // optional, for another system
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  const inside = readdirSync(path).filter((name) => name !== 'node_modules');
  return inside.reduce((sum, name) => sum + sizeOf(join(path, name)), stat.size);
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Where a file lies that belongs to the service. It is looked for from here upwards, since the build puts this into another folder.
 * @param path from `src`, from `dist` or from the top of the project
 * @throws Error when it is nowhere
 */
export function ownFile(path: string): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, path);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) throw new Error(`${path} is missing above ${import.meta.dirname}.`);
  }
}

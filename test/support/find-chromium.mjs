import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Chromium lies, or undefined: the one of the system is used, none is downloaded. */
export function findChromium() {
  const dirs = (process.env.PATH ?? '').split(delimiter);
  return dirs.map((dir) => join(dir, 'chromium')).find((file) => existsSync(file));
}

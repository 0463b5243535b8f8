import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The one without a window first: it takes about half the processor time of the whole browser. */
const PROGRAMS = ['chromium-headless-shell', 'chromium'];

/** Where Chromium lies, or undefined: the one of the system is used, none is downloaded. */
export function findChromium() {
  const dirs = (process.env.PATH ?? '').split(delimiter);
  return PROGRAMS.flatMap((program) => dirs.map((dir) => join(dir, program))).find((file) => existsSync(file));
}

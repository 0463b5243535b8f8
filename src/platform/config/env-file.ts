import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError } from './config-error.js';
import { VARIABLES } from './variables.js';

const FILE = '.env';
/** What may go over several lines; not in a comment, whose quotation marks begin nothing. */
const QUOTED = /^[^\S\n]*(?:export\s+)?[\w.-]+[^\S\n]*=[^\S\n]*(["'`])[^]*?\1/gm;
const LINE = /^\s*(#.*|(export\s+)?[\w.-]+\s*=.*)?$/;

/**
 * Takes the variables of `.env`, where there is one, into the environment, except those that it has already. A line that was ignored
 * could have named the database, so there is none.
 * @param warn is told of names that the service does not know
 * @throws ConfigError when the file cannot be read or is not text in UTF-8, or a line of it is no variable
 */
export function readEnvFile(warn: (warning: string) => void = console.error): void {
  if (!existsSync(FILE)) return;
  const text = textOf(FILE);
  const lines = text
    .replace(QUOTED, (variable) => `quoted=${'\n'.repeat(variable.split('\n').length - 1)}`)
    .split(/\r?\n/);
  const wrong = lines.findIndex((line) => !LINE.test(line));
  if (wrong >= 0) throw new ConfigError(`${FILE} is wrong: line ${wrong + 1} must be NAME=value or begin with #.`);
  for (const [name, value] of Object.entries(parseEnv(text))) {
    process.env[name] ??= value;
    if (!(VARIABLES as readonly string[]).includes(name)) warn(`${name} in ${FILE} is no variable of the service.`);
  }
}

/** Editors of Windows put a byte order mark before it, or save it in an encoding that would make every name another one. */
function textOf(file: string): string {
  const bytes = bytesOf(file);
  try {
    if (bytes.includes(0)) throw new Error('UTF-16 has zeros in its letters.');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigError(`${file} cannot be read: it is not saved as UTF-8.`);
  }
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

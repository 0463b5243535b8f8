import { readFileSync } from 'node:fs';
import { ownFile } from '../../platform/own-file.js';

/** The version in `package.json`. */
export function buildVersion(): string {
  return (JSON.parse(readFileSync(ownFile('package.json'), 'utf8')) as { version: string }).version;
}

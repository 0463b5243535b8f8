import { join } from 'node:path';

/** The directory of an embedded installation. */
export function dataDirOf({ DATA_DIR }: Record<string, string | undefined>): string {
  return DATA_DIR || './data';
}

/** Its database, whether it is there or not. */
export function embeddedPath(dataDir: string): string {
  return join(dataDir, 'partsdesk.sqlite');
}

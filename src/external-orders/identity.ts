import { createHash } from 'node:crypto';

/** The key under which an id of the marketplace is unique, digit for digit and letter for letter. */
export function externalIdHash(externalId: string): string {
  return createHash('sha256').update(externalId).digest('hex');
}

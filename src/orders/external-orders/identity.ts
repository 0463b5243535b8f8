import { sha256 } from '../../platform/secrets/sha256.js';

/** The key under which an id of the marketplace is unique, digit for digit and letter for letter. */
export function externalIdHash(externalId: string): string {
  return sha256(externalId);
}

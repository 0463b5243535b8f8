import { lookup } from 'node:dns/promises';
import { type ErrorDetail, errorDetail } from '../error-texts.js';
import { isPublic, whyTargetIsForbidden } from './target-guard.js';

/** What one step of trying another system out has found. */
export type Finding = ErrorDetail & { ok: boolean };

/** Whether all that is needed to call a system is filled in and can be read. @param missing names of settings */
export function settingsFinding(missing: string[], unreadable: string[]): Finding {
  if (missing.length > 0) return { ok: false, ...errorDetail('not_filled_in', { fields: missing.join(', ') }) };
  if (unreadable.length === 0) return { ok: true, ...errorDetail('filled_in') };
  return { ok: false, ...errorDetail('not_decrypted', { fields: unreadable.join(', ') }) };
}

/** Whether an address may be called, and its host has a name by now. */
export async function addressFinding(url: string, allowPrivateTargets: boolean): Promise<Finding> {
  const forbidden = whyTargetIsForbidden(url, allowPrivateTargets);
  if (forbidden) return { ok: false, ...forbidden };
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  try {
    const addresses = (await lookup(host, { all: true })).map(({ address }) => address);
    if (!allowPrivateTargets && !addresses.every(isPublic))
      return { ok: false, ...errorDetail('host_private', { host }) };
    return { ok: true, ...errorDetail('host_found', { host, address: addresses[0]! }) };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return { ok: false, ...errorDetail('host_not_found', { host, reason: code }) };
  }
}

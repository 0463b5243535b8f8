import ipaddr from 'ipaddr.js';
import { isPublic } from './target-guard.js';

export const PUBLIC_REACHES = ['public', 'plain_http', 'private', 'sandbox'] as const;
/**
 * Who can send orders to the public address: `public` = everybody; `plain_http` = everybody, unprotected; `private` = nobody outside this
 * machine or its network; `sandbox` = the same in trial mode, whose sandbox runs beside the service.
 */
export type PublicReach = (typeof PUBLIC_REACHES)[number];

/** Endings of names that no name server of the Internet knows. */
const INNER_NAME = /\.(local|localhost|internal|lan|home|home\.arpa|intranet|corp|test|invalid)$/;

/** Judged by the name alone: a public name may still be closed by a firewall. */
export function publicReach({ publicUrl, trial }: { publicUrl: string; trial: boolean }): PublicReach {
  const { protocol, hostname } = new URL(publicUrl);
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  const isInner = ipaddr.isValid(host) ? !isPublic(host) : !host.includes('.') || INNER_NAME.test(host);
  if (isInner) return trial ? 'sandbox' : 'private';
  return protocol === 'https:' ? 'public' : 'plain_http';
}

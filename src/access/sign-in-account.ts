import ipaddr from 'ipaddr.js';
import { sha256 } from '../platform/secrets/sha256.js';

/** Who tries to sign in, and from where, as failures are counted. */
export interface SignInAttempt {
  account: string;
  /** As `networkOf` writes it. */
  network: string;
  /** Account of the device that has signed in before; undefined = it is not known. */
  deviceAccount?: string | undefined;
}

export function accountOfUser(id: number): string {
  return `user:${id}`;
}

export function accountOfDevice(userId: number, deviceId: string): string {
  return `device:${userId}:${deviceId}`;
}

/** All spellings of an e-mail that is nobody's are one account, so that it is answered as one that is somebody's. */
export function accountOfText(email: string): string {
  const plain = email
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\p{Z}]/gu, '')
    .toLowerCase();
  return `text:${sha256(plain).slice(0, 48)}`;
}

/** Some proxies name the caller's port, too, which is another one for each connection. */
function withoutPort(address: string): string {
  const [, ipv6, ipv4] = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/.exec(address) ?? [];
  return ipv6 ?? ipv4 ?? address;
}

/** Whoever has one IPv6 address has the 2^64 of its network. */
export function networkOf(address: string): string {
  const plain = withoutPort(address);
  if (!ipaddr.isValid(plain)) return address.slice(0, 64);
  const parsed = ipaddr.process(plain);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const network = parsed.toByteArray().map((byte, index) => (index < 8 ? byte : 0));
  return `${ipaddr.fromByteArray(network).toString()}/64`;
}

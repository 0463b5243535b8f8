import { lookup } from 'node:dns';
import { Agent as HttpAgent, AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ipaddr from 'ipaddr.js';
import { ErrorDetail, errorDetail } from '../error-texts.js';

/** An outgoing call was refused before anything was sent. */
export class ForbiddenTargetError extends Error {
  constructor(readonly detail: ErrorDetail) {
    super(detail.message);
  }
}

/** All that IPv6 gives out for the public Internet; outside lie old ways to write IPv4 addresses, too. */
const PUBLIC_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Public by its number, and yet the inner side of every virtual machine in Azure. */
const HOST_OF_AZURE = '168.63.129.16';

/** Only addresses of the public Internet are `unicast`; loopback, private, link-local, mapped and reserved ones are not. */
export function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast' || parsed.toString() === HOST_OF_AZURE) return false;
  return parsed.kind() === 'ipv4' || parsed.match(PUBLIC_IPV6);
}

/** Parts of a path that a URL takes for steps upwards, also when they are escaped: another address would be called than was meant. */
const STEP = /[/\\](\.|%2e){1,2}([/\\]|$)/i;

/** @returns why the URL may not be called, or undefined */
export function whyTargetIsForbidden(target: string, allowPrivate: boolean): ErrorDetail | undefined {
  let url: URL;
  try {
    url = new URL(target);
  } catch {
    return errorDetail('not_a_url');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return errorDetail('url_scheme');
  if (url.username || url.password) return errorDetail('url_sign_in');
  if (STEP.test(target.replace(/[?#].*/s, ''))) return errorDetail('url_steps');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && ipaddr.isValid(host) && !isPublic(host)) return errorDetail('url_private');
  return undefined;
}

/** Resolves like `dns.lookup` and refuses answers that lie inside the private network. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const inner = addresses.find(({ address }) => !isPublic(address));
    if (inner) return callback(new ForbiddenTargetError(errorDetail('host_private', { host: hostname })), '', 0);
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    return callback(null, first?.address ?? '', first?.family ?? 0);
  });
};

interface OutgoingOptions {
  allowPrivate: boolean;
  maxSockets: number;
  connectTimeoutMs: number;
}

/** Keep-alive agents that check each resolved address and give up connecting after the timeout. */
export function outgoingAgents({ allowPrivate, maxSockets, connectTimeoutMs }: OutgoingOptions) {
  const options: AgentOptions = { keepAlive: true, maxSockets, ...(!allowPrivate && { lookup: publicLookup }) };
  const httpAgent = new HttpAgent(options);
  const httpsAgent = new HttpsAgent(options);
  limitConnecting(httpAgent, 'connect', connectTimeoutMs);
  limitConnecting(httpsAgent, 'secureConnect', connectTimeoutMs);
  return { httpAgent, httpsAgent };
}

function limitConnecting(agent: HttpAgent, connected: string, timeoutMs: number): void {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback): Duplex | null | undefined => {
    const socket = connect(options, callback) as Socket;
    const tooLate = Object.assign(new Error(`no connection within ${timeoutMs} ms`), { code: 'ETIMEDOUT' });
    const timer = setTimeout(() => socket.destroy(tooLate), timeoutMs);
    const settled = () => clearTimeout(timer);
    socket.once(connected, settled).once('close', settled);
    return socket;
  };
}

import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

/** A database server as `DATABASE_URL` names it. */
export interface DatabaseServer {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  /** Set when the connection is to be encrypted; the server's certificate is then always verified, with its name. */
  ssl?: { ca?: string; rejectUnauthorized: true; verifyIdentity: true };
}

const DEFAULT_PORT = 3306;
const PARAMETERS = ['tls', 'ca'];
/** One object for each address: connections share what was parsed of the certificates by it. */
const known = new Map<string, DatabaseServer>();

/**
 * Reads `mysql://user:password@host:port/database?tls=true&ca=/path/to/ca.pem`; `mariadb://` means the same.
 * @throws Error saying what is wrong, without the password
 */
export function databaseServer(address: string): DatabaseServer {
  const server = known.get(address) ?? readAddress(address);
  known.set(address, server);
  return server;
}

function readAddress(address: string): DatabaseServer {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const database = decoded(url?.pathname.slice(1) ?? '');
  if (!url || !/^(mysql|mariadb):$/.test(url.protocol) || !url.hostname || !database) {
    throw new Error('it must be mysql://user:password@host:port/database or mariadb://…');
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const ssl = encryption(url.searchParams, host);
  return {
    host,
    port: Number(url.port || DEFAULT_PORT),
    user: decoded(url.username),
    password: decoded(url.password),
    database,
    ...(ssl && { ssl }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new Error('a per cent sign in it, as in a password, must be written as %25', { cause: error });
  }
}

function encryption(parameters: URLSearchParams, host: string): DatabaseServer['ssl'] {
  const unknown = [...parameters.keys()].filter((name) => !PARAMETERS.includes(name));
  if (unknown.length > 0) {
    throw new Error(`it has the unknown parameter ${unknown.join(', ')}; there are ${PARAMETERS.join(' and ')}`);
  }
  const [tls, file] = [parameters.get('tls'), parameters.get('ca')];
  if (tls !== null && tls !== 'true' && tls !== 'false') throw new Error('its parameter tls must be true or false');
  if (file !== null && tls === 'false') throw new Error('its parameter ca says nothing with tls=false');
  if (tls !== 'true' && file === null) return undefined;
  if (isIP(host)) throw new Error('with TLS it must name the server as its certificate does, not by an IP address');
  return { ...(file !== null && { ca: certificates(file) }), rejectUnauthorized: true, verifyIdentity: true };
}

function certificates(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`its parameter ca cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new Error(`its parameter ca must be a file of certificates in PEM, and ${file} is none`);
  }
  return text;
}
